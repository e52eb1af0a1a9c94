//! Where the cursor is and what is selected.
//!
//! It refuses to know the text: the caller clamps. Invariant: none; both ends are character positions.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The selected text lies between the two; typing happens at the cursor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Selection {
    /// Where selecting began.
    pub(crate) anchor: usize,
    /// Where the cursor is.
    pub(crate) cursor: usize,
}

impl Selection {
    /// A cursor without a selection.
    pub(crate) fn at(cursor: usize) -> Self {
        Self { anchor: cursor, cursor }
    }

    /// A selection with the cursor at the end.
    pub(crate) fn over(range: &Range<usize>) -> Self {
        Self { anchor: range.start, cursor: range.end }
    }

    /// The selected characters.
    pub(crate) fn range(&self) -> Range<usize> {
        self.anchor.min(self.cursor)..self.anchor.max(self.cursor)
    }

    /// Whether nothing is selected.
    pub(crate) fn is_empty(&self) -> bool {
        self.anchor == self.cursor
    }

    /// The same within a text of so many characters.
    pub(crate) fn clamped(&self, len_chars: usize) -> Self {
        Self { anchor: self.anchor.min(len_chars), cursor: self.cursor.min(len_chars) }
    }
}
