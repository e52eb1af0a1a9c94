//! A file that is written beside its place and takes it when it is whole.
//!
//! It refuses the place of the database, of what SQLite keeps beside it, and of anything that is no file. Invariant: only
//! the owner may read it from its first byte; an old file stays until the new one is whole on disk; a link at the place is
//! replaced, never followed.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::disk;
use crate::error::QueryError;

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub path: PathBuf,
    /// The file of the database, which is never written over.
    pub own: Option<PathBuf>,
    /// The person has said that an old file may go.
    pub replaces: bool,
}

/// A file that is not in its place yet. Dropped, it leaves nothing behind.
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
        // What the path itself is, not what a link there names.
        if let Ok(about) = std::fs::symlink_metadata(path) {
            if !about.is_symlink() {
                disk::check_regular(path, about.file_type())?;
            }
            if !target.replaces {
                return Err(QueryError::Taken { path: path.clone() });
            }
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Made anew under a name that nobody can know, with no right for others.
        let file = tempfile::Builder::new().prefix(".multisplit-export-").tempfile_in(folder);
        Ok(Self { target, file: file.map_err(|error| failed(target, &error))? })
    }

    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Puts the file in its place.
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

/// Whether a path is the database, by whatever name, or stands where SQLite keeps a part of it.
fn is_part_of(path: &Path, own: &Path) -> bool {
    let (Some(path), Some(own)) = (disk::real(path), disk::real(own)) else { return false };
    path == own || disk::sides(&own).any(|side| side == path)
}
