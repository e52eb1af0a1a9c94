//! A database pane for egui: SQL in, a table of rows out, for files of SQLite and servers of PostgreSQL.
//!
//! What it is: [`Source`], which database; [`Connected`], the part of opening it that a background thread does;
//! [`QueryPane`], the pane; [`QueryState`], what is worth keeping of it.
//! What it refuses: to know who shows it, to create a database that is missing, to fetch more than a limit, and to let a
//! password out: it is in no title, no state, no error, no trace and no debug output.
//! Invariant: the UI thread never waits for a database, a file or a network.

mod connected;
mod disk;
mod error;
mod export;
mod fetch;
mod flags;
mod grid;
mod limits;
mod pane;
mod password;
mod postgres;
mod schema;
mod secret;
mod source;
mod sql;
mod sqlite;
mod state;
mod worker;

pub use connected::Connected;
pub use error::{QueryError, Trouble};
pub use pane::QueryPane;
pub use secret::Secret;
pub use source::Source;
pub use state::QueryState;
pub use worker::Closing;

/// Called from a background thread when a pane has something new to show; usually it requests a repaint.
pub type Wake = std::sync::Arc<dyn Fn() + Send + Sync>;
