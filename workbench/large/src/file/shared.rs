//! What a file's views and its thread share: the open file, the table of lines, the chunks, and what became of it.
//!
//! It refuses to draw and starts no thread. Invariant: all of it is behind one lock under which nothing is read from disk; `generation` goes up when the content begins anew, `revision` whenever bytes that were read may be others now.

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
    /// Held from a look at the disk until it is taken in: an older look must not follow a newer one, whose file it would take
    /// for one that shrank.
    looking: Mutex<()>,
    /// Told when the thread has something to do.
    pub(super) signal: Condvar,
    /// Told when the thread has read what the screen waits for.
    pub(super) arrived: Condvar,
}

/// What is behind the lock.
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
    /// A read came back short: the thread looks what became of the file.
    pub(super) wants_look: bool,
    /// The user wants the file as it is on disk now.
    pub(super) wants_reload: bool,
    /// A read failed: the thread waits until the file is looked at again.
    pub(super) is_halted: bool,
}

/// An open file and what it was like when it was last looked at.
#[derive(Clone)]
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

    /// Whether nothing but the time differs.
    fn is_just_touched(&self, looked: &io::Result<Looked>) -> bool {
        let Ok(Looked::File(now)) = looked else { return false };
        *now != self.stat && Stat { modified: self.stat.modified, ..*now } == self.stat
    }
}

/// What a look at the disk came to.
enum News {
    Unreadable(String),
    Missing,
    /// Another file has the name, and nobody follows.
    Replaced,
    /// It is shown from its start.
    Begun(Source, Option<StartedOver>),
    /// It is as it was, but perhaps for its time.
    Same(Stat),
    /// It is another one than was read, and what is left of it is kept.
    Changed {
        change: Change,
        source: Source,
        /// Its size before.
        from: u64,
    },
}

/// Compares what is known of a file with what is there now; reads the few bytes that tell one change from another.
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
    /// How often the screen did not get what it waited for.
    pub(crate) misses: u64,
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

    /// Index, chunks, probes and the buffer of the thread.
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

    /// Looks at the file on disk and takes note of what became of it; wakes the host if that is news.
    pub(super) fn look(&self) {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut looked = source::look(&self.path);
        let (known, following) = {
            let state = self.lock();
            (state.source.clone(), state.followers > 0)
        };
        if known.as_ref().is_some_and(|known| known.is_just_touched(&looked)) {
            // Systems note the time of a write before they note what it added.
            std::thread::sleep(WRITE_TAKES);
            looked = source::look(&self.path);
        }
        // What has to be read for it is read before the lock is taken: the screen may want it, and a disk may hang.
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
            misses: self.reads.misses,
            indexed: self.index.done(),
            lines: self.index.lines(),
            disk: self.disk.clone(),
            started_over: self.started_over,
        }
    }

    /// The content begins anew.
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

    /// What was read may be other bytes now.
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
            // Systems may note what a cut took away before they note its time: still the same news.
            _ if matches!(self.disk, DiskState::Shrank { to: found, .. } if found == to) => {}
            _ => self.disk = DiskState::Changed,
        }
        self.size = self.size.min(to);
        self.index.truncate(self.size);
        self.forget_reads();
        self.revision += 1;
    }
}
