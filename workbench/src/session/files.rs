//! The session files of a folder: one for each window that has the folder open, claimed by a lock that the system releases when
//! the process ends.
//!
//! Invariant: only the owner of the lock reads and writes a session file.

use multisplit_disk::Lock;
use multisplit_store::{FolderDisk, LogStore};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The maximum number of windows on one folder whose sessions are saved.
pub(crate) const MAX_WINDOWS: u32 = 16;

/// The session files of a folder.
#[derive(Clone, Debug)]
pub(crate) struct SessionFiles {
    first: PathBuf,
}

/// A session file that belongs to this process as long as the claim lives.
#[derive(Debug)]
pub(super) struct Claim {
    file: PathBuf,
    number: u32,
    held: Held,
}

/// The lock of a claim, which another thread can check.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The lock; `None` if the file system has no locks or the folder cannot be written, since unprotected is better than unsaved.
    lock: Option<Arc<Lock>>,
    path: PathBuf,
}

impl Held {
    /// Returns `true` if the lock file is still at the path that other windows check. Blocks on the disk.
    pub(super) fn is_held(&self) -> bool {
        multisplit_disk::blocks();
        self.lock.as_ref().is_none_or(|lock| lock.is_at(&self.path))
    }
}

impl SessionFiles {
    /// Returns the session files of a folder; `first` is the file of the first session.
    pub(crate) const fn new(first: PathBuf) -> Self {
        Self { first }
    }

    /// Claims the first free session, or the one with the given number. Blocks on the disk.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if other windows have them open.
    pub(super) fn claim(&self, number: Option<u32>) -> io::Result<Claim> {
        let numbers = number.map_or(1..=MAX_WINDOWS, |number| number..=number);
        for number in numbers {
            let file = self.file(number);
            let path = file.with_extension("lock");
            match lock(&path) {
                Ok(lock) => return Ok(Claim { file, number, held: Held { lock: lock.map(Arc::new), path } }),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// Returns the existing sessions that no window has open, with their numbers, except the given one. Blocks on the disk.
    pub(crate) fn abandoned(&self, but: u32) -> Vec<(u32, PathBuf)> {
        let there = (1..=MAX_WINDOWS).filter(|number| *number != but).map(|number| (number, self.file(number)));
        let exists = |file: &Path| file.is_file() || last_written(file).is_some();
        there.filter(|(_, file)| exists(file) && lock(&file.with_extension("lock")).is_ok()).collect()
    }

    /// Returns the file of a session of earlier versions. The names of all other files of the session come from it.
    pub(super) fn file(&self, number: u32) -> PathBuf {
        if number == 1 { self.first.clone() } else { self.first.with_extension(format!("{number}.json")) }
    }
}

impl Claim {
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Returns the folder and the name of the store.
    pub(super) fn store(&self) -> (&Path, &str) {
        store_of(&self.file)
    }

    /// Returns when the store was written last. Blocks on the disk.
    pub(super) fn last_written(&self) -> Option<SystemTime> {
        last_written(&self.file)
    }

    /// Returns the lock, to check from another thread that it is still valid.
    pub(super) fn held(&self) -> Held {
        self.held.clone()
    }

    /// Locks the session again. Blocks on the disk.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if another window has it open by now.
    pub(super) fn renew(&mut self) -> io::Result<()> {
        // It may be back: a folder that was moved away and returned, a drive that was unplugged.
        if !self.held.is_held() {
            self.held.lock = lock(&self.held.path)?.map(Arc::new);
        }
        Ok(())
    }

    pub(super) const fn number(&self) -> u32 {
        self.number
    }
}

/// Locks a file; returns `None` if that is not possible. It is no error: writing the session will report the same problem.
pub(super) fn lock(path: &Path) -> io::Result<Option<Lock>> {
    match multisplit_disk::lock(path) {
        Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
            tracing::warn!(path = %path.display(), %error, "the session is not locked");
            Ok(None)
        }
        locked => locked,
    }
}

/// Returns the folder and the name of the store of a session, from the file that an earlier version has.
pub(super) fn store_of(file: &Path) -> (&Path, &str) {
    let folder = file.parent().unwrap_or(Path::new("."));
    // The names of sessions are made by this program, as text.
    (folder, file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("session"))
}

/// Returns when the store of a session was written last; `None` if there is none.
fn last_written(file: &Path) -> Option<SystemTime> {
    let (folder, name) = store_of(file);
    let newest = LogStore::newest_file(&FolderDisk::new(folder), name).ok()??;
    std::fs::metadata(folder.join(newest)).and_then(|about| about.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::{MAX_WINDOWS, SessionFiles};
    use std::io::ErrorKind;

    #[test]
    fn each_window_has_a_session_of_its_own_and_a_closed_one_frees_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = SessionFiles::new(folder.path().join("deep/project-1.json"));
        let first = files.claim(None).expect("free");
        let second = files.claim(None).expect("free");
        assert_eq!((first.number(), second.number()), (1, 2));
        assert_ne!(first.file(), second.file());
        assert_eq!(files.claim(Some(2)).expect_err("taken").kind(), ErrorKind::WouldBlock);
        drop(first);
        assert_eq!(files.claim(None).expect("free again").number(), 1);
        let all: Vec<_> = std::iter::from_fn(|| files.claim(None).ok()).collect();
        assert_eq!(all.len(), MAX_WINDOWS as usize - 1);
    }

    #[test]
    fn a_lock_whose_file_is_gone_holds_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = SessionFiles::new(folder.path().join("deep/project-1.json"));
        let mut first = files.claim(None).expect("free");
        assert!(first.held().is_held());
        std::fs::remove_dir_all(folder.path().join("deep")).expect("removed");
        assert!(!first.held().is_held());
        let second = files.claim(None).expect("free, as the lock is nowhere");
        assert_eq!(second.number(), 1);
        assert_eq!(first.renew().expect_err("taken by now").kind(), ErrorKind::WouldBlock);
        drop(second);
        first.renew().expect("free");
        assert!(first.held().is_held());
    }

    #[test]
    fn sessions_that_nobody_has_open_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = SessionFiles::new(folder.path().join("project-1.json"));
        let claims = [files.claim(None).expect("free"), files.claim(None).expect("free")];
        claims.iter().for_each(|claim| std::fs::write(claim.file(), "{}").expect("written"));
        assert!(files.abandoned(1).is_empty());
        drop(claims);
        let left: Vec<u32> = files.abandoned(1).into_iter().map(|(number, _)| number).collect();
        assert_eq!(left, [2]);
    }
}
