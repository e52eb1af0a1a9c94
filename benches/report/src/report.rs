//! Rows: what was measured, beside which peer, and whether it is good enough. Rows are printed at once; only the verdict is kept.

use serde::Serialize;
use std::io::Write;

/// The tolerance of goals. A goal that is missed by less than a tenth is not a failure, because two runs differ by as much.
const SLACK: f64 = 1.1;

/// The goal of a row.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// No goal: the row is only for reading.
    Read,
    /// Our value is at most the peer's value divided by this factor. `Faster(20.0)` means a twentieth.
    Faster(f64),
    /// Our value is at most the peer's value times this factor.
    Within(f64),
    /// Our value is at most this, in the unit of the row.
    AtMost(f64),
    /// Our value is at least this, in the unit of the row, in which more is better.
    AtLeast(f64),
    /// Our value is at least the peer's value minus this, in the unit of the row, in which more is better.
    Near(f64),
}

/// One measurement.
#[derive(Clone, Debug, Serialize)]
struct Row<'a> {
    figure: &'a str,
    n: usize,
    ours: f64,
    peer: Option<f64>,
    peer_name: Option<&'a str>,
    unit: &'a str,
    ratio: Option<f64>,
    goal: Option<String>,
    met: Option<bool>,
}

/// A printer of rows that remembers whether a goal was missed.
#[derive(Debug)]
pub struct Report {
    /// Whether only the rows of 1,000 and 10,000 panes are wanted.
    pub quick: bool,
    missed: bool,
}

impl Report {
    /// Creates a report that has printed nothing.
    #[must_use]
    pub const fn new(quick: bool) -> Self {
        Self { quick, missed: false }
    }

    /// Returns the sizes at which peers are measured too.
    #[must_use]
    pub const fn sizes(&self) -> &'static [usize] {
        if self.quick { &[1_000, 10_000] } else { &[10, 100, 1_000, 10_000] }
    }

    /// Prints a row with only our value.
    ///
    /// # Errors
    /// Returns a message if standard output cannot be written.
    pub fn alone(&mut self, figure: &str, n: usize, unit: &str, ours: f64, goal: Goal) -> Result<(), String> {
        self.print(figure, n, unit, (ours, None), goal)
    }

    /// Prints a row with our value beside that of a peer.
    ///
    /// # Errors
    /// Returns a message if standard output cannot be written.
    pub fn beside(
        &mut self,
        figure: &str,
        n: usize,
        unit: &str,
        ours: f64,
        (name, peer): (&str, f64),
        goal: Goal,
    ) -> Result<(), String> {
        self.print(figure, n, unit, (ours, Some((name, peer))), goal)
    }

    /// Returns `true` if no goal was missed by more than its tolerance.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        !self.missed
    }

    fn print(
        &mut self,
        figure: &str,
        n: usize,
        unit: &str,
        (ours, peer): (f64, Option<(&str, f64)>),
        goal: Goal,
    ) -> Result<(), String> {
        let ratio = peer.filter(|_| ours > 0.0).map(|(_, peer)| peer / ours);
        let bound = Bound::of(goal, peer.map(|(_, peer)| peer));
        self.missed |= bound.is_some_and(|bound| !bound.is_nearly_met(ours));
        let row = Row {
            figure,
            n,
            ours: rounded(ours),
            peer: peer.map(|(_, value)| rounded(value)),
            peer_name: peer.map(|(name, _)| name),
            unit,
            ratio: ratio.map(rounded),
            goal: in_words(goal, unit),
            met: bound.map(|bound| bound.is_met(ours)),
        };
        let line = serde_json::to_string(&row).map_err(|error| error.to_string())?;
        writeln!(std::io::stdout(), "{line}").map_err(|error| error.to_string())
    }
}

/// A goal with the peer's value filled in.
#[derive(Clone, Copy)]
enum Bound {
    Most(f64),
    Least(f64),
}

impl Bound {
    fn of(goal: Goal, peer: Option<f64>) -> Option<Self> {
        match (goal, peer) {
            (Goal::Faster(times), Some(peer)) => Some(Self::Most(peer / times)),
            (Goal::Within(times), Some(peer)) => Some(Self::Most(peer * times)),
            (Goal::Near(less), Some(peer)) => Some(Self::Least(peer - less)),
            (Goal::AtMost(most), _) => Some(Self::Most(most)),
            (Goal::AtLeast(least), _) => Some(Self::Least(least)),
            (Goal::Read | Goal::Faster(_) | Goal::Within(_) | Goal::Near(_), _) => None,
        }
    }

    fn is_met(self, ours: f64) -> bool {
        match self {
            Self::Most(most) => ours <= most,
            Self::Least(least) => ours >= least,
        }
    }

    /// Returns `true` if the goal is met within the tolerance. A lower bound has no tolerance, because its value comes from a seed and not
    /// from a clock.
    fn is_nearly_met(self, ours: f64) -> bool {
        match self {
            Self::Most(most) => ours <= most * SLACK,
            Self::Least(_) => self.is_met(ours),
        }
    }
}

/// Prints on standard error why nothing could be measured.
pub fn complain(program: &str, message: &str) {
    // If standard error cannot be written either, there is no way to report it.
    drop(writeln!(std::io::stderr(), "{program}: {message}"));
}

fn in_words(goal: Goal, unit: &str) -> Option<String> {
    match goal {
        Goal::Read => None,
        Goal::Faster(times) => Some(format!(">= {times}x the peer")),
        Goal::Within(times) => Some(format!("<= {times}x the peer's cost")),
        Goal::AtMost(most) => Some(format!("<= {most} {unit}")),
        Goal::AtLeast(least) => Some(format!(">= {least} {unit}")),
        Goal::Near(less) => Some(format!(">= the peer - {less} {unit}")),
    }
}

/// Rounds to four digits, which is more than two runs agree on.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = (3.0 - value.abs().log10().floor()).max(0.0);
    let scale = 10f64.powf(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::{Bound, Goal};

    fn bound(goal: Goal, peer: f64) -> Bound {
        Bound::of(goal, Some(peer)).expect("it has a bound")
    }

    #[test]
    fn a_percentage_under_its_goal_fails_and_one_at_it_passes() {
        let least = bound(Goal::AtLeast(88.0), 0.0);
        assert!(least.is_met(88.0) && least.is_nearly_met(88.0));
        assert!(!least.is_met(87.9) && !least.is_nearly_met(87.9));
        let near = bound(Goal::Near(1.0), 98.3);
        assert!(near.is_nearly_met(97.4) && !near.is_nearly_met(97.2));
    }

    #[test]
    fn a_time_a_little_over_its_goal_is_missed_but_no_failure() {
        let most = bound(Goal::AtMost(10.0), 0.0);
        assert!(most.is_met(10.0) && !most.is_met(10.5));
        assert!(most.is_nearly_met(10.5) && !most.is_nearly_met(11.5));
        assert!(bound(Goal::Faster(2.0), 30.0).is_met(15.0) && !bound(Goal::Faster(2.0), 30.0).is_met(16.0));
        assert!(bound(Goal::Within(2.0), 5.0).is_met(10.0) && !bound(Goal::Within(2.0), 5.0).is_met(11.0));
    }

    #[test]
    fn a_row_that_is_only_read_has_nothing_to_miss() {
        assert!(Bound::of(Goal::Read, Some(1.0)).is_none() && Bound::of(Goal::Faster(2.0), None).is_none());
    }
}
