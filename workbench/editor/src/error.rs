//! What can go wrong with a file, in words that help its user.
//!
//! It refuses to carry anything about the pane. Invariant: each variant names the file and, where there is one, the bound.

use std::io;
use std::path::PathBuf;

/// Why a file could not be opened, saved or edited.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditorError {
    /// The file or its folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file cannot be written; what is on disk is as it was.
    #[error("cannot save {}: {source}", path.display())]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is larger than [`MAX_FILE_BYTES`](crate::limits::MAX_FILE_BYTES).
    #[error("{} is too large to edit: {bytes} bytes, the limit is {limit}", path.display())]
    TooLarge {
        /// The file that was to be read.
        path: PathBuf,
        /// Its size when it was looked at.
        bytes: u64,
        /// The largest size that is opened.
        limit: u64,
    },
    /// Whoever asked for the file did not want it any more.
    #[error("reading {} was stopped", path.display())]
    Cancelled {
        /// The file that was being read.
        path: PathBuf,
    },
    /// The path is a folder, a device, a pipe or a socket.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path that was to be read.
        path: PathBuf,
    },
    /// The path is a link to something that is not there.
    #[error("{} is a link that leads nowhere", path.display())]
    BrokenLink {
        /// The path that was to be read.
        path: PathBuf,
    },
    /// Somebody else wrote the file since it was read.
    #[error("{} changed on disk since it was read", path.display())]
    ChangedOnDisk {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// The text shown is not exactly what the file holds, so it is not written.
    #[error("{} is open read-only", path.display())]
    ReadOnly {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// The edit would make the text larger than [`MAX_TEXT_BYTES`](crate::limits::MAX_TEXT_BYTES).
    #[error("this would make the text {bytes} bytes long, the limit is {limit}")]
    TextTooLong {
        /// The size the text would have.
        bytes: usize,
        /// The largest size it may have.
        limit: usize,
    },
}
