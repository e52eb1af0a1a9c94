//! The errors of this crate, in words that help the user.

use crate::limits::{MAX_BATCH_BYTES, MAX_FILE_BYTES, MAX_KEY_BYTES, MAX_LONG_BYTES};
use std::io;

/// The reason why a store cannot be opened or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file was written by a newer version of the program. It was not touched.
    #[error("{file} has version {version} and was written by a newer program; this one reads up to version {newest}")]
    Newer {
        /// The name of the file.
        file: String,
        /// The version of the file.
        version: u32,
        /// The newest version that this program reads.
        newest: u32,
    },
    /// The file is larger than any store's. It was not touched.
    #[error("{file} has {bytes} bytes, and a session has at most {MAX_FILE_BYTES}")]
    TooLarge {
        /// The name of the file.
        file: String,
        /// The size of the file in bytes.
        bytes: u64,
    },
    /// A key is empty or too long.
    #[error("a key of {bytes} bytes: it has at least one and at most {MAX_KEY_BYTES}")]
    Key {
        /// The length of the key in bytes.
        bytes: usize,
    },
    /// A key begins as only those of the store itself do.
    #[error("a key begins with U+0002, as only keys of the store itself do")]
    ReservedKey,
    /// Another process has the session open.
    #[error("{file} is open in another process")]
    InUse {
        /// The name of the file that says so.
        file: String,
    },
    /// The name cannot be that of a file.
    #[error("{name:?} is no name for a session: it is one part of a path")]
    Name {
        /// The name.
        name: String,
    },
    /// A batch is too large.
    #[error("a batch of {bytes} bytes: it has at most {MAX_BATCH_BYTES}")]
    BatchTooLarge {
        /// The size of the batch in bytes.
        bytes: usize,
    },
    /// The long texts of the store are too long together.
    #[error("{key:.80} would make long texts of {bytes} bytes; all of them together have at most {MAX_LONG_BYTES}")]
    TooMuch {
        /// The key of the text that does not fit.
        key: String,
        /// The length of all in bytes.
        bytes: u64,
    },
    /// An earlier commit failed, so it is unknown what is on the disk. Only [`Store::renew`](crate::Store::renew) helps.
    #[error("an earlier write failed: the store goes on only in a fresh file")]
    Poisoned,
    /// The database refused the work.
    #[error("the database: {0}")]
    Database(String),
    /// The operating system reported an error.
    #[error("{file}: {source}")]
    Io {
        /// The name of the file.
        file: String,
        /// The error of the operating system.
        source: io::Error,
    },
}

impl StoreError {
    pub(crate) fn io(file: &str) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io { file: file.to_owned(), source }
    }
}

/// What was wrong with the file of a store when it was opened. Everything that could be verified is in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    /// What was found, in words, each with its place in the file.
    pub problems: Vec<String>,
    /// The names of files that were kept aside, because they hold what could not be read.
    pub kept: Vec<String>,
    /// Whether changes are missing between others. `false` if only the end of the file is not whole, as after a power cut within a write.
    pub has_gap: bool,
}

impl Damage {
    /// Adds what else was found.
    pub(crate) fn add(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.kept.extend(other.kept);
        self.has_gap |= other.has_gap;
    }
}
