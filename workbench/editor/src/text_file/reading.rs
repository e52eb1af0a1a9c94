//! Reading the file again: reload, and reacting to changes by other programs.
//!
//! It does not write. Invariant: after a reload the text is that of the file and `base` says so; a call that fails leaves
//! the text unchanged.

use super::{Notice, TextFile, index};
use crate::disk::{self, Disk};
use crate::document::{self, Document, Encoding, Reason};
use crate::error::EditorError;
use crate::selection::Selection;
use crate::state::EditorState;
use multisplit_disk::Later;
use std::path::Path;

/// A read on a thread.
#[derive(Debug)]
pub(super) struct Reading {
    found: Later<Result<Found, EditorError>>,
    /// The known contents of the file when the read began.
    base: Disk,
    /// Whether the user wants the contents on disk instead of the text.
    is_wanted: bool,
    /// Whether the file must be checked once more.
    again: bool,
}

/// What a thread found at the path.
#[derive(Debug)]
enum Found {
    /// The contents that the editor knows.
    Same,
    /// A file whose contents may differ, or no file.
    Document(Option<Box<Document>>),
}

/// Checks the stamp of the file, and reads the file if the stamp differs from the one that was seen.
fn find(path: &Path, seen: &Disk) -> Result<Found, EditorError> {
    if disk::may_have_changed(path, seen)? {
        return Ok(Found::Document(document_at(path)?.map(Box::new)));
    }
    Ok(Found::Same)
}

/// Reads the document at a path, or returns `None` if there is no file.
fn document_at(path: &Path) -> Result<Option<Document>, EditorError> {
    Ok(disk::read(path)?.map(|contents| Document::decode(path, contents.bytes, contents.disk)))
}

impl TextFile {
    /// Reads the file again on a thread of its own, and then replaces the text. Undo restores the replaced text.
    ///
    /// If the file does not exist, is unreadable or too large, nothing changes and a strip gives the reason.
    pub(crate) fn reload_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        let path = self.path.clone();
        let read = move || document_at(&path).map(|document| Found::Document(document.map(Box::new)));
        let found = Later::start("read a file again", read, wake);
        self.reading = Some(Reading { found, base: self.base, is_wanted: true, again: false });
    }

    /// Does what [`check_disk_later`](Self::check_disk_later) does, but synchronously.
    #[cfg(test)]
    pub(crate) fn check_disk(&mut self) {
        let found = find(&self.path, &self.base).and_then(|found| self.take_found(found));
        self.note(found);
    }

    #[cfg(test)]
    pub(crate) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Checks on a thread of its own whether the file changed on disk. Returns at once, however slow the disk is.
    ///
    /// The thread calls `wake` when it is done, and the next frame takes over the result. A text without edits is replaced
    /// and the cursor stays; for a text with edits, a strip asks the user.
    pub(crate) fn check_disk_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        if self.encoding == Encoding::Lossy(Reason::Given) {
            return;
        }
        if let Some(reading) = &mut self.reading {
            reading.again |= true;
            return;
        }
        let (path, base) = (self.path.clone(), self.base);
        let found = Later::start("look at a file", move || find(&path, &base), wake);
        self.reading = Some(Reading { found, base, is_wanted: false, again: false });
    }

    /// Takes over what a thread has read. Checks the file again if that was requested meanwhile.
    pub(crate) fn take_read(&mut self, ctx: &egui::Context) {
        // The contents on disk may be those that are just being saved.
        if self.is_saving() {
            return;
        }
        let Some(Reading { found, base, is_wanted, again }) = &self.reading else { return };
        let Some(found) = found.take() else { return };
        // If the text was saved or reloaded meanwhile, the result is out of date and the disk must be checked again.
        let (is_late, again, is_wanted) = (*base != self.base, *again, *is_wanted);
        self.reading = None;
        // If the thread ended without a result, nothing is known; the file is checked again the next time.
        let found = found.unwrap_or(Ok(Found::Same));
        let taken = match (found, is_wanted) {
            (Ok(found), true) => self.take_wanted(found),
            (Ok(found), false) if !is_late => self.take_found(found),
            (Ok(_), false) => Ok(()),
            (Err(error), _) => Err(error),
        };
        self.note(taken);
        if again || is_late {
            let ctx = ctx.clone();
            self.check_disk_later(move || ctx.request_repaint());
        }
    }

    /// Keeps the text of the user instead of the changed file on disk: the next save overwrites the file.
    pub(crate) fn keep_mine(&mut self) {
        if let Notice::Changed(seen) = self.notice {
            self.base = seen;
            self.buffer.history.mark_unsaved();
            self.notice = Notice::Nothing;
        }
    }

    /// Restores the undo history and the unsaved text of an earlier session.
    ///
    /// If the file is no longer text, it is then reported as changed on disk.
    pub(crate) fn restore(&mut self, EditorState { unsaved, saved_hash, undo, cursor, .. }: &EditorState) {
        // The cursor comes first: if the kept undo steps are missing, undoing the unsaved text leads back to it.
        self.buffer.select(Selection::at(index(*cursor)));
        let is_same_file = *saved_hash == self.base.hash();
        let Some(unsaved) = unsaved else {
            if is_same_file {
                self.buffer.restore_undo(undo);
            }
            return;
        };
        if self.is_read_only() {
            (self.encoding, self.buffer.read_only) = (Encoding::Utf8 { bom: false }, false);
        }
        let restored = self.buffer.restore(&unsaved.to_string(), undo);
        self.note(restored);
        if !self.is_edited() || is_same_file {
            return;
        }
        self.notice = match self.base {
            Disk::Absent => Notice::Vanished,
            seen => Notice::Changed(seen),
        };
        self.base = saved_hash.map_or(Disk::Absent, |hash| Disk::Remembered { hash });
    }

    /// Replaces the text by the contents on disk, as the user requested.
    fn take_wanted(&mut self, found: Found) -> Result<(), EditorError> {
        match found {
            Found::Same => Ok(()),
            Found::Document(Some(document)) => self.adopt(&document),
            Found::Document(None) => Err(EditorError::Read {
                path: self.path.clone(),
                source: std::io::Error::from(std::io::ErrorKind::NotFound),
            }),
        }
    }

    /// Compares what is on disk with the known contents, and adopts or reports a difference.
    fn take_found(&mut self, found: Found) -> Result<(), EditorError> {
        let found = match found {
            Found::Same => {
                self.notice = Notice::Nothing;
                return Ok(());
            }
            Found::Document(None) => {
                let vanished = self.base != Disk::Absent;
                self.notice = if vanished { Notice::Vanished } else { Notice::Nothing };
                return Ok(());
            }
            Found::Document(Some(found)) => found,
        };
        if found.disk.hash() == self.base.hash() {
            self.base = found.disk;
            self.notice = Notice::Nothing;
        } else if !self.is_edited() {
            return self.adopt(&found);
        } else if self.is_text_of(found.disk) {
            self.take_for_saved(found.disk);
        } else {
            self.notice = Notice::Changed(found.disk);
        }
        Ok(())
    }

    /// Replaces the text by that of a document. The cursor stays.
    fn adopt(&mut self, document: &Document) -> Result<(), EditorError> {
        let was_read_only = std::mem::replace(&mut self.buffer.read_only, false);
        let replaced = self.buffer.replace_all(&document.text.to_string());
        if replaced.is_err() {
            self.buffer.read_only = was_read_only;
            return replaced;
        }
        self.encoding = document.encoding;
        self.buffer.read_only = matches!(document.encoding, Encoding::Lossy(_));
        self.buffer.ending = document.ending;
        self.buffer.indent = document.indent;
        self.take_for_saved(document.disk);
        self.problem = None;
        Ok(())
    }

    /// Returns `true` if a file contains exactly what a save would write.
    fn is_text_of(&self, disk: Disk) -> bool {
        match self.encoding {
            Encoding::Utf8 { bom } => Some(disk::hash(&document::encode(self.buffer.text(), bom))) == disk.hash(),
            Encoding::Lossy(_) => false,
        }
    }
}
