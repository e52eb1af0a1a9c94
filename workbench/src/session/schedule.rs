//! Decides when a session is written: soon after the last change, and in any case soon after the first. It does not read a clock.

use std::time::{Duration, Instant};

/// A pause of this length without changes is a good moment to write.
const QUIET: Duration = Duration::from_millis(300);
/// No change waits longer than this. Together with the time to write, at most about a second of work can be lost.
const DEADLINE: Duration = Duration::from_millis(700);

/// The times of the first and the last change that is not written yet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Schedule {
    changes: Option<(Instant, Instant)>,
}

impl Schedule {
    /// Notes a change.
    pub(crate) fn note(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
    }

    /// Returns the time until the session is to be written; `None` if nothing has changed.
    pub(crate) fn due_in(&self, now: Instant) -> Option<Duration> {
        let (first, last) = self.changes?;
        Some((last + QUIET).min(first + DEADLINE).saturating_duration_since(now))
    }

    /// Notes that the session was handed to the saver.
    pub(crate) fn clear(&mut self) {
        self.changes = None;
    }
}

#[cfg(test)]
mod tests {
    use super::{DEADLINE, QUIET, Schedule};
    use std::time::{Duration, Instant};

    #[test]
    fn a_pause_is_waited_for_but_no_change_waits_longer_than_its_deadline() {
        let (start, key) = (Instant::now(), Duration::from_millis(100));
        let mut schedule = Schedule::default();
        assert_eq!(schedule.due_in(start), None);
        schedule.note(start);
        assert_eq!(schedule.due_in(start), Some(QUIET));
        // A user who never stops typing.
        let written = (1..).map(|i| start + key * i).find(|now| {
            schedule.note(*now);
            schedule.due_in(*now) == Some(Duration::ZERO)
        });
        assert_eq!(written, Some(start + DEADLINE));
        schedule.clear();
        assert_eq!(schedule.due_in(start + DEADLINE), None);
    }
}
