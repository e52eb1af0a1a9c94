//! The editor and its file: reload, and what to do when somebody else wrote it.
//!
//! It refuses to write. Invariant: after a reload the text is the file's and `base` says so; a call that fails leaves the text as
//! it was.

use super::{Notice, TextFile};
use crate::disk::{self, Disk};
use crate::document::{self, Document, Encoding, Reason};
use crate::error::EditorError;
use crate::state::EditorState;
use multisplit_disk::Later;
use std::path::Path;

/// A file that a thread looks at.
#[derive(Debug)]
pub(super) struct Reading {
    found: Later<Result<Found, EditorError>>,
    /// What the file was known to hold when it was asked for.
    base: Disk,
    /// The user prefers what is found to the text.
    is_wanted: bool,
    /// It is to be looked at once more.
    again: bool,
}

/// What a thread found under the path.
#[derive(Debug)]
enum Found {
    /// What the editor knows.
    Same,
    /// A file that may be another one, or nothing.
    Document(Option<Box<Document>>),
}

/// Looks at the file's stamp, and reads the file where that differs from what was seen.
fn find(path: &Path, seen: &Disk) -> Result<Found, EditorError> {
    if disk::may_have_changed(path, seen)? {
        return Ok(Found::Document(document_at(path)?.map(Box::new)));
    }
    Ok(Found::Same)
}

/// What is under a path by now.
fn document_at(path: &Path) -> Result<Option<Document>, EditorError> {
    Ok(disk::read(path)?.map(|contents| Document::decode(path, contents.bytes, contents.disk)))
}

impl TextFile {
    /// Reads the file again, on a thread of its own. What was typed is gone from the text then, but undo brings it back. Where the
    /// file is gone, unreadable or too large, nothing changes and a strip says why.
    pub(crate) fn reload_later(&mut self, wake: impl FnOnce() + Send + 'static) {
        let path = self.path.clone();
        let read = move || document_at(&path).map(|document| Found::Document(document.map(Box::new)));
        let found = Later::start("read a file again", read, wake);
        self.reading = Some(Reading { found, base: self.base, is_wanted: true, again: false });
    }

    /// Does what [`check_disk_later`](Self::check_disk_later) does here and now.
    #[cfg(test)]
    pub(crate) fn check_disk(&mut self) {
        let found = find(&self.path, &self.base).and_then(|found| self.take_found(found));
        self.note(found);
    }

    #[cfg(test)]
    pub(crate) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Looks whether the file changed on disk, on a thread of its own, which calls `wake` when it has looked; the next frame
    /// takes it in. An editor without edits shows the new text and keeps the cursor; one with edits asks in a strip. Returns at
    /// once, however long the disk takes.
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

    /// Takes in what a thread has read; looks again where it was told to meanwhile.
    pub(crate) fn take_read(&mut self, ctx: &egui::Context) {
        // What is there may be what is just being saved.
        if self.is_saving() {
            return;
        }
        let Some(Reading { found, base, is_wanted, again }) = &self.reading else { return };
        let Some(found) = found.take() else { return };
        // Saved or read anew meanwhile: what is on disk by now is another question.
        let (is_late, again, is_wanted) = (*base != self.base, *again, *is_wanted);
        self.reading = None;
        // Without an answer nothing is known, and the file is looked at again the next time.
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

    /// The user prefers their text to what is on disk by now: the next save overwrites that.
    pub(crate) fn keep_mine(&mut self) {
        if let Notice::Changed(seen) = self.notice {
            self.base = seen;
            self.buffer.history.mark_unsaved();
            self.notice = Notice::Nothing;
        }
    }

    /// Puts undo back, and text that was not saved in an earlier session.
    ///
    /// A file that is no text any more is shown as changed on disk then.
    pub(crate) fn restore(&mut self, EditorState { unsaved, saved_hash, undo, .. }: &EditorState) {
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
        let restored = self.buffer.restore(unsaved, undo);
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

    /// Puts what is on disk in the place of the text.
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

    /// Compares what is on disk with what was.
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

    /// Shows what the file holds by now; the cursor stays.
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

    /// Returns whether a file holds exactly what would be saved.
    fn is_text_of(&self, disk: Disk) -> bool {
        match self.encoding {
            Encoding::Utf8 { bom } => Some(disk::hash(&document::encode(self.buffer.text(), bom))) == disk.hash(),
            Encoding::Lossy(_) => false,
        }
    }
}
