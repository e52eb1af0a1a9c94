//! One file of any size, shared by the views that look at it.
//!
//! It refuses to be read whole: chunks for the screen, and a table of lines that a thread of its own makes. Invariant:
//! the thread ends when the last `Arc<LargeFile>` is dropped; it never keeps the file alive.

mod cache;
mod content;
mod disk;
mod index;
mod read_queue;
mod reads;
mod shared;
pub(crate) mod source;
mod worker;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::Wake;
use crate::error::LargeError;
pub(crate) use content::Content;
pub use disk::{DiskState, StartedOver};
pub(crate) use index::Mark;
pub(crate) use shared::Facts;
use shared::Shared;

/// A text file of any size: opened at once, read where it is looked at. `Send` and `Sync`.
///
/// # Limitations
/// - [`reload`](Self::reload) and [`check_disk`](Self::check_disk) wait for the disk; what views do does not.
/// - Lines written to a followed file between the last look (a few a second) and its rotation are not seen.
/// - A change in the middle of a followed file that keeps its size is not noticed.
pub struct LargeFile {
    shared: Arc<Shared>,
}

impl LargeFile {
    /// Opens a file; quick whatever its size. `wake` is called from the file's thread when there is something new to
    /// show: lines were counted, or a followed file changed.
    ///
    /// # Errors
    /// The file is missing, not a file, or may not be read; or there is no thread to be had.
    pub fn open(path: &Path, wake: Wake) -> Result<Arc<Self>, LargeError> {
        let opened = source::open(path)?;
        Self::start(Shared::new(path, wake, Some(opened)))
    }

    /// Opens a file as [`open`](Self::open) does, or waits for one that is not there yet: it is shown once it is.
    /// Only while a view follows is it waited for without [`check_disk`](Self::check_disk).
    ///
    /// # Errors
    /// Those of [`open`](Self::open), but for a missing file.
    pub fn open_or_wait(path: &Path, wake: Wake) -> Result<Arc<Self>, LargeError> {
        let looked = source::look(path).map_err(|source| LargeError::Read { path: path.to_owned(), source })?;
        if looked == source::Looked::Nothing {
            return Self::start(Shared::new(path, wake, None));
        }
        Self::open(path, wake)
    }

    /// The file's path as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.shared.path()
    }

    /// How many bytes of the file are known.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.facts().size
    }

    /// How many lines there are, once all were counted. A last line without a break counts.
    #[must_use]
    pub fn lines(&self) -> Option<u64> {
        let facts = self.facts();
        facts.is_indexed().then_some(facts.lines)
    }

    /// How much of the file has its lines counted, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f32 {
        self.facts().progress()
    }

    /// How the file on disk stands to what is shown.
    #[must_use]
    pub fn disk_state(&self) -> DiskState {
        self.facts().disk
    }

    /// Looks whether the file changed on disk. Cheap: asks the system about it, and reads a few bytes where it changed.
    pub fn check_disk(&self) {
        self.shared.look();
    }

    /// The same on the file's thread: returns at once, however long the disk takes.
    pub fn check_disk_later(&self) {
        self.shared.look_later();
    }

    /// Shows the file as it is on disk now.
    ///
    /// # Errors
    /// It is missing or cannot be read: what was shown stays, and [`disk_state`](Self::disk_state) says why.
    pub fn reload(&self) -> Result<(), LargeError> {
        self.shared.reload()
    }

    /// The same on the file's thread: returns at once, and [`disk_state`](Self::disk_state) says what it came to.
    pub fn reload_later(&self) {
        self.shared.reload_later();
    }

    /// What is held in memory, in bytes: the table of lines, the chunks and the thread's buffer. An estimate.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.shared.bytes() as u64
    }

    /// What views need to know in a frame.
    pub(crate) fn facts(&self) -> Facts {
        self.shared.facts()
    }

    /// The content as it is now, to be read from.
    pub(crate) fn content(&self) -> Content<'_> {
        Content::of(&self.shared)
    }

    /// The open file and its size, for a thread that reads it on its own.
    pub(crate) fn handle(&self) -> Option<(Arc<std::fs::File>, u64)> {
        self.shared.handle()
    }

    /// What wakes the host.
    pub(crate) fn wake(&self) -> Wake {
        self.shared.waker()
    }

    /// One more view follows, or one less; the file is looked at again and again while there are any.
    pub(crate) fn count_follower(&self, one_more: bool) {
        self.shared.count_follower(one_more);
    }

    fn start(shared: Shared) -> Result<Arc<Self>, LargeError> {
        let file = Self { shared: Arc::new(shared) };
        file.start_thread()?;
        Ok(Arc::new(file))
    }

    fn start_thread(&self) -> Result<(), LargeError> {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new().name("index a large file".to_owned());
        let started = thread.spawn(move || worker::run(&shared));
        started.map(drop).map_err(|source| LargeError::Thread { path: self.path().to_owned(), source })
    }

    /// The disk answers no longer, or again: without its thread, nothing of the file is read.
    #[cfg(test)]
    pub(crate) fn hang(&self, hangs: bool) {
        self.shared.lock().is_stopped = hangs;
        self.shared.signal.notify_all();
        if !hangs {
            self.start_thread().expect("starts");
        }
    }

    /// Waits for the disk however busy the machine is, so that a test sees what was read.
    #[cfg(test)]
    pub(crate) fn be_patient(&self, is_patient: bool) {
        self.shared.lock().reads.is_patient = is_patient;
    }
}

impl Drop for LargeFile {
    fn drop(&mut self) {
        self.shared.stop();
    }
}

impl fmt::Debug for LargeFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("LargeFile").field("path", &self.path()).field("facts", &self.facts()).finish()
    }
}

#[cfg(test)]
mod tests;
