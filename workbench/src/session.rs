//! The session of a window: the layout and the states of widgets in one JSON file, written whole. A session belongs to one process
//! at a time; a second window on the same folder has its own session. If a file is damaged, it is kept under a numbered name,
//! what can be read of it is restored, and the user is told. Nothing is ever thrown away.

mod file;
mod files;
mod lines;
mod read;
mod restore;
mod schedule;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use files::{MAX_WINDOWS, SessionFiles};
pub(crate) use restore::{Read, Restored};
pub(crate) use schedule::Schedule;
pub(crate) use texts::{with_text, without_text};

use crate::provider::Provider;
use file::SessionFile;
use files::Claim;
use multisplit::Workspace;
use multisplit_disk::Frame;
use multisplit_host::Saver;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The maximum time that quitting waits for the disk.
const PATIENCE: Duration = Duration::from_secs(10);

/// The session of a window on disk.
pub(crate) struct Session {
    folder: PathBuf,
    kept: Option<Kept>,
    news: Option<String>,
}

/// A session that is being saved.
struct Kept {
    /// Comes before the claim, to be dropped first: what it writes last still belongs to this window.
    saver: Saver,
    claim: Claim,
    files: SessionFiles,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Whether the saver found that the lock file is no longer at its path.
    is_lost: Arc<AtomicBool>,
}

impl Session {
    /// Returns a session that is not saved.
    pub(crate) fn unkept(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), kept: None, news: None }
    }

    /// Claims the first free session of a folder, or the one with the given number. `wake` is called from another thread when
    /// writing starts or stops failing. Blocks on the disk.
    ///
    /// # Errors
    /// Fails if other windows have all of them open, or if no thread can be started to write.
    pub(crate) fn open(
        folder: &Path,
        files: &SessionFiles,
        number: Option<u32>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let claim = files.claim(number)?;
        let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(wake);
        let theirs = Arc::clone(&wake);
        let saver = Saver::new(claim.file().to_owned(), move || theirs())?;
        let kept = Kept { claim, saver, files: files.clone(), wake, is_lost: Arc::default() };
        Ok(Self { folder: folder.to_owned(), kept: Some(kept), news: None })
    }

    /// Returns the names of the files with unsaved text in a session file that no window has open, as far as the file is readable.
    pub(crate) fn unsaved_names(file: &Path) -> Vec<String> {
        restore::unsaved_names(file)
    }

    /// Returns `true` if the session is saved at all.
    pub(crate) const fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// Returns the number of the session among those of the folder, counted from 1; `None` if the session is not saved.
    pub(crate) fn number(&self) -> Option<u32> {
        Some(self.kept.as_ref()?.claim.number())
    }

    /// Returns the folder, beside the session file, for states of widgets that were not used for long.
    pub(crate) fn states_folder(&self) -> Option<PathBuf> {
        Some(self.kept.as_ref()?.claim.file().with_extension("states"))
    }

    /// Reads the saved session. A file that cannot be read at all is kept aside. Blocks on the disk.
    pub(crate) fn read(&self) -> Read {
        self.kept.as_ref().map_or_else(Read::default, |kept| Read::file(kept.claim.file(), &self.folder))
    }

    /// Restores a session that was read, as far as possible.
    pub(crate) fn restore(&mut self, read: Read, workspace: &mut Workspace<Provider>) -> Restored {
        let Some(kept) = &self.kept else { return Restored::default() };
        let restored = restore::restore(kept.claim.file(), read, &self.folder, workspace);
        if restored.in_danger {
            self.kept = None;
        }
        restored
    }

    /// Hands the current state to the saver, which converts it to text on its own thread.
    ///
    /// Before it writes, the saver checks that the session still belongs to this window. If its folder was removed, the lock
    /// protects nothing anymore, and another window may own the name by now.
    pub(crate) fn save(&mut self, workspace: &mut Workspace<Provider>) {
        self.hold();
        let Some(kept) = &self.kept else { return };
        let session = SessionFile::of(&self.folder, workspace);
        let (held, is_lost, wake) = (kept.claim.held(), Arc::clone(&kept.is_lost), Arc::clone(&kept.wake));
        kept.saver.save_unless(move || {
            if held.is_held() {
                return Some(session.to_text().into_bytes());
            }
            is_lost.store(true, Ordering::Release);
            wake();
            None
        });
    }

    /// Returns `true` if the session must be saved again, because it was found lost; saving claims it again.
    pub(crate) fn is_lost(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_lost.load(Ordering::Acquire))
    }

    /// Saves the session and waits until it is on disk, at most `PATIENCE` for each of up to two attempts.
    ///
    /// # Errors
    /// The reason why the session is not on disk, in words.
    pub(crate) fn save_now(&mut self, workspace: &mut Workspace<Provider>) -> Result<(), String> {
        self.save(workspace);
        let written = self.flush();
        if !self.is_lost() {
            return written;
        }
        self.save(workspace);
        self.flush()
    }

    /// Claims the session again if the saver has found it lost.
    fn hold(&mut self) {
        let Some(kept) = self.kept.as_mut().filter(|kept| kept.is_lost.swap(false, Ordering::AcqRel)) else { return };
        // Rare enough to wait for it in a frame: the folder of sessions was removed.
        if Frame::wait_in(|| kept.claim.renew()).is_ok() {
            // An older version that is still waiting to be written must not report the old lock as the new one.
            kept.is_lost = Arc::default();
            return;
        }
        let moved = Frame::wait_in(|| kept.files.claim(None)).and_then(|claim| {
            let wake = Arc::clone(&kept.wake);
            let saver = Saver::new(claim.file().to_owned(), move || wake())?;
            let (files, wake) = (kept.files.clone(), Arc::clone(&kept.wake));
            Ok(Kept { claim, saver, files, wake, is_lost: Arc::default() })
        });
        let what = "The session of this window was removed while it was open, and another window has its place";
        self.news = Some(match &moved {
            Ok(kept) => format!("{what}: this one is session {} from now on.", kept.claim.number()),
            Err(error) => format!("{what}: this one is not kept when it closes: {error}."),
        });
        self.kept = moved.ok();
    }

    /// Takes the message to the user about what happened to the session.
    pub(crate) fn take_news(&mut self) -> Option<String> {
        self.news.take()
    }

    /// Waits until the session is on disk, at most `PATIENCE`.
    ///
    /// # Errors
    /// The reason why the session is not on disk, in words.
    pub(crate) fn flush(&self) -> Result<(), String> {
        self.kept.as_ref().map_or(Ok(()), |kept| kept.saver.flush(PATIENCE))
    }

    /// Returns why the session is not on disk, as long as it is not.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.kept.as_ref()?.saver.trouble()
    }
}
