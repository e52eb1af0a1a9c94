//! What is selected in a view of a large file.

use std::ops::Range;

/// What is selected: bytes of the file between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// Where it began; all of this stays selected.
    pub(super) anchor: (u64, u64),
    /// Where it goes to.
    pub(super) cursor: u64,
}

impl Selection {
    /// The selected bytes, in order.
    pub(super) fn range(&self) -> Range<u64> {
        self.anchor.0.min(self.cursor)..self.anchor.1.max(self.cursor)
    }
}
