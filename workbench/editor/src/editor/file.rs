//! The editor and its file: save, reload, and what to do when somebody else wrote it.
//!
//! It refuses to overwrite what it has not seen. Invariant: after a save or a reload the text is the file's and `base`
//! says so; a call that fails leaves text and file as they were.

use crate::disk::{self, Disk};
use crate::document::{self, Document, Encoding};
use crate::editor::{Editor, Notice};
use crate::error::EditorError;
use crate::save;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// A changed file that a thread reads.
#[derive(Debug)]
pub(super) struct Reading {
    answer: Receiver<Result<Found, EditorError>>,
    /// What the file was known to hold when it was asked for.
    base: Disk,
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

impl Editor {
    /// Writes the text to its file: all of it or nothing, permissions kept, symbolic links followed. Does nothing if
    /// the text is on disk already. Blocks until it is on the disk.
    ///
    /// # Errors
    /// [`EditorError::ChangedOnDisk`] if the file is no longer what was read; [`EditorError::ReadOnly`];
    /// [`EditorError::Write`] with the system's words. The pane shows the error, too.
    pub fn save(&mut self) -> Result<(), EditorError> {
        let saved = self.save_checked();
        self.show_outcome(saved)
    }

    /// Writes the text to its file, whatever is there by now.
    ///
    /// # Errors
    /// Those of [`save`](Self::save) but `ChangedOnDisk`.
    pub fn save_anyway(&mut self) -> Result<(), EditorError> {
        let saved = self.encoded().and_then(|bytes| self.write(&bytes));
        self.show_outcome(saved)
    }

    /// Reads the file again. What was typed is gone from the text, but undo brings it back.
    ///
    /// # Errors
    /// The file is gone, unreadable or too large: nothing changes.
    pub fn reload(&mut self) -> Result<(), EditorError> {
        let reloaded = match document_at(&self.path) {
            Ok(Some(document)) => self.adopt(&document),
            Ok(None) => Err(EditorError::Read {
                path: self.path.clone(),
                source: std::io::Error::from(std::io::ErrorKind::NotFound),
            }),
            Err(error) => Err(error),
        };
        self.show_outcome(reloaded)
    }

    /// Looks whether the file changed on disk. An editor without edits shows the new text and keeps the cursor; one
    /// with edits asks in a strip. Cheap when nothing changed; else it reads the file here and now.
    pub fn check_disk(&mut self) {
        let found = find(&self.path, &self.base).and_then(|found| self.take_found(found));
        self.note(found);
    }

    /// The same, but the disk is looked at by a thread of its own, which calls `wake` where there is something new; the next
    /// [`Editor::ui`] takes it in. Returns at once, however long the disk takes.
    pub fn check_disk_later(&mut self, wake: impl Fn() + Send + 'static) {
        if let Some(reading) = &mut self.reading {
            reading.again |= true;
            return;
        }
        let (send, answer) = sync_channel(1);
        let (path, base) = (self.path.clone(), self.base);
        let work = move || {
            let found = find(&path, &base);
            // A change of an editor that is not drawn is taken in when it is.
            let is_news = !matches!(found, Ok(Found::Same));
            // The send fails only where the editor is gone, and then nobody wants the text.
            if send.send(found).is_ok() && is_news {
                wake();
            }
        };
        match std::thread::Builder::new().name("look at a file".to_owned()).spawn(work) {
            Ok(_) => self.reading = Some(Reading { answer, base, again: false }),
            Err(_) => self.check_disk(),
        }
    }

    /// Takes in what a thread has read; looks again where it was told to meanwhile.
    pub(super) fn take_read(&mut self, ctx: &egui::Context) {
        let Some(Reading { answer, base, again }) = &self.reading else { return };
        let read = match answer.try_recv() {
            Err(TryRecvError::Empty) => return,
            // It panicked; the file is looked at again the next time.
            Err(TryRecvError::Disconnected) => Ok(Found::Same),
            Ok(found) => found,
        };
        // Saved or read anew meanwhile: what is on disk by now is another question.
        let (is_late, again) = (*base != self.base, *again);
        self.reading = None;
        let taken = read.and_then(|found| if is_late { Ok(()) } else { self.take_found(found) });
        self.note(taken);
        if again || is_late {
            let ctx = ctx.clone();
            self.check_disk_later(move || ctx.request_repaint());
        }
    }

    /// The user prefers their text to what is on disk by now: the next save overwrites that.
    pub(super) fn keep_mine(&mut self) {
        if let Notice::Changed(seen) = self.notice {
            self.base = seen;
            self.buffer.history.mark_unsaved();
            self.notice = Notice::Nothing;
        }
    }

    /// Puts back text that was not saved in an earlier session.
    pub(super) fn restore_unsaved(&mut self, unsaved: &str, saved_hash: Option<u64>) {
        let restored = self.buffer.replace_all(unsaved);
        self.note(restored);
        if !self.is_edited() || saved_hash == self.base.hash() {
            return;
        }
        self.notice = match self.base {
            Disk::Absent => Notice::Vanished,
            seen => Notice::Changed(seen),
        };
        self.base = saved_hash.map_or(Disk::Absent, |hash| Disk::Remembered { hash });
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
        } else if self.encoded().is_ok_and(|mine| Some(disk::hash(&mine)) == found.disk.hash()) {
            self.take_for_saved(found.disk);
        } else {
            self.notice = Notice::Changed(found.disk);
        }
        Ok(())
    }

    fn save_checked(&mut self) -> Result<(), EditorError> {
        let bytes = self.encoded()?;
        if !self.is_modified() && self.base != Disk::Absent {
            return Ok(());
        }
        if let Some(there) = disk::read(&self.path)?
            && there.disk.hash() != self.base.hash()
        {
            if there.bytes == bytes {
                self.take_for_saved(there.disk);
                return Ok(());
            }
            self.notice = Notice::Changed(there.disk);
            return Err(EditorError::ChangedOnDisk { path: self.path.clone() });
        }
        self.write(&bytes)
    }

    fn encoded(&self) -> Result<Vec<u8>, EditorError> {
        match self.encoding {
            Encoding::Utf8 { bom } => Ok(document::encode(self.buffer.text(), bom)),
            Encoding::Lossy(_) => Err(EditorError::ReadOnly { path: self.path.clone() }),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EditorError> {
        save::replace(&self.path, bytes)?;
        let disk = disk::written(&self.path, bytes)?;
        self.take_for_saved(disk);
        Ok(())
    }

    fn take_for_saved(&mut self, disk: Disk) {
        self.base = disk;
        self.notice = Notice::Nothing;
        self.buffer.history.mark_saved();
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
        Ok(())
    }

    /// A strip for what went wrong; none for a conflict, which has its own with a choice.
    fn show_outcome(&mut self, outcome: Result<(), EditorError>) -> Result<(), EditorError> {
        self.problem = match &outcome {
            Ok(()) | Err(EditorError::ChangedOnDisk { .. }) => None,
            Err(error) => Some(error.to_string()),
        };
        outcome
    }
}
