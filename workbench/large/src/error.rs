//! The errors of opening a file, in words that help the user.
//!
//! They carry nothing about the pane. Invariant: each variant names the file.

use std::io;
use std::path::PathBuf;

/// The reason why a file cannot be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LargeError {
    /// The file is missing or cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The path is a folder, a device, a pipe or a socket.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path that was to be read.
        path: PathBuf,
    },
    /// The system could not start the thread that reads the file.
    #[error("cannot read {}: the system gave no thread ({source})", path.display())]
    Thread {
        /// The file that was to be read.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
}
