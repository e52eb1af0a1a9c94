//! The source of a pane: the text after `query:` in a widget id, parsed once.
//!
//! A source refuses a password, since its text is saved and shown. The only way in for a URL with a password is
//! [`Source::split`], which takes the password off.
//!
//! Invariant: a [`Source`] holds no password, and `Source::parse(source.to_string())` gives the same source again.

mod url;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::QueryError;
use crate::limits;
use crate::secret::Secret;

/// A database, without a password.
///
/// The text form is the path of an SQLite file, absolute or relative to a folder, or
/// `postgres://user@host:port/database?sslmode=verify-full`. The parameters `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `host` and
/// `connect_timeout` mean what they mean to libpq, except that without `sslmode` another machine is checked as with `verify-full`. `#2` after either names a second pane on the same database. A file
/// whose own name ends like that needs a number after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    place: DatabasePlace,
    number: Option<u32>,
    folder: PathBuf,
}

/// The place of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DatabasePlace {
    Sqlite {
        /// The path as the user wrote it.
        written: String,
        file: PathBuf,
    },
    Postgres(Server),
}

/// A PostgreSQL server, and the parameters of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Server {
    pub host: Host,
    /// The port as written; `None` means 5432.
    pub port: Option<u16>,
    pub user: Option<String>,
    pub database: Option<String>,
    pub ssl: Ssl,
    /// The authorities that may sign the server's certificate; `None` for those that the system trusts.
    pub root_cert: Option<PathBuf>,
    /// The certificate of the user, and its key: both or neither.
    pub cert: Option<PathBuf>,
    pub key: Option<PathBuf>,
    pub connect_seconds: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    Named(String),
    /// The folder of a Unix socket.
    Socket(PathBuf),
}

/// What the address says about encryption, in the words of libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ssl {
    /// Nothing is said: as `prefer` on this machine, and as `verify-full` to others.
    #[default]
    Unsaid,
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl Ssl {
    /// All modes that can be said, by their names.
    pub const NAMES: [(&str, Self); 6] = [
        ("disable", Self::Disable),
        ("allow", Self::Allow),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];
}

impl Source {
    /// Parses the text after `query:` in a widget id; a relative path is relative to `folder`.
    ///
    /// # Errors
    /// Returns [`QueryError::PasswordInUrl`] if the text contains a password, and [`QueryError::BadUrl`] or [`QueryError::Unnamed`] if it cannot be read. None of these repeats the text.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, QueryError> {
        match Self::split(text, folder)? {
            (source, None) => Ok(source),
            (_, Some(_)) => Err(QueryError::PasswordInUrl),
        }
    }

    /// Parses a text as [`Source::parse`] does, and takes the password off a URL: no other function accepts one.
    ///
    /// # Errors
    /// Returns the same errors as [`Source::parse`], except the one about a password.
    pub fn split(text: &str, folder: &Path) -> Result<(Self, Option<Secret>), QueryError> {
        let (text, number) = split_number(text.trim());
        if text.is_empty() {
            return Err(QueryError::Unnamed);
        }
        let (place, secret) = if url::looks_like_one(text) {
            let (server, secret) = url::read(text)?;
            (DatabasePlace::Postgres(server), secret)
        } else if text.contains('\0') {
            return Err(QueryError::BadUrl { why: "a path cannot hold a zero byte" });
        } else {
            (DatabasePlace::Sqlite { written: text.to_owned(), file: folder.join(text) }, None)
        };
        Ok((Self { place, number, folder: folder.to_owned() }, secret))
    }

    /// Returns the path of an SQLite file as the user wrote it, without the number after it; `None` for a server.
    pub fn written_path(&self) -> Option<&str> {
        match &self.place {
            DatabasePlace::Sqlite { written, .. } => Some(written),
            DatabasePlace::Postgres(_) => None,
        }
    }

    /// Returns the source with another path as its file, for a path that is not valid text. Does not change a server.
    #[must_use]
    pub fn with_file(mut self, path: PathBuf) -> Self {
        if let DatabasePlace::Sqlite { file, .. } = &mut self.place {
            *file = path;
        }
        self
    }

    /// Returns the text after `query:` for the same pane on a file that has moved, with the same number.
    pub fn text_moved_to(&self, path: &str) -> String {
        match self.number {
            Some(number) => format!("{path}#{number}"),
            // The end of the file's own name must not be read as a number.
            None if split_number(path).1.is_some() => format!("{path}#1"),
            None => path.to_owned(),
        }
    }

    /// Returns a short name: the file's, or "database at host".
    pub fn title(&self) -> String {
        let name = match &self.place {
            DatabasePlace::Sqlite { written, file } => {
                file.file_name().map_or_else(|| written.clone(), |name| name.to_string_lossy().into_owned())
            }
            DatabasePlace::Postgres(server) => format!("{} at {}", server.database_name(), server.host_name()),
        };
        match self.number {
            Some(number) => format!("{name} ({number})"),
            None => name,
        }
    }

    /// Returns the path of the SQLite file; `None` for a server.
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            DatabasePlace::Sqlite { file, .. } => Some(file),
            DatabasePlace::Postgres(_) => None,
        }
    }

    /// Returns the folder that relative paths are relative to.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn place(&self) -> &DatabasePlace {
        &self.place
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            DatabasePlace::Sqlite { written, .. } => f.write_str(written)?,
            DatabasePlace::Postgres(server) => url::write(server, f)?,
        }
        match self.number {
            Some(number) => write!(f, "#{number}"),
            None => Ok(()),
        }
    }
}

impl Server {
    pub fn port_number(&self) -> u16 {
        self.port.unwrap_or(5432)
    }

    /// Returns the named user, or else the user who is logged in, or `postgres`.
    pub fn user_name(&self) -> String {
        let logged_in = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).ok();
        self.user.clone().or_else(logged_in).unwrap_or_else(|| "postgres".to_owned())
    }

    pub fn database_name(&self) -> String {
        self.database.clone().unwrap_or_else(|| self.user_name())
    }

    pub fn host_name(&self) -> String {
        match &self.host {
            Host::Named(host) => host.clone(),
            Host::Socket(_) => "localhost".to_owned(),
        }
    }

    pub fn connect_timeout(&self) -> Duration {
        self.connect_seconds.map_or(limits::CONNECT, Duration::from_secs)
    }

    /// Returns the server in words, as in "shop at db.example.org:5432".
    pub fn words(&self) -> String {
        match &self.host {
            Host::Named(host) => format!("{} at {host}:{}", self.database_name(), self.port_number()),
            Host::Socket(folder) => {
                format!("{} at {}:{}", self.database_name(), folder.display(), self.port_number())
            }
        }
    }
}

/// Splits a trailing `#N` off a text.
fn split_number(text: &str) -> (&str, Option<u32>) {
    match text.rsplit_once('#') {
        Some((rest, digits)) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().map_or((text, None), |number| (rest, Some(number)))
        }
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests;
