//! The part of a pane that is worth saving over a restart.
//!
//! It holds no rows and no passwords.
//!
//! Invariant: any value, from any version of the file on disk, can be passed to
//! [`QueryPane::restore`](crate::QueryPane::restore): values out of bounds are clamped.

use serde::{Deserialize, Serialize};

/// The saved text and settings of a pane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryState {
    /// The SQL text.
    pub sql: String,
    /// The position of the cursor, in characters from the start of the text.
    pub cursor: u64,
    /// The row limit; 0 means the default.
    pub row_limit: u64,
    /// The path that results are exported to, as the user typed it.
    pub export_path: String,
}
