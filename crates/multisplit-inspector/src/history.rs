//! The numbers of past readings that the plots need, as one [`Sample`] per reading.
//!
//! A sample has a fixed size: it holds no texts and no lists.
//!
//! Invariant: there are at most `limits::READINGS` samples, and their times strictly increase. A reading replaces all older
//! ones that are not earlier, so that a clock that goes back, or a runtime that restarts, begins a new history.

use std::collections::VecDeque;

use crate::limits;
use crate::reading::{Reading, evicted};
use multisplit::memory::LevelBytes;
use multisplit::stats::{Levels, Meters};

/// What is remembered of a reading.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sample {
    pub(crate) at_micros: u64,
    pub(crate) levels: Levels,
    pub(crate) bytes: LevelBytes,
    pub(crate) meters: Meters,
    pub(crate) resident: Option<u64>,
    pub(crate) loads_waiting: usize,
    pub(crate) loads_running: usize,
    pub(crate) loads_stuck: usize,
    pub(crate) hits_shared: u64,
    /// The number of widgets in all pools.
    pub(crate) pool_widgets: u64,
    /// The time of the longest frame of the reading.
    pub(crate) worst_frame_micros: Option<u32>,
    /// The fractions of the requests of the last few readings that were hits: live, parked, shared, saved.
    pub(crate) hit_parts: [f32; 4],
    pub(crate) evicted_per_second: f32,
}

/// The past samples, oldest first.
#[derive(Debug, Default)]
pub(crate) struct History {
    samples: VecDeque<Sample>,
}

impl History {
    pub(crate) fn push(&mut self, reading: &Reading) {
        while self.samples.back().is_some_and(|last| last.at_micros >= reading.snapshot.at_micros) {
            self.samples.pop_back();
        }
        let mut sample = Sample::of(reading);
        sample.hit_parts = self.hit_parts(&sample);
        sample.evicted_per_second = self.evicted_per_second(&sample);
        if self.samples.len() >= limits::READINGS {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    pub(crate) fn len(&self) -> usize {
        self.samples.len()
    }

    pub(crate) fn last(&self) -> Option<&Sample> {
        self.samples.back()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Sample> + ExactSizeIterator {
        self.samples.iter()
    }

    /// Returns the time from the first sample to the last, in microseconds.
    pub(crate) fn span_micros(&self) -> u64 {
        match (self.samples.front(), self.samples.back()) {
            (Some(first), Some(last)) => last.at_micros - first.at_micros,
            _ => 0,
        }
    }

    /// Returns the sample whose time is nearest. The cost is logarithmic in the number of samples.
    pub(crate) fn nearest(&self, at_micros: u64) -> Option<&Sample> {
        let after = self.samples.partition_point(|sample| sample.at_micros < at_micros);
        let around = [after.checked_sub(1), Some(after)];
        let found = around.into_iter().flatten().filter_map(|index| self.samples.get(index));
        found.min_by_key(|sample| sample.at_micros.abs_diff(at_micros))
    }

    pub(crate) fn bytes(&self) -> usize {
        self.samples.capacity() * size_of::<Sample>()
    }

    /// Returns the fractions of hits over the last few readings; without requests they stay as they were.
    fn hit_parts(&self, now: &Sample) -> [f32; 4] {
        let back = self.samples.len().saturating_sub(limits::HIT_WINDOW);
        let base = self.samples.get(back).copied().unwrap_or_default();
        let (meters, before) = (&now.meters, &base.meters);
        let hits = [
            meters.hits_live.saturating_sub(before.hits_live),
            meters.hits_parked.saturating_sub(before.hits_parked),
            now.hits_shared.saturating_sub(base.hits_shared),
            meters.hits_saved.saturating_sub(before.hits_saved),
        ];
        let misses = meters.misses.saturating_sub(before.misses);
        let asked = hits.iter().map(|hits| *hits as f64).sum::<f64>() + misses as f64;
        if asked > 0.0 {
            hits.map(|hits| (hits as f64 / asked) as f32)
        } else {
            self.last().map(|sample| sample.hit_parts).unwrap_or_default()
        }
    }

    fn evicted_per_second(&self, now: &Sample) -> f32 {
        let Some(last) = self.last() else { return 0.0 };
        let seconds = (now.at_micros - last.at_micros) as f64 / 1e6;
        (evicted(&now.meters).saturating_sub(evicted(&last.meters)) as f64 / seconds) as f32
    }
}

impl Sample {
    fn of(reading: &Reading) -> Self {
        let (snapshot, host) = (&reading.snapshot, &reading.host);
        Self {
            at_micros: snapshot.at_micros,
            levels: snapshot.levels,
            bytes: snapshot.bytes,
            meters: snapshot.meters,
            resident: reading.probe().resident,
            loads_waiting: host.loads_waiting,
            loads_running: host.loads_running,
            loads_stuck: host.loads_stuck,
            hits_shared: host.hits_shared,
            pool_widgets: snapshot.pools.iter().fold(0, |sum: u64, (_, widgets)| sum.saturating_add(*widgets as u64)),
            worst_frame_micros: host.recent_frame_micros.iter().copied().max(),
            hit_parts: [0.0; 4],
            evicted_per_second: 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::History;
    use crate::limits;
    use crate::reading::{HostReading, Reading};
    use multisplit::stats::{Meters, Snapshot};

    fn at(at_micros: u64) -> Reading {
        with(at_micros, Meters::default())
    }

    fn with(at_micros: u64, meters: Meters) -> Reading {
        Reading { snapshot: Snapshot { at_micros, meters, ..Snapshot::default() }, host: HostReading::default() }
    }

    fn times(history: &History) -> Vec<u64> {
        history.iter().map(|sample| sample.at_micros).collect()
    }

    fn assert_valid(history: &History) {
        assert!(history.len() <= limits::READINGS);
        assert!(times(history).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn the_oldest_reading_goes_first() {
        let mut history = History::default();
        for second in 0..10_000 {
            history.push(&at(second));
            assert_valid(&history);
        }
        assert_eq!(times(&history), (10_000 - limits::READINGS as u64..10_000).collect::<Vec<_>>());
    }

    #[test]
    fn a_clock_that_goes_back_forgets_what_was_after() {
        let mut history = History::default();
        for time in [10, 20, 30, 40, 25, 25, 26] {
            history.push(&at(time));
            assert_valid(&history);
        }
        assert_eq!(times(&history), [10, 20, 25, 26]);
        history.push(&at(0));
        assert_eq!(times(&history), [0]);
    }

    #[test]
    fn the_nearest_reading_is_found() {
        let mut history = History::default();
        assert_eq!(history.nearest(5), None);
        for time in [10, 20, 40] {
            history.push(&at(time));
        }
        let found = [0, 14, 16, 29, 31, u64::MAX].map(|time| history.nearest(time).map(|sample| sample.at_micros));
        assert_eq!(found, [Some(10), Some(10), Some(20), Some(20), Some(40), Some(40)]);
    }

    #[test]
    fn the_hit_rate_is_of_late_requests_and_stays_where_there_are_none() {
        let mut history = History::default();
        let meters = |hits_live, misses, evicted| Meters { hits_live, misses, evicted, ..Meters::default() };
        history.push(&with(1_000_000, meters(1, 3, 0)));
        assert_eq!(history.last().unwrap().hit_parts, [0.25, 0.0, 0.0, 0.0]);
        history.push(&with(3_000_000, meters(4, 4, 10)));
        assert_eq!(history.last().unwrap().hit_parts, [0.75, 0.0, 0.0, 0.0]);
        assert_eq!(history.last().unwrap().evicted_per_second, 5.0);
        for second in 4..20 {
            history.push(&with(second * 1_000_000, meters(4, 4, 10)));
        }
        assert_eq!(history.last().unwrap().hit_parts, [0.75, 0.0, 0.0, 0.0]);
        assert_eq!(history.last().unwrap().evicted_per_second, 0.0);
        // Counters that go back, as those of a new run do, count as no requests.
        history.push(&with(30_000_000, meters(1, 1, 1)));
        assert_eq!(history.last().unwrap().evicted_per_second, 0.0);
    }
}
