//! Watches folders for changes and collects what changed, within bounds.
//!
//! Refuses to grow: beyond its limits it says that everything may have changed, or that nothing more is watched.
//!
//! Invariant: the wake is called once for every time the inbox turns from empty to full.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::{Wake, limits};

/// What changed on disk since the last look.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Paths, and whether the name itself came or went rather than the content.
    pub paths: BTreeMap<PathBuf, bool>,
    /// More changed than was noted: look at everything.
    pub everything: bool,
}

/// Folders under watch, counted.
pub(crate) struct DiskWatch {
    watcher: Option<RecommendedWatcher>,
    inbox: Arc<Mutex<Changes>>,
    held: BTreeMap<PathBuf, usize>,
    trouble: Option<String>,
}

impl DiskWatch {
    pub fn new(wake: Wake) -> Self {
        let inbox = Arc::new(Mutex::new(Changes::default()));
        let letters = Arc::clone(&inbox);
        let handler = move |event: notify::Result<notify::Event>| {
            let mut inbox = letters.lock().unwrap_or_else(PoisonError::into_inner);
            let was_empty = inbox.is_empty();
            inbox.note(event);
            let wakes = was_empty && !inbox.is_empty();
            drop(inbox);
            if wakes {
                wake();
            }
        };
        let (watcher, trouble) = match notify::recommended_watcher(handler) {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(words(&error))),
        };
        Self { watcher, inbox, held: BTreeMap::new(), trouble }
    }

    /// Watches a folder, once more.
    pub fn hold(&mut self, folder: &Path) {
        if let Some(count) = self.held.get_mut(folder) {
            *count += 1;
            return;
        }
        if self.held.len() >= limits::WATCHED_FOLDERS {
            self.degrade(format!("more than {} folders are open", limits::WATCHED_FOLDERS));
            return;
        }
        let Some(watcher) = &mut self.watcher else { return };
        match watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {
                self.held.insert(folder.to_owned(), 1);
            }
            Err(error) => match error.kind {
                // A folder that vanished is told by the listing; the watch itself is well.
                notify::ErrorKind::PathNotFound => tracing::debug!(%error, "a folder to watch is gone"),
                _ => self.degrade(words(&error)),
            },
        }
    }

    /// Takes one `hold` back.
    pub fn release(&mut self, folder: &Path) {
        let Some(count) = self.held.get_mut(folder) else { return };
        *count -= 1;
        if *count > 0 {
            return;
        }
        self.held.remove(folder);
        if let Some(watcher) = &mut self.watcher
            && let Err(error) = watcher.unwatch(folder)
        {
            // The system drops the watch of a removed folder by itself.
            tracing::debug!(%error, "a folder was no longer watched");
        }
    }

    pub fn take(&mut self) -> Changes {
        std::mem::take(&mut self.inbox.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why some folders are not watched.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    pub fn degrade(&mut self, why: String) {
        if self.trouble.is_none() {
            tracing::warn!(why, "folders are not watched");
            self.trouble = Some(why);
        }
    }
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.everything
    }

    fn note(&mut self, event: notify::Result<notify::Event>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                tracing::warn!(%error, "the watch of a folder failed");
                self.everything = true;
                return;
            }
        };
        if event.need_rescan() {
            self.everything = true;
            return;
        }
        let structure = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Data(_)) => false,
            // Reading a folder is an access too: listing must not lead to listing.
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Metadata(_)) => false,
            _ => true,
        };
        for path in event.paths {
            if self.paths.len() >= limits::PENDING_CHANGES && !self.paths.contains_key(&path) {
                self.everything = true;
                return;
            }
            *self.paths.entry(path).or_default() |= structure;
        }
    }
}

fn words(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Changes;
    use crate::limits;
    use notify::event::{AccessKind, AccessMode, CreateKind, EventKind};
    use std::path::PathBuf;

    fn event(kind: EventKind, path: String) -> notify::Event {
        notify::Event::new(kind).add_path(PathBuf::from(path))
    }

    #[test]
    fn a_flood_of_changes_stays_bounded() {
        let mut inbox = Changes::default();
        for i in 0..limits::PENDING_CHANGES * 2 {
            inbox.note(Ok(event(EventKind::Create(CreateKind::File), format!("/x/{i}"))));
        }
        assert_eq!(inbox.paths.len(), limits::PENDING_CHANGES);
        assert!(inbox.everything);
    }

    #[test]
    fn reading_a_folder_is_no_change() {
        let mut inbox = Changes::default();
        inbox.note(Ok(event(EventKind::Access(AccessKind::Open(AccessMode::Any)), "/x".to_owned())));
        assert!(inbox.is_empty());
    }
}
