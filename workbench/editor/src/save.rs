//! Writing a text to its file: the part of saving that a thread can do.
//!
//! It does not overwrite contents that were not seen. Invariant: at no time is the file half written; a job that is refused
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
    /// A cheap clone: it shares its chunks with the text that is edited further.
    pub(crate) text: Rope,
    pub(crate) bom: bool,
    /// The known contents of the file.
    pub(crate) base: Disk,
    /// Whether the user knows that the file no longer exists and wants to create it again.
    pub(crate) makes_again: bool,
}

/// The reason why a text was not written.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The file has other contents now.
    Changed(Disk),
    /// The file no longer exists or was renamed.
    Gone,
    Failed(EditorError),
}

impl From<EditorError> for Refused {
    fn from(error: EditorError) -> Self {
        Self::Failed(error)
    }
}

impl SaveJob {
    /// Writes the text if the file still has the known contents, and returns what is on disk afterward.
    ///
    /// A file that already contains the text is not written.
    ///
    /// # Errors
    /// Returns [`Refused::Changed`] if the file has other contents, [`Refused::Gone`] if it no longer exists, and
    /// [`Refused::Failed`] if it cannot be read or written.
    pub(crate) fn run(self) -> Result<Disk, Refused> {
        let bytes = document::encode(&self.text, self.bom);
        match disk::read(&self.path)? {
            Some(there) if there.disk.hash() != self.base.hash() => {
                return if there.bytes == bytes { Ok(there.disk) } else { Err(Refused::Changed(there.disk)) };
            }
            // The file may just be being renamed: a second file under the old name would split the text in two.
            None if self.base != Disk::Absent && !self.makes_again => return Err(Refused::Gone),
            _ => {}
        }
        replace(&self.path, &bytes)?;
        Ok(disk::written(&self.path, &bytes)?)
    }
}

/// Replaces the file at `path`, or creates it. Permissions are kept, and symbolic links are followed.
///
/// # Errors
/// Returns an error if nothing was changed at the path, or (in the very last step) if the new file is there but its folder
/// could not be synced.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), EditorError> {
    multisplit_disk::replace(path, bytes, NewFile::Shared).map_err(|error| {
        let path = error.path;
        match error.problem {
            WriteProblem::NotAFile(_) => EditorError::NotAFile { path },
            // Another program created the file between the check and the write.
            WriteProblem::Io(source) if source.kind() == ErrorKind::AlreadyExists => {
                EditorError::ChangedOnDisk { path }
            }
            WriteProblem::Io(source) => EditorError::Write { path, source },
            other => EditorError::Write { path, source: io::Error::other(other) },
        }
    })
}
