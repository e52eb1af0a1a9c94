//! Measures MultiSplit beside its peers. It prints one JSON object per line on standard output, one line per figure, size and peer.
//!
//! It does not measure wall time if the time of its own thread is enough, because the machine is rarely idle. Invariant: all contenders of
//! a row run in turn in one process, on the same tree shapes, and the lower quartile of many runs counts.
//!
//! `cargo xtask peers [--quick] [--figure NAME]` fails if a goal is missed by more than a tenth.
//! `cargo xtask peers --replay FILE` replays accesses that the workbench recorded through the caches.

mod compared;
mod figures;
mod frames;
mod peers;

use figures::FIGURES;
use multisplit_bench_counts::{ours, shape};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let figures: Vec<_> = FIGURES
        .iter()
        .chain(multisplit_bench_counts::FIGURES)
        .chain(multisplit_bench_caches::FIGURES)
        .copied()
        .collect();
    multisplit_bench_caches::run("peers", &figures, &arguments)
}
