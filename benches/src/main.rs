//! MultiSplit measured beside its peers: one JSON object a line on standard output, one line a figure, a size and a peer.
//! Refuses to measure wall time where the thread's own will do: the machine is rarely quiet. Invariant: all contenders of a
//! row run in turn in one process, on the same tree shapes, and the middle of many runs counts.
//!
//! `cargo xtask peers [--quick] [--figure NAME]`; fails where a goal is missed by more than a tenth.
//! `cargo xtask peers --replay FILE` replays accesses that the workbench recorded through the caches.

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
