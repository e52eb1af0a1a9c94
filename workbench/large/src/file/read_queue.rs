//! What the screen wants of the file's thread, and what has come of it. Invariant: one range is wanted and one is being read at a time.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;

use crate::limits::READ_PATIENCE;

/// What the screen wants of the file's thread, and what it got.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// To be read next.
    pub(super) wanted: Option<Range<u64>>,
    /// Being read.
    pub(super) reading: Option<Range<u64>>,
    /// Read and not taken yet, the newest last.
    pub(super) arrived: VecDeque<Arrived>,
    /// Somebody gave up on what is out.
    pub(super) is_late: bool,
    /// How often somebody gave up.
    pub(super) misses: u64,
    #[cfg(test)]
    pub(super) is_patient: bool,
}

/// Bytes that were read.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) range: Range<u64>,
    pub(super) bytes: io::Result<Vec<u8>>,
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

    /// Takes what was read of a range.
    pub(super) fn take(&mut self, range: &Range<u64>) -> Option<io::Result<Vec<u8>>> {
        let at = self.arrived.iter().position(|arrived| arrived.range == *range)?;
        self.arrived.remove(at).map(|arrived| arrived.bytes)
    }

    /// How long the screen waits.
    pub(super) fn patience(&self) -> std::time::Duration {
        #[cfg(test)]
        if self.is_patient {
            return std::time::Duration::from_secs(60);
        }
        if self.is_late { std::time::Duration::ZERO } else { READ_PATIENCE }
    }
}
