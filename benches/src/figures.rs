//! The measurements, one figure per file. Goals are stated in the code of the rows, so a figure is read together with its purpose.

mod again;
mod durable;
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

/// All figures by name.
pub(crate) const FIGURES: &[Figure] = &[
    ("place", place::measure),
    ("again", again::measure),
    ("split", split::measure),
    ("neighbor", neighbor::measure),
    ("hit", hit::measure),
    ("reconcile", reconcile::measure),
    ("files", files::measure),
    ("durable", durable::measure),
    ("memory", memory::measure),
    ("steady", steady::measure),
    ("frame", frame::measure),
    ("compared", crate::compared::measure),
];

/// The largest size. Only MultiSplit is measured at it; the peers stop earlier.
const LARGEST: usize = 100_000;

/// Returns the number of the pane that turn `at` uses, spread over the tree. The step shares no divisor with the sizes, so no pane comes
/// twice before all others were used.
const fn spread(at: usize, n: usize) -> usize {
    at.wrapping_mul(7_919) % n
}
