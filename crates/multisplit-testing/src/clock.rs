//! A clock that stands still until it is turned. Refuses to run by itself, so that a test takes no time.

use multisplit::Moment;
use std::time::Duration;

/// A clock that is turned by hand.
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
    /// The present moment.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// Turns it on by so much.
    pub fn advance(&mut self, by: Duration) {
        self.now = self.now + by;
    }

    /// Turns it on by so many milliseconds.
    pub fn advance_millis(&mut self, millis: u64) {
        self.advance(Duration::from_millis(millis));
    }
}
