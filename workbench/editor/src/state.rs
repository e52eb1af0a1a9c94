//! What is worth keeping of an editor over a restart.
//!
//! It refuses to hold the text of an unmodified file: that is on disk. Invariant: any value, from any version of the
//! file on disk, can be given to `Editor::restore`; positions outside the text are clamped.

use serde::{Deserialize, Serialize};

use crate::history::KeptUndo;
use crate::selection::Selection;

/// Where the user was in a file, and the text they had not saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditorState {
    /// The cursor, in characters from the start.
    pub cursor: u64,
    /// The other end of the selection, in characters from the start.
    pub anchor: u64,
    /// The first visible line, counted from 0.
    pub scroll_line: u64,
    /// How far the text is moved to the left, in points.
    pub scroll_x: f32,
    /// The whole text, if it differs from the file and is within
    /// [`MAX_UNSAVED_BYTES`](crate::limits::MAX_UNSAVED_BYTES).
    pub unsaved: Option<String>,
    /// The hash of the file's contents that the unsaved text began from.
    pub saved_hash: Option<u64>,
    /// The latest undo steps, within [`MAX_KEPT_UNDO_BYTES`](crate::limits::MAX_KEPT_UNDO_BYTES).
    pub undo: KeptUndo,
}

/// What the state of an editor is made of. Made by [`Editor::state_key`](crate::Editor::state_key).
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
