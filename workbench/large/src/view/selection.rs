//! The selection in a view of a large file.

use std::ops::Range;

/// A selection: the bytes of the file between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// The range in which the selection began. All of it stays selected.
    pub(super) anchor: (u64, u64),
    /// The end that moves, as an offset.
    pub(super) cursor: u64,
}

impl Selection {
    /// Returns the range of the selected bytes, in order.
    pub(super) fn range(&self) -> Range<u64> {
        self.anchor.0.min(self.cursor)..self.anchor.1.max(self.cursor)
    }
}
