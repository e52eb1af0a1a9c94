//! The figures of the caches alone. It builds in seconds, while `peers` also needs the toolkits.
//!
//! `cargo run --profile bench -p multisplit-bench-caches -- [--quick] [--figure NAME]` or `-- --replay FILE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    multisplit_bench_caches::run("caches", multisplit_bench_caches::FIGURES, &arguments)
}
