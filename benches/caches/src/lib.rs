//! Measures what keeping widgets saves, beside published caches, and how soon a visible load runs, beside published thread pools. It
//! consists of traces of what users do and of a replay that counts. It builds no widgets: costs are numbers of the trace, so every run
//! with the same seed gives the same result.

pub mod caches;
mod figures;
pub mod offline;
pub mod sim;
pub mod storm;
pub mod trace;

pub use figures::FIGURES;

use multisplit_bench_report::Figure;
use std::process::ExitCode;

/// Measures the figures that the arguments select, or replays a recorded trace with `--replay FILE`.
#[must_use]
pub fn run(program: &str, figures: &[Figure], arguments: &[String]) -> ExitCode {
    if let [flag, file] = arguments
        && flag == "--replay"
    {
        return multisplit_bench_report::finish(program, figures::saved::replay_file(file));
    }
    multisplit_bench_report::run(program, figures, arguments)
}
