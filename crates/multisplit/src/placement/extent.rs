//! How short and long a node may be, in device pixels. Invariant: every length is at least 1, and sums of them do not overflow.

use crate::base::Scale;

/// No branch is measured above this; sums cannot overflow.
pub(super) const MOST: i64 = 1 << 29;
/// No greatest size.
pub(super) const FREE: i32 = i32::MAX;

/// How short and long a node may be, `[width, height]`, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) min: [i32; 2],
    pub(super) max: [i32; 2],
}

/// A sum of lengths as a length.
pub(super) fn clip(length: i64) -> i32 {
    i32::try_from(length.min(MOST)).unwrap_or(FREE).max(1)
}

/// The pixels that are no less than so many units.
#[allow(clippy::cast_possible_truncation)] // `as` saturates, and lengths are far below
pub(super) fn px_up(scale: Scale, units: f64) -> i32 {
    ((units * scale.factor() - 1e-6).ceil() as i32).clamp(1, 1 << 29)
}
