//! What is worth keeping of a pane over a restart.
//!
//! It refuses rows and passwords. Invariant: any value, from any version of the file on disk, can be given to
//! [`QueryPane::restore`](crate::QueryPane::restore): what is out of bounds is moved into them.

use serde::{Deserialize, Serialize};

/// The text of a pane and its settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryState {
    /// The SQL text.
    pub sql: String,
    /// The cursor, in characters from the start.
    pub cursor: u64,
    /// The row limit; 0 for the usual one.
    pub row_limit: u64,
    /// Where results are exported to, as it was typed.
    pub export_path: String,
}
