//! A file that is written beside its target path and moved there when it is complete.
//!
//! This module refuses the path of the database, the paths of SQLite's files beside it, and anything that is no file.
//!
//! Invariant: only the owner may read the file from its first byte on. An old file stays until the new one is complete on
//! disk. A link at the target path is replaced, never followed.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::disk;
use crate::error::QueryError;

/// The target of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub path: PathBuf,
    /// The file of the database, which is never overwritten.
    pub own: Option<PathBuf>,
    /// Whether the user has agreed to replace an old file.
    pub replaces: bool,
}

/// A file that is not in its place yet. Dropping it leaves nothing behind.
pub(super) struct Draft<'a> {
    target: &'a Target,
    file: NamedTempFile,
}

impl<'a> Draft<'a> {
    pub fn begin(target: &'a Target) -> Result<Self, QueryError> {
        multisplit_disk::blocks();
        let path = &target.path;
        if path.is_dir() {
            return Err(QueryError::NotAFile { path: path.clone() });
        }
        if target.own.as_deref().is_some_and(|own| is_part_of(path, own)) {
            return Err(QueryError::OwnFile { path: path.clone() });
        }
        // Check the path itself, not what a link there points to.
        if let Ok(about) = std::fs::symlink_metadata(path) {
            if !about.is_symlink() {
                disk::check_regular(path, about.file_type())?;
            }
            if !target.replaces {
                return Err(QueryError::Taken { path: path.clone() });
            }
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // The new file has a name that cannot be guessed, and gives other users no rights.
        let file = tempfile::Builder::new().prefix(".multisplit-export-").tempfile_in(folder);
        Ok(Self { target, file: file.map_err(|error| failed(target, &error))? })
    }

    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Syncs the file to disk and moves it to its place.
    ///
    /// # Errors
    /// Returns [`QueryError::Taken`] if a file exists there and may not be replaced; else an error of the file system.
    pub fn finish(self) -> Result<(), QueryError> {
        let target = self.target;
        self.file.as_file().sync_all().map_err(|error| failed(target, &error))?;
        let path = &target.path;
        let kept = if target.replaces { self.file.persist(path) } else { self.file.persist_noclobber(path) };
        kept.map(drop).map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => QueryError::Taken { path: path.clone() },
            _ => failed(target, &error.error),
        })
    }
}

fn failed(target: &Target, error: &io::Error) -> QueryError {
    QueryError::io("written", &target.path, error)
}

/// Returns `true` if a path is the database, under any name, or one of the paths where SQLite keeps a part of it.
fn is_part_of(path: &Path, own: &Path) -> bool {
    let (Some(path), Some(own)) = (disk::real(path), disk::real(own)) else { return false };
    path == own || disk::sides(&own).any(|side| side == path)
}
