//! Watches folders for changes and collects the changes, within limits.
//!
//! It does not grow without limit: beyond a limit it reports that everything may have changed, or that no more folders are
//! watched.
//!
//! Invariant: changes on disk call the wake once each time the inbox goes from empty to not empty, and no more often than
//! [`limits::WATCH_WAKE`] says: each wake is a frame of the window, and a program that builds in the folder never pauses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

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

/// A task of the watching thread. There is at most one per folder that is opened or closed, besides the wake.
enum Task {
    /// Watch the folder. Dropping the sender ends the ticket.
    Hold(PathBuf, SyncSender<()>),
    Release(PathBuf),
    /// Wake the host, because something has changed. There is at most one of them before the host looks.
    Wake,
    /// End the thread: the watcher itself keeps a sender.
    End,
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
        let (letters, woken, changed) = (Arc::clone(&inbox), Arc::clone(wake), tasks.clone());
        let work = move || watch_all(&todo, changed, &letters, &woken);
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

impl Drop for DiskWatch {
    fn drop(&mut self) {
        // The send fails only if the thread has ended.
        self.tasks.iter().for_each(|tasks| drop(tasks.send(Task::End)));
    }
}

fn locked(inbox: &Mutex<Inbox>) -> MutexGuard<'_, Inbox> {
    inbox.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts and stops watches, and wakes the host, until the tree is gone.
fn watch_all(todo: &Receiver<Task>, changed: Sender<Task>, inbox: &Arc<Mutex<Inbox>>, wake: &Wake) {
    let mut watcher = match watcher(Arc::clone(inbox), changed) {
        Ok(watcher) => watcher,
        Err(error) => {
            locked(inbox).trouble = Some(words(&error));
            wake();
            return;
        }
    };
    // The moment at which the host is woken, and the earliest one for the next time.
    let (mut due, mut earliest) = (None::<Instant>, Instant::now());
    loop {
        let task = match due {
            None => todo.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => todo.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match task {
            Ok(Task::Wake) => due = Some(earliest),
            Err(RecvTimeoutError::Timeout) => {
                (due, earliest) = (None, Instant::now() + limits::WATCH_WAKE);
                wake();
            }
            // The ticket ends with the arm, whatever becomes of the watch.
            Ok(Task::Hold(folder, watched)) => {
                hold(&mut watcher, folder, inbox);
                wake();
                drop(watched);
            }
            // An error is normal here: the system drops the watch of a removed folder by itself.
            Ok(Task::Release(folder)) => {
                if let Err(error) = watcher.unwatch(&folder) {
                    tracing::debug!(%error, "a folder was no longer watched");
                }
            }
            Ok(Task::End) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Watches a folder from now on.
fn hold(watcher: &mut RecommendedWatcher, folder: PathBuf, inbox: &Mutex<Inbox>) {
    let watched = watcher.watch(&folder, RecursiveMode::NonRecursive);
    let mut inbox = locked(inbox);
    match watched {
        Ok(()) => inbox.changes.begun.push(folder),
        // The listing reports a folder that vanished; the watch itself works.
        Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => inbox.gone.push(folder),
        Err(error) => inbox.trouble = Some(words(&error)),
    }
}

fn watcher(inbox: Arc<Mutex<Inbox>>, changed: Sender<Task>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let mut inbox = locked(&inbox);
        let was_empty = inbox.changes.is_empty();
        inbox.changes.note(event);
        if was_empty && !inbox.changes.is_empty() {
            // The send fails only if nothing is watched anymore.
            drop(changed.send(Task::Wake));
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
    use super::{Changes, DiskWatch};
    use crate::limits;
    use notify::event::{AccessKind, AccessMode, CreateKind, EventKind};
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

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

    #[test]
    fn a_file_that_never_rests_wakes_the_host_now_and_then() {
        let folder = tempfile::tempdir().unwrap();
        let (wake, woken) = channel();
        let mut watch = DiskWatch::new(&(Arc::new(move || wake.send(()).unwrap()) as crate::Wake));
        let ticket = watch.hold(folder.path()).unwrap();
        woken.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(ticket.recv().is_err(), "it is watched");
        assert_eq!(watch.take().begun, [folder.path()]);
        let (begun, mut wakes, mut last) = (Instant::now(), 0, 0);
        while begun.elapsed() < limits::WATCH_WAKE * 5 {
            last += 1;
            std::fs::write(folder.path().join(last.to_string()), "").unwrap();
            if woken.try_recv().is_ok() {
                wakes += 1;
                assert!(!watch.take().is_empty());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!((1..=6).contains(&wakes), "{wakes} wakes for {last} files");
        let end = folder.path().join("the last change is not forgotten");
        std::fs::write(&end, "").unwrap();
        while !watch.take().paths.contains_key(&end) {
            woken.recv_timeout(Duration::from_secs(10)).unwrap();
        }
    }

    #[test]
    fn the_thread_ends_with_the_watch() {
        let (folder, (wake, woken)) = (tempfile::tempdir().unwrap(), channel());
        let wake: crate::Wake = Arc::new(move || wake.send(()).unwrap_or_default());
        let mut watch = DiskWatch::new(&wake);
        drop(watch.hold(folder.path()));
        woken.recv_timeout(Duration::from_secs(10)).unwrap();
        let (begun, left) = (Instant::now(), Arc::downgrade(&wake));
        drop((watch, wake));
        while left.strong_count() > 0 {
            assert!(begun.elapsed() < Duration::from_secs(10), "the thread still has the wake");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
