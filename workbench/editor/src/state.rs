//! The state of an editor that is worth keeping over a restart.
//!
//! It does not hold the text of an unmodified file, because that is on disk. Invariant: any value, even one from another
//! version of the file on disk, can be passed to `Editor::restore`; positions outside the text are clamped.

use std::fmt;

use ropey::Rope;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::history::KeptUndo;
use crate::selection::Selection;

/// The place of the user in a file, and the text that was not saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditorState {
    /// The cursor, in characters from the start of the text.
    pub cursor: u64,
    /// The other end of the selection, in characters from the start of the text.
    pub anchor: u64,
    /// The first visible line, counted from 0.
    pub scroll_line: u64,
    /// The horizontal scroll offset, in points.
    pub scroll_x: f32,
    /// The whole text, if it differs from the file.
    pub unsaved: Option<KeptText>,
    /// The hash of the file's contents on which the unsaved text is based.
    pub saved_hash: Option<u64>,
    /// The latest undo steps, at most [`MAX_KEPT_UNDO_BYTES`](crate::limits::MAX_KEPT_UNDO_BYTES) of them.
    pub undo: KeptUndo,
}

/// A text in an [`EditorState`]. Cloning is cheap: it shares its parts with the text of the editor.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptText(Rope);

impl KeptText {
    pub(crate) const fn new(text: Rope) -> Self {
        Self(text)
    }

    /// Returns the length of the text, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.len_bytes()
    }
}

impl From<&str> for KeptText {
    fn from(text: &str) -> Self {
        Self(Rope::from_str(text))
    }
}

impl fmt::Display for KeptText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for KeptText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptText({} bytes)", self.bytes())
    }
}

impl Serialize for KeptText {
    /// Writes a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for KeptText {
    /// Reads a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

/// The inputs of an editor's state: if the key is the same, so is the state. Created by
/// [`Editor::state_key`](crate::Editor::state_key).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateKey {
    pub(crate) revision: u64,
    pub(crate) selection: Selection,
    pub(crate) scroll_line: u64,
    pub(crate) scroll_x: f32,
    pub(crate) base: Option<u64>,
    pub(crate) is_modified: bool,
    pub(crate) is_first: bool,
}
