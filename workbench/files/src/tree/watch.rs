//! Watches folders for changes and collects the changes, within limits.
//!
//! It does not grow without limit: beyond a limit it reports that everything may have changed, or that no more folders are
//! watched.
//!
//! Invariant: changes on disk call the wake once each time the inbox goes from empty to not empty.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::{Wake, limits};

/// The changes on disk since the last call of [`DiskWatch::take`].
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The changed paths, each with whether the name itself came or went, rather than the content.
    pub paths: BTreeMap<PathBuf, bool>,
    /// Whether more changed than was noted, so that everything may have changed.
    pub everything: bool,
    /// Folders that are watched from now on; earlier changes in them were not noted.
    pub begun: Vec<PathBuf>,
}

/// The watched folders, counted. A thread of its own starts and stops the watches, because the system reads the folder for
/// a watch, which takes as long as its disk takes.
pub(crate) struct DiskWatch {
    tasks: Option<Sender<Task>>,
    inbox: Arc<Mutex<Inbox>>,
    held: BTreeMap<PathBuf, usize>,
    trouble: Option<String>,
}

/// Ends as soon as a folder is watched, or will not be: a listing after that misses no change.
pub(crate) type Ticket = Receiver<()>;

/// A task of the watching thread. There is at most one per folder that is opened or closed.
enum Task {
    /// Watch the folder. Dropping the sender ends the ticket.
    Hold(PathBuf, SyncSender<()>),
    Release(PathBuf),
}

/// The messages of the threads.
#[derive(Debug, Default)]
struct Inbox {
    changes: Changes,
    trouble: Option<String>,
    /// Folders that were to be watched and do not exist.
    gone: Vec<PathBuf>,
}

impl DiskWatch {
    pub fn new(wake: &Wake) -> Self {
        let inbox = Arc::new(Mutex::new(Inbox::default()));
        let (tasks, todo) = channel();
        let (letters, woken) = (Arc::clone(&inbox), Arc::clone(wake));
        let work = move || watch_all(&todo, &letters, &woken);
        let (tasks, trouble) = match std::thread::Builder::new().name("watch folders".to_owned()).spawn(work) {
            Ok(_) => (Some(tasks), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self { tasks, inbox, held: BTreeMap::new(), trouble }
    }

    /// Adds one watch of a folder. Returns a ticket if the folder was not watched before.
    pub fn hold(&mut self, folder: &Path) -> Option<Ticket> {
        if let Some(count) = self.held.get_mut(folder) {
            *count += 1;
            return None;
        }
        if self.held.len() >= limits::WATCHED_FOLDERS {
            self.degrade(format!("more than {} folders are open", limits::WATCHED_FOLDERS));
            return None;
        }
        let (watched, ticket) = sync_channel(1);
        let sent = self.tasks.as_ref()?.send(Task::Hold(folder.to_owned(), watched));
        if sent.is_err() {
            self.degrade("the thread that watches has ended".to_owned());
            return None;
        }
        self.held.insert(folder.to_owned(), 1);
        Some(ticket)
    }

    /// Undoes one [`hold`](Self::hold).
    pub fn release(&mut self, folder: &Path) {
        let Some(count) = self.held.get_mut(folder) else { return };
        *count -= 1;
        if *count > 0 {
            return;
        }
        self.held.remove(folder);
        // The send fails only if nothing is watched anymore.
        self.tasks.iter().for_each(|tasks| drop(tasks.send(Task::Release(folder.to_owned()))));
    }

    pub fn take(&mut self) -> Changes {
        let Inbox { changes, trouble, gone } = std::mem::take(&mut *locked(&self.inbox));
        trouble.into_iter().for_each(|why| self.degrade(why));
        self.held.retain(|folder, _| !gone.contains(folder));
        changes
    }

    /// Returns why some folders are not watched.
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

fn locked(inbox: &Mutex<Inbox>) -> MutexGuard<'_, Inbox> {
    inbox.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts and stops watches until the tree is gone.
fn watch_all(todo: &Receiver<Task>, inbox: &Arc<Mutex<Inbox>>, wake: &Wake) {
    let mut watcher = match watcher(Arc::clone(inbox), Arc::clone(wake)) {
        Ok(watcher) => watcher,
        Err(error) => {
            locked(inbox).trouble = Some(words(&error));
            wake();
            return;
        }
    };
    while let Ok(task) = todo.recv() {
        match task {
            // `_watched` is dropped at the end of this arm, which ends the ticket, whatever becomes of the watch.
            Task::Hold(folder, _watched) => match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    locked(inbox).changes.begun.push(folder);
                    wake();
                }
                Err(error) => {
                    match error.kind {
                        // The listing reports a folder that vanished; the watch itself works.
                        notify::ErrorKind::PathNotFound => locked(inbox).gone.push(folder),
                        _ => locked(inbox).trouble = Some(words(&error)),
                    }
                    wake();
                }
            },
            // An error is normal here: the system drops the watch of a removed folder by itself.
            Task::Release(folder) => {
                if let Err(error) = watcher.unwatch(&folder) {
                    tracing::debug!(%error, "a folder was no longer watched");
                }
            }
        }
    }
}

fn watcher(inbox: Arc<Mutex<Inbox>>, wake: Wake) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let mut inbox = locked(&inbox);
        let was_empty = inbox.changes.is_empty();
        inbox.changes.note(event);
        let wakes = was_empty && !inbox.changes.is_empty();
        drop(inbox);
        if wakes {
            wake();
        }
    })
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.everything && self.begun.is_empty()
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
            // Reading a folder is an access too, and a listing must not cause another listing.
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
