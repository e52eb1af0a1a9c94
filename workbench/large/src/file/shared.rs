//! The state that the views of a file share with its thread: the open file, the table of lines, the chunks, and the relation
//! to the file on disk.
//!
//! It does not draw, and it does not start threads. Invariant: all of it is behind one lock, and nothing is read from disk
//! while the lock is held. `generation` increases when the content begins again, `revision` whenever bytes that were read
//! may be different now.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::Wake;
use crate::error::LargeError;
use crate::file::cache::Cache;
use crate::file::disk::{self, Change, DiskState, StartedOver};
use crate::file::index::Index;
use crate::file::read_queue::Reads;
use crate::file::source::{self, Looked, Stat};
use crate::limits::{SCAN_BYTES, WRITE_TAKES};

/// The part of a file that all its users share.
pub(crate) struct Shared {
    path: PathBuf,
    wake: Wake,
    state: Mutex<State>,
    /// A lock that is held from a check of the disk until its result is recorded. Without it, an older result could be
    /// recorded after a newer one, and the file would seem to have shrunk.
    looking: Mutex<()>,
    /// Notified when the thread has something to do.
    pub(super) signal: Condvar,
    /// Notified when the thread has finished a read that the screen waits for.
    pub(super) arrived: Condvar,
}

/// The state behind the lock.
pub(super) struct State {
    pub(super) source: Option<Source>,
    pub(super) generation: u64,
    pub(super) revision: u64,
    pub(super) size: u64,
    pub(super) index: Index,
    pub(super) cache: Cache,
    pub(super) reads: Reads,
    pub(super) disk: DiskState,
    started_over: Option<StartedOver>,
    pub(super) followers: usize,
    pub(super) is_stopped: bool,
    /// Whether the thread must check the file, for example because a read came back short.
    pub(super) wants_look: bool,
    /// Whether the thread must reload the file.
    pub(super) wants_reload: bool,
    /// Whether counting stopped because a read failed. The thread waits until the file is checked again.
    pub(super) is_halted: bool,
}

/// An open file and its properties at the last check.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) file: Arc<File>,
    stat: Stat,
    probe: Vec<u8>,
}

impl Source {
    fn new(file: Arc<File>, stat: Stat) -> Self {
        // A file that cannot be probed compares as rewritten. Reading it reports the error.
        let probe = source::probe(&file, stat.bytes).unwrap_or_default();
        Self { file, stat, probe }
    }

    fn is_same_start(&self) -> bool {
        source::probe(&self.file, self.stat.bytes).is_ok_and(|probe| probe == self.probe)
    }

    /// Returns `true` if only the modification time differs.
    fn is_just_touched(&self, looked: &io::Result<Looked>) -> bool {
        let Ok(Looked::File(now)) = looked else { return false };
        *now != self.stat && Stat { modified: self.stat.modified, ..*now } == self.stat
    }
}

/// The result of a check of the disk.
enum News {
    Unreadable(String),
    Missing,
    /// Another file took the name, and no view follows.
    Replaced,
    /// The content begins again with this file.
    Begun(Source, Option<StartedOver>),
    /// The file is unchanged, except perhaps for its modification time.
    Same(Stat),
    /// The file differs from what was read, and its remaining part is kept.
    Changed {
        change: Change,
        source: Source,
        /// The size before, in bytes.
        from: u64,
    },
}

/// Compares what is known of a file with what is on disk now. Reads the few bytes that tell one change from another.
fn examine(path: &Path, known: Option<Source>, following: bool, looked: io::Result<Looked>) -> News {
    let open = |why| match source::open(path) {
        Ok((file, stat)) => News::Begun(Source::new(Arc::new(file), stat), why),
        Err(error) => News::Unreadable(error.to_string()),
    };
    let now = match looked {
        Err(error) => return News::Unreadable(error.to_string()),
        Ok(Looked::Nothing) => return News::Missing,
        Ok(Looked::NotAFile) => return News::Unreadable("it is no longer a file".to_owned()),
        Ok(Looked::File(now)) => now,
    };
    let Some(known) = known else { return open(None) };
    let change = disk::compare(&known.stat, &now, following, || known.is_same_start());
    match change {
        Change::Replaced if !following => News::Replaced,
        Change::Nothing => News::Same(now),
        Change::Shrank if following => open(Some(StartedOver::Truncated)),
        Change::Rewritten if following => open(Some(StartedOver::Rewritten)),
        Change::Replaced => open(Some(StartedOver::Replaced)),
        Change::Grew | Change::Shrank | Change::Rewritten => {
            let from = known.stat.bytes;
            News::Changed { change, source: Source::new(known.file, now), from }
        }
    }
}

/// What a view needs to know in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) generation: u64,
    pub(crate) revision: u64,
    pub(crate) size: u64,
    /// The number of reads that the screen has given up on.
    pub(crate) misses: u64,
    /// The number of bytes whose lines are counted.
    pub(crate) indexed: u64,
    /// The number of lines in those bytes.
    pub(crate) lines: u64,
    pub(crate) disk: DiskState,
    pub(crate) started_over: Option<StartedOver>,
}

impl Facts {
    /// Returns `true` if all lines are counted.
    pub(crate) fn is_indexed(&self) -> bool {
        self.indexed >= self.size
    }

    /// Returns the fraction of the file whose lines are counted, from 0 to 1.
    pub(crate) fn progress(&self) -> f32 {
        if self.is_indexed() { 1.0 } else { (self.indexed as f64 / self.size as f64) as f32 }
    }
}

impl Shared {
    /// Creates the shared state of an open file, or of a file that is waited for if `opened` is `None`.
    pub(super) fn new(path: &Path, wake: Wake, opened: Option<(File, Stat)>) -> Self {
        let mut state = State {
            source: None,
            generation: 0,
            revision: 0,
            size: 0,
            index: Index::new(),
            cache: Cache::default(),
            reads: Reads::default(),
            disk: DiskState::Waiting,
            started_over: None,
            followers: 0,
            is_stopped: false,
            wants_look: false,
            wants_reload: false,
            is_halted: false,
        };
        if let Some((file, stat)) = opened {
            state.begin(Source::new(Arc::new(file), stat), None);
        }
        Self {
            path: path.to_owned(),
            wake,
            state: Mutex::new(state),
            looking: Mutex::new(()),
            signal: Condvar::new(),
            arrived: Condvar::new(),
        }
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

    /// Returns the memory in use, in bytes: table of lines, chunks, probe and the thread's buffer.
    pub(super) fn bytes(&self) -> usize {
        let state = self.lock();
        let probe = state.source.as_ref().map_or(0, |source| source.probe.capacity());
        size_of::<Self>() + state.index.bytes() + state.cache.bytes() + state.reads.bytes() + probe + SCAN_BYTES
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

    /// Checks the file on disk and records the result. Wakes the host if it is news.
    pub(super) fn look(&self) {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut looked = source::look(&self.path);
        let (known, following) = {
            let state = self.lock();
            (state.source.clone(), state.followers > 0)
        };
        if known.as_ref().is_some_and(|known| known.is_just_touched(&looked)) {
            // Systems may update the time of a write before the size.
            std::thread::sleep(WRITE_TAKES);
            looked = source::look(&self.path);
        }
        // Reads what it needs before it takes the lock: the screen may want the lock, and the disk may hang.
        let news = examine(&self.path, known, following, looked);
        self.change(|state| state.take_news(news));
    }

    pub(super) fn look_later(&self) {
        self.lock().wants_look = true;
        self.signal.notify_all();
    }

    pub(super) fn reload_later(&self) {
        self.lock().wants_reload = true;
        self.signal.notify_all();
    }

    pub(super) fn reload(&self) -> Result<(), LargeError> {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = source::open(&self.path).map(|(file, stat)| Source::new(Arc::new(file), stat));
        self.change(|state| match opened {
            Ok(source) => {
                state.begin(source, None);
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

    /// Changes the state. Notifies the thread and wakes the host if anything visible to a view changed.
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
            misses: self.reads.misses,
            indexed: self.index.done(),
            lines: self.index.lines(),
            disk: self.disk.clone(),
            started_over: self.started_over,
        }
    }

    /// Replaces the content: it begins again with `source`.
    fn begin(&mut self, source: Source, why: Option<StartedOver>) {
        self.generation += 1;
        self.revision += 1;
        self.size = source.stat.bytes;
        self.index = Index::new();
        self.forget_reads();
        self.disk = DiskState::Fine;
        self.started_over = why;
        self.is_halted = false;
        self.source = Some(source);
    }

    /// Drops all bytes that were read: they may be different now.
    fn forget_reads(&mut self) {
        self.cache.clear();
        self.reads.forget();
    }

    fn missing(&self) -> DiskState {
        if self.source.is_some() { DiskState::Vanished } else { DiskState::Waiting }
    }

    fn take_news(&mut self, news: News) {
        match news {
            News::Unreadable(why) => self.disk = DiskState::Unreadable(why),
            News::Missing => self.disk = self.missing(),
            News::Replaced => self.disk = DiskState::Replaced,
            News::Begun(source, why) => self.begin(source, why),
            News::Same(stat) => {
                self.is_halted = false;
                if let Some(source) = &mut self.source {
                    source.stat = stat;
                }
                if matches!(self.disk, DiskState::Vanished | DiskState::Unreadable(_) | DiskState::Replaced) {
                    self.disk = DiskState::Fine;
                }
            }
            News::Changed { change, source, from } => {
                self.is_halted = false;
                let to = source.stat.bytes;
                self.source = Some(source);
                self.keep_what_is_left(change, from, to);
            }
        }
    }

    /// Records that the file differs from what was read, and keeps the part that is left until the user reloads it.
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
            // Systems may report the new size of a truncated file before its new time: that is still the same news.
            _ if matches!(self.disk, DiskState::Shrank { to: found, .. } if found == to) => {}
            _ => self.disk = DiskState::Changed,
        }
        self.size = self.size.min(to);
        self.index.truncate(self.size);
        self.forget_reads();
        self.revision += 1;
    }
}
