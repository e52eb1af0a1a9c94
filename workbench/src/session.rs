//! The session of a window: the layout with its history, the states of widgets and the scroll position, in a store beside the settings.
//!
//! A session belongs to one process at a time; a second window on the same folder has its own session. If a file is damaged, it is kept
//! under a numbered name, what can be read of it is restored, and the user is told. Nothing is ever thrown away. Sessions of earlier
//! versions are one JSON file each; they are taken over.

mod export;
mod file;
mod files;
mod guarded;
mod lines;
mod read;
mod renamed;
mod restore;
mod schedule;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use export::export;
pub(crate) use files::{MAX_WINDOWS, SessionFiles};
pub(crate) use renamed::follow;
pub(crate) use restore::{Read, Restored};
pub(crate) use schedule::Schedule;
pub(crate) use texts::{with_text, without_text};

use crate::provider::{Pane, Provider};
use files::Claim;
use guarded::Guarded;
use multisplit::Workspace;
use multisplit_disk::Frame;
use multisplit_host::{Host, KeptSession, SessionStore};
use multisplit_store::{FolderDisk, LogStore, Opened, StoreError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The maximum time that quitting waits for the disk.
const PATIENCE: Duration = Duration::from_secs(10);
/// The name of the scroll position in the store.
const SCROLL: &str = "scroll";
/// The name of the panes that wait for the user's word, in the store.
pub(crate) const UNTRUSTED: &str = "untrusted";
/// The name of the mark that nothing is left to take over from an earlier version, in the store.
const TAKEN_OVER: &str = "taken over";
/// The name of what a window writes to know its session again, in the store.
const WINDOW: &str = "window";
/// The name of the folder in the store.
const FOLDER: &str = "folder";

/// The session of a window on disk. The host of the window holds its store.
pub(crate) struct Session {
    folder: PathBuf,
    kept: Option<Kept>,
    news: Option<String>,
    /// Why the session could not be claimed again, until it was and everything is on the disk again.
    trouble: Option<String>,
    /// The number of the changes with which everything is on the disk again.
    awaited: Option<u64>,
    /// What this window writes into its session, to know it again.
    window: String,
}

/// A session that is being saved.
struct Kept {
    claim: Claim,
    files: SessionFiles,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Whether the lock file was found to be no longer at its path.
    is_lost: Arc<AtomicBool>,
}

impl Session {
    /// Returns a session that is not saved.
    pub(crate) fn unkept(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), kept: None, news: None, trouble: None, awaited: None, window: window() }
    }

    /// Claims the first free session of a folder, or the one with the given number. `wake` is called from another thread when
    /// writing starts or stops failing. Blocks on the disk.
    ///
    /// # Errors
    /// Fails if other windows have all of them open.
    pub(crate) fn open(
        folder: &Path,
        files: &SessionFiles,
        number: Option<u32>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let claim = files.claim(number)?;
        let kept = Kept { claim, files: files.clone(), wake: Arc::new(wake), is_lost: Arc::default() };
        Ok(Self { kept: Some(kept), ..Self::unkept(folder) })
    }

    /// Returns the names of the files with unsaved text in a session that no window has open, as far as it is readable.
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

    /// Returns the folder, beside the session, for states of widgets that were not used for long.
    pub(crate) fn states_folder(&self) -> Option<PathBuf> {
        Some(self.kept.as_ref()?.claim.file().with_extension("states"))
    }

    /// Opens the store and reads the session. Blocks on the disk.
    pub(crate) fn read(&self) -> Read {
        let Some(kept) = &self.kept else { return Read::default() };
        let written = kept.claim.last_written();
        match kept.open_store() {
            Ok((store, session)) => Read::new(store, session, &kept.claim, &self.folder, written),
            Err(error) => Read::failed(&error),
        }
    }

    /// Restores a session that was read, as far as possible, and keeps it from then on.
    pub(crate) fn restore(
        &mut self,
        read: Read,
        workspace: &mut Workspace<Provider>,
        host: &mut Host<Pane>,
    ) -> Restored {
        if self.kept.is_none() {
            return Restored::default();
        }
        let (restored, store) = restore::restore(read, &self.folder, workspace);
        match store {
            Some(store) => host.keep_session(store, workspace),
            None => self.kept = None,
        }
        if restored.is_taken_over
            && let Some(kept) = &self.kept
        {
            let file = kept.claim.file().to_owned();
            self.save(workspace, host);
            // Once in the life of a session. The old file has its place until the new one has everything.
            if self.flush(host).is_ok() {
                let moved = Frame::wait_in(|| multisplit_disk::move_numbered(&file, "old"));
                moved.map_or_else(|error| tracing::warn!(%error, "the file of an earlier version stays"), drop);
            }
        }
        restored
    }

    /// Hands the current state to the store, which is written on its own thread. Changes of the layout are there already.
    pub(crate) fn save(&mut self, workspace: &mut Workspace<Provider>, host: &mut Host<Pane>) {
        let is_anew = self.hold(workspace, host);
        if self.kept.is_none() {
            return;
        }
        let Some(session) = host.session() else { return };
        let scroll = workspace.layout().area().scroll();
        session.set_value(SCROLL, format!("[{},{}]", scroll.x, scroll.y));
        session.set_value(WINDOW, self.window.clone());
        session.set_value(FOLDER, self.folder.to_string_lossy().into_owned());
        session.follow(workspace);
        session.keep_states(workspace);
        // After the states, so that it is on the disk only with them.
        session.set_value(TAKEN_OVER, "yes".to_owned());
        if is_anew && self.trouble.is_some() {
            self.awaited = Some(session.handed_in());
        }
    }

    /// Returns `true` if the session must be saved again, because it was found lost; saving claims it again.
    pub(crate) fn is_lost(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_lost.load(Ordering::Acquire))
    }

    /// Saves the session and waits until it is on disk, at most `PATIENCE` for each of up to two attempts.
    ///
    /// # Errors
    /// The reason why the session is not on disk, in words.
    pub(crate) fn save_now(
        &mut self,
        workspace: &mut Workspace<Provider>,
        host: &mut Host<Pane>,
    ) -> Result<(), String> {
        self.save(workspace, host);
        if let Some(session) = host.session() {
            // With what no change of the layout tells, such as the titles of tabs.
            session.take_checkpoint(workspace);
        }
        let written = self.flush(host);
        if !self.is_lost() {
            return written;
        }
        self.save(workspace, host);
        self.flush(host)
    }

    /// Claims the session again if it was found lost, and goes on in a fresh store. Returns `true` if everything must be handed in anew.
    fn hold(&mut self, workspace: &mut Workspace<Provider>, host: &mut Host<Pane>) -> bool {
        let Some(kept) = self.kept.as_mut().filter(|kept| kept.is_lost.load(Ordering::Acquire)) else { return false };
        // Rare enough to wait for it in a frame: the folder of sessions was removed.
        let what = "The session of this window was removed while it was open";
        let mut values: Vec<(String, String)> = vec![];
        let held = Frame::wait_in(|| {
            if let Some(session) = host.take_session() {
                values = session.values().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            }
            let before = kept.claim.number();
            kept.claim_ours(&self.window)?;
            kept.is_lost = Arc::default();
            let (store, _) = kept.open_store().map_err(io::Error::other)?;
            Ok::<_, io::Error>((store, kept.claim.number() == before))
        });
        match held {
            Ok((store, is_same)) => {
                host.keep_session(store, workspace);
                if let Some(session) = host.session() {
                    values.iter().for_each(|(name, text)| session.set_value(name, text.clone()));
                }
                if !is_same {
                    let number = kept.claim.number();
                    self.news = Some(format!(
                        "{what}, and another window has its place: this one is session {number} from now on."
                    ));
                }
                true
            }
            Err(error) => {
                kept.is_lost.store(true, Ordering::Release);
                self.awaited = None;
                self.trouble = Some(format!("{what}, and it cannot be made anew: {error}"));
                false
            }
        }
    }

    /// Takes the message to the user about what happened to the session.
    pub(crate) fn take_news(&mut self) -> Option<String> {
        self.news.take()
    }

    /// Waits until the session is on disk, at most `PATIENCE`.
    ///
    /// # Errors
    /// The reason why the session is not on disk, in words.
    pub(crate) fn flush(&mut self, host: &mut Host<Pane>) -> Result<(), String> {
        if let Some(trouble) = self.trouble.as_ref().filter(|_| self.awaited.is_none()) {
            return Err(trouble.clone());
        }
        // Leaving waits for the disk, on purpose.
        let flushed = Frame::wait_in(|| host.session().map_or(Ok(()), |session| session.flush(PATIENCE)));
        self.end_trouble(host);
        flushed
    }

    /// Returns `true` if trouble ends once the disk has done its work, of which nobody tells.
    pub(crate) const fn is_awaiting(&self) -> bool {
        self.awaited.is_some()
    }

    /// Trouble is over once everything is on the disk again, not before.
    fn end_trouble(&mut self, host: &mut Host<Pane>) {
        let durable = host.session().map_or(0, |session| session.durable());
        if self.awaited.is_some_and(|awaited| durable >= awaited) {
            (self.awaited, self.trouble) = (None, None);
        }
    }

    /// Takes what was found to be damaged while the session was open, in words. What this window still has is written again.
    pub(crate) fn take_damage(host: &mut Host<Pane>) -> Option<String> {
        let session = host.session()?;
        let damage = session.take_damage();
        if damage.has_gap {
            session.hand_in_anew();
        }
        let first = damage.problems.first()?;
        Some(format!("The session was damaged on the disk ({first}); what this window has is written again"))
    }

    /// Returns why the session is not on disk, as long as it is not.
    pub(crate) fn trouble(&mut self, host: &mut Host<Pane>) -> Option<String> {
        self.end_trouble(host);
        self.trouble.clone().or_else(|| host.session()?.trouble())
    }
}

/// Returns a text that no other window has.
fn window() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}", std::process::id(), since.as_nanos())
}

impl Kept {
    /// Claims a session again: the same one if nobody else has written to it since, or else the first one that holds nothing.
    fn claim_ours(&mut self, window: &str) -> io::Result<()> {
        let mut unreadable = None;
        if self.claim.renew().is_ok() && self.is_free(window, &mut unreadable) {
            return Ok(());
        }
        for number in 1..=MAX_WINDOWS {
            match self.files.claim(Some(number)) {
                Ok(claim) => {
                    let before = std::mem::replace(&mut self.claim, claim);
                    if self.is_free(window, &mut unreadable) {
                        return Ok(());
                    }
                    self.claim = before;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Err(unreadable.map_or_else(|| io::ErrorKind::WouldBlock.into(), io::Error::other))
    }

    /// Returns `true` if the claimed session holds nothing, or what this window has written. Notes the first error of the disk.
    fn is_free(&self, window: &str, unreadable: &mut Option<StoreError>) -> bool {
        let (folder, name) = self.claim.store();
        match KeptSession::read(folder, name) {
            Ok(kept) => kept.is_empty() && !self.claim.file().exists() || kept.value(WINDOW) == Some(window),
            Err(error) => {
                unreadable.get_or_insert(error);
                false
            }
        }
    }

    /// Opens the store of the claimed session. Blocks on the disk.
    fn open_store(&self) -> Result<(SessionStore, KeptSession), StoreError> {
        let (folder, name) = self.claim.store();
        let Opened { store, entries, damage } = LogStore::open(FolderDisk::new(folder), name)?.in_pieces();
        let session = KeptSession::new(entries, damage);
        let guarded = Guarded::new(store, self.claim.held(), Arc::clone(&self.is_lost), Arc::clone(&self.wake));
        let wake = Arc::clone(&self.wake);
        Ok((SessionStore::with_store(guarded, &session, move || wake())?, session))
    }
}
