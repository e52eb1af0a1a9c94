//! Saving: writes the text to its file, on a thread of its own unless the caller wants to wait.
//!
//! It does not overwrite contents that it has not seen, and it does not run twice at a time. Invariant: after a save that
//! succeeded, `base` is what was written, and the text as it was when the save began counts as saved, whatever was typed
//! since. A save that failed leaves text and file unchanged.

use super::{Notice, TextFile};
use crate::disk::Disk;
use crate::document::Encoding;
use crate::error::EditorError;
use crate::history::Mark;
use crate::save::{Refused, SaveJob};
use multisplit_disk::Later;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

type Wake = Arc<dyn Fn() + Send + Sync>;

/// A save in progress.
pub(super) struct Saving {
    written: Later<Result<Disk, Refused>>,
    /// Marks the text that is being written.
    text: Mark,
    /// Whether another save was requested meanwhile.
    again: bool,
    /// Whether the path has changed since, so that the outcome does not apply to the current file.
    is_stale: bool,
    wake: Wake,
}

impl fmt::Debug for Saving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saving").field("text", &self.text).field("again", &self.again).finish_non_exhaustive()
    }
}

impl TextFile {
    /// Writes the text to its file, completely or not at all. Permissions are kept, and symbolic links are followed.
    ///
    /// It does nothing if the text is on disk already. It waits until the text is on the disk.
    ///
    /// # Errors
    /// Returns [`EditorError::ChangedOnDisk`] if the file is no longer what was read, [`EditorError::ReadOnly`] if the text
    /// is read-only, and [`EditorError::Write`] with the error of the system otherwise. The pane shows the error, too.
    pub(crate) fn save(&mut self) -> Result<(), EditorError> {
        let text = self.buffer.history.mark();
        let written = match self.save_job() {
            Ok(None) => return Ok(()),
            Ok(Some(job)) => job.run(),
            Err(error) => Err(Refused::Failed(error)),
        };
        self.take_written(written, text)
    }

    /// Saves the text as [`save`](Self::save) does, but on a thread of its own. Returns at once, however slow the disk is.
    ///
    /// The thread calls `wake` when it is done; the next frame or [`is_saving`](Self::is_saving) takes over the outcome. The
    /// text can be edited meanwhile. The pane shows the outcome, and [`unsaved_because`](Self::unsaved_because) returns it.
    pub(crate) fn save_later(&mut self, wake: impl Fn() + Send + Sync + 'static) {
        self.start_saving(Arc::new(wake));
    }

    /// Returns `true` if a save is in progress. Takes over the outcome of one that has ended.
    pub(crate) fn is_saving(&mut self) -> bool {
        if let Some(written) = self.saving.as_ref().and_then(|saving| saving.written.take()) {
            self.end_saving(written.unwrap_or_else(|error| Err(self.lost(error))));
        }
        self.saving.is_some()
    }

    /// Discards the outcome of the save in progress: it writes to a path that is no longer the editor's.
    pub(crate) fn forget_save(&mut self) {
        self.saving.iter_mut().for_each(|saving| saving.is_stale = true);
    }

    /// Waits until no save is in progress, for at most `patience` per save.
    pub(crate) fn wait_until_saved(&mut self, patience: Duration) {
        while let Some(written) = self.saving.as_ref().and_then(|saving| saving.written.wait(patience)) {
            self.end_saving(written.unwrap_or_else(|error| Err(self.lost(error))));
        }
    }

    /// Returns the reason why the last save failed, in words, or `None` if it succeeded.
    pub(crate) fn unsaved_because(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// Saves the text because the user asked for it in the pane. The pane shows the outcome.
    pub(crate) fn save_soon(&mut self, ctx: &egui::Context) {
        let ctx = ctx.clone();
        self.save_later(move || ctx.request_repaint());
    }

    fn start_saving(&mut self, wake: Wake) {
        if let Some(saving) = &mut self.saving {
            saving.again = true;
            return;
        }
        let text = self.buffer.history.mark();
        match self.save_job() {
            Ok(None) => self.refused = None,
            Ok(Some(job)) => {
                let woken = Arc::clone(&wake);
                let written = Later::start("save a file", move || job.run(), move || woken());
                self.saving = Some(Saving { written, text, again: false, is_stale: false, wake });
            }
            // The pane shows the outcome.
            Err(error) => drop(self.take_written(Err(Refused::Failed(error)), text)),
        }
    }

    fn end_saving(&mut self, written: Result<Disk, Refused>) {
        let Some(Saving { text, again, is_stale, wake, .. }) = self.saving.take() else { return };
        if is_stale {
            return;
        }
        let ended = self.take_written(written, text);
        if again && ended.is_ok() {
            self.start_saving(wake);
        }
    }

    /// Returns what must be written, or `None` if the text is on disk.
    fn save_job(&self) -> Result<Option<SaveJob>, EditorError> {
        let Encoding::Utf8 { bom } = self.encoding else {
            return Err(EditorError::ReadOnly { path: self.path.clone() });
        };
        if !self.is_modified() && self.base != Disk::Absent {
            return Ok(None);
        }
        let text = self.buffer.text().clone();
        let makes_again = self.notice == Notice::Vanished;
        Ok(Some(SaveJob { path: self.path.clone(), text, bom, base: self.base, makes_again }))
    }

    fn take_written(&mut self, written: Result<Disk, Refused>, text: Mark) -> Result<(), EditorError> {
        let saved = match written {
            Ok(disk) => {
                self.base = disk;
                self.notice = Notice::Nothing;
                self.buffer.history.mark_saved_at(text);
                Ok(())
            }
            Err(Refused::Changed(disk)) => {
                self.notice = Notice::Changed(disk);
                Err(EditorError::ChangedOnDisk { path: self.path.clone() })
            }
            Err(Refused::Gone) => {
                self.notice = Notice::Vanished;
                Err(EditorError::ChangedOnDisk { path: self.path.clone() })
            }
            Err(Refused::Failed(error)) => Err(error),
        };
        // An error is reported in a strip, but not a conflict: that has its own strip with a choice.
        self.problem = match &saved {
            Ok(()) | Err(EditorError::ChangedOnDisk { .. }) => None,
            Err(error) => Some(error.to_string()),
        };
        self.refused = saved.as_ref().err().map(ToString::to_string);
        saved
    }

    fn lost(&self, error: multisplit_disk::NoAnswer) -> Refused {
        Refused::Failed(EditorError::Write { path: self.path.clone(), source: std::io::Error::other(error) })
    }

    /// Records that the text is what the file contains.
    pub(crate) fn take_for_saved(&mut self, disk: Disk) {
        self.base = disk;
        self.notice = Notice::Nothing;
        self.buffer.history.mark_saved();
    }
}
