//! The figures of the caches alone: builds in seconds, where `peers` needs the toolkits too.
//!
//! `cargo run --profile bench -p multisplit-bench-caches -- [--quick] [--figure NAME]` or `-- --replay FILE`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    multisplit_bench_caches::run("caches", multisplit_bench_caches::FIGURES, &arguments)
}
