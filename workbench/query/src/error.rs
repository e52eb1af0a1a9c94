//! The errors of this crate, in words that help the user.
//!
//! Invariant: no variant holds text that may contain a password. A text that could not be read as a URL is never repeated; a
//! path is named only after the text was known not to be a URL.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a database could not be opened or queried, or a result could not be exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The text names no database.
    #[error("no database is named: give a path of an SQLite file or postgres://user@host:port/database")]
    Unnamed,
    /// The URL cannot be read. It is not repeated, since it may contain a password.
    #[error("the address of the database cannot be read: {why}")]
    BadUrl {
        /// What is wrong with the URL.
        why: &'static str,
    },
    /// The address contains a password, which is not allowed here.
    #[error(
        "the address of the database holds a password, which would be saved and shown; leave it out, it is asked for"
    )]
    PasswordInUrl,
    /// The server does not encrypt connections, and the address does not accept an unencrypted one.
    #[error(
        "{place} does not encrypt connections; write ?sslmode=disable behind the address to send everything unencrypted"
    )]
    NotEncrypted {
        /// The server in words, without a password.
        place: String,
    },
    /// The certificate of the server does not prove that it is the server of the address.
    #[error(
        "{place} is not trusted: {why}. sslrootcert=FILE behind the address names an authority to trust; sslmode=require trusts whoever answers"
    )]
    Certificate {
        /// The server in words, without a password.
        place: String,
        /// What is wrong with the certificate.
        why: String,
    },
    /// A file of certificates, or with a key, cannot be used.
    #[error("{} cannot be used: {why}", path.display())]
    CertificateFile {
        /// The path in the address.
        path: PathBuf,
        /// What is wrong with the file.
        why: String,
    },
    /// The server requires a password, and none is known.
    #[error("{place} asks for a password")]
    NeedsPassword {
        /// The server in words, without a password.
        place: String,
    },
    /// The server requires a password, and the password file was not used.
    #[error("{place} asks for a password; the password file is not used: {why}")]
    PasswordFile {
        /// The server in words, without a password.
        place: String,
        /// Why the file was not used.
        why: String,
    },
    /// The server rejected the password.
    #[error("{place} does not accept the password: {words}")]
    WrongPassword {
        /// The server in words, without a password.
        place: String,
        /// The server's message.
        words: String,
    },
    /// The server requires an authentication method that this pane does not support.
    #[error("{place} wants {method}, which this pane does not do")]
    NoSuchProof {
        /// The server in words, without a password.
        place: String,
        /// The requested method.
        method: &'static str,
    },
    /// No connection could be made.
    #[error("{place} cannot be reached: {why}")]
    Unreachable {
        /// The server in words, without a password.
        place: String,
        /// The system's message.
        why: String,
    },
    /// The server answered, but refused the connection.
    #[error("{place} refuses the connection: {words}")]
    Refused {
        /// The server in words, without a password.
        place: String,
        /// The server's message.
        words: String,
    },
    /// An open connection was lost.
    #[error("the connection to {place} is lost: {why}")]
    Lost {
        /// The server in words, without a password.
        place: String,
        /// How the connection ended.
        why: String,
    },
    /// There is no file at the path.
    #[error("{} does not exist; a missing database is not created", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The path is a folder.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The path is a link to a file that does not exist.
    #[error("{} is a link to a file that does not exist; a missing database is not created", path.display())]
    BrokenLink {
        /// The path of the link.
        path: PathBuf,
    },
    /// The path is a FIFO, a device or a socket: opening it may wait forever, or have an effect.
    #[error("{} is {kind}, not a file; it is not opened", path.display())]
    Special {
        /// The path.
        path: PathBuf,
        /// What it is, as in "a pipe".
        kind: &'static str,
    },
    /// Something that is not a file is at the path of SQLite's journal or log.
    #[error("{} is {kind}, where SQLite keeps a part of the database; the database is not read", path.display())]
    SideFile {
        /// The path of the journal or log, not of the database.
        path: PathBuf,
        /// What it is, as in "a pipe".
        kind: &'static str,
    },
    /// Another file replaced the database while it was opened.
    #[error("{} became another file while it was opened; open it again", path.display())]
    Exchanged {
        /// The path.
        path: PathBuf,
    },
    /// The file is not an SQLite database.
    #[error("{} is not an SQLite database", path.display())]
    NotADatabase {
        /// The path.
        path: PathBuf,
    },
    /// The system denies access.
    #[error("{} may not be {doing}: permission denied", path.display())]
    Denied {
        /// What was tried, as "read" in "may not be read".
        doing: &'static str,
        /// The path.
        path: PathBuf,
    },
    /// Another program locked the database for longer than this pane waits.
    #[error("the database is locked by another writer; waited {seconds} s. Try again when it has finished")]
    Locked {
        /// How long the pane waited, in seconds.
        seconds: u64,
    },
    /// The database rejected a statement.
    #[error("{0}")]
    Statement(Box<Trouble>),
    /// There is no statement to run.
    #[error("there is no statement to run")]
    Empty,
    /// The user cancelled the operation.
    #[error("cancelled")]
    Cancelled,
    /// The text has more statements than one run may have.
    #[error("{found} statements are too many for one run, at most {most}")]
    TooManyStatements {
        /// The number of statements.
        found: usize,
        /// The largest allowed number.
        most: usize,
    },
    /// The text has more bytes than one run may have.
    #[error("the SQL text has {found} bytes, at most {most} are run")]
    TooMuchSql {
        /// The number of bytes.
        found: usize,
        /// The largest allowed number.
        most: usize,
    },
    /// The result has cut values, and must not be exported as if it was complete.
    #[error(
        "not exported: {values} values are longer than {bytes} bytes and only their beginnings are here; leave them out of the SELECT"
    )]
    CutValues {
        /// The number of cut values.
        values: usize,
        /// The number of bytes that are kept of each.
        bytes: usize,
    },
    /// The statement may change something, so it is not run again for an export.
    #[error("the statement may change something, so it is not run again")]
    NotRepeated,
    /// The export would overwrite the database.
    #[error("not exported: {} is the database itself, or a part of it", path.display())]
    OwnFile {
        /// The path of the export.
        path: PathBuf,
    },
    /// Something exists at the path of the export already.
    #[error("{} exists; export again to replace it", path.display())]
    Taken {
        /// The path of the export.
        path: PathBuf,
    },
    /// Any other error of the file system.
    #[error("{} could not be {doing}: {why}", path.display())]
    Io {
        /// What was tried, as "read" in "could not be read".
        doing: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's message.
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

    /// Returns `true` if a password, or another password, may help.
    pub fn wants_password(&self) -> bool {
        matches!(self, Self::NeedsPassword { .. } | Self::PasswordFile { .. } | Self::WrongPassword { .. })
    }

    /// Returns `true` if the connection is lost with this error.
    pub(crate) fn is_fatal(&self) -> bool {
        matches!(self, Self::Lost { .. })
    }
}

/// The message of a database about a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trouble {
    /// What is wrong, in the words of the database.
    pub message: String,
    /// The code of the message: PostgreSQL's SQLSTATE, or SQLite's extended result code.
    pub code: String,
    /// More details.
    pub detail: Option<String>,
    /// What may help.
    pub hint: Option<String>,
    /// The position of the error in the statement, in characters from its start.
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
