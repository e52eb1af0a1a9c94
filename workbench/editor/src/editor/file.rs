//! The editor and its file: save, reload, and what to do when somebody else wrote it.
//!
//! It refuses to overwrite what it has not seen. Invariant: after a save or a reload the text is the file's and `base`
//! says so; a call that fails leaves text and file as they were.

use crate::disk::{self, Disk};
use crate::document::{self, Document, Encoding};
use crate::editor::{Editor, Notice};
use crate::error::EditorError;
use crate::save;

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
        let reloaded = match disk::read(&self.path) {
            Ok(Some(contents)) => self.adopt(&Document::decode(&self.path, contents.bytes, contents.disk)),
            Ok(None) => Err(EditorError::Read {
                path: self.path.clone(),
                source: std::io::Error::from(std::io::ErrorKind::NotFound),
            }),
            Err(error) => Err(error),
        };
        self.show_outcome(reloaded)
    }

    /// Looks whether the file changed on disk. An editor without edits shows the new text and keeps the cursor; one
    /// with edits asks in a strip. Cheap when nothing changed.
    pub fn check_disk(&mut self) {
        let looked = self.look();
        self.note(looked);
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

    fn look(&mut self) -> Result<(), EditorError> {
        if !disk::may_have_changed(&self.path, &self.base)? {
            self.notice = Notice::Nothing;
            return Ok(());
        }
        let Some(contents) = disk::read(&self.path)? else {
            let vanished = self.base != Disk::Absent;
            self.notice = if vanished { Notice::Vanished } else { Notice::Nothing };
            return Ok(());
        };
        if contents.disk.hash() == self.base.hash() {
            self.base = contents.disk;
            self.notice = Notice::Nothing;
        } else if !self.is_edited() {
            return self.adopt(&Document::decode(&self.path, contents.bytes, contents.disk));
        } else if self.encoded().is_ok_and(|mine| mine == contents.bytes) {
            self.take_for_saved(contents.disk);
        } else {
            self.notice = Notice::Changed(contents.disk);
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
