//! What is measured, one figure a file.

mod evict;
mod loads;
mod lookup;
pub(crate) mod saved;

use multisplit_bench_report::Figure;

/// All figures by their names.
pub const FIGURES: &[Figure] =
    &[("lookup", lookup::measure), ("evict", evict::measure), ("saved", saved::measure), ("loads", loads::measure)];

/// Widgets in the caches whose speed is measured.
const SLOTS: usize = 10_000;
/// A row is in nanoseconds, the clock in microseconds.
const NANOSECONDS: f64 = 1e3;
