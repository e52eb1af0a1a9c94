//! The minimum and maximum size of a node, in device pixels. Invariant: every length is at least 1, and sums of lengths do not
//! overflow.

use crate::base::Scale;

/// The maximum measured length of a branch. Sums of such lengths cannot overflow.
pub(super) const MOST: i64 = 1 << 29;
/// The maximum length of a node that has none.
pub(super) const FREE: i32 = i32::MAX;

/// The minimum and maximum size of a node as `[width, height]`, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) min: [i32; 2],
    pub(super) max: [i32; 2],
}

/// Turns a sum of lengths into a length.
pub(super) fn clip(length: i64) -> i32 {
    i32::try_from(length.min(MOST)).unwrap_or(FREE).max(1)
}

/// Returns the smallest number of device pixels that is no less than `units` logical units, and at least 1.
#[allow(clippy::cast_possible_truncation)] // `as` saturates, and lengths are far below
pub(super) fn px_up(scale: Scale, units: f64) -> i32 {
    // Less a little: an error in the last digit of the product must not cost a whole pixel.
    ((units * scale.factor() - 1e-6).ceil() as i32).clamp(1, 1 << 29)
}
