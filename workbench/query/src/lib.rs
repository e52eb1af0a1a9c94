//! A database pane for egui: SQL in, a table of rows out, for SQLite files and PostgreSQL servers.
//!
//! [`Source`] names a database. [`Connected`] is the part of opening it that a background thread does. [`QueryPane`] is the
//! pane, and [`QueryState`] is the part of it that is worth saving.
//!
//! The crate does not know the application around the pane. It does not create a database that is missing, and it does not
//! fetch more than a limit. It never lets a password out: no title, state, error, trace or debug output holds one.
//!
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

/// A function that a background thread calls when a pane has something new to show; it usually requests a repaint.
pub type Wake = std::sync::Arc<dyn Fn() + Send + Sync>;
