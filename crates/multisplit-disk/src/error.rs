//! What can go wrong with a file, in words that help its user.
//!
//! Invariant: each variant names the file and, where there is one, the bound.

use std::fmt;
use std::fs::FileType;
use std::io;
use std::path::PathBuf;

/// What lies under a path where a regular file was expected.
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
    /// Something this system has no name for.
    Other,
}

impl FileKind {
    /// Returns the kind of something that is no regular file.
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

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The path is a folder, a pipe, a device or a socket.
    #[error("{} is {kind}, not a file", path.display())]
    NotAFile {
        /// The path that was to be read.
        path: PathBuf,
        /// What it is.
        kind: FileKind,
    },
    /// The file is larger than the limit.
    #[error("{} is larger than the {limit} bytes allowed", path.display())]
    TooLarge {
        /// The file that was to be read.
        path: PathBuf,
        /// The most bytes that are read.
        limit: u64,
    },
    /// The bytes are no UTF-8.
    #[error("{} is not UTF-8 text: byte {at} is invalid", path.display())]
    NotUtf8 {
        /// The file that was read.
        path: PathBuf,
        /// The first byte that is not part of a character, counted from 0.
        at: usize,
    },
    /// The system refused.
    #[error("{} cannot be read: {source}", path.display())]
    Io {
        /// The file that was to be read.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ReadError {
    /// Returns whether nothing lies under the path.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Why a file could not be written. What was under the path is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be written: {problem}", path.display())]
pub struct WriteError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What was in the way.
    pub problem: WriteProblem,
}

/// What was in the way of a write.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteProblem {
    /// The path is a folder, a pipe, a device or a socket.
    #[error("it is {0}, not a file")]
    NotAFile(FileKind),
    /// The path is a link that another user left in a folder that all may write to.
    #[error("it is a link that another user made in a shared folder")]
    ForeignLink,
    /// The system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl WriteError {
    /// Returns what the system said, if it was the system that refused.
    #[must_use]
    pub fn io_kind(&self) -> Option<io::ErrorKind> {
        match &self.problem {
            WriteProblem::Io(source) => Some(source.kind()),
            _ => None,
        }
    }
}
