//! Replaces files atomically: a file is never half written.
//!
//! It does not decide whether writing is right. Invariant: under the path is the old file or the new one, never a mixture. The new
//! file is on the disk when the call returns.
//!
//! **Limitations**: hard links to the old file keep the old contents. Access control lists and extended attributes are not
//! carried over.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::{FileKind, WriteError, WriteProblem};
use crate::frame::blocks;
use crate::leftovers::{PREFIX, SUFFIX};
use crate::links::trusted_target;

/// Who may read a newly created file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewFile {
    /// Only its owner. Missing folders are created, and only their owner may use them.
    Private,
    /// Everyone the umask of the process allows, as for a file that any program creates.
    Shared,
}

/// Replaces the file under `path`, or creates it. Blocks until the file and its folder are on the disk.
///
/// Keeps the mode and, if possible, the owner of the file it replaces. Follows symbolic links.
///
/// # Errors
/// Returns a [`WriteError`] if the file could not be written. What was under the path is unchanged then, except if the very last step
/// failed: the new file is there, but its folder is not on the disk. If another program created the file in the meantime, the error is
/// [`io::ErrorKind::AlreadyExists`].
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
    // A rename would replace even a read-only file, so check for write permission first.
    OpenOptions::new().write(true).open(target)?;
    // The file stays private until it gets the mode of the old one, because its contents may be for the owner only.
    let mut file = temporary(target, NewFile::Private)?;
    file.as_file_mut().write_all(bytes)?;
    keep_owner(&file, old);
    file.as_file().set_permissions(old.permissions())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    sync_folder(folder(target))
}

fn write_new(target: &Path, bytes: &[u8], new: NewFile) -> io::Result<()> {
    if new == NewFile::Private {
        make_private_folder(folder(target))?;
    }
    let mut file = temporary(target, new)?;
    file.as_file_mut().write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(target).map_err(|error| error.error)?;
    sync_folder(folder(target))
}

/// Creates a temporary file beside the target, so that the rename stays within one file system.
///
/// The file is locked while it is written, so an unlocked temporary file is a leftover.
fn temporary(target: &Path, new: NewFile) -> io::Result<NamedTempFile> {
    // Opened by this closure, because the error of `tempfile` would name the temporary file, which means nothing to the user.
    let made = Builder::new().prefix(PREFIX).suffix(SUFFIX).make_in(folder(target), |path| {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if new == NewFile::Private { 0o600 } else { 0o666 });
        // `create_new` also refuses a link that was prepared under this name.
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

/// Creates a folder, and those above it, that only their owner may use. A folder that is there stays as it is.
///
/// # Errors
/// Returns the error of the system.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn folder(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Keeps the owner of another user's file if the system allows it.
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

/// Blocks until the names in a folder are on the disk: a rename is there only when the folder is. Does nothing on systems that cannot sync
/// a folder.
///
/// # Errors
/// Returns the error of the system.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests;
