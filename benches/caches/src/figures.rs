//! The measurements, one figure per file.

mod evict;
mod loads;
mod lookup;
pub(crate) mod saved;
mod states;

use multisplit_bench_report::Figure;

/// All figures by name.
pub const FIGURES: &[Figure] = &[
    ("lookup", lookup::measure),
    ("evict", evict::measure),
    ("states", states::measure),
    ("saved", saved::measure),
    ("loads", loads::measure),
];

/// The number of widgets in the caches whose speed is measured.
const SLOTS: usize = 10_000;
/// Nanoseconds per microsecond: the clock is in microseconds, and the rows are in nanoseconds.
const NANOSECONDS: f64 = 1e3;
