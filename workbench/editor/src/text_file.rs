//! A text and its file, independent of the editors that show it: a buffer, the known contents on disk, and the reads and
//! saves in progress.
//!
//! It does not draw. Invariant: `base` is what the file contained when the text was last equal to it; a save compares with
//! it first.

mod reading;
mod saving;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::buffer::{Buffer, CursorId};
use crate::disk::Disk;
use crate::document::{Document, Encoding};
use crate::error::EditorError;
use crate::state::EditorState;
use reading::Reading;
use saving::Saving;

/// What the user should know about the file on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    Nothing,
    /// The file has other contents than the text is based on, namely these.
    Changed(Disk),
    /// The file no longer exists.
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
    /// The last problem, until the user has dismissed it.
    pub(crate) problem: Option<String>,
    reading: Option<Reading>,
    saving: Option<Saving>,
    /// The reason why the last save failed.
    refused: Option<String>,
}

impl TextFile {
    fn of(document: Document) -> Self {
        let Document { path, text, encoding, ending, indent, disk, colors } = document;
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

    /// Changes the path of the file, for example after a rename.
    pub(crate) fn set_path(&mut self, path: PathBuf) {
        // Every view of the text calls this.
        if self.path == path {
            return;
        }
        self.path = path;
        // Reads and saves in progress use the old path.
        self.reading = None;
        self.forget_save();
    }

    /// Returns `true` if the text is not on disk: it was edited since it was saved, or the file no longer exists.
    pub(crate) fn is_modified(&self) -> bool {
        self.is_edited() || self.notice == Notice::Vanished
    }

    /// Returns `true` if the text is read-only because it is not exactly what the file contains.
    pub(crate) fn is_read_only(&self) -> bool {
        self.buffer.read_only
    }

    /// Returns `true` if the user changed the text since it was equal to the file.
    pub(crate) fn is_edited(&self) -> bool {
        !self.buffer.history.is_saved()
    }

    /// Reports an error in a strip.
    pub(crate) fn note(&mut self, result: Result<(), EditorError>) {
        if let Err(error) = result {
            self.problem = Some(error.to_string());
        }
    }
}

/// Returns a position of a state as an index. One that is no index is behind every text.
pub(crate) fn index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// A text that several editors can show: an edit in one is visible in all, with one undo history and one file.
///
/// [`Editor::shared`](crate::Editor::shared) returns the text of an editor, [`Editor::show`](crate::Editor::show) shows it
/// in another one.
#[derive(Debug)]
pub struct SharedText(Mutex<TextFile>);

impl SharedText {
    /// Creates the text of a document, with the unsaved text and the undo history of an earlier session if the state has them.
    ///
    /// It takes as long as the text is long, on whichever thread: [`Editor::show`](crate::Editor::show) and
    /// [`Editor::restore_place`](crate::Editor::restore_place) are fast.
    #[must_use]
    pub fn restored(document: Document, state: &EditorState) -> Arc<Self> {
        let hold = Hold::of_document(document);
        hold.activate().0.restore(state);
        Arc::clone(&hold.text)
    }

    /// Returns the current path of the file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.lock().path.clone()
    }

    /// Changes the path of the file, for example after a rename.
    pub fn set_path(&self, path: PathBuf) {
        self.lock().set_path(path);
    }

    /// Returns a number that changes with every change of the text.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.lock().buffer.revision()
    }

    /// Returns the length of the text, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lock().buffer.text().len_bytes()
    }

    /// Returns the text, saved or not. Copies it.
    #[must_use]
    pub fn text(&self) -> String {
        let text = self.lock().buffer.text().clone();
        // The copy is made without the lock: a frame may want it.
        text.to_string()
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

/// An editor's handle to a text. It owns the editor's cursor and removes it when dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    pub(crate) text: Arc<SharedText>,
    pub(crate) cursor: CursorId,
}

impl Hold {
    /// Creates the handle of a document that no editor shows yet.
    pub(crate) fn of_document(document: Document) -> Self {
        Self::of(Arc::new(SharedText(Mutex::new(TextFile::of(document))))).0
    }

    /// Creates a handle to a text that other editors may show. Also returns the first visible line of the editor that had
    /// the keyboard focus last.
    pub(crate) fn of(text: Arc<SharedText>) -> (Self, usize) {
        let (cursor, top) = text.lock().buffer.cursors.add();
        (Self { text, cursor }, top)
    }

    /// Locks the text and makes the editor's own cursor the active one.
    ///
    /// Also returns how many lines were inserted above what the editor shows since the last call (negative if lines were
    /// removed).
    pub(crate) fn activate(&self) -> (MutexGuard<'_, TextFile>, isize) {
        let mut file = self.text.lock();
        let shift = file.buffer.cursors.activate(self.cursor);
        (file, shift)
    }

    /// Locks the text. The active selection may belong to another editor.
    pub(crate) fn lock(&self) -> MutexGuard<'_, TextFile> {
        self.text.lock()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.text.lock().buffer.cursors.remove(self.cursor);
    }
}
