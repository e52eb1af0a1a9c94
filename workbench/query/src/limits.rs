//! Every limit of the crate, by name.
//!
//! Invariant: no queue, cache, depth, size or wait in this crate is bounded by anything but a constant of this file.

use std::ops::RangeInclusive;
use std::time::Duration;

/// Rows of a result that are fetched, unless the person sets another number.
pub const ROWS: u64 = 10_000;
/// What the person may set the row limit to.
pub const ROWS_RANGE: RangeInclusive<u64> = 1..=5_000_000;
/// Bytes that all results of one run take together, cells and contents.
pub const RESULT_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of one value that are kept; a longer one is cut, and says so.
pub const VALUE_BYTES: usize = 1024 * 1024;
/// Bytes of SQL in the editor.
pub const SQL_BYTES: usize = 1024 * 1024;
/// Statements of one run.
pub const STATEMENTS: usize = 1_000;
/// Messages of the server ("notices") that are kept of one run.
pub(crate) const NOTICES: usize = 50;
/// Bytes of one error or notice that are shown.
pub(crate) const WORDS_BYTES: usize = 4 * 1024;
/// Bytes of a message of the server other than a row; a larger one is not believed.
pub(crate) const MESSAGE_BYTES: usize = 16 * 1024 * 1024;
/// Tables that the schema lists.
pub(crate) const TABLES: usize = 5_000;
/// Columns that the schema lists, of all tables together.
pub(crate) const SCHEMA_COLUMNS: usize = 50_000;
/// Rows that wait in the worker before they are handed over; handed over earlier when that takes long.
pub(crate) const HAND_OVER_ROWS: usize = 4_096;
/// Bytes that wait in the worker before they are handed over.
pub(crate) const HAND_OVER_BYTES: usize = 1024 * 1024;
/// How long rows wait in the worker, once there are any and more come.
pub(crate) const HAND_OVER_WAIT: Duration = Duration::from_millis(60);
/// Rows that a PostgreSQL server is asked for at a time: at first, and at most.
pub(crate) const PORTAL_ROWS: (usize, usize) = (64, 4_096);
/// Bytes that one such batch should have.
pub(crate) const PORTAL_BYTES: usize = 1024 * 1024;
/// How long a locked SQLite file is waited for.
pub(crate) const BUSY: Duration = Duration::from_secs(5);
/// How often a locked SQLite file is tried.
pub(crate) const BUSY_STEP: Duration = Duration::from_millis(20);
/// How long the system has to open a file of SQLite; a place on the network may never answer.
pub(crate) const OPEN: Duration = Duration::from_secs(10);
/// Steps of SQLite's machine between two looks at whether it is to stop.
pub(crate) const PROGRESS_STEPS: i32 = 2_000;
/// How long a server has to take a connection and to say who we are.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);
/// What `connect_timeout` in a URL may say, in seconds.
pub(crate) const CONNECT_SECONDS: RangeInclusive<u64> = 1..=600;
/// How long one read of a socket waits before flags are looked at.
pub(crate) const READ_STEP: Duration = Duration::from_millis(50);
/// How long a server has to take what we send.
pub(crate) const WRITE: Duration = Duration::from_secs(10);
/// How long a server has to end a statement that was cancelled; then the connection is given up.
pub(crate) const CANCEL: Duration = Duration::from_secs(10);
/// How often a server is asked to stop within that time.
pub(crate) const CANCEL_AGAIN: Duration = Duration::from_secs(1);
/// Bytes of a password file.
pub(crate) const PGPASS_BYTES: u64 = 1024 * 1024;
/// Bytes of a password that is typed.
pub(crate) const PASSWORD_BYTES: usize = 1024;
/// Bytes of one value in an export that runs its statement again; a longer one is not exported.
pub(crate) const EXPORT_VALUE_BYTES: usize = 64 * 1024 * 1024;
/// Rows of an export between two looks at whether it is to stop.
pub(crate) const EXPORT_ROWS_A_LOOK: u64 = 256;
/// Statements that a question before a run names one by one.
pub(crate) const ASKED: usize = 8;
/// Characters of a name in such a question.
pub(crate) const ASKED_CHARS: usize = 80;
/// Bytes of an export path.
pub(crate) const PATH_BYTES: usize = 4 * 1024;
/// Columns that the table shows side by side; the rest is a page further.
pub(crate) const COLUMN_PAGE: usize = 64;
/// Rows that are looked at for how wide a column is.
pub(crate) const MEASURED_ROWS: usize = 100;
/// Characters of a value that a cell shows.
pub(crate) const CELL_CHARS: usize = 200;
/// Characters of a value that its tip shows.
pub(crate) const TIP_CHARS: usize = 2_000;
/// What an open connection is taken to cost in memory: SQLite's page cache, or the buffers of a socket.
pub(crate) const CONNECTION_BYTES: u64 = 2 * 1024 * 1024;
/// How often the editor's text is counted: itself, its colors, its place on screen, and the undo history of egui.
pub(crate) const TEXT_COPIES: u64 = 8;
