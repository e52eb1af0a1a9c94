//! The errors of the file panes, in words that help a user.
//!
//! Invariant: every variant names the path that it is about; a variant for a limit names the limit and the value found.

use std::io;
use std::path::{Path, PathBuf};

/// The reason why a folder, a file or a picture could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FilesError {
    /// Nothing exists at the path.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The requested path.
        path: PathBuf,
    },
    /// The path is a file, or something else that contains no files.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// The requested path.
        path: PathBuf,
    },
    /// The system denies the permission to read.
    #[error("{} may not be read: permission denied", path.display())]
    Denied {
        /// The requested path.
        path: PathBuf,
    },
    /// Any other error of the file system.
    #[error("{} could not be {doing}: {source}", path.display())]
    Io {
        /// The failed action as a participle, such as "read" in "could not be read".
        doing: &'static str,
        /// The path that the action was tried on.
        path: PathBuf,
        /// The error that the system returned.
        source: io::Error,
    },
    /// The name is invalid as a file name.
    #[error("\"{name}\" is not a file name: {why}")]
    BadName {
        /// The name as typed.
        name: String,
        /// What is wrong with the name.
        why: &'static str,
    },
    /// Something with that name already exists; nothing is ever overwritten.
    #[error("{} exists already", path.display())]
    Taken {
        /// The path that is taken.
        path: PathBuf,
    },
    /// The disk has no trash, or the trash refuses.
    #[error("{} could not be moved to the trash: {why}", path.display())]
    Trash {
        /// The path that stays where it was.
        path: PathBuf,
        /// The error message of the desktop.
        why: String,
    },
    /// The file is not a picture of a supported format.
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
        /// The error message of the decoder.
        why: String,
    },
    /// The picture has more pixels than can be shown.
    #[error("{} is too large to show: {width} x {height} pixels, at most {most} pixels and {side} on a side", path.display())]
    TooManyPixels {
        /// The file.
        path: PathBuf,
        /// The width of the picture in pixels.
        width: u32,
        /// The height of the picture in pixels.
        height: u32,
        /// The maximum number of pixels in total.
        most: u64,
        /// The maximum number of pixels on one side.
        side: u32,
    },
    /// The picture file has more bytes than are read.
    #[error("{} is too large to show: {bytes} bytes, at most {most}", path.display())]
    TooManyBytes {
        /// The file.
        path: PathBuf,
        /// The length of the file in bytes.
        bytes: u64,
        /// The maximum number of bytes.
        most: u64,
    },
}

impl FilesError {
    /// Converts an error of the system to its own variant, or to [`FilesError::Io`] if it has none.
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
