//! Opening a file of SQLite.
//!
//! It refuses what is no regular file, and files beside which something else stands than SQLite keeps there. Invariant:
//! whoever opens is not held up by a path that never answers.
//!
//! SQLite opens a path itself, and its handle cannot be looked at without `unsafe`. So the path is looked at before and
//! after: what was exchanged in between is refused. A FIFO that stood there in between could hold `open` up for ever, as
//! a network drive may; therefore a thread of its own opens, and is left to itself when it takes too long.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::locked;
use crate::disk;
use crate::error::QueryError;
use crate::limits;
use crate::schema::Schema;

/// A connection on which nothing was read yet.
pub(super) struct Opened {
    pub connection: Connection,
    /// The file without links.
    pub real: PathBuf,
    pub is_protected: bool,
}

/// Opens a file that is there; on a thread of its own, for which it waits a while.
pub(super) fn open(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Opened, QueryError> {
    let own = path.to_owned();
    within(limits::OPEN, path, cancelled, move || {
        connect(&own, |path, access| Connection::open_with_flags(path, access))
    })
}

/// Waits for some work on a file until a time is over, or somebody cancels.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    path: &Path,
    cancelled: &dyn Fn() -> bool,
    work: impl FnOnce() -> Result<T, QueryError> + Send + 'static,
) -> Result<T, QueryError> {
    let failed = |why: String| QueryError::Io { doing: "opened", path: path.to_owned(), why };
    let (sender, done) = sync_channel(1);
    let thread = std::thread::Builder::new().name("query-open".to_owned());
    // Where nobody waits any longer, what it opened is closed again.
    let spawned = thread.spawn(move || drop(sender.send(work())));
    spawned.map_err(|error| failed(error.to_string()))?;
    let since = Instant::now();
    loop {
        match done.recv_timeout(limits::BUSY_STEP) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) if cancelled() => return Err(QueryError::Cancelled),
            Err(RecvTimeoutError::Timeout) if since.elapsed() < time => {}
            Err(RecvTimeoutError::Timeout) => return Err(failed("the system does not answer in time".to_owned())),
            Err(RecvTimeoutError::Disconnected) => return Err(failed("opening it ended in the middle".to_owned())),
        }
    }
}

/// Opens with `open`, between two looks at the path.
fn connect(
    path: &Path,
    open: impl FnOnce(&Path, OpenFlags) -> rusqlite::Result<Connection>,
) -> Result<Opened, QueryError> {
    let found = disk::find_database(path)?;
    let is_protected = found.is_protected;
    let access = if is_protected { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let opened = open(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let connection = opened.map_err(|error| open_error(&error, path))?;
    let set = || -> rusqlite::Result<()> {
        // Closing would otherwise move what another program left in the write-ahead log into the file.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.busy_timeout(Duration::ZERO)
    };
    set().map_err(|error| open_error(&error, path))?;
    if disk::find_database(path)? != found {
        return Err(QueryError::Exchanged { path: path.to_owned() });
    }
    Ok(Opened { connection, real: found.real, is_protected })
}

/// Reads the schema, which shows whether it is a database at all.
pub(super) fn first_look(
    connection: &Connection,
    path: &Path,
    busy: Duration,
    cancelled: &dyn Fn() -> bool,
) -> Result<Schema, QueryError> {
    let since = Instant::now();
    loop {
        if cancelled() {
            return Err(QueryError::Cancelled);
        }
        let error = match super::schema(connection) {
            Ok(schema) => return Ok(schema),
            Err(error) => error,
        };
        let is_locked = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
        match (is_locked, since.elapsed() < busy) {
            (true, true) => std::thread::sleep(limits::BUSY_STEP),
            (true, false) => return Err(locked(busy)),
            (false, _) => return Err(open_error(&error, path)),
        }
    }
}

pub(super) fn open_error(error: &rusqlite::Error, path: &Path) -> QueryError {
    let owned = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => QueryError::NotADatabase { path: owned },
        Some(ErrorCode::PermissionDenied) => QueryError::Denied { doing: "read", path: owned },
        Some(ErrorCode::CannotOpen) => QueryError::Io {
            doing: "opened",
            path: owned,
            why: "the system does not let us open it, or the files beside it".to_owned(),
        },
        _ => QueryError::Io { doing: "opened", path: owned, why: error.to_string() },
    }
}

#[cfg(all(test, unix))]
mod tests;
