//! The reads that the screen requests from the file's thread, and their results.
//!
//! Invariant: at any time at most one range is requested and at most one is being read.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;

use crate::limits::READ_PATIENCE;

/// The reads that the screen requests from the file's thread, and their results.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    /// The range to be read next.
    pub(super) wanted: Option<Range<u64>>,
    /// The range that is being read.
    pub(super) reading: Option<Range<u64>>,
    /// The finished reads that were not taken yet, the newest last.
    pub(super) arrived: VecDeque<Arrived>,
    /// Whether the screen has given up on the read that is outstanding.
    pub(super) is_late: bool,
    /// The number of reads that the screen has given up on.
    pub(super) misses: u64,
    #[cfg(test)]
    pub(super) is_patient: bool,
}

/// The result of a read.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) range: Range<u64>,
    pub(super) bytes: io::Result<Vec<u8>>,
}

impl Reads {
    /// Takes the next request of the screen. It is called on the file's thread.
    pub(super) fn begin(&mut self) -> Option<Range<u64>> {
        self.reading = self.wanted.take();
        self.reading.clone()
    }

    /// Drops the finished reads: the file may have other bytes there now.
    pub(super) fn forget(&mut self) {
        self.arrived.clear();
    }

    /// Returns the memory that the finished reads take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.arrived.iter().map(|arrived| arrived.bytes.as_ref().map_or(0, Vec::capacity)).sum()
    }

    /// Takes the result of reading exactly this range, if there is one.
    pub(super) fn take(&mut self, range: &Range<u64>) -> Option<io::Result<Vec<u8>>> {
        let at = self.arrived.iter().position(|arrived| arrived.range == *range)?;
        self.arrived.remove(at).map(|arrived| arrived.bytes)
    }

    /// Returns the time for which the screen waits for a read.
    pub(super) fn patience(&self) -> std::time::Duration {
        #[cfg(test)]
        if self.is_patient {
            return std::time::Duration::from_secs(60);
        }
        // A disk that is already late would make every read of the frame wait again.
        if self.is_late { std::time::Duration::ZERO } else { READ_PATIENCE }
    }
}
