//! What keeping widgets saves, beside published caches: traces of what users do, a replay that counts, and how soon a visible
//! load runs, beside published thread pools. Refuses to build a widget: costs are numbers of the trace, so that every run of a
//! seed says the same.

pub mod caches;
mod figures;
pub mod offline;
pub mod sim;
pub mod storm;
pub mod trace;

pub use figures::FIGURES;

use multisplit_bench_report::Figure;
use std::process::ExitCode;

/// Measures the figures that the arguments ask for, or, with `--replay FILE`, replays a recorded trace.
#[must_use]
pub fn run(program: &str, figures: &[Figure], arguments: &[String]) -> ExitCode {
    if let [flag, file] = arguments
        && flag == "--replay"
    {
        return multisplit_bench_report::finish(program, figures::saved::replay_file(file));
    }
    multisplit_bench_report::run(program, figures, arguments)
}
