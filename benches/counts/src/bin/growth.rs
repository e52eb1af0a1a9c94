//! Measures only how the cost of work grows with the number of panes. It builds in seconds, while `peers` also needs the toolkits.
//!
//! `cargo run --profile bench -p multisplit-bench-counts --features growth --bin growth -- [--quick]`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    multisplit_bench_report::run("growth", multisplit_bench_counts::FIGURES, &arguments)
}
