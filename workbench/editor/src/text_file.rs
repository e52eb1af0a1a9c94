//! A text and the file it belongs to, whoever shows it: a buffer, what the disk is known to hold, and what is under way between both.
//!
//! It refuses to draw. Invariant: `base` is what the file held when the text was last the same as it; a save compares with it first.

mod reading;
mod saving;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::buffer::{Buffer, CursorId};
use crate::disk::Disk;
use crate::document::{Document, Encoding};
use crate::error::EditorError;
use crate::highlight::Colors;
use crate::limits::MAX_UNSAVED_BYTES;
use reading::Reading;
use saving::Saving;

/// What the user should know about the file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    Nothing,
    /// The file holds something else than the text began from, namely this.
    Changed(Disk),
    /// The file is gone.
    Vanished,
}

/// A text and its file.
#[derive(Debug)]
pub(crate) struct TextFile {
    pub(crate) path: PathBuf,
    pub(crate) buffer: Buffer,
    pub(crate) encoding: Encoding,
    pub(crate) base: Disk,
    pub(crate) notice: Notice,
    /// What went wrong last, until the user has read it.
    pub(crate) problem: Option<String>,
    reading: Option<Reading>,
    saving: Option<Saving>,
    /// Why the last save failed.
    refused: Option<String>,
}

impl TextFile {
    fn of(document: Document) -> Self {
        let Document { path, text, encoding, ending, indent, disk, syntax } = document;
        let colors = Colors::new(syntax, text.len_lines());
        let mut buffer = Buffer::new(text, colors, ending, indent);
        buffer.read_only = matches!(encoding, Encoding::Lossy(_));
        Self {
            path,
            buffer,
            encoding,
            base: disk,
            notice: Notice::Nothing,
            problem: None,
            reading: None,
            saving: None,
            refused: None,
        }
    }

    /// Goes on as the text of a file that has another path now.
    pub(crate) fn set_path(&mut self, path: PathBuf) {
        // Every view of the text says so.
        if self.path == path {
            return;
        }
        self.path = path;
        // Whatever is being read, or written, lies under the old path.
        self.reading = None;
        self.forget_save();
    }

    /// Whether the text is on disk nowhere: edited since it was saved, or the file is gone.
    pub(crate) fn is_modified(&self) -> bool {
        self.is_edited() || self.notice == Notice::Vanished
    }

    /// Whether the text can be looked at only, because it is not exactly what the file holds.
    pub(crate) fn is_read_only(&self) -> bool {
        self.buffer.read_only
    }

    /// Whether the user changed the text since it was the file's.
    pub(crate) fn is_edited(&self) -> bool {
        !self.buffer.history.is_saved()
    }

    /// Whether a state has no space for the text.
    pub(crate) fn is_too_long_to_keep(&self) -> bool {
        self.buffer.text().len_bytes() > MAX_UNSAVED_BYTES
    }

    /// Shows what went wrong in a strip.
    pub(crate) fn note(&mut self, result: Result<(), EditorError>) {
        if let Err(error) = result {
            self.problem = Some(error.to_string());
        }
    }
}

/// A text that several editors may show: what is typed in one is seen in all, with one undo and one file.
///
/// [`Editor::shared`](crate::Editor::shared) returns that of an editor, [`Editor::show`](crate::Editor::show) shows it once more.
#[derive(Debug)]
pub struct SharedText(Mutex<TextFile>);

impl SharedText {
    /// Returns the file's path as it is now.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.lock().path.clone()
    }

    /// Goes on as the text of a file that has another path now, as after a rename.
    pub fn set_path(&self, path: PathBuf) {
        self.lock().set_path(path);
    }

    /// Returns the text if it is not saved and an open editor shows it. Copies it.
    #[must_use]
    pub fn unsaved(&self) -> Option<String> {
        let file = self.lock();
        let is_shown = file.is_modified() && file.buffer.cursors.has_open();
        let text = is_shown.then(|| file.buffer.text().clone())?;
        // The copy is made without the lock: a frame may want it.
        drop(file);
        Some(text.to_string())
    }

    /// Every edit is whole or was not made, also where something panicked with the lock held.
    fn lock(&self) -> MutexGuard<'_, TextFile> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One editor's hold on a text. The editor's cursor goes with it.
#[derive(Debug)]
pub(crate) struct Hold {
    pub(crate) text: Arc<SharedText>,
    pub(crate) cursor: CursorId,
}

impl Hold {
    /// Holds a document that nobody shows yet.
    pub(crate) fn of_document(document: Document) -> Self {
        Self::of(Arc::new(SharedText(Mutex::new(TextFile::of(document))))).0
    }

    /// Holds a text that others may show; returns as well the line that is seen first where the keyboard was last.
    pub(crate) fn of(text: Arc<SharedText>) -> (Self, usize) {
        let (cursor, top) = text.lock().buffer.cursors.add();
        (Self { text, cursor }, top)
    }

    /// Locks the text to work in it with the editor's own cursor; returns as well how many lines came above what the editor shows, or
    /// went, since it did so last.
    pub(crate) fn activate(&self) -> (MutexGuard<'_, TextFile>, isize) {
        let mut file = self.text.lock();
        let shift = file.buffer.cursors.activate(self.cursor);
        (file, shift)
    }

    /// Locks the text. Its selection may be that of another editor.
    pub(crate) fn lock(&self) -> MutexGuard<'_, TextFile> {
        self.text.lock()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.text.lock().buffer.cursors.remove(self.cursor);
    }
}
