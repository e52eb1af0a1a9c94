//! A text on its way to its file: the part of saving that a thread can do.
//!
//! It refuses to overwrite what was not seen. Invariant: no moment exists at which the file is half written; a job that is refused
//! has changed nothing.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use multisplit_disk::{NewFile, WriteProblem};

use crate::disk::{self, Disk};
use crate::document;
use crate::error::EditorError;
use ropey::Rope;

/// A text that is to be written.
#[derive(Debug)]
pub(crate) struct SaveJob {
    pub(crate) path: PathBuf,
    /// Shares its pieces with the text that goes on being edited.
    pub(crate) text: Rope,
    pub(crate) bom: bool,
    /// What the file is known to hold.
    pub(crate) base: Disk,
    /// The user knows that the file is gone, and wants it again.
    pub(crate) makes_again: bool,
}

/// Why a text was not written.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The file holds something else by now.
    Changed(Disk),
    /// The file is gone, or has another name.
    Gone,
    Failed(EditorError),
}

impl From<EditorError> for Refused {
    fn from(error: EditorError) -> Self {
        Self::Failed(error)
    }
}

impl SaveJob {
    /// Writes the text, unless the file is not what was seen of it, and returns what is on disk then. A file that holds the text
    /// already is left alone.
    pub(crate) fn run(self) -> Result<Disk, Refused> {
        let bytes = document::encode(&self.text, self.bom);
        match disk::read(&self.path)? {
            Some(there) if there.disk.hash() != self.base.hash() => {
                return if there.bytes == bytes { Ok(there.disk) } else { Err(Refused::Changed(there.disk)) };
            }
            // It may be on its way to another name: a second file under the old one would split the text in two.
            None if self.base != Disk::Absent && !self.makes_again => return Err(Refused::Gone),
            _ => {}
        }
        replace(&self.path, &bytes)?;
        Ok(disk::written(&self.path, &bytes)?)
    }
}

/// Replaces the file under `path`, or makes it; keeps its permissions, follows symbolic links.
///
/// # Errors
/// Nothing was changed under the path, or (for the very last step) the new file is there but the folder not synced.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), EditorError> {
    multisplit_disk::replace(path, bytes, NewFile::Shared).map_err(|error| {
        let path = error.path;
        match error.problem {
            WriteProblem::NotAFile(_) => EditorError::NotAFile { path },
            // Somebody made the file between the look and the write.
            WriteProblem::Io(source) if source.kind() == ErrorKind::AlreadyExists => {
                EditorError::ChangedOnDisk { path }
            }
            WriteProblem::Io(source) => EditorError::Write { path, source },
            other => EditorError::Write { path, source: io::Error::other(other) },
        }
    })
}
