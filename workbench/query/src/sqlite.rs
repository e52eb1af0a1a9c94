//! A database in an SQLite file.
//!
//! This module does not create a file, and opening a file does not change its bytes: nothing is written before the user
//! runs a statement.
//!
//! Invariant: whatever SQLite does for long checks the flags.
//!
//! **Limitations**: if another program died in the middle of a change, SQLite itself repairs the file as soon as any program
//! reads it, and opens the files that its journal names. Only the main database is listed, not attached ones. A path is
//! never read as a `file:` URI.

mod open;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, InterruptHandle, MAIN_DB, Statement};

use crate::disk;
use crate::error::{QueryError, Trouble};
use crate::fetch::RowSink;
use crate::flags::{Flags, Transaction};
use crate::grid::{Column, ValueKind};
use crate::limits;
use crate::schema::{Schema, Table};
use crate::sql::{self, Dialect};
use open::{Opened, first_look, open_error};

pub(crate) struct Sqlite {
    connection: Connection,
    /// The path of the file without links.
    real: PathBuf,
    busy: Duration,
    is_read_only: bool,
    /// Whether the user has not run a statement yet.
    is_untouched: bool,
}

impl Sqlite {
    /// Opens an existing file and reads its tables. Blocking.
    ///
    /// # Errors
    /// Fails if the file is missing, is no regular file or no database, stays locked for `busy`, or `cancelled` returns `true`.
    pub fn open(
        path: &Path,
        busy: Duration,
        flags: &Arc<Flags>,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<(Self, Schema), QueryError> {
        let Opened { mut connection, real, is_protected } = open::open(path, cancelled)?;
        let schema = first_look(&connection, path, busy, cancelled)?;
        watch(&mut connection, busy, flags).map_err(|error| open_error(&error, path))?;
        let is_read_only = is_protected || connection.is_readonly(MAIN_DB).unwrap_or(false);
        Ok((Self { connection, real, busy, is_read_only, is_untouched: true }, schema))
    }

    pub fn interrupt_handle(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    pub fn transaction(&self) -> Transaction {
        if self.connection.is_autocommit() { Transaction::None } else { Transaction::Open }
    }

    pub fn schema(&self) -> Result<Schema, QueryError> {
        disk::check_sides(&self.real)?;
        schema(&self.connection).map_err(|error| self.trouble(error, ""))
    }

    /// Runs one statement and returns what it did, in words; empty if it only returned rows.
    ///
    /// # Errors
    /// Fails if the database rejects the statement, is locked for too long, or the user cancels.
    pub fn run(&mut self, sql: &str, rows: &mut dyn RowSink, flags: &Flags) -> Result<String, QueryError> {
        if self.is_untouched {
            // The user changes the database now, so closing it may also move the write-ahead log into the file.
            self.is_untouched = false;
            let set = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
            set.map_err(|error| self.trouble(error, sql))?;
        }
        // SQLite opens the files beside the database when it needs them, and would wait for a FIFO.
        disk::check_sides(&self.real)?;
        let statement = self.connection.prepare(sql);
        let ran = statement.and_then(|statement| self.step(statement, sql, rows, flags));
        ran.map_err(|error| self.cut_short(error, sql, flags))
    }

    /// Runs one statement if SQLite itself reports that the statement only reads.
    ///
    /// # Errors
    /// Returns [`QueryError::NotRepeated`] if the statement may write, and else the same errors as [`Sqlite::run`].
    pub fn read(&mut self, sql: &str, rows: &mut dyn RowSink, flags: &Flags) -> Result<(), QueryError> {
        disk::check_sides(&self.real)?;
        let statement = self.connection.prepare(sql).map_err(|error| self.cut_short(error, sql, flags))?;
        if !statement.readonly() {
            return Err(QueryError::NotRepeated);
        }
        let ran = self.step(statement, sql, rows, flags);
        ran.map(drop).map_err(|error| self.cut_short(error, sql, flags))
    }

    fn cut_short(&self, error: rusqlite::Error, sql: &str, flags: &Flags) -> QueryError {
        match self.trouble(error, sql) {
            // The wait for the lock was cut short by the user.
            QueryError::Locked { .. } if flags.is_cancelled() => QueryError::Cancelled,
            error => error,
        }
    }

    fn step(
        &self,
        mut statement: Statement<'_>,
        sql: &str,
        sink: &mut dyn RowSink,
        flags: &Flags,
    ) -> rusqlite::Result<String> {
        let before = self.connection.total_changes();
        let names = statement.column_names().map(|name| Column { name: name.to_owned() });
        let columns: Vec<Column> = names.collect();
        let count = columns.len();
        if count > 0 {
            sink.columns(columns);
        }
        let changes = sql::changes_rows(sql, Dialect::Sqlite) && !statement.readonly();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if flags.is_cancelled() {
                return Err(interrupted());
            }
            if count == 0 {
                continue;
            }
            if !sink.wants_row() {
                break;
            }
            for index in 0..count {
                take(sink, row.get_ref(index)?);
            }
            sink.end_row();
        }
        drop(rows);
        sink.hand_over();
        Ok(match self.connection.total_changes() - before {
            1 if changes => "1 row changed".to_owned(),
            rows if changes => format!("{rows} rows changed"),
            _ if count > 0 => String::new(),
            _ => "done".to_owned(),
        })
    }

    fn trouble(&self, error: rusqlite::Error, sql: &str) -> QueryError {
        let is_read_only = self.is_read_only;
        let (code, message, at) = match error {
            rusqlite::Error::SqliteFailure(code, words) => {
                let words = words.unwrap_or_else(|| rusqlite::Error::SqliteFailure(code, None).to_string());
                (code, words, None)
            }
            rusqlite::Error::SqlInputError { error, msg, offset, .. } => {
                let at = usize::try_from(offset).ok().map(|byte| sql::chars_before(sql, byte));
                (error, msg, at)
            }
            other => return Trouble { message: other.to_string(), ..Trouble::default() }.into(),
        };
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => locked(self.busy),
            ErrorCode::OperationInterrupted => QueryError::Cancelled,
            _ => {
                let hint = (code.code == ErrorCode::ReadOnly && is_read_only)
                    .then(|| "The file may only be read: its permissions say so.".to_owned());
                Trouble { message, code: code.extended_code.to_string(), detail: None, hint, at }.into()
            }
        }
    }
}

/// Installs handlers that make everything that takes long check the flags.
fn watch(connection: &mut Connection, busy: Duration, flags: &Arc<Flags>) -> rusqlite::Result<()> {
    let look = Arc::clone(flags);
    connection.progress_handler(limits::PROGRESS_STEPS, Some(move || look.is_cancelled()))?;
    let look = Arc::clone(flags);
    let mut since = Instant::now();
    let wait = move |tries: i32| {
        if tries == 0 {
            since = Instant::now();
        }
        if look.is_cancelled() || since.elapsed() >= busy {
            return false;
        }
        std::thread::sleep(limits::BUSY_STEP);
        true
    };
    connection.busy_handler(Some(wait))
}

fn schema(connection: &Connection) -> rusqlite::Result<Schema> {
    let mut schema = Schema::default();
    let mut columns = 0;
    let sql = "SELECT CAST(name AS BLOB), type FROM sqlite_schema \
               WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name COLLATE NOCASE";
    let mut tables = connection.prepare(sql)?;
    let mut inner = connection.prepare("SELECT CAST(name AS BLOB), CAST(type AS BLOB) FROM pragma_table_info(?1)")?;
    let mut rows = tables.raw_query();
    while let Some(row) = rows.next()? {
        let table =
            Table { name: words(row.get_ref(0)?), is_view: words(row.get_ref(1)?) == "view", ..Table::default() };
        if !schema.push(&table, None, &mut columns) {
            return Ok(schema);
        }
        // A view of a missing table has no columns, which is no reason to list nothing.
        let Ok(mut fields) = inner.query([&table.name]) else { continue };
        while let Ok(Some(field)) = fields.next() {
            let column = (words(field.get_ref(0)?), words(field.get_ref(1)?));
            if !schema.push(&table, Some(column), &mut columns) {
                return Ok(schema);
            }
        }
    }
    Ok(schema)
}

fn words(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

fn take(sink: &mut dyn RowSink, value: ValueRef<'_>) {
    let mut whole = |kind, bytes: &[u8]| sink.value(kind, bytes, bytes.len() as u64);
    match value {
        ValueRef::Null => whole(ValueKind::Null, b""),
        ValueRef::Integer(number) => whole(ValueKind::Number, number.to_string().as_bytes()),
        // The shortest digits that give this number again, always with a point or an exponent.
        ValueRef::Real(number) => whole(ValueKind::Number, format!("{number:?}").as_bytes()),
        ValueRef::Text(bytes) => whole(ValueKind::Text, bytes),
        ValueRef::Blob(bytes) => whole(ValueKind::Blob, bytes),
    }
}

fn locked(busy: Duration) -> QueryError {
    QueryError::Locked { seconds: busy.as_secs() }
}

fn interrupted() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_INTERRUPT), None)
}

#[cfg(test)]
mod tests;
