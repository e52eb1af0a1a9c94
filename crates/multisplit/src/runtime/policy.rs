//! Decides what a parked widget is worth. A policy is a pure function of an entry's numbers at a moment: it never sees a widget, a clock
//! or a budget. It cannot evict what is in view, because that is not among the entries.

mod aggressive;
mod cost_aware;
mod lru;

pub use aggressive::Aggressive;
pub use cost_aware::CostAware;
pub use lru::Lru;

use crate::base::Moment;
use crate::base::limits::RANKING_KEPT;
use core::cmp::Ordering;
use core::time::Duration;
use std::ops::Range;

/// The usage of a widget so far. Gaps are counted in turns, not in seconds: no widget is less wanted because of a lunch break.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// When the widget last came into view.
    pub last_use: Moment,
    /// The turn in which the widget last came into view. Every widget that comes into view begins a new turn.
    pub last_turn: u32,
    /// How often the widget came into view.
    pub uses: u32,
    /// The mean number of turns between two uses, in which the latest gaps count most. 0 if the widget was used once.
    pub mean_gap: f32,
}

/// A gap counts at most as this many times the mean before it: a return after a long absence is no change of habit.
const CLIP: f32 = 2.0;

impl Usage {
    /// Creates the usage of a widget that comes into view for the first time.
    #[must_use]
    pub const fn first(now: Moment, turn: u32) -> Self {
        Self { last_use: now, last_turn: turn, uses: 1, mean_gap: 0.0 }
    }

    /// Notes that the widget comes into view again.
    #[allow(clippy::cast_precision_loss)] // a mean
    pub fn touch(&mut self, now: Moment, turn: u32) {
        let gap = turn.saturating_sub(self.last_turn).max(1) as f32;
        self.mean_gap = match self.uses {
            0 => 0.0,
            1 => gap,
            _ => f32::midpoint(self.mean_gap, gap.min(self.mean_gap * CLIP)),
        };
        self.last_use = self.last_use.max(now);
        self.last_turn = self.last_turn.max(turn);
        self.uses = self.uses.saturating_add(1);
    }
}

/// The numbers of a parked widget that a policy sees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EntryMeta {
    /// The memory that the widget holds, in bytes, at least 1.
    pub bytes: u64,
    /// The time that it would take to make the widget again, in microseconds.
    pub rebuild_micros: u64,
    /// How the widget was used. This goes on when the widget is evicted and made again.
    pub usage: Usage,
}

/// The resource that is scarce.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scarcity {
    /// The number of parked widgets: a small widget takes as much as a large one.
    Places,
    /// Memory.
    #[default]
    Bytes,
}

/// The situation in which a widget must go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvictionContext {
    /// The present moment.
    pub now: Moment,
    /// The present turn: the number of widgets that have come into view so far.
    pub turn: u32,
    /// The resource that is scarce.
    pub scarce: Scarcity,
}

/// Ranks parked widgets by what they are worth. Built-in policies: [`CostAware`] (the default), [`Lru`], [`Aggressive`].
///
/// ```
/// use multisplit::cache::{CachePolicy, EntryMeta, EvictionContext};
/// /// The largest goes first.
/// struct Smallest;
/// impl CachePolicy for Smallest {
///     fn score(&self, entry: &EntryMeta, _: &EvictionContext) -> f32 {
///         -(entry.bytes as f32)
///     }
/// }
/// let large = EntryMeta { bytes: 1 << 20, ..EntryMeta::default() };
/// let now = EvictionContext::default();
/// assert!(Smallest.score(&large, &now) < Smallest.score(&EntryMeta::default(), &now));
/// ```
pub trait CachePolicy: Send {
    /// Returns what it is worth to keep a widget: the one with the lowest score goes first. NaN counts as worthless.
    fn score(&self, entry: &EntryMeta, situation: &EvictionContext) -> f32;

    /// Returns the time without use after which a widget goes in the next sweep, however much space there is. Default: `None`, never.
    fn max_idle(&self) -> Option<Duration> {
        None
    }

    /// Returns the name of the policy, for people who look at a running program. Default: the name of the type.
    fn name(&self) -> &'static str {
        let name = std::any::type_name::<Self>();
        // Without the modules, and without the arguments of a generic type, which have modules of their own.
        let name = name.split('<').next().unwrap_or(name);
        name.rsplit("::").next().unwrap_or(name)
    }

    /// Finds the entries that are worth least among some of those that `may_go`.
    ///
    /// There is no need to implement it: it is a method of the trait so that the compiler makes one loop of it and
    /// [`CachePolicy::score`].
    #[doc(hidden)]
    fn rank(
        &self,
        entries: &[EntryMeta],
        among: &[Range<usize>],
        situation: &EvictionContext,
        may_go: &dyn Fn(usize) -> bool,
        least: &mut Least,
    ) {
        for range in among {
            for (at, entry) in range.clone().zip(&entries[range.clone()]) {
                let score = self.score(entry, situation);
                if least.takes(score) && may_go(at) {
                    least.insert(score, at);
                }
            }
        }
    }
}

/// The few entries that are worth least.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Least {
    /// The scores in ascending order; NaN beyond `len`.
    scores: [f32; LEAST],
    places: [usize; LEAST],
    len: usize,
}

impl Default for Least {
    fn default() -> Self {
        Self { scores: [f32::NAN; LEAST], places: [0; LEAST], len: 0 }
    }
}

impl Least {
    /// Returns the places of the entries, the one that is worth least first.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        &self.places[..self.len]
    }

    /// Returns `true` if an entry with this score would be among them.
    fn takes(&self, score: f32) -> bool {
        // A comparison with NaN counts as less: NaN is worthless, and free places hold NaN.
        score.partial_cmp(&self.scores[LEAST - 1]).is_none_or(Ordering::is_lt)
    }

    fn insert(&mut self, score: f32, place: usize) {
        // A kept runner-up may be in the sample again, and runs of a sample may overlap.
        if self.places().contains(&place) {
            return;
        }
        let score = if score.is_nan() { f32::NEG_INFINITY } else { score };
        let mut at = self.len.min(LEAST - 1);
        while at > 0 && score < self.scores[at - 1] {
            (self.scores[at], self.places[at]) = (self.scores[at - 1], self.places[at - 1]);
            at -= 1;
        }
        (self.scores[at], self.places[at]) = (score, place);
        self.len = (self.len + 1).min(LEAST);
    }
}

/// The number of entries that are found: the one that goes, and those that are ranked again with the next sample.
const LEAST: usize = 1 + RANKING_KEPT;

/// Returns the microseconds since the last use.
pub(super) fn idle_micros(entry: &EntryMeta, now: Moment) -> u64 {
    now.micros().saturating_sub(entry.usage.last_use.micros())
}

#[cfg(test)]
mod tests {
    use super::{Aggressive, CachePolicy, CostAware, EntryMeta, EvictionContext, Lru, Scarcity, Usage};
    use crate::base::Moment;

    /// Returns an entry that was used in these turns, each at the second of the same number.
    fn entry(bytes: u64, rebuild_micros: u64, turns: &[u32]) -> EntryMeta {
        let at = |turn: u32| Moment::from_millis(u64::from(turn) * 1_000);
        let mut usage = Usage::first(at(turns[0]), turns[0]);
        for turn in &turns[1..] {
            usage.touch(at(*turn), *turn);
        }
        EntryMeta { bytes, rebuild_micros, usage }
    }

    fn situation(turn: u32) -> EvictionContext {
        EvictionContext { now: Moment::from_millis(u64::from(turn) * 1_000), turn, scarce: Scarcity::Bytes }
    }

    #[test]
    fn the_mean_gap_follows_the_latest_and_forgives_an_absence() {
        assert_eq!(entry(1, 1, &[5]).usage.mean_gap, 0.0);
        assert_eq!(entry(1, 1, &[0, 10]).usage.mean_gap, 10.0);
        assert_eq!(entry(1, 1, &[0, 10, 14]).usage.mean_gap, 7.0);
        assert_eq!(entry(1, 1, &[0, 10, 1_000]).usage.mean_gap, 15.0);
    }

    #[test]
    fn what_is_cheap_large_or_late_goes_first() {
        let score = |bytes, rebuild, turns: &[u32]| CostAware.score(&entry(bytes, rebuild, turns), &situation(1_000));
        assert!(score(100, 1_000, &[0]) < score(100, 2_000, &[0]));
        assert!(score(200, 1_000, &[0]) < score(100, 1_000, &[0]));
        assert!(score(100, 1_000, &[0]) < score(100, 1_000, &[500]));
        assert!(
            score(100, 1_000, &[0, 990]) < score(100, 1_000, &[900, 940, 980]),
            "rarely used, though used just now"
        );
        assert!(score(100, 1_000, &[0, 10, 20]) < score(100, 1_000, &[0, 500, 999]), "late by many of its gaps");
        assert!(score(100, 1_000, &[999]) < score(100, 1_000, &[989, 999]), "seen once is not yet wanted again");
    }

    #[test]
    fn where_places_are_scarce_size_does_not_count() {
        let places = EvictionContext { scarce: Scarcity::Places, ..situation(10) };
        assert_eq!(CostAware.score(&entry(1, 5, &[0]), &places), CostAware.score(&entry(9_999, 5, &[0]), &places));
    }

    #[test]
    fn lru_looks_at_the_last_use_only() {
        for policy in [&Lru::default() as &dyn CachePolicy, &Aggressive::default()] {
            let score = |entry| policy.score(&entry, &situation(1_000));
            assert!(score(entry(1, 9_999, &[0, 10])) < score(entry(999, 1, &[20])));
        }
        assert!(Aggressive::default().max_idle() < Lru::default().max_idle());
        assert_eq!(CostAware.max_idle(), None);
    }

    #[test]
    fn no_number_breaks_a_score() {
        let last = EvictionContext { now: Moment::from_micros(u64::MAX), turn: u32::MAX, scarce: Scarcity::Bytes };
        for policy in [&Lru::default() as &dyn CachePolicy, &Aggressive::default(), &CostAware] {
            let huge = EntryMeta { bytes: u64::MAX, rebuild_micros: u64::MAX, ..EntryMeta::default() };
            assert!(
                policy.score(&EntryMeta { bytes: 1 << 63, ..huge }, &last)
                    <= policy.score(&EntryMeta { bytes: 1 << 20, ..huge }, &last)
            );
            for meta in [EntryMeta::default(), huge, entry(0, 0, &[0]), entry(1, 1, &[7, 7, 7])] {
                assert!(!policy.score(&meta, &EvictionContext::default()).is_nan());
                assert!(!policy.score(&meta, &last).is_nan());
            }
        }
    }
}
