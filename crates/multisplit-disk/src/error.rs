//! The errors of this crate, in words that help the user.
//!
//! Invariant: each variant names the file and, if there is one, the limit.

use std::fmt;
use std::fs::FileType;
use std::io;
use std::path::PathBuf;

/// What is under a path at which a regular file was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A character or block device.
    Device,
    /// Something else that this crate has no name for.
    Other,
}

impl FileKind {
    /// Returns the kind of a file that is not a regular file.
    pub(crate) fn of(kind: FileType) -> Self {
        if kind.is_dir() {
            return Self::Folder;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt as _;
            if kind.is_fifo() {
                return Self::Pipe;
            }
            if kind.is_socket() {
                return Self::Socket;
            }
            if kind.is_char_device() || kind.is_block_device() {
                return Self::Device;
            }
        }
        Self::Other
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder => "a folder",
            Self::Pipe => "a pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Other => "something else",
        })
    }
}

/// The reason why a file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The path is a folder, a pipe, a device or a socket.
    #[error("{} is {kind}, not a file", path.display())]
    NotAFile {
        /// The path that should have been read.
        path: PathBuf,
        /// What is under the path.
        kind: FileKind,
    },
    /// The file is larger than the limit.
    #[error("{} is larger than the {limit} bytes allowed", path.display())]
    TooLarge {
        /// The file that should have been read.
        path: PathBuf,
        /// The maximum number of bytes that are read.
        limit: u64,
    },
    /// The bytes are not UTF-8.
    #[error("{} is not UTF-8 text: byte {at} is invalid", path.display())]
    NotUtf8 {
        /// The file that was read.
        path: PathBuf,
        /// The index of the first byte that is not part of a character, counted from 0.
        at: usize,
    },
    /// The operating system reported an error.
    #[error("{} cannot be read: {source}", path.display())]
    Io {
        /// The file that should have been read.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

impl ReadError {
    /// Returns `true` if there is nothing under the path.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// The reason why a file could not be written. What was under the path is unchanged, except as described at
/// [`replace`](fn@crate::replace).
#[derive(Debug, thiserror::Error)]
#[error("{} could not be written: {problem}", path.display())]
pub struct WriteError {
    /// The file that should have been written.
    pub path: PathBuf,
    /// What prevented the write.
    pub problem: WriteProblem,
}

/// What prevented a write.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteProblem {
    /// The path is a folder, a pipe, a device or a socket.
    #[error("it is {0}, not a file")]
    NotAFile(FileKind),
    /// The path is a link that another user made in a folder that everyone may write to.
    #[error("it is a link that another user made in a shared folder")]
    ForeignLink,
    /// The operating system reported an error.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl WriteError {
    /// Returns the kind of the system's error, or `None` if the cause was something else.
    #[must_use]
    pub fn io_kind(&self) -> Option<io::ErrorKind> {
        match &self.problem {
            WriteProblem::Io(source) => Some(source.kind()),
            _ => None,
        }
    }
}
