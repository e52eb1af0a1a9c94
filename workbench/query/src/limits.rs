//! The named limits of the crate.
//!
//! Invariant: every queue, cache, depth, size and wait of this crate is bounded by a constant of this file, and by nothing else.

use std::ops::RangeInclusive;
use std::time::Duration;

/// The most rows of a result that are fetched, unless the user sets another limit.
pub const ROWS: u64 = 10_000;
/// The row limits that the user may set.
pub const ROWS_RANGE: RangeInclusive<u64> = 1..=5_000_000;
/// The most bytes that all results of one run take together, cells and contents.
pub const RESULT_BYTES: usize = 64 * 1024 * 1024;
/// The most bytes that are kept of one value; a longer value is cut, and the pane shows that.
pub const VALUE_BYTES: usize = 1024 * 1024;
/// The most bytes of SQL in the editor.
pub const SQL_BYTES: usize = 1024 * 1024;
/// The most statements of one run.
pub const STATEMENTS: usize = 1_000;
/// The most messages of the server ("notices") that are kept of one run.
pub(crate) const NOTICES: usize = 50;
/// The most bytes that are shown of one error or notice.
pub(crate) const WORDS_BYTES: usize = 4 * 1024;
/// The most bytes of a server's message other than a row; a longer one is treated as an error.
pub(crate) const MESSAGE_BYTES: usize = 16 * 1024 * 1024;
/// The largest file of certificates, or with a key, that is read.
pub(crate) const CERTIFICATE_BYTES: u64 = 1024 * 1024;
/// The most tables that the schema lists.
pub(crate) const TABLES: usize = 5_000;
/// The most columns that the schema lists, of all tables together.
pub(crate) const SCHEMA_COLUMNS: usize = 50_000;
/// The most rows that wait in the worker before they are handed over; [`HAND_OVER_WAIT`] may come first.
pub(crate) const HAND_OVER_ROWS: usize = 4_096;
/// The most bytes that wait in the worker before they are handed over.
pub(crate) const HAND_OVER_BYTES: usize = 1024 * 1024;
/// How long rows wait in the worker while more rows come.
pub(crate) const HAND_OVER_WAIT: Duration = Duration::from_millis(60);
/// The number of rows that a PostgreSQL server is asked for at a time: the first, and the largest.
pub(crate) const PORTAL_ROWS: (usize, usize) = (64, 4_096);
/// The intended size of one such batch, in bytes.
pub(crate) const PORTAL_BYTES: usize = 1024 * 1024;
/// How long to wait for a locked SQLite file.
pub(crate) const BUSY: Duration = Duration::from_secs(5);
/// The interval at which a locked SQLite file is tried again.
pub(crate) const BUSY_STEP: Duration = Duration::from_millis(20);
/// How long the system may take to open an SQLite file; a network drive may never answer.
pub(crate) const OPEN: Duration = Duration::from_secs(10);
/// The steps of SQLite's virtual machine between two checks for cancellation.
pub(crate) const PROGRESS_STEPS: i32 = 2_000;
/// How long a server may take to accept a connection and to authenticate the user.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);
/// The values of `connect_timeout` in a URL, in seconds.
pub(crate) const CONNECT_SECONDS: RangeInclusive<u64> = 1..=600;
/// How long one read of a socket waits before the flags are checked.
pub(crate) const READ_STEP: Duration = Duration::from_millis(50);
/// How long a server may take to accept what is sent.
pub(crate) const WRITE: Duration = Duration::from_secs(10);
/// How long a server may take to end a cancelled statement; then the connection is given up.
pub(crate) const CANCEL: Duration = Duration::from_secs(10);
/// The interval at which a server is asked again to stop within that time.
pub(crate) const CANCEL_AGAIN: Duration = Duration::from_secs(1);
/// The most bytes of a password file.
pub(crate) const PGPASS_BYTES: u64 = 1024 * 1024;
/// The most bytes of a typed password.
pub(crate) const PASSWORD_BYTES: usize = 1024;
/// The most bytes of one value in an export that runs its statement again; a longer value fails the export.
pub(crate) const EXPORT_VALUE_BYTES: usize = 64 * 1024 * 1024;
/// The rows of an export between two checks for cancellation.
pub(crate) const EXPORT_ROWS_A_LOOK: u64 = 256;
/// The most statements that the question before a run lists one by one.
pub(crate) const ASKED: usize = 8;
/// The most characters of a name in such a question.
pub(crate) const ASKED_CHARS: usize = 80;
/// The most bytes of an export path.
pub(crate) const PATH_BYTES: usize = 4 * 1024;
/// The most columns that the table shows side by side; the rest is on further pages.
pub(crate) const COLUMN_PAGE: usize = 64;
/// The most rows that are measured for the width of a column.
pub(crate) const MEASURED_ROWS: usize = 100;
/// The most characters of a value that a cell shows.
pub(crate) const CELL_CHARS: usize = 200;
/// The most characters of a value that its tooltip shows.
pub(crate) const TIP_CHARS: usize = 2_000;
/// The estimated memory of an open connection, in bytes: SQLite's page cache, or the buffers of a socket.
pub(crate) const CONNECTION_BYTES: u64 = 2 * 1024 * 1024;
/// How many times the editor's text is counted: the text, its colors, its layout, and egui's undo history.
pub(crate) const TEXT_COPIES: u64 = 8;
