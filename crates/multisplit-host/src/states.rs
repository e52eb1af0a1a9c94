//! Keeps long unused states of widgets in a folder, one file per state. A file is named after a hash of the widget's id and is written
//! completely or not at all.
//!
//! A thread of its own reads and writes, so no frame waits for the disk. A file that cannot be read stays where it is.

use crate::file::write_whole;
use crate::store::{StateAnswer, StateStore};
use multisplit::host::StoredState;
use multisplit::limits::MAX_STATE_BYTES;
use multisplit::{Saved, WidgetId};
use multisplit_disk::read_limited;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// The most states of one folder that are known after a start. Further files are ignored and stay in the folder.
const MAX_KNOWN: usize = 100_000;

/// The size in bytes of the largest state file. An escaped character takes up to six bytes.
const MAX_FILE_BYTES: u64 = 6 * MAX_STATE_BYTES as u64 + 65_536;

/// The contents of a state file.
#[derive(Serialize, Deserialize)]
struct StateFile {
    widget: String,
    /// What would be lost with the state, if it holds unsaved work. It comes before the state, so that it is read with the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unsaved: Option<String>,
    state: String,
}

/// The part of a state file that names its widget. Parsing it skips the state instead of keeping it in memory.
#[derive(Deserialize)]
struct Head {
    widget: String,
    #[serde(default)]
    unsaved: Option<String>,
}

enum Work {
    Keep(WidgetId, Saved),
    Fetch(WidgetId),
    Forget(WidgetId),
    Exchange(WidgetId, WidgetId),
}

/// The widgets whose states are in a folder. A host must know them before it shows anything.
#[derive(Debug)]
pub struct KnownStates {
    folder: PathBuf,
    known: Vec<StoredState>,
}

impl KnownStates {
    /// Reads which widgets have a state in a folder, at most 100,000 of them. Returns none if there is no such folder.
    ///
    /// Blocks on the disk. A host that opens another folder while a window is shown should call this on another thread.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        multisplit_disk::blocks();
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let files = files.filter(|file| file.path().extension().is_some_and(|e| e == "state"));
        let read = files.take(MAX_KNOWN).filter_map(|file| read_file::<Head>(&file.path()).ok());
        let stored = |head: Head| {
            let widget = WidgetId::new(head.widget).ok()?;
            Some(StoredState { widget, unsaved_work: head.unsaved.map(Into::into) })
        };
        let mut known: Vec<StoredState> = read.filter_map(stored).collect();
        known.sort_unstable_by(|a, b| a.widget.cmp(&b.widget));
        Self { folder: folder.to_owned(), known }
    }
}

/// A [`StateStore`] that is a folder, with a thread of its own. Dropping it blocks until everything handed in is on the disk.
pub struct FolderStates {
    folder: PathBuf,
    known: Vec<StoredState>,
    work: Option<Sender<Work>>,
    answers: Receiver<StateAnswer>,
    thread: Option<thread::JoinHandle<()>>,
    /// The channel for answers. If no thread could be started, all work is done by the caller through it.
    outbox: Sender<StateAnswer>,
}

impl FolderStates {
    /// Opens a folder that was read. `wake` is called after each piece of work, on the thread of the folder.
    #[must_use]
    pub fn open(states: KnownStates, wake: impl Fn() + Send + 'static) -> Self {
        let KnownStates { folder, known } = states;
        let ((work, todo), (outbox, answers)) = (channel(), channel());
        let (theirs, place) = (outbox.clone(), folder.clone());
        let thread = thread::Builder::new().name("multisplit-states".to_owned()).spawn(move || {
            while let Ok(work) = todo.recv() {
                perform(&place, work, &theirs);
                wake();
            }
        });
        let thread = thread.inspect_err(|error| tracing::error!("states are kept without a thread: {error}")).ok();
        Self { folder, known, work: thread.is_some().then_some(work), answers, thread, outbox }
    }

    fn hand_in(&self, work: Work) {
        let work = match &self.work {
            Some(thread) => match thread.send(work) {
                Ok(()) => return,
                Err(back) => back.0,
            },
            None => work,
        };
        perform(&self.folder, work, &self.outbox);
    }
}

impl StateStore for FolderStates {
    fn known(&mut self) -> Vec<StoredState> {
        std::mem::take(&mut self.known)
    }

    fn keep(&mut self, widget: WidgetId, saved: Saved) {
        self.hand_in(Work::Keep(widget, saved));
    }

    fn fetch(&mut self, widget: WidgetId) {
        self.hand_in(Work::Fetch(widget));
    }

    fn forget(&mut self, widget: WidgetId) {
        self.hand_in(Work::Forget(widget));
    }

    fn exchange(&mut self, one: WidgetId, other: WidgetId) {
        self.hand_in(Work::Exchange(one, other));
    }

    fn answer(&mut self) -> Option<StateAnswer> {
        self.answers.try_recv().ok()
    }
}

impl Drop for FolderStates {
    fn drop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread of the states panicked");
        }
    }
}

fn perform(folder: &Path, work: Work, outbox: &Sender<StateAnswer>) {
    match work {
        Work::Keep(widget, saved) => match write(folder, &widget, &saved) {
            // The receiver may already be dropped when the program ends; the file is written anyway.
            Ok(()) => drop(outbox.send(StateAnswer::Kept { widget, saved })),
            // The caller is not notified, so it keeps the state in memory.
            Err(why) => tracing::error!(%widget, "its state stays in memory: {why}"),
        },
        Work::Fetch(widget) => {
            let answer = fetch(folder, &widget);
            drop(outbox.send(StateAnswer::Fetched { widget, answer }));
        }
        Work::Forget(widget) => {
            if let Err(error) = forget(folder, &widget) {
                tracing::warn!(%widget, "its old state stays on disk: {error}");
            }
        }
        Work::Exchange(one, other) => {
            if let Err(why) = exchange(folder, &one, &other) {
                tracing::error!(%one, %other, "the state that was kept on disk stays under the old name: {why}");
            }
        }
    }
}

/// Writes each state under the id of the other. An id that has no state afterwards is emptied last, so that a state is never lost.
fn exchange(folder: &Path, one: &WidgetId, other: &WidgetId) -> Result<(), String> {
    let read = |widget: &WidgetId| match path_of(folder, widget) {
        path if path.exists() => fetch(folder, widget).map(Some),
        _ => Ok(None),
    };
    let states = [read(one)?, read(other)?];
    let emptied = states.iter().zip([other, one]).filter(|(state, _)| state.is_none()).map(|(_, widget)| widget);
    let emptied: Vec<&WidgetId> = emptied.collect();
    for (saved, widget) in states.iter().zip([other, one]) {
        if let Some(saved) = saved {
            write(folder, widget, saved)?;
        }
    }
    for widget in emptied {
        forget(folder, widget).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn forget(folder: &Path, widget: &WidgetId) -> std::io::Result<()> {
    match std::fs::remove_file(path_of(folder, widget)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write(folder: &Path, widget: &WidgetId, saved: &Saved) -> Result<(), String> {
    let unsaved = saved.unsaved_work().map(str::to_owned);
    let file = StateFile { widget: widget.to_string(), unsaved, state: saved.to_text().into_owned() };
    let bytes = serde_json::to_vec(&file).map_err(|error| error.to_string())?;
    write_whole(&path_of(folder, widget), &bytes).map_err(|error| error.to_string())
}

fn fetch(folder: &Path, widget: &WidgetId) -> Result<Saved, String> {
    let path = path_of(folder, widget);
    let file: StateFile = read_file(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    if file.widget != widget.as_str() {
        return Err(format!("{} belongs to {}", path.display(), file.widget));
    }
    let saved = Saved::new(file.state).map_err(|error| error.to_string())?;
    Ok(saved.with_unsaved_work_if(file.unsaved))
}

fn read_file<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let bytes = read_limited(path, MAX_FILE_BYTES).map_err(|e| e.to_string())?;
    serde_json::from_slice(&bytes).map_err(|e| e.to_string())
}

/// Returns the path of a widget's state file.
///
/// Two ids with the same hash share a file. The file contains the id, so neither widget takes the other's state for its own.
fn path_of(folder: &Path, widget: &WidgetId) -> PathBuf {
    folder.join(format!("{:016x}{:016x}.state", fnv(widget.as_str(), 0), fnv(widget.as_str(), 1)))
}

/// Returns the FNV-1a hash (Fowler, Noll, Vo). Unlike the standard library's hash, it is the same in every version of this program.
fn fnv(text: &str, seed: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{FolderStates, KnownStates, Saved, StateAnswer, StateStore, WidgetId, path_of};
    use std::path::Path;
    use std::time::{Duration, Instant};

    fn id(text: &str) -> WidgetId {
        WidgetId::new(text).expect("an id")
    }

    fn soon<T>(mut look: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "it never came");
            std::thread::yield_now();
        }
    }

    fn open(folder: &Path) -> FolderStates {
        FolderStates::open(KnownStates::read(folder), || {})
    }

    fn kept(states: &mut FolderStates) -> (WidgetId, Saved) {
        match soon(|| states.answer()) {
            StateAnswer::Kept { widget, saved } => (widget, saved),
            other => panic!("{other:?}"),
        }
    }

    /// Returns the next state that was fetched, passing over those that were kept before.
    fn fetched(states: &mut FolderStates) -> Result<Saved, String> {
        loop {
            if let StateAnswer::Fetched { answer, .. } = soon(|| states.answer()) {
                return answer;
            }
        }
    }

    #[test]
    fn a_state_survives_its_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut states = open(folder.path());
        let saved = Saved::new("milk").expect("short").with_unsaved_work("a list");
        states.keep(id("note:1"), saved.clone());
        assert_eq!(kept(&mut states), (id("note:1"), saved));
        drop(states);
        let mut states = open(folder.path());
        let known = KnownStates::read(folder.path()).known;
        assert_eq!((known[0].widget.as_str(), known[0].unsaved_work.as_deref()), ("note:1", Some("a list")));
        states.fetch(id("note:1"));
        let note = fetched(&mut states).expect("readable");
        assert_eq!((note.as_str(), note.unsaved_work()), ("milk", Some("a list")));
        states.forget(id("note:1"));
        states.fetch(id("note:1"));
        assert!(fetched(&mut states).is_err());
        drop(states);
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    }

    #[test]
    fn states_are_exchanged_and_one_that_is_alone_moves() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut states = open(folder.path());
        let saved = |text: &str| Saved::new(text).expect("short");
        states.keep(id("a"), saved("of a").with_unsaved_work("a list"));
        states.exchange(id("a"), id("z"));
        states.fetch(id("z"));
        let note = fetched(&mut states).expect("readable");
        assert_eq!((note.as_str(), note.unsaved_work()), ("of a", Some("a list")));
        assert!(!path_of(folder.path(), &id("a")).exists());
        states.keep(id("a"), saved("another"));
        states.exchange(id("z"), id("a"));
        for (widget, expect) in [("a", "of a"), ("z", "another")] {
            states.fetch(id(widget));
            assert_eq!(fetched(&mut states).expect("readable").as_str(), expect);
        }
    }

    #[test]
    fn a_broken_or_foreign_file_is_told_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut states = open(folder.path());
        let path = path_of(folder.path(), &id("a"));
        for text in ["{cut", r#"{"widget":"b","state":"x"}"#] {
            std::fs::write(&path, text).expect("written");
            states.fetch(id("a"));
            assert!(fetched(&mut states).is_err(), "{text}");
            assert!(path.exists());
        }
    }
}
