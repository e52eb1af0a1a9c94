//! A file of any size, shared by the views that show it.
//!
//! It is never read into memory as a whole: chunks are read for the screen, and a thread of the file builds a table of
//! lines. Invariant: the thread ends when the last `Arc<LargeFile>` is dropped; the thread never keeps the file alive.

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

/// A text file of any size that opens at once and is read only as far as it is shown. It is `Send` and `Sync`.
///
/// # Limitations
/// - [`reload`](Self::reload) and [`check_disk`](Self::check_disk) wait for the disk; the work of views does not.
/// - Lines that are written to a followed file between the last check (a few per second) and its rotation are not shown.
/// - A change in the middle of a followed file that keeps its size is not noticed.
pub struct LargeFile {
    shared: Arc<Shared>,
}

impl LargeFile {
    /// Opens a file. The cost does not depend on its size.
    ///
    /// `wake` is called from the file's thread when there is something new to show: lines were counted, or a followed file
    /// changed.
    ///
    /// # Errors
    /// Returns an error if the file is missing, is not a regular file or cannot be read, or if the system cannot start a
    /// thread.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn open(path: &Path, wake: Wake) -> Result<Arc<Self>, LargeError> {
        let opened = source::open(path)?;
        Self::start(Shared::new(path, wake, Some(opened)))
    }

    /// Opens a file as [`open`](Self::open) does, or waits for a file that does not exist yet and shows it once it exists.
    ///
    /// The wait needs a view that follows the file or calls of [`check_disk`](Self::check_disk).
    ///
    /// # Errors
    /// Returns the errors of [`open`](Self::open), except for a missing file.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn open_or_wait(path: &Path, wake: Wake) -> Result<Arc<Self>, LargeError> {
        let looked = source::look(path).map_err(|source| LargeError::Read { path: path.to_owned(), source })?;
        if looked == source::Looked::Nothing {
            return Self::start(Shared::new(path, wake, None));
        }
        Self::open(path, wake)
    }

    /// Returns the path of the file as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.shared.path()
    }

    /// Returns the known size of the file, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.facts().size
    }

    /// Returns the number of lines, or `None` until all lines are counted. A last line without a line break counts.
    #[must_use]
    pub fn lines(&self) -> Option<u64> {
        let facts = self.facts();
        facts.is_indexed().then_some(facts.lines)
    }

    /// Returns the fraction of the file whose lines are counted, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f32 {
        self.facts().progress()
    }

    /// Returns how the file on disk relates to what is shown.
    #[must_use]
    pub fn disk_state(&self) -> DiskState {
        self.facts().disk
    }

    /// Checks whether the file changed on disk.
    ///
    /// This is cheap: it asks the system for the file's metadata and reads a few bytes if the file changed.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn check_disk(&self) {
        self.shared.look();
    }

    /// Checks the file as [`check_disk`](Self::check_disk) does, but on the file's thread. Returns at once, however slow the
    /// disk is.
    pub fn check_disk_later(&self) {
        self.shared.look_later();
    }

    /// Reads the file again and shows it as it is on disk now.
    ///
    /// # Errors
    /// Returns an error if the file is missing or cannot be read. What was shown stays, and [`disk_state`](Self::disk_state)
    /// gives the reason.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn reload(&self) -> Result<(), LargeError> {
        self.shared.reload()
    }

    /// Reloads the file as [`reload`](Self::reload) does, but on the file's thread. Returns at once;
    /// [`disk_state`](Self::disk_state) gives the outcome.
    pub fn reload_later(&self) {
        self.shared.reload_later();
    }

    /// Returns an estimate of the memory in use, in bytes: the table of lines, the chunks and the thread's buffer.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.shared.bytes() as u64
    }

    /// Returns what a view needs to know in a frame.
    pub(crate) fn facts(&self) -> Facts {
        self.shared.facts()
    }

    /// Returns the current content, to be read from.
    pub(crate) fn content(&self) -> Content<'_> {
        Content::of(&self.shared)
    }

    /// Returns the open file and its size, for a thread that reads it on its own.
    pub(crate) fn handle(&self) -> Option<(Arc<std::fs::File>, u64)> {
        self.shared.handle()
    }

    /// Returns the callback that wakes the host.
    pub(crate) fn wake(&self) -> Wake {
        self.shared.waker()
    }

    /// Adds or removes a view that follows the file. The file is checked at intervals while there are any.
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

    /// Simulates a disk that stops or starts answering: without its thread, nothing of the file is read.
    #[cfg(test)]
    pub(crate) fn hang(&self, hangs: bool) {
        self.shared.lock().is_stopped = hangs;
        self.shared.signal.notify_all();
        if !hangs {
            self.start_thread().expect("starts");
        }
    }

    /// Makes reads wait for the disk however busy the machine is, so that a test sees what was read.
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
