//! The cursor and the selection.
//!
//! It does not know the text: the caller clamps. Invariant: none; both ends are character positions.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A selection: the text between the anchor and the cursor. Typing happens at the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Selection {
    /// The end at which selecting began.
    pub(crate) anchor: usize,
    /// The position of the cursor.
    pub(crate) cursor: usize,
}

impl Selection {
    /// Creates a cursor without a selection.
    pub(crate) fn at(cursor: usize) -> Self {
        Self { anchor: cursor, cursor }
    }

    /// Creates a selection with the cursor at the end.
    pub(crate) fn over(range: &Range<usize>) -> Self {
        Self { anchor: range.start, cursor: range.end }
    }

    /// Returns the range of the selected characters.
    pub(crate) fn range(&self) -> Range<usize> {
        self.anchor.min(self.cursor)..self.anchor.max(self.cursor)
    }

    /// Returns `true` if nothing is selected.
    pub(crate) fn is_empty(&self) -> bool {
        self.anchor == self.cursor
    }

    /// Returns the selection clamped to a text of the given number of characters.
    pub(crate) fn clamped(&self, len_chars: usize) -> Self {
        Self { anchor: self.anchor.min(len_chars), cursor: self.cursor.min(len_chars) }
    }
}
