//! What can go wrong with a database, in words that help a person.
//!
//! Invariant: no variant holds text that may hold a password. What could not be read as a URL is never repeated; a path
//! is named only after the text was known to be no URL.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a database could not be opened, asked or exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// Nothing was named.
    #[error("no database is named: give a path of an SQLite file or postgres://user@host:port/database")]
    Unnamed,
    /// A URL that cannot be read; it is not repeated, since it may hold a password.
    #[error("the address of the database cannot be read: {why}")]
    BadUrl {
        /// What is wrong with it.
        why: &'static str,
    },
    /// A password where none may be.
    #[error(
        "the address of the database holds a password, which would be saved and shown; leave it out, it is asked for"
    )]
    PasswordInUrl,
    /// The address asks for an encrypted connection.
    #[error(
        "sslmode={mode} asks for an encrypted connection, which this pane cannot make; it does not connect in the clear instead"
    )]
    NoTls {
        /// The mode that was asked for.
        mode: &'static str,
    },
    /// The server is another machine and nobody said that the clear is good enough.
    #[error(
        "{host} is another machine and the connection would not be encrypted; write ?sslmode=disable behind the address to accept that"
    )]
    NotLocal {
        /// The host of the address.
        host: String,
    },
    /// The server wants a password and none is known.
    #[error("{place} asks for a password")]
    NeedsPassword {
        /// The server, without a password.
        place: String,
    },
    /// The server wants a password, and the file of passwords is not used.
    #[error("{place} asks for a password; the password file is not used: {why}")]
    PasswordFile {
        /// The server, without a password.
        place: String,
        /// What is wrong with the file.
        why: String,
    },
    /// The password is wrong.
    #[error("{place} does not accept the password: {words}")]
    WrongPassword {
        /// The server, without a password.
        place: String,
        /// What the server said.
        words: String,
    },
    /// A way to prove who we are that this pane does not know.
    #[error("{place} wants {method}, which this pane does not do")]
    NoSuchProof {
        /// The server, without a password.
        place: String,
        /// The way it asked for.
        method: &'static str,
    },
    /// No connection came about.
    #[error("{place} cannot be reached: {why}")]
    Unreachable {
        /// The server, without a password.
        place: String,
        /// What the system said.
        why: String,
    },
    /// The server answered and would not let us in.
    #[error("{place} refuses the connection: {words}")]
    Refused {
        /// The server, without a password.
        place: String,
        /// What the server said.
        words: String,
    },
    /// The connection ended in the middle.
    #[error("the connection to {place} is lost: {why}")]
    Lost {
        /// The server, without a password.
        place: String,
        /// How it ended.
        why: String,
    },
    /// No file is at the path.
    #[error("{} does not exist; a missing database is not created", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The path is a folder or something else that holds no database.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A link to nothing.
    #[error("{} is a link to a file that does not exist; a missing database is not created", path.display())]
    BrokenLink {
        /// The path of the link.
        path: PathBuf,
    },
    /// A FIFO, a device or a socket: opening one may wait for ever, or do something.
    #[error("{} is {kind}, not a file; it is not opened", path.display())]
    Special {
        /// The path.
        path: PathBuf,
        /// What it is, as "a pipe".
        kind: &'static str,
    },
    /// Something stands where SQLite keeps its journal or log.
    #[error("{} is {kind}, where SQLite keeps a part of the database; the database is not read", path.display())]
    SideFile {
        /// The path, not that of the database.
        path: PathBuf,
        /// What it is, as "a pipe".
        kind: &'static str,
    },
    /// Another file has taken the place of the database while it was opened.
    #[error("{} became another file while it was opened; open it again", path.display())]
    Exchanged {
        /// The path.
        path: PathBuf,
    },
    /// The file holds something else.
    #[error("{} is not an SQLite database", path.display())]
    NotADatabase {
        /// The path.
        path: PathBuf,
    },
    /// The system does not let us.
    #[error("{} may not be {doing}: permission denied", path.display())]
    Denied {
        /// What was tried, as "read" in "may not be read".
        doing: &'static str,
        /// The path.
        path: PathBuf,
    },
    /// Another program writes, and went on for longer than we wait.
    #[error("the database is locked by another writer; waited {seconds} s. Try again when it has finished")]
    Locked {
        /// How long was waited.
        seconds: u64,
    },
    /// The database did not like a statement.
    #[error("{0}")]
    Statement(Box<Trouble>),
    /// Nothing to run.
    #[error("there is no statement to run")]
    Empty,
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
    /// More than is run at once.
    #[error("{found} statements are too many for one run, at most {most}")]
    TooManyStatements {
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// More text than is sent.
    #[error("the SQL text has {found} bytes, at most {most} are run")]
    TooMuchSql {
        /// How many bytes there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
    /// A result that was cut cannot be exported as if it were whole.
    #[error(
        "not exported: {values} values are longer than {bytes} bytes and only their beginnings are here; leave them out of the SELECT"
    )]
    CutValues {
        /// How many values were cut.
        values: usize,
        /// How many bytes of each are kept.
        bytes: usize,
    },
    /// A statement that may change something is not run again for an export.
    #[error("the statement may change something, so it is not run again")]
    NotRepeated,
    /// The export would go over the database.
    #[error("not exported: {} is the database itself, or a part of it", path.display())]
    OwnFile {
        /// The path.
        path: PathBuf,
    },
    /// Something is at the export path already.
    #[error("{} exists; export again to replace it", path.display())]
    Taken {
        /// The path.
        path: PathBuf,
    },
    /// Any other trouble of the file system.
    #[error("{} could not be {doing}: {why}", path.display())]
    Io {
        /// What was tried, as "read" in "could not be read".
        doing: &'static str,
        /// The path.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

impl QueryError {
    pub(crate) fn io(doing: &'static str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound if doing == "opened" => Self::Missing { path },
            ErrorKind::PermissionDenied => Self::Denied { doing, path },
            _ => Self::Io { doing, path, why: error.to_string() },
        }
    }

    /// Whether a password, or another one, may help.
    pub fn wants_password(&self) -> bool {
        matches!(self, Self::NeedsPassword { .. } | Self::PasswordFile { .. } | Self::WrongPassword { .. })
    }

    /// Whether the connection is gone with it.
    pub(crate) fn is_fatal(&self) -> bool {
        matches!(self, Self::Lost { .. })
    }
}

/// What a database says about a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trouble {
    /// What is wrong, in the words of the database.
    pub message: String,
    /// Its code: SQLSTATE of PostgreSQL, extended result code of SQLite.
    pub code: String,
    /// More of it.
    pub detail: Option<String>,
    /// What may help.
    pub hint: Option<String>,
    /// Where in the statement, in characters from its start.
    pub at: Option<usize>,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(detail) = &self.detail {
            write!(f, "\nDetail: {detail}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nHint: {hint}")?;
        }
        Ok(())
    }
}

impl From<Trouble> for QueryError {
    fn from(trouble: Trouble) -> Self {
        Self::Statement(Box::new(trouble))
    }
}
