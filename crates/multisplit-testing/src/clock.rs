//! A clock for tests that advances only when the test says so. It does not run by itself, so waiting takes no real time.

use multisplit::Moment;
use std::time::Duration;

/// A clock that the test advances.
///
/// ```
/// use multisplit_testing::Clock;
/// let mut clock = Clock::default();
/// clock.advance_millis(500);
/// assert_eq!(clock.now().micros(), 500_000);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    now: Moment,
}

impl Clock {
    /// Returns the current moment.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// Advances the clock by the given duration.
    pub fn advance(&mut self, by: Duration) {
        self.now = self.now + by;
    }

    /// Advances the clock by the given number of milliseconds.
    pub fn advance_millis(&mut self, millis: u64) {
        self.advance(Duration::from_millis(millis));
    }
}
