//! All data that was fed and is still kept.
//!
//! Invariant: the data is bounded by `limits`, whatever is fed.

use crate::door::{self, LeftOut};
use crate::history::History;
use crate::reading::Reading;
use crate::recent::{Frames, SlowEvents};

/// The last reading as a whole, and what is kept of the readings before.
#[derive(Debug, Default)]
pub(crate) struct Data {
    pub(crate) reading: Option<Reading>,
    /// What of the last reading did not fit.
    pub(crate) left_out: LeftOut,
    pub(crate) history: History,
    pub(crate) frames: Frames,
    pub(crate) slow: SlowEvents,
}

impl Data {
    pub(crate) fn feed(&mut self, reading: Reading) {
        // First, so that the history counts all pools, also those that are left out below.
        self.history.push(&reading);
        let (reading, left_out) = door::bounded(reading);
        if self.reading.as_ref().is_some_and(|last| reading.at_micros < last.at_micros) {
            self.slow.forget_after(reading.at_micros);
        }
        self.frames.push(&reading.frames.recent_micros);
        self.slow.push(&reading.slow);
        (self.reading, self.left_out) = (Some(reading), left_out);
    }

    pub(crate) fn bytes(&self) -> usize {
        let reading = self.reading.as_ref().map_or(0, |reading| {
            let texts = reading.memory.level.capacity()
                + reading.pools.iter().map(|(name, _)| name.capacity()).sum::<usize>()
                + reading.operations.iter().map(|operation| operation.name.capacity()).sum::<usize>()
                + reading.slow.iter().map(|slow| slow.operation.capacity() + slow.cause.capacity()).sum::<usize>();
            texts
                + size_of_val(reading.pools.as_slice())
                + size_of_val(reading.operations.as_slice())
                + size_of_val(reading.slow.as_slice())
                + size_of_val(reading.frames.recent_micros.as_slice())
        });
        reading + self.history.bytes() + self.frames.bytes() + self.slow.bytes()
    }
}
