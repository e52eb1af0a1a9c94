//! The errors of an editor, in words that help the user.
//!
//! They carry nothing about the pane. Invariant: each variant names the file and, if there is one, the limit.

use std::io;
use std::path::PathBuf;

/// The reason why a file could not be opened, saved or edited.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditorError {
    /// The file or its folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file cannot be written. The file on disk is unchanged.
    #[error("cannot save {}: {source}", path.display())]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file is larger than [`MAX_FILE_BYTES`](crate::limits::MAX_FILE_BYTES).
    #[error("{} is too large to edit: {bytes} bytes, the limit is {limit}", path.display())]
    TooLarge {
        /// The file that was to be read.
        path: PathBuf,
        /// The size of the file when it was read.
        bytes: u64,
        /// The maximum size of a file that can be opened.
        limit: u64,
    },
    /// The caller stopped the reading of the file.
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
    /// The path is a symbolic link to something that does not exist.
    #[error("{} is a link that leads nowhere", path.display())]
    BrokenLink {
        /// The path that was to be read.
        path: PathBuf,
    },
    /// The file was changed by another program since it was read.
    #[error("{} changed on disk since it was read", path.display())]
    ChangedOnDisk {
        /// The file that was to be written.
        path: PathBuf,
    },
    /// The shown text is not exactly what the file contains, so it is not written.
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
        /// The maximum size of the text.
        limit: usize,
    },
}
