//! Every limit of the crate, by name.
//!
//! Invariant: no list, text or plot in this crate is bounded by anything but a constant of this file.

/// Readings that are remembered; the oldest goes first.
pub(crate) const READINGS: usize = 600;
/// Readings over which the hit rate is taken.
pub(crate) const HIT_WINDOW: usize = 8;
/// Frame times that are remembered, over all readings.
pub(crate) const FRAMES: usize = 1_200;
/// Slow events that are remembered, over all readings.
pub(crate) const SLOW_EVENTS: usize = 200;
/// Operations of one reading; those with the least total go first.
pub(crate) const OPERATIONS: usize = 256;
/// Pools of one reading; the smallest go first.
pub(crate) const POOLS: usize = 64;
/// Pools that are named in the pane.
pub(crate) const POOLS_SHOWN: usize = 8;

/// Characters of a name: an operation, a pool, a level.
pub(crate) const NAME_CHARS: usize = 120;
/// Characters of the cause of a slow event.
pub(crate) const CAUSE_CHARS: usize = 400;
/// Characters of the path that a report is exported to.
pub(crate) const PATH_CHARS: usize = 4_096;

/// Lines of the grid of a plot, in one direction.
pub(crate) const GRID_LINES: usize = 32;
/// The longest straight part of a line, in points, that is drawn broken.
pub(crate) const DASHED_POINTS: f32 = 20_000.0;
/// Columns that the sections are laid out in.
pub(crate) const COLUMNS: usize = 3;
