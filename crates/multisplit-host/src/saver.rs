//! Writes the latest version of a file on a thread of its own: a frame is never blocked, and only the newest waits.

use crate::file::write_whole;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

#[derive(Default)]
struct Waiting {
    bytes: Option<Vec<u8>>,
    writing: bool,
    closed: bool,
    failure: Option<String>,
}

/// Writes one file, again and again. Dropping it waits until what was handed in last is on disk.
pub struct Saver {
    shared: Arc<(Mutex<Waiting>, Condvar)>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

impl Saver {
    /// A saver for this file.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let shared = Arc::new((Mutex::new(Waiting::default()), Condvar::new()));
        let (theirs, file) = (Arc::clone(&shared), path.clone());
        let thread =
            thread::Builder::new().name("multisplit-saver".to_owned()).spawn(move || work(&theirs, &file)).ok();
        Self { shared, thread, path }
    }

    /// Hands in the next version. One that still waits is never written.
    pub fn save(&self, bytes: Vec<u8>) {
        if self.thread.is_none() {
            // No thread to be had: better slow than lost.
            note(&mut lock(&self.shared.0), write_whole(&self.path, &bytes).map_err(|e| e.to_string()));
            return;
        }
        lock(&self.shared.0).bytes = Some(bytes);
        self.shared.1.notify_all();
    }

    /// Waits until everything handed in is on disk, and answers why it is not, if so.
    ///
    /// # Errors
    /// What the system said, in words.
    pub fn flush(&self) -> Result<(), String> {
        let mut waiting = lock(&self.shared.0);
        while self.thread.is_some() && (waiting.bytes.is_some() || waiting.writing) {
            waiting = self.shared.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.failure.take().map_or(Ok(()), Err)
    }

    /// Why the last version could not be written; once.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        lock(&self.shared.0).failure.take()
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        lock(&self.shared.0).closed = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the saver thread panicked");
        }
    }
}

fn work(shared: &(Mutex<Waiting>, Condvar), path: &std::path::Path) {
    let mut waiting = lock(&shared.0);
    loop {
        if let Some(bytes) = waiting.bytes.take() {
            waiting.writing = true;
            drop(waiting);
            let written = write_whole(path, &bytes).map_err(|e| e.to_string());
            waiting = lock(&shared.0);
            waiting.writing = false;
            note(&mut waiting, written);
            shared.1.notify_all();
        } else if waiting.closed {
            return;
        } else {
            waiting = shared.1.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn note(waiting: &mut Waiting, written: Result<(), String>) {
    if let Err(failure) = written {
        tracing::error!("{failure}");
        waiting.failure = Some(failure);
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Saver;
    use std::fs;

    #[test]
    fn the_last_version_is_on_disk_when_the_saver_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        let saver = Saver::new(path.clone());
        for i in 0..100 {
            saver.save(format!("version {i}").into_bytes());
        }
        drop(saver);
        assert_eq!(fs::read_to_string(path).expect("readable"), "version 99");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let saver = Saver::new(folder.path().to_owned());
        saver.save(b"x".to_vec());
        assert!(saver.flush().expect_err("a folder is no file").contains("could not be written"));
    }
}
