//! A lock that one process has at a time, and that the system releases when the process ends.
//!
//! It is advisory: it keeps out those who ask for it. The lock is of a file of its own, never of one that is replaced.

use crate::frame::blocks;
use crate::identity::identity;
use crate::replace::make_private_folder;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// A locked file. Dropping it unlocks it explicitly; closing the file would not be enough: a program that another thread is starting has a
/// copy of every open file for a moment, and would hold the lock for that long.
#[derive(Debug)]
pub struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "a file stays locked until the program ends");
        }
    }
}

/// Locks a file, which is created if it is missing, with its folder; only the user may open both. Returns `None` if the file system has no
/// locks. Blocks on the disk.
///
/// # Errors
/// [`io::ErrorKind::WouldBlock`] if another process, or another lock of this one, has it; otherwise the error of the system.
pub fn lock(path: &Path) -> io::Result<Option<Lock>> {
    blocks();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_private_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        Err(TryLockError::Error(error)) => {
            tracing::warn!(path = %path.display(), %error, "a file is not locked");
            Ok(None)
        }
    }
}

impl Lock {
    /// Returns `true` if the locked file is the one at a path: the lock protects nothing anymore if somebody has removed it. On a system that
    /// does not tell, an open file cannot be removed. Blocks on the disk.
    #[must_use]
    pub fn is_at(&self, path: &Path) -> bool {
        blocks();
        match (self.0.metadata(), path.metadata()) {
            (Ok(open), Ok(there)) => identity(&open) == identity(&there),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lock;
    use std::io::ErrorKind;

    #[test]
    fn a_file_is_locked_once_until_the_lock_is_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/a.lock");
        let first = lock(&path).expect("free").expect("locks");
        assert_eq!(lock(&path).expect_err("taken").kind(), ErrorKind::WouldBlock);
        assert!(first.is_at(&path));
        // As a program has it that is being started at this moment.
        let copy = first.0.try_clone().expect("copied");
        drop(first);
        let again = lock(&path).expect("free again").expect("locks");
        drop(copy);
        std::fs::remove_file(&path).expect("removed");
        assert!(!again.is_at(&path));
        drop(lock(&path).expect("a file of its own"));
    }
}
