//! What is measured, one figure a file. Goals stand in the rows, so that a figure is read beside what it is for.

mod again;
mod files;
mod frame;
mod hit;
mod memory;
mod neighbor;
mod place;
mod reconcile;
mod split;
mod steady;

use multisplit_bench_report::Figure;

/// All figures by their names.
pub(crate) const FIGURES: &[Figure] = &[
    ("place", place::measure),
    ("again", again::measure),
    ("split", split::measure),
    ("neighbor", neighbor::measure),
    ("hit", hit::measure),
    ("reconcile", reconcile::measure),
    ("files", files::measure),
    ("memory", memory::measure),
    ("steady", steady::measure),
    ("frame", frame::measure),
];

/// Ours goes on to where the peers have stopped.
const LARGEST: usize = 100_000;

/// Panes spread over a tree: a step that shares no divisor with the sizes, so that none comes twice.
const fn spread(at: usize, n: usize) -> usize {
    at.wrapping_mul(7_919) % n
}
