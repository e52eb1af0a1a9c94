//! The named limits of the crate.
//!
//! Invariant: every list, text and plot of this crate is bounded by a constant of this file, and by nothing else.

/// The most readings that are remembered; the oldest is dropped first.
pub(crate) const READINGS: usize = 600;
/// The number of readings over which the hit rate is taken.
pub(crate) const HIT_WINDOW: usize = 8;
/// The most frame times that are remembered, over all readings.
pub(crate) const FRAMES: usize = 1_200;
/// The most slow events that are remembered, over all readings.
pub(crate) const SLOW_EVENTS: usize = 200;
/// The most memory samples of one reading; the oldest are dropped first.
pub(crate) const SAMPLES: usize = 200;
/// The most operations of one reading; those with the smallest total time are dropped first.
pub(crate) const OPERATIONS: usize = 256;
/// The most pools of one reading; the smallest are dropped first.
pub(crate) const POOLS: usize = 64;
/// The most pools that the view names.
pub(crate) const POOLS_SHOWN: usize = 8;

/// The most characters of a name: of an operation, a pool, or a memory level.
pub(crate) const NAME_CHARS: usize = 120;
/// The most characters of the cause of a slow event.
pub(crate) const CAUSE_CHARS: usize = 400;
/// The most characters of the path that a report is exported to.
pub(crate) const PATH_CHARS: usize = 4_096;

/// The most grid lines of a plot, in one direction.
pub(crate) const GRID_LINES: usize = 32;
/// The longest straight part of a line that is dashed, in points.
pub(crate) const DASHED_POINTS: f32 = 20_000.0;
/// The most columns of sections.
pub(crate) const COLUMNS: usize = 3;
