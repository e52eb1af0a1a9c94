//! What a parked widget is worth. A policy is a pure score of an entry's numbers at a moment: it never sees a widget, a clock or
//! a budget, and it cannot evict what is visible, because that is not among the entries.

mod aggressive;
mod cost_aware;
mod lru;

pub use aggressive::Aggressive;
pub use cost_aware::CostAware;
pub use lru::Lru;

use crate::base::Moment;
use std::time::Duration;

/// How a widget was used so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// When it came into view last.
    pub last_use: Moment,
    /// How often it came into view.
    pub uses: u32,
    /// Microseconds between two uses, in the mean over the latest; 0 where it was used once.
    pub mean_gap_micros: u64,
}

/// How many gaps the mean looks back over.
const GAPS: u64 = 8;

impl Usage {
    /// Used for the first time.
    #[must_use]
    pub const fn first(now: Moment) -> Self {
        Self { last_use: now, uses: 1, mean_gap_micros: 0 }
    }

    /// Used again: came into view.
    pub fn touch(&mut self, now: Moment) {
        let gap = u64::try_from(now.since(self.last_use).as_micros()).unwrap_or(u64::MAX);
        let known = u64::from(self.uses.saturating_sub(1)).min(GAPS - 1);
        if self.uses > 0 {
            self.mean_gap_micros = (self.mean_gap_micros.saturating_mul(known).saturating_add(gap)) / (known + 1);
        }
        self.last_use = self.last_use.max(now);
        self.uses = self.uses.saturating_add(1);
    }
}

/// What a policy sees of a parked widget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryMeta {
    /// Bytes of memory it holds, at least 1.
    pub bytes: u64,
    /// Microseconds it would take to make it again.
    pub rebuild_micros: u64,
    /// How it was used, evicted and made again included.
    pub usage: Usage,
}

/// Ranks parked widgets. Built-in: [`CostAware`] (the default), [`Lru`], [`Aggressive`].
///
/// ```
/// use multisplit::{CachePolicy, EntryMeta, Moment};
/// /// The largest goes first.
/// struct Smallest;
/// impl CachePolicy for Smallest {
///     fn score(&self, entry: &EntryMeta, _: Moment) -> f64 {
///         -(entry.bytes as f64)
///     }
/// }
/// let config = multisplit::RuntimeConfig::default();
/// let large = EntryMeta { bytes: 1 << 20, ..EntryMeta::default() };
/// assert!(Smallest.score(&large, Moment::ZERO) < Smallest.score(&EntryMeta::default(), Moment::ZERO));
/// # drop(config);
/// ```
pub trait CachePolicy: Send {
    /// What it is worth to keep: the lowest goes first. Not a number counts as worthless.
    fn score(&self, entry: &EntryMeta, now: Moment) -> f64;

    /// After how long unused a widget goes in the next sweep, however much room there is. Default: never.
    fn max_idle(&self) -> Option<Duration> {
        None
    }
}

/// Microseconds since the last use.
pub(super) fn idle_micros(entry: &EntryMeta, now: Moment) -> u64 {
    now.micros().saturating_sub(entry.usage.last_use.micros())
}

#[cfg(test)]
mod tests {
    use super::{Aggressive, CachePolicy, CostAware, EntryMeta, Lru, Usage};
    use crate::base::Moment;

    fn entry(bytes: u64, rebuild_micros: u64, uses: &[u64]) -> EntryMeta {
        let mut usage = Usage::first(Moment::from_millis(uses[0]));
        for at in &uses[1..] {
            usage.touch(Moment::from_millis(*at));
        }
        EntryMeta { bytes, rebuild_micros, usage }
    }

    #[test]
    fn gaps_are_averaged_over_the_latest() {
        let steady = entry(1, 1, &[0, 100, 200, 300]);
        assert_eq!((steady.usage.uses, steady.usage.mean_gap_micros), (4, 100_000));
        assert_eq!(entry(1, 1, &[50]).usage.mean_gap_micros, 0);
    }

    #[test]
    fn what_is_cheap_large_or_long_unused_goes_first() {
        let now = Moment::from_millis(1_000);
        let score = |bytes, rebuild, uses: &[u64]| CostAware::default().score(&entry(bytes, rebuild, uses), now);
        assert!(score(100, 1_000, &[0]) < score(100, 2_000, &[0]));
        assert!(score(200, 1_000, &[0]) < score(100, 1_000, &[0]));
        assert!(score(100, 1_000, &[0]) < score(100, 1_000, &[500]));
        // Just closed, but used rarely: worth less than one that is used all the time.
        assert!(score(100, 1_000, &[0, 990]) < score(100, 1_000, &[900, 940, 980]));
    }

    #[test]
    fn lru_looks_at_the_last_use_only() {
        let now = Moment::from_millis(1_000);
        for policy in [&Lru::default() as &dyn CachePolicy, &Aggressive::default()] {
            assert!(policy.score(&entry(1, 9_999, &[0, 10]), now) < policy.score(&entry(999, 1, &[20]), now));
        }
        assert!(Aggressive::default().max_idle() < Lru::default().max_idle());
    }

    #[test]
    fn no_number_breaks_a_score() {
        for policy in [&Lru::default() as &dyn CachePolicy, &Aggressive::default(), &CostAware::default()] {
            for meta in [EntryMeta::default(), entry(u64::MAX, u64::MAX, &[u64::MAX]), entry(0, 0, &[0])] {
                assert!(!policy.score(&meta, Moment::ZERO).is_nan());
                assert!(!policy.score(&meta, Moment::from_micros(u64::MAX)).is_nan());
            }
        }
    }
}
