//! How fast the machine is, and how long its cores were taken: goals are times of a machine that does a known piece of work in a known time.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long the piece of work takes on the machine that the goals are set for, in an optimised build: two cores of an x86-64 server of 2023.
const REFERENCE: Duration = Duration::from_micros(5_000);
/// A machine that takes so many times as long is judged as one that takes no longer: no slowness excuses everything.
const MOST: f64 = 4.0;
/// The number of pieces, of which the median counts.
const PIECES: usize = 15;
/// The number of entries of a piece. They are what frames are made of: allocations, short texts, and lookups.
const ENTRIES: u32 = 12_000;

/// The machine that frames are judged on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Machine {
    /// How much longer it takes than the reference, at least 1: what waits for a screen or a core is not shorter on a faster machine.
    slowness: f64,
}

impl Machine {
    /// Measures this machine, for about a tenth of a second.
    pub(super) fn measure() -> Self {
        let mut times: Vec<Duration> = (0..PIECES).map(|_| piece()).collect();
        times.sort_unstable();
        Self::that_takes(times[PIECES / 2])
    }

    /// Returns a machine that does the piece of work in some time.
    pub(super) fn that_takes(time: Duration) -> Self {
        Self { slowness: (time.as_secs_f64() / REFERENCE.as_secs_f64()).clamp(1.0, MOST) }
    }

    /// Returns the faster one of two measurements: the other was disturbed.
    pub(super) fn or(self, other: Self) -> Self {
        Self { slowness: self.slowness.min(other.slowness) }
    }

    pub(super) const fn slowness(self) -> f64 {
        self.slowness
    }

    /// Returns what a goal allows on this machine, in milliseconds.
    pub(super) fn allows(self, millis: f64) -> f64 {
        millis * self.slowness
    }
}

/// Returns how long this thread has waited for a core since it was started: zero where the system does not tell.
pub(super) fn queued() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').nth(1).and_then(|nanos| nanos.parse().ok()).map_or(Duration::ZERO, Duration::from_nanos)
}

fn piece() -> Duration {
    let begun = Instant::now();
    let mut known = BTreeMap::new();
    for at in 0..ENTRIES {
        known.insert(format!("entry {}", at.wrapping_mul(7_919) % ENTRIES), at);
    }
    let found = (0..ENTRIES).filter_map(|at| known.get(&format!("entry {at}"))).fold(0_u32, |sum, at| sum ^ at);
    black_box(found);
    begun.elapsed()
}

#[cfg(test)]
mod tests {
    use super::{MOST, Machine, REFERENCE};

    #[test]
    fn a_slower_machine_may_take_longer_and_a_faster_one_is_no_excuse() {
        assert_eq!(Machine::that_takes(REFERENCE * 3).allows(8.0), 24.0);
        assert_eq!(Machine::that_takes(REFERENCE / 2).allows(8.0), 8.0);
        assert_eq!(Machine::that_takes(REFERENCE * 40).allows(8.0), 8.0 * MOST);
        let faster = Machine::that_takes(REFERENCE * 2);
        assert_eq!(Machine::that_takes(REFERENCE * 3).or(faster), faster);
    }
}
