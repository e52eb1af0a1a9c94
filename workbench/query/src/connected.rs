//! An open connection, made on any thread and handed to a pane.
//!
//! Opening one blocks, so it is for background threads and not for the UI thread.
//!
//! Invariant: a connection holds everything that a pane needs to show itself at once, and the password only to connect again.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::InterruptHandle;

use crate::error::QueryError;
use crate::fetch::RowSink;
use crate::flags::{Flags, Transaction};
use crate::password::Known;
use crate::postgres::{Canceller, Postgres};
use crate::schema::Schema;
use crate::secret::Secret;
use crate::source::{DatabasePlace, Source};
use crate::sqlite::Sqlite;
use crate::{limits, password, postgres};

/// An open connection to a database, with its list of tables.
pub struct Connected {
    pub(crate) source: Source,
    pub(crate) secret: Option<Arc<Secret>>,
    pub(crate) schema: Schema,
    pub(crate) database: Database,
    pub(crate) flags: Arc<Flags>,
}

impl Connected {
    /// Opens a database. Blocking: call it on a background thread.
    ///
    /// If the server requires a password, `secret` is used, or else `PGPASSWORD` or PostgreSQL's password file. `cancelled` is
    /// called from time to time; if it returns `true`, opening stops.
    ///
    /// # Errors
    /// Returns a [`QueryError`] if the database cannot be opened. If [`QueryError::wants_password`] returns `true` for it, a
    /// pane made by [`QueryPane::asking`](crate::QueryPane::asking) can ask for the password.
    pub fn open(source: &Source, secret: Option<Secret>, cancelled: &dyn Fn() -> bool) -> Result<Self, QueryError> {
        Self::open_with(source, secret.map(Arc::new), cancelled, limits::BUSY)
    }

    pub(crate) fn open_with(
        source: &Source,
        secret: Option<Arc<Secret>>,
        cancelled: &dyn Fn() -> bool,
        busy: Duration,
    ) -> Result<Self, QueryError> {
        let flags = Arc::new(Flags::default());
        let source = source.clone();
        match source.place() {
            DatabasePlace::Sqlite { file, .. } => {
                let (database, schema) = Sqlite::open(file, busy, &flags, cancelled)?;
                Ok(Self { source, secret: None, schema, database: Database::Sqlite(Box::new(database)), flags })
            }
            DatabasePlace::Postgres(server) => {
                let known = match secret {
                    Some(_) => Known::default(),
                    None => password::known(server, &|name| std::env::var_os(name)),
                };
                let secret = secret.or(known.secret.map(Arc::new));
                let connected = postgres::connect(server, secret.as_deref(), cancelled);
                let (database, schema) = connected.map_err(|error| match (error, known.refused) {
                    (QueryError::NeedsPassword { place }, Some(why)) => QueryError::PasswordFile { place, why },
                    (error, _) => error,
                })?;
                Ok(Self { source, secret, schema, database: Database::Postgres(Box::new(database)), flags })
            }
        }
    }

    /// Returns the source that this connection was opened from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

impl fmt::Debug for Connected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connected").field("source", &self.source).finish_non_exhaustive()
    }
}

// A connection is made on a background thread and handed to the UI thread.
const _: fn() = || {
    fn is_sent<T: Send + 'static>() {}
    is_sent::<Connected>();
    is_sent::<QueryError>();
};

pub(crate) enum Database {
    Sqlite(Box<Sqlite>),
    Postgres(Box<Postgres>),
}

/// Stops what a database does, from another thread and without waiting.
pub(crate) enum Stopper {
    Sqlite(InterruptHandle),
    Postgres(Arc<Canceller>),
}

impl Stopper {
    pub fn stop(&self) {
        match self {
            Self::Sqlite(handle) => handle.interrupt(),
            Self::Postgres(canceller) => canceller.cancel(),
        }
    }
}

impl Database {
    pub fn stopper(&self) -> Stopper {
        match self {
            Self::Sqlite(database) => Stopper::Sqlite(database.interrupt_handle()),
            Self::Postgres(database) => Stopper::Postgres(database.canceller()),
        }
    }

    /// Runs one statement and returns what it did, in words.
    pub fn run(&mut self, sql: &str, rows: &mut dyn RowSink, flags: &Flags) -> Result<String, QueryError> {
        match self {
            Self::Sqlite(database) => database.run(sql, rows, flags),
            Self::Postgres(database) => database.run(sql, rows, flags),
        }
    }

    /// Runs a statement again that was found to only read, in a way that changes nothing.
    ///
    /// # Errors
    /// Returns [`QueryError::NotRepeated`] if the database finds that the statement would write.
    pub fn read(&mut self, sql: &str, rows: &mut dyn RowSink, flags: &Flags) -> Result<(), QueryError> {
        match self {
            Self::Sqlite(database) => database.read(sql, rows, flags),
            Self::Postgres(database) => database.read(sql, rows, flags),
        }
    }

    pub fn transaction(&self) -> Transaction {
        match self {
            Self::Sqlite(database) => database.transaction(),
            Self::Postgres(database) => database.transaction(),
        }
    }

    /// Returns the tables, or `None` if reading them now would disturb an open transaction.
    pub fn schema(&mut self, flags: &Flags) -> Option<Result<Schema, QueryError>> {
        match self {
            Self::Sqlite(database) => Some(database.schema()),
            Self::Postgres(database) if database.transaction() == Transaction::None => {
                Some(database.schema_again(flags))
            }
            Self::Postgres(_) => None,
        }
    }

    pub fn take_notices(&mut self) -> Vec<String> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres(database) => database.take_notices(),
        }
    }

    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::Sqlite(database) if database.is_read_only())
    }
}
