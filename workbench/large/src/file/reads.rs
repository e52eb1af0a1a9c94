//! Reads for the screen: the file's thread reads, and the screen waits for it for a short time.
//!
//! It does not read on the caller's thread: a network disk that hangs would make the window hang, too. Invariant: the caller
//! waits at most for [`READ_PATIENCE`](crate::limits::READ_PATIENCE), and not at all while an earlier read is late. Bytes
//! that come too late are available to the next frame.

use std::io;
use std::ops::Range;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use crate::file::read_queue::Arrived;
use crate::file::shared::Shared;
use crate::file::source;
use crate::limits::MAX_ARRIVED;

impl Shared {
    /// Returns the bytes of a range, or fewer if the file ends earlier. The result is empty if the content began again
    /// meanwhile.
    ///
    /// Returns `None` if the disk takes too long. The host is then woken when the bytes have arrived.
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

    /// Reads a range that the screen waits for. It is called on the file's thread.
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
        // If the content changed meanwhile, the bytes are dropped and the screen requests them again.
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
