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
        let at_micros = reading.snapshot.at_micros;
        if self.reading.as_ref().is_some_and(|last| at_micros < last.snapshot.at_micros) {
            self.slow.forget_after(at_micros);
        }
        self.frames.push(&reading.host.recent_frame_micros);
        self.slow.push(&reading.snapshot.slow);
        (self.reading, self.left_out) = (Some(reading), left_out);
    }

    pub(crate) fn bytes(&self) -> usize {
        let reading = self.reading.as_ref().map_or(0, |Reading { snapshot, host }| {
            let texts = snapshot.pools.iter().map(|(name, _)| name.capacity()).sum::<usize>()
                + snapshot.slow.iter().map(|slow| slow.cause.capacity()).sum::<usize>();
            texts
                + size_of_val(snapshot.pools.as_slice())
                + size_of_val(snapshot.samples.as_slice())
                + size_of_val(snapshot.timings.as_slice())
                + size_of_val(snapshot.slow.as_slice())
                + size_of_val(host.recent_frame_micros.as_slice())
        });
        reading + self.history.bytes() + self.frames.bytes() + self.slow.bytes()
    }
}
