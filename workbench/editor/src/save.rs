//! Writing a file so that no moment exists at which it is half written, in this crate's errors.
//!
//! It refuses to decide whether writing is right: the caller has compared what is on disk.

use std::io::{self, ErrorKind};
use std::path::Path;

use multisplit_disk::{NewFile, WriteProblem};

use crate::error::EditorError;

/// Replaces the file under `path`, or makes it; keeps its permissions, follows symbolic links.
///
/// # Errors
/// Nothing was changed under the path, or (for the very last step) the new file is there but the folder not synced.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), EditorError> {
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
