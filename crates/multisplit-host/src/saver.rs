//! Writes the latest version of a file on a thread of its own. A frame is never blocked, and only the newest version waits.
//!
//! A version that could not be written is kept and tried again after 1, 2, 4 and 8 seconds, and every 15 seconds from then on. It is
//! also tried again at once when the caller flushes.
//!
//! Invariant: a version counts as written only when it is on the disk.

use multisplit_disk::{NewFile, remove_leftovers, replace};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The wait after a failed write. The wait doubles with each further failure in a row.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The upper bound of the doubled delay. A retry waits half of the delay, so at most half of this.
const RETRY_MAX: Duration = Duration::from_secs(30);

/// A version that is not on the disk yet.
enum Version {
    /// A version that was handed in. Its bytes are made on the saver's thread.
    Fresh(Box<dyn FnOnce() -> Option<Vec<u8>> + Send>),
    /// A version that could not be written.
    Failed(Vec<u8>),
}

#[derive(Default)]
struct State {
    /// The version that waits. Only the newest one is kept.
    pending: Option<Version>,
    /// When the pending version is tried. `None` means at once.
    retry_at: Option<Instant>,
    /// Whether a version is being written.
    writing: bool,
    closed: bool,
    /// Why the last attempt failed.
    trouble: Option<String>,
    /// The number of attempts that have ended.
    attempts: u64,
}

type Shared = (Mutex<State>, Condvar);

/// A writer of one file that is saved repeatedly. Dropping the saver blocks until the last version is on the disk or has failed once more.
pub struct Saver {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

impl Saver {
    /// Creates a saver for a file. The saver calls `wake` from its thread whenever [`trouble`](Self::trouble) changes.
    ///
    /// Temporary files that a killed program left beside the file are removed.
    ///
    /// # Errors
    /// Returns the system's error if no thread could be started.
    pub fn new(path: PathBuf, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let shared: Arc<Shared> = Arc::default();
        let (theirs, file) = (Arc::clone(&shared), path.clone());
        let work = move || {
            if let Some(folder) = file.parent() {
                remove_leftovers(folder);
            }
            work(&theirs, &file, &wake);
        };
        let thread = thread::Builder::new().name("multisplit-saver".to_owned()).spawn(work)?;
        Ok(Self { shared, thread: Some(thread), path })
    }

    /// Hands in the next version. `make` runs on the saver's thread.
    ///
    /// A version that still waits is replaced and never written. A version that equals the last one on the disk is not written again.
    pub fn save(&self, make: impl FnOnce() -> Vec<u8> + Send + 'static) {
        self.save_unless(move || Some(make()));
    }

    /// Hands in the next version like [`save`](Self::save), unless `make` returns `None`.
    ///
    /// `make` runs on the saver's thread. If it returns `None`, the version is dropped and nothing is written.
    pub fn save_unless(&self, make: impl FnOnce() -> Option<Vec<u8>> + Send + 'static) {
        let mut state = lock(&self.shared);
        (state.pending, state.retry_at) = (Some(Version::Fresh(Box::new(make))), None);
        self.shared.1.notify_all();
    }

    /// Blocks for at most `patience` until every version handed in is on the disk. A version that failed before is tried again at once.
    ///
    /// # Errors
    /// Returns a message for the user if the write failed or did not end within `patience`.
    pub fn flush(&self, patience: Duration) -> Result<(), String> {
        let start = Instant::now();
        let mut state = lock(&self.shared);
        let begun = state.attempts;
        state.retry_at = None;
        self.shared.1.notify_all();
        while state.pending.is_some() || state.writing {
            // The attempt that this call waited for has failed.
            if state.attempts > begun && matches!(state.pending, Some(Version::Failed(_))) {
                break;
            }
            let left = patience.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(format!("{} was not written within {} s", self.path.display(), patience.as_secs()));
            }
            state = self.shared.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.trouble.clone().map_or(Ok(()), Err)
    }

    /// Returns why the last version is not on the disk, as long as it is not.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        lock(&self.shared).trouble.clone()
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        lock(&self.shared).closed = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the saver thread panicked");
        }
    }
}

/// Writes the versions that are handed in until the saver is dropped.
fn work(shared: &Shared, path: &Path, wake: &impl Fn()) {
    let (mut on_disk, mut delay) = (None, RETRY_AFTER);
    let mut state = lock(shared);
    loop {
        let now = Instant::now();
        let is_due = state.closed || state.retry_at.is_none_or(|at| at <= now);
        match state.pending.take_if(|_| is_due) {
            None if state.closed => return,
            None => state = sleep(shared, state),
            Some(version) => {
                state.writing = true;
                drop(state);
                let (bytes, written) = write(version, path, &mut on_disk);
                delay = if written.is_ok() { RETRY_AFTER } else { (delay * 2).min(RETRY_MAX) };
                state = lock(shared);
                if state.note(bytes, written, delay / 2) {
                    wake();
                }
                shared.1.notify_all();
                // The saver is being dropped, so a failed version gets no further attempt.
                if state.closed && matches!(state.pending, Some(Version::Failed(_))) {
                    return;
                }
            }
        }
    }
}

fn write(version: Version, path: &Path, on_disk: &mut Option<u64>) -> (Vec<u8>, Result<(), String>) {
    let bytes = match version {
        Version::Fresh(make) => match make() {
            Some(bytes) => bytes,
            None => {
                // The program may have put something else under the path, so the next version is written even if it equals the last one.
                *on_disk = None;
                return (vec![], Ok(()));
            }
        },
        Version::Failed(bytes) => bytes,
    };
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let hash = Some(hasher.finish());
    if *on_disk == hash {
        return (bytes, Ok(()));
    }
    *on_disk = None;
    let written = replace(path, &bytes, NewFile::Private).map_err(|error| error.to_string());
    if written.is_ok() {
        *on_disk = hash;
    }
    (bytes, written)
}

impl State {
    /// Records how an attempt ended. Returns `true` if the trouble changed.
    fn note(&mut self, bytes: Vec<u8>, written: Result<(), String>, retry_after: Duration) -> bool {
        self.writing = false;
        self.attempts += 1;
        let before = self.trouble.take();
        if let Err(trouble) = written {
            tracing::error!("{trouble}");
            self.trouble = Some(trouble);
            // If a newer version is pending, that one is tried at once instead.
            if self.pending.is_none() {
                self.pending = Some(Version::Failed(bytes));
                self.retry_at = Some(Instant::now() + retry_after);
            }
        }
        before != self.trouble
    }
}

fn sleep<'a>(shared: &Shared, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
    match state.retry_at.filter(|_| state.pending.is_some()) {
        Some(at) => {
            let left = at.saturating_duration_since(Instant::now());
            shared.1.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
        }
        None => shared.1.wait(state).unwrap_or_else(PoisonError::into_inner),
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Saver;
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn saver(path: &Path) -> Saver {
        Saver::new(path.to_owned(), || {}).expect("a thread")
    }

    #[test]
    fn the_last_version_is_on_disk_when_the_saver_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        let saver = saver(&path);
        for i in 0..100 {
            saver.save(move || format!("version {i}").into_bytes());
        }
        drop(saver);
        assert_eq!(fs::read_to_string(path).expect("readable"), "version 99");
    }

    #[test]
    fn what_could_not_be_written_is_kept_and_is_there_once_the_disk_takes_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        fs::create_dir(&path).expect("a folder in the way");
        let saver = saver(&path);
        saver.save(|| b"typed".to_vec());
        assert!(saver.flush(PATIENCE).expect_err("a folder is no file").contains("could not be written"));
        assert!(saver.trouble().is_some(), "and it stays known until it is over");
        assert!(saver.flush(PATIENCE).is_err(), "a second look does not take it for written");
        fs::remove_dir(&path).expect("out of the way");
        saver.flush(PATIENCE).expect("the same version, tried again");
        assert_eq!((fs::read(&path).expect("there"), saver.trouble()), (b"typed".to_vec(), None));
    }

    #[test]
    fn a_failed_version_is_tried_again_by_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        fs::create_dir(&path).expect("a folder in the way");
        let (told, changes) = std::sync::mpsc::channel();
        let saver = Saver::new(path.clone(), move || told.send(()).expect("the test listens")).expect("a thread");
        saver.save(|| b"typed".to_vec());
        changes.recv_timeout(PATIENCE).expect("the trouble is reported");
        fs::remove_dir(&path).expect("out of the way");
        changes.recv_timeout(PATIENCE).expect("and its end, without another save");
        assert_eq!(fs::read(&path).expect("there"), b"typed");
    }

    #[test]
    fn the_same_version_is_not_written_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        let saver = saver(&path);
        saver.save(|| b"one".to_vec());
        saver.flush(PATIENCE).expect("written");
        fs::remove_file(&path).expect("removed");
        saver.save(|| b"one".to_vec());
        saver.flush(PATIENCE).expect("nothing to do");
        assert!(!path.exists());
    }

    #[test]
    fn a_version_that_must_not_be_written_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("kept");
        let saver = Saver::new(file.clone(), || ()).expect("a thread");
        saver.save(|| b"one".to_vec());
        saver.flush(Duration::from_secs(60)).expect("written");
        saver.save_unless(|| None);
        saver.flush(Duration::from_secs(60)).expect("nothing to wait for");
        assert_eq!(fs::read(&file).expect("there"), b"one");
        fs::write(&file, "of somebody").expect("written");
        saver.save(|| b"one".to_vec());
        saver.flush(Duration::from_secs(60)).expect("written");
        assert_eq!(fs::read(&file).expect("there"), b"one", "though it was written before");
    }
}
