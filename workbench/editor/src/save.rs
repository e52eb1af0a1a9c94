//! Writing a file so that no moment exists at which it is half written.
//!
//! It refuses to decide whether writing is right: the caller has compared what is on disk. Invariant: under the path
//! lies the old file or the new one, never a mixture, and the new one is on the disk when this returns.
//!
//! **Limitations**: hard links to the old file keep the old contents; access control lists and extended attributes are
//! not carried over.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::disk;
use crate::error::EditorError;

/// Replaces the file under `path`, or makes it; keeps its permissions, follows symbolic links.
///
/// # Errors
/// Nothing was changed under the path, or (for the very last step) the new file is there but the folder not synced.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), EditorError> {
    let target = disk::target(path);
    let old = disk::metadata(&target)?;
    let written = match &old {
        Some(old) if !old.is_file() => return Err(EditorError::NotAFile { path: path.to_owned() }),
        Some(old) => replace_old(&target, old, bytes),
        None => write_new(&target, bytes),
    };
    match written {
        Ok(()) => Ok(()),
        // Somebody made the file between the look and the write.
        Err(error) if old.is_none() && error.kind() == io::ErrorKind::AlreadyExists => {
            Err(EditorError::ChangedOnDisk { path: path.to_owned() })
        }
        Err(source) => Err(EditorError::Write { path: path.to_owned(), source }),
    }
}

fn replace_old(target: &Path, old: &Metadata, bytes: &[u8]) -> io::Result<()> {
    // A rename would also replace a file that may not be written: ask first.
    OpenOptions::new().write(true).open(target)?;
    let mut file = temporary(target)?;
    file.write_all(bytes)?;
    keep_owner(&file, old);
    file.as_file().set_permissions(old.permissions())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    sync_folder(target)
}

fn write_new(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = temporary(target)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(target).map_err(|error| error.error)?;
    sync_folder(target)
}

/// A new file beside the target, so that the rename stays within one file system.
fn temporary(target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".save-").suffix(".tmp");
    // The usual mode of a new file (the process's mask is applied), not the private one of temporary files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder(target))
}

fn folder(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Another user's file stays theirs where the system allows it.
#[cfg(unix)]
fn keep_owner(file: &NamedTempFile, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let same = file.as_file().metadata().is_ok_and(|new| new.uid() == old.uid() && new.gid() == old.gid());
    if !same && let Err(error) = fchown(file.as_file(), Some(old.uid()), Some(old.gid())) {
        tracing::warn!(%error, "the owner of a saved file changes");
    }
}

#[cfg(not(unix))]
fn keep_owner(_file: &NamedTempFile, _old: &Metadata) {}

/// The rename itself is on the disk only when the folder is.
#[cfg(unix)]
fn sync_folder(target: &Path) -> io::Result<()> {
    File::open(folder(target))?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_target: &Path) -> io::Result<()> {
    Ok(())
}
