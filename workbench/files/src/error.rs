//! What can go wrong with files, in words that help a person.
//!
//! Invariant: every variant names the path it is about; a limit names the bound and what was found.

use std::io;
use std::path::{Path, PathBuf};

/// Why a folder, a file or a picture could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FilesError {
    /// Nothing is at the path.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The path is a file, or something else that holds no files.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The system refuses to let us read.
    #[error("{} may not be read: permission denied", path.display())]
    Denied {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// Any other trouble of the file system.
    #[error("{} could not be {doing}: {source}", path.display())]
    Io {
        /// What was tried, as "read" in "could not be read".
        doing: &'static str,
        /// The path that it was tried on.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A name that no file can have.
    #[error("\"{name}\" is not a file name: {why}")]
    BadName {
        /// The name as typed.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Something with that name is there already; nothing is ever overwritten.
    #[error("{} exists already", path.display())]
    Taken {
        /// The path that is taken.
        path: PathBuf,
    },
    /// There is no trash for the disk it is on, or the trash refuses.
    #[error("{} could not be moved to the trash: {why}", path.display())]
    Trash {
        /// What stays where it was.
        path: PathBuf,
        /// What the desktop said.
        why: String,
    },
    /// The file is no picture of a kind that is shown.
    #[error("{} is not a PNG, JPEG, GIF, WebP or BMP picture", path.display())]
    NotAPicture {
        /// The file.
        path: PathBuf,
    },
    /// The file claims to be a picture and is damaged.
    #[error("{} is damaged: {why}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What the decoder said.
        why: String,
    },
    /// The picture has more pixels than are shown.
    #[error("{} is too large to show: {width} x {height} pixels, at most {most} pixels and {side} on a side", path.display())]
    TooManyPixels {
        /// The file.
        path: PathBuf,
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
        /// The most pixels in all.
        most: u64,
        /// The most pixels on one side.
        side: u32,
    },
    /// The picture file has more bytes than are read.
    #[error("{} is too large to show: {bytes} bytes, at most {most}", path.display())]
    TooManyBytes {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        bytes: u64,
        /// The most bytes.
        most: u64,
    },
}

impl FilesError {
    /// Sorts an error of the system into the variants with words of their own.
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            io::ErrorKind::PermissionDenied => Self::Denied { path },
            io::ErrorKind::NotADirectory => Self::NotAFolder { path },
            io::ErrorKind::AlreadyExists => Self::Taken { path },
            _ => Self::Io { doing, path, source },
        }
    }
}
