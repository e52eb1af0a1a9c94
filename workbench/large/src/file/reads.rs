//! Reading for the screen: the file's thread reads, and the screen waits for it a little.
//!
//! It refuses to read on the caller's thread: a network disk that hangs would hang the window with it. Invariant: who waits does so
//! for [`READ_PATIENCE`] at most, and not at all while an earlier read is still out; what came too late is there for the next frame.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crate::file::shared::Shared;
use crate::file::source;
use crate::limits::{MAX_ARRIVED, READ_PATIENCE};

/// What the screen wants of the file's thread, and what it got.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// To be read next.
    wanted: Option<Range<u64>>,
    /// Being read.
    reading: Option<Range<u64>>,
    /// Read and not taken yet, the newest last.
    arrived: VecDeque<Arrived>,
    /// Somebody gave up on what is out.
    is_late: bool,
    /// How often somebody gave up.
    pub(super) misses: u64,
    #[cfg(test)]
    pub(super) is_patient: bool,
}

#[derive(Debug)]
struct Arrived {
    range: Range<u64>,
    bytes: io::Result<Vec<u8>>,
}

impl Reads {
    /// Takes the next order of the screen, for the thread.
    pub(super) fn begin(&mut self) -> Option<Range<u64>> {
        self.reading = self.wanted.take();
        self.reading.clone()
    }

    /// Forgets what was read: it may be other bytes now.
    pub(super) fn forget(&mut self) {
        self.arrived.clear();
    }

    /// What waits to be taken, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.arrived.iter().map(|arrived| arrived.bytes.as_ref().map_or(0, Vec::capacity)).sum()
    }

    fn take(&mut self, range: &Range<u64>) -> Option<io::Result<Vec<u8>>> {
        let at = self.arrived.iter().position(|arrived| arrived.range == *range)?;
        self.arrived.remove(at).map(|arrived| arrived.bytes)
    }

    fn patience(&self) -> std::time::Duration {
        #[cfg(test)]
        if self.is_patient {
            return std::time::Duration::from_secs(60);
        }
        if self.is_late { std::time::Duration::ZERO } else { READ_PATIENCE }
    }
}

impl Shared {
    /// Returns the bytes of a range, fewer where the file ends earlier or began anew; `None` where the disk takes too long, and then
    /// the host is woken when they are there.
    pub(super) fn read(&self, generation: u64, range: &Range<u64>) -> Option<io::Result<Vec<u8>>> {
        let mut state = self.lock();
        let deadline = Instant::now() + state.reads.patience();
        loop {
            if let Some(bytes) = state.reads.take(range) {
                return Some(bytes);
            }
            if state.generation != generation || state.source.is_none() {
                return Some(Ok(Vec::new()));
            }
            let reads = &mut state.reads;
            if reads.wanted.as_ref() != Some(range) && reads.reading.as_ref() != Some(range) {
                reads.wanted = Some(range.clone());
                self.signal.notify_all();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                reads.is_late = true;
                reads.misses += 1;
                return None;
            }
            state = self.arrived.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Reads what the screen waits for: on the file's thread.
    pub(super) fn read_for_screen(&self, range: Range<u64>, revision: u64, file: &Arc<std::fs::File>) {
        let mut bytes = vec![0; (range.end - range.start) as usize];
        let read = source::read_at(file, &mut bytes, range.start);
        let bytes = read.map(|count| {
            bytes.truncate(count);
            bytes
        });
        let mut state = self.lock();
        let is_current = state.revision == revision;
        let reads = &mut state.reads;
        reads.reading = None;
        // What began anew meanwhile is asked for once more.
        if is_current {
            if reads.arrived.len() >= MAX_ARRIVED {
                reads.arrived.pop_front();
            }
            reads.arrived.push_back(Arrived { range, bytes });
        }
        let was_late = std::mem::take(&mut reads.is_late);
        drop(state);
        self.arrived.notify_all();
        if was_late {
            (self.waker())();
        }
    }
}
