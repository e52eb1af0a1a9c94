//! The frames and slow events of the last readings together.
//!
//! Invariant: there are at most `limits::FRAMES` frames and `limits::SLOW_EVENTS` events. Each event is kept once, and events
//! are in the order of time.

use std::collections::VecDeque;

use crate::limits;
use multisplit::stats::SlowOperation;

/// How long the last frames took, oldest first, with percentiles.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    times: VecDeque<u32>,
    /// The number of all frames that were ever pushed.
    pushed: u64,
    /// The median of the times, in microseconds.
    pub(crate) p50: u32,
    /// The time that 99 of 100 frames did not exceed, in microseconds.
    pub(crate) p99: u32,
    /// The longest time, in microseconds.
    pub(crate) max: u32,
}

/// Neighboring frames that are drawn as one bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Group {
    /// The middle of the group in frames relative to now; negative.
    pub(crate) at: f64,
    pub(crate) shortest: u32,
    pub(crate) longest: u32,
}

impl Frames {
    pub(crate) fn push(&mut self, micros: &[u32]) {
        self.pushed = self.pushed.wrapping_add(micros.len() as u64);
        self.times.extend(micros);
        let excess = self.times.len().saturating_sub(limits::FRAMES);
        self.times.drain(..excess);
        let mut sorted: Vec<u32> = self.times.iter().copied().collect();
        sorted.sort_unstable();
        let at = |part: f64| {
            let rank = (part * sorted.len() as f64).ceil() as usize;
            sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        (self.p50, self.p99, self.max) = (at(0.5), at(0.99), at(1.0));
    }

    pub(crate) fn len(&self) -> usize {
        self.times.len()
    }

    /// Returns how many frames took longer than `micros` microseconds.
    pub(crate) fn longer_than(&self, micros: u32) -> usize {
        self.times.iter().filter(|time| **time > micros).count()
    }

    /// Returns the size of a group, and at most `most` groups plus one.
    ///
    /// Which frames are in one group does not change when new frames come, so that a plot of the groups moves without
    /// flickering.
    pub(crate) fn groups(&self, most: usize) -> (usize, Vec<Group>) {
        let size = self.times.len().div_ceil(most.max(1)).max(1);
        // Groups are counted from the first frame ever pushed, which keeps their limits when old frames go.
        let first = self.pushed.wrapping_sub(self.times.len() as u64);
        let mut groups: Vec<Group> = Vec::with_capacity(most + 1);
        let mut current = None;
        for (index, time) in self.times.iter().copied().enumerate() {
            let number = first.wrapping_add(index as u64) / size as u64;
            if current == Some(number)
                && let Some(group) = groups.last_mut()
            {
                group.shortest = group.shortest.min(time);
                group.longest = group.longest.max(time);
            } else {
                current = Some(number);
                let start = (number as i128 * size as i128 - self.pushed as i128) as f64;
                groups.push(Group { at: start + size as f64 / 2.0, shortest: time, longest: time });
            }
        }
        (size, groups)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.times.capacity() * size_of::<u32>()
    }
}

/// The last slow events, oldest first.
#[derive(Debug, Default)]
pub(crate) struct SlowEvents {
    events: VecDeque<SlowOperation>,
}

impl SlowEvents {
    /// Adds the events that are not known yet, and drops the earliest ones over the limit.
    pub(crate) fn push(&mut self, events: &[SlowOperation]) {
        for event in events {
            let place = self.events.partition_point(|known| known.at_micros <= event.at_micros);
            let same_time = self.events.range(..place).rev().take_while(|known| known.at_micros == event.at_micros);
            if same_time.into_iter().any(|known| known == event) {
                continue;
            }
            self.events.insert(place, event.clone());
            if self.events.len() > limits::SLOW_EVENTS {
                self.events.pop_front();
            }
        }
    }

    /// Drops the events after `at_micros`, because the clock went back.
    pub(crate) fn forget_after(&mut self, at_micros: u64) {
        let kept = self.events.partition_point(|event| event.at_micros <= at_micros);
        self.events.truncate(kept);
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &SlowOperation> + ExactSizeIterator {
        self.events.iter()
    }

    pub(crate) fn bytes(&self) -> usize {
        let texts: usize = self.events.iter().map(|event| event.cause.capacity()).sum();
        texts + self.events.capacity() * size_of::<SlowOperation>()
    }
}

#[cfg(test)]
mod tests {
    use super::{Frames, SlowEvents};
    use crate::limits;
    use multisplit::stats::SlowOperation;

    #[test]
    fn percentiles_are_of_the_last_frames() {
        let mut frames = Frames::default();
        frames.push(&[]);
        assert_eq!((frames.p50, frames.p99, frames.max), (0, 0, 0));
        frames.push(&(1..=100).collect::<Vec<u32>>());
        assert_eq!((frames.p50, frames.p99, frames.max), (50, 99, 100));
        frames.push(&vec![7; limits::FRAMES * 3]);
        assert_eq!((frames.len(), frames.p50, frames.max), (limits::FRAMES, 7, 7));
    }

    #[test]
    fn groups_keep_the_extremes_and_their_frames() {
        let mut frames = Frames::default();
        frames.push(&[5, 1, 9, 4, 4, 8, 2]);
        let (size, groups) = frames.groups(3);
        assert_eq!(size, 3);
        assert_eq!(groups.iter().map(|g| (g.shortest, g.longest)).collect::<Vec<_>>(), [(1, 9), (4, 8), (2, 2)]);
        let before = frames.groups(4).1;
        frames.push(&[3]);
        let after = frames.groups(4).1;
        assert_eq!(before[0].at, after[0].at + 1.0);
        assert_eq!((before[0].shortest, before[0].longest), (after[0].shortest, after[0].longest));
    }

    #[test]
    fn frames_are_never_more_groups_than_fit() {
        let mut frames = Frames::default();
        frames.push(&vec![1; 1_000_000]);
        for most in [0, 1, 7, 100, 5_000] {
            assert!(frames.groups(most).1.len() <= most.max(1) + 1, "{most}");
        }
    }

    #[test]
    fn an_event_that_is_told_twice_is_kept_once() {
        let event = |at_micros, micros| SlowOperation { at_micros, micros, ..SlowOperation::default() };
        let mut events = SlowEvents::default();
        events.push(&[event(1, 5), event(2, 6)]);
        events.push(&[event(1, 5), event(2, 6), event(2, 7), event(0, 1)]);
        let kept: Vec<_> = events.iter().map(|event| (event.at_micros, event.micros)).collect();
        assert_eq!(kept, [(0, 1), (1, 5), (2, 6), (2, 7)]);
        events.push(&(0..1_000).map(|at| event(at, at)).collect::<Vec<_>>());
        assert_eq!(events.len(), limits::SLOW_EVENTS);
        assert_eq!(events.iter().next_back().map(|event| event.at_micros), Some(999));
    }
}
