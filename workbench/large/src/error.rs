//! What can go wrong with opening a file, in words that help its user.
//!
//! It refuses to carry anything about the pane. Invariant: each variant names the file.

use std::io;
use std::path::PathBuf;

/// Why a file cannot be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LargeError {
    /// The file is missing or cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The path is a folder, a device, a pipe or a socket.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path that was to be read.
        path: PathBuf,
    },
    /// The system gave no thread to read the file with.
    #[error("cannot read {}: the system gave no thread ({source})", path.display())]
    Thread {
        /// The file that was to be read.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}
