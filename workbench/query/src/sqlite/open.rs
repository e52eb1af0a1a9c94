//! Opens an SQLite file.
//!
//! This module refuses a path that is not a regular file, and a database beside which something else stands at the paths of
//! SQLite's own files.
//!
//! Invariant: opening is never held up by a path that does not answer.
//!
//! SQLite opens the path itself, and its handle cannot be examined without `unsafe`. The path is therefore checked before
//! and after opening: a file that was exchanged in between is refused. A FIFO that was there in between could hold `open`
//! up forever, as a network drive may. Therefore a separate thread opens the file, and is abandoned if it takes too long.

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
    /// The path of the file without links.
    pub real: PathBuf,
    pub is_protected: bool,
}

/// Opens an existing file on a separate thread, and waits for it at most [`limits::OPEN`].
pub(super) fn open(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Opened, QueryError> {
    let own = path.to_owned();
    within(limits::OPEN, path, cancelled, move || {
        connect(&own, |path, access| Connection::open_with_flags(path, access))
    })
}

/// Runs `work` on a separate thread, and waits for it until `time` is over or `cancelled` returns `true`.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    path: &Path,
    cancelled: &dyn Fn() -> bool,
    work: impl FnOnce() -> Result<T, QueryError> + Send + 'static,
) -> Result<T, QueryError> {
    let failed = |why: String| QueryError::Io { doing: "opened", path: path.to_owned(), why };
    let (sender, done) = sync_channel(1);
    let thread = std::thread::Builder::new().name("query-open".to_owned());
    // If nothing waits any longer, `send` fails and the result is dropped, which closes what was opened.
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

/// Opens with `open`, and checks the path before and after.
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
        // Closing would otherwise move another program's write-ahead log into the file.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        connection.busy_timeout(Duration::ZERO)
    };
    set().map_err(|error| open_error(&error, path))?;
    if disk::find_database(path)? != found {
        return Err(QueryError::Exchanged { path: path.to_owned() });
    }
    Ok(Opened { connection, real: found.real, is_protected })
}

/// Reads the schema, which shows whether the file is a database at all. A locked file is tried again until `busy` is over.
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
