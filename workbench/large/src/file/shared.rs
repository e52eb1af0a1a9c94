//! What a file's views and its thread share: the open file, the table of lines, the chunks, and what became of it.
//!
//! It refuses to draw and starts no thread. Invariant: all of it is behind one lock that is held for one small read at
//! most; `generation` goes up when the content begins anew, `revision` whenever bytes that were read may be others now.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::Wake;
use crate::error::LargeError;
use crate::file::cache::Cache;
use crate::file::disk::{self, Change, DiskState, StartedOver};
use crate::file::index::Index;
use crate::file::source::{self, Looked, Stat};
use crate::limits::{SCAN_BYTES, WRITE_TAKES};

/// The part of a file that all its users share.
pub(crate) struct Shared {
    path: PathBuf,
    wake: Wake,
    state: Mutex<State>,
    /// Held from a look at the disk until it is taken in: an older look must not follow a newer one, whose file it would take
    /// for one that shrank.
    looking: Mutex<()>,
    /// Told when the thread has something to do.
    pub(super) signal: Condvar,
}

/// What is behind the lock.
pub(super) struct State {
    pub(super) source: Option<Source>,
    pub(super) generation: u64,
    pub(super) revision: u64,
    pub(super) size: u64,
    pub(super) index: Index,
    pub(super) cache: Cache,
    pub(super) disk: DiskState,
    started_over: Option<StartedOver>,
    pub(super) followers: usize,
    pub(super) is_stopped: bool,
    /// A read came back short: the thread looks what became of the file.
    pub(super) wants_look: bool,
    /// A read failed: the thread waits until the file is looked at again.
    pub(super) is_halted: bool,
}

/// An open file and what it was like when it was last looked at.
pub(super) struct Source {
    pub(super) file: Arc<File>,
    stat: Stat,
    probe: Vec<u8>,
}

impl Source {
    fn new(file: Arc<File>, stat: Stat) -> Self {
        // A file that cannot be probed compares as rewritten, and says so when it is read.
        let probe = source::probe(&file, stat.bytes).unwrap_or_default();
        Self { file, stat, probe }
    }

    fn is_same_start(&self) -> bool {
        source::probe(&self.file, self.stat.bytes).is_ok_and(|probe| probe == self.probe)
    }
}

/// What a view needs to know in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) generation: u64,
    pub(crate) revision: u64,
    pub(crate) size: u64,
    /// Bytes whose lines are counted.
    pub(crate) indexed: u64,
    /// Lines in those bytes.
    pub(crate) lines: u64,
    pub(crate) disk: DiskState,
    pub(crate) started_over: Option<StartedOver>,
}

impl Facts {
    /// Whether all lines are counted.
    pub(crate) fn is_indexed(&self) -> bool {
        self.indexed >= self.size
    }

    /// How much of the lines is counted, from 0 to 1.
    pub(crate) fn progress(&self) -> f32 {
        if self.is_indexed() { 1.0 } else { (self.indexed as f64 / self.size as f64) as f32 }
    }
}

impl Shared {
    /// What is shared of an open file, or of one that is waited for.
    pub(super) fn new(path: &Path, wake: Wake, opened: Option<(File, Stat)>) -> Self {
        let mut state = State {
            source: None,
            generation: 0,
            revision: 0,
            size: 0,
            index: Index::new(),
            cache: Cache::default(),
            disk: DiskState::Waiting,
            started_over: None,
            followers: 0,
            is_stopped: false,
            wants_look: false,
            is_halted: false,
        };
        if let Some((file, stat)) = opened {
            state.begin(file, stat, None);
        }
        Self { path: path.to_owned(), wake, state: Mutex::new(state), looking: Mutex::new(()), signal: Condvar::new() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn waker(&self) -> Wake {
        Arc::clone(&self.wake)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn facts(&self) -> Facts {
        self.lock().facts()
    }

    pub(super) fn handle(&self) -> Option<(Arc<File>, u64)> {
        let state = self.lock();
        state.source.as_ref().map(|source| (Arc::clone(&source.file), state.size))
    }

    /// Index, chunks, probes and the buffer of the thread.
    pub(super) fn bytes(&self) -> usize {
        let state = self.lock();
        let probe = state.source.as_ref().map_or(0, |source| source.probe.capacity());
        size_of::<Self>() + state.index.bytes() + state.cache.bytes() + probe + SCAN_BYTES
    }

    pub(super) fn count_follower(&self, one_more: bool) {
        let mut state = self.lock();
        state.followers = if one_more { state.followers + 1 } else { state.followers.saturating_sub(1) };
        drop(state);
        self.signal.notify_all();
    }

    pub(super) fn stop(&self) {
        self.lock().is_stopped = true;
        self.signal.notify_all();
    }

    /// Looks at the file on disk and takes note of what became of it; wakes the host if that is news.
    pub(super) fn look(&self) {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut looked = source::look(&self.path);
        if self.lock().is_just_touched(&looked) {
            // Systems note the time of a write before they note what it added.
            std::thread::sleep(WRITE_TAKES);
            looked = source::look(&self.path);
        }
        self.change(|state| state.take_look(&self.path, looked));
    }

    pub(super) fn look_later(&self) {
        self.lock().wants_look = true;
        self.signal.notify_all();
    }

    pub(super) fn reload(&self) -> Result<(), LargeError> {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = source::open(&self.path);
        self.change(|state| match opened {
            Ok((file, stat)) => {
                state.begin(file, stat, None);
                Ok(())
            }
            Err(error) => {
                state.disk = match &error {
                    LargeError::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => state.missing(),
                    error => DiskState::Unreadable(error.to_string()),
                };
                Err(error)
            }
        })
    }

    /// Changes the state; tells thread and host if anything that they see is different.
    fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.lock();
        let before = state.facts();
        let result = change(&mut state);
        let is_news = before != state.facts();
        drop(state);
        if is_news {
            self.signal.notify_all();
            (self.wake)();
        }
        result
    }
}

impl State {
    fn facts(&self) -> Facts {
        Facts {
            generation: self.generation,
            revision: self.revision,
            size: self.size,
            indexed: self.index.done(),
            lines: self.index.lines(),
            disk: self.disk.clone(),
            started_over: self.started_over,
        }
    }

    /// The content begins anew.
    fn begin(&mut self, file: File, stat: Stat, why: Option<StartedOver>) {
        self.generation += 1;
        self.revision += 1;
        self.size = stat.bytes;
        self.index = Index::new();
        self.cache.clear();
        self.disk = DiskState::Fine;
        self.started_over = why;
        self.is_halted = false;
        self.source = Some(Source::new(Arc::new(file), stat));
    }

    /// Whether nothing but the time differs.
    fn is_just_touched(&self, looked: &io::Result<Looked>) -> bool {
        let (Some(source), Ok(Looked::File(now))) = (&self.source, looked) else { return false };
        *now != source.stat && Stat { modified: source.stat.modified, ..*now } == source.stat
    }

    fn missing(&self) -> DiskState {
        if self.source.is_some() { DiskState::Vanished } else { DiskState::Waiting }
    }

    fn take_look(&mut self, path: &Path, looked: io::Result<Looked>) {
        match looked {
            Err(error) => self.disk = DiskState::Unreadable(error.to_string()),
            Ok(Looked::Nothing) => self.disk = self.missing(),
            Ok(Looked::NotAFile) => self.disk = DiskState::Unreadable("it is no longer a file".to_owned()),
            Ok(Looked::File(_)) if self.source.is_none() => self.open(path, None),
            Ok(Looked::File(now)) => self.take_stat(path, now),
        }
    }

    fn take_stat(&mut self, path: &Path, now: Stat) {
        let following = self.followers > 0;
        let Some(source) = &mut self.source else { return };
        let before = source.stat;
        let change = disk::compare(&before, &now, following, || source.is_same_start());
        if change == Change::Replaced && !following {
            self.disk = DiskState::Replaced;
            return;
        }
        self.is_halted = false;
        if change == Change::Nothing {
            source.stat = now;
            if matches!(self.disk, DiskState::Vanished | DiskState::Unreadable(_) | DiskState::Replaced) {
                self.disk = DiskState::Fine;
            }
            return;
        }
        let why = match change {
            Change::Nothing | Change::Grew => None,
            Change::Shrank => Some(StartedOver::Truncated),
            Change::Rewritten => Some(StartedOver::Rewritten),
            Change::Replaced => Some(StartedOver::Replaced),
        };
        if following && why.is_some() {
            return self.open(path, why);
        }
        *source = Source::new(Arc::clone(&source.file), now);
        self.keep_what_is_left(change, before.bytes, now.bytes);
    }

    /// The file is another one than was read, and the user has not asked for it anew yet.
    fn keep_what_is_left(&mut self, change: Change, from: u64, to: u64) {
        match change {
            Change::Grew => {
                self.size = to;
                if !matches!(self.disk, DiskState::Shrank { .. } | DiskState::Changed) {
                    self.disk = DiskState::Fine;
                }
                return;
            }
            Change::Shrank => self.disk = DiskState::Shrank { from, to },
            _ => self.disk = DiskState::Changed,
        }
        self.size = self.size.min(to);
        self.index.truncate(self.size);
        self.cache.clear();
        self.revision += 1;
    }

    fn open(&mut self, path: &Path, why: Option<StartedOver>) {
        match source::open(path) {
            Ok((file, stat)) => self.begin(file, stat, why),
            Err(error) => self.disk = DiskState::Unreadable(error.to_string()),
        }
    }
}
