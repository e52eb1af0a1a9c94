//! Writing a file so that no moment exists at which it is half written.
//!
//! Refuses to decide whether writing is right. Invariant: under the path lies the old file or the new one, never a mixture, and
//! the new one is on the disk when this returns.
//!
//! **Limitations**: hard links to the old file keep the old contents; access control lists and extended attributes are not
//! carried over.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::{FileKind, WriteError, WriteProblem};
use crate::frame::blocks;
use crate::leftovers::{PREFIX, SUFFIX};
use crate::links::trusted_target;

/// Who may read a file that was not there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewFile {
    /// Its owner alone; missing folders are made, private as well.
    Private,
    /// Whoever the process's mask allows, as for a file that any program makes.
    Shared,
}

/// Replaces the file under `path`, or makes it. Keeps the mode, and where possible the owner, of the file it replaces; follows
/// symbolic links. Returns when the file and its folder are on the disk.
///
/// # Errors
/// [`WriteError`]: what was under the path is as it was, or (for the very last step) the new file is there but its folder is not
/// on the disk. A file that somebody made since it was looked for is [`io::ErrorKind::AlreadyExists`].
pub fn replace(path: &Path, bytes: &[u8], new: NewFile) -> Result<(), WriteError> {
    blocks();
    write(path, bytes, new).map_err(|problem| WriteError { path: path.to_owned(), problem })
}

fn write(path: &Path, bytes: &[u8], new: NewFile) -> Result<(), WriteProblem> {
    let target = trusted_target(path)?;
    if target.file_name().is_none() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput).into());
    }
    match fs::metadata(&target) {
        Ok(old) if old.is_file() => Ok(replace_old(&target, &old, bytes)?),
        Ok(other) => Err(WriteProblem::NotAFile(FileKind::of(other.file_type()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(write_new(&target, bytes, new)?),
        Err(error) => Err(error.into()),
    }
}

fn replace_old(target: &Path, old: &Metadata, bytes: &[u8]) -> io::Result<()> {
    // A rename would also replace a file that may not be written: ask first.
    OpenOptions::new().write(true).open(target)?;
    // Private until the mode of the old one is set: it may hold what only its owner may read.
    let mut file = temporary(target, NewFile::Private)?;
    file.as_file_mut().write_all(bytes)?;
    keep_owner(&file, old);
    file.as_file().set_permissions(old.permissions())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    sync_folder(target)
}

fn write_new(target: &Path, bytes: &[u8], new: NewFile) -> io::Result<()> {
    if new == NewFile::Private {
        make_folders(folder(target))?;
    }
    let mut file = temporary(target, new)?;
    file.as_file_mut().write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(target).map_err(|error| error.error)?;
    sync_folder(target)
}

/// A new file beside the target, so that the rename stays within one file system. Locked as long as it is written: what lies
/// there unlocked is a leftover.
fn temporary(target: &Path, new: NewFile) -> io::Result<NamedTempFile> {
    // Opened by us: an error then does not name the temporary file, which means nothing to anybody.
    let made = Builder::new().prefix(PREFIX).suffix(SUFFIX).make_in(folder(target), |path| {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if new == NewFile::Private { 0o600 } else { 0o666 });
        options.open(path)
    });
    #[cfg(not(unix))]
    let _ = new;
    let file = made?;
    if let Err(error) = file.as_file().try_lock() {
        tracing::debug!(%error, "a temporary file is not locked");
    }
    Ok(file)
}

fn make_folders(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn folder(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
    let _: Option<File> = None;
    Ok(())
}

#[cfg(test)]
mod tests;
