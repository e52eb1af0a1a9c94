//! Rows: what was measured, beside whom, and whether it is good enough. Prints them as they come; keeps only the verdict.

use serde::Serialize;
use std::io::Write;

/// A goal that is missed by less than this part is not a failure: two runs differ by as much.
const SLACK: f64 = 1.1;

/// What is wanted of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// Nothing: the row is there to be read.
    Read,
    /// Ours is at most the peer's by this factor: `Faster(20.0)` is a twentieth.
    Faster(f64),
    /// Ours is at most so many times the peer's.
    Within(f64),
    /// Ours is at most this, in the unit of the row.
    AtMost(f64),
}

/// What was measured.
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

/// Prints rows and remembers whether any goal was missed.
#[derive(Debug)]
pub(crate) struct Report {
    /// Whether only the rows of 1,000 and 10,000 panes are wanted.
    pub(crate) quick: bool,
    missed: bool,
}

impl Report {
    pub(crate) const fn new(quick: bool) -> Self {
        Self { quick, missed: false }
    }

    /// The sizes at which peers are measured too.
    pub(crate) const fn sizes(&self) -> &'static [usize] {
        if self.quick { &[1_000, 10_000] } else { &[10, 100, 1_000, 10_000] }
    }

    /// A row of ours alone.
    pub(crate) fn alone(&mut self, figure: &str, n: usize, unit: &str, ours: f64, goal: Goal) -> Result<(), String> {
        self.print(figure, n, unit, (ours, None), goal)
    }

    /// A row beside a peer.
    pub(crate) fn beside(
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

    /// Whether no goal was missed by more than the slack.
    pub(crate) const fn is_good(&self) -> bool {
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
        let most = match (goal, peer) {
            (Goal::Faster(times), Some((_, peer))) => Some(peer / times),
            (Goal::Within(times), Some((_, peer))) => Some(peer * times),
            (Goal::AtMost(most), _) => Some(most),
            _ => None,
        };
        self.missed |= most.is_some_and(|most| ours > most * SLACK);
        let row = Row {
            figure,
            n,
            ours: rounded(ours),
            peer: peer.map(|(_, value)| rounded(value)),
            peer_name: peer.map(|(name, _)| name),
            unit,
            ratio: ratio.map(rounded),
            goal: in_words(goal, unit),
            met: most.map(|most| ours <= most),
        };
        let line = serde_json::to_string(&row).map_err(|error| error.to_string())?;
        writeln!(std::io::stdout(), "{line}").map_err(|error| error.to_string())
    }
}

/// Says on standard error why nothing could be measured.
pub(crate) fn complain(message: &str) {
    // Where not even this can be written there is nobody to tell.
    drop(writeln!(std::io::stderr(), "peers: {message}"));
}

fn in_words(goal: Goal, unit: &str) -> Option<String> {
    match goal {
        Goal::Read => None,
        Goal::Faster(times) => Some(format!(">= {times}x the peer")),
        Goal::Within(times) => Some(format!("<= {times}x the peer's cost")),
        Goal::AtMost(most) => Some(format!("<= {most} {unit}")),
    }
}

/// Four digits are more than two runs agree on.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = (3.0 - value.abs().log10().floor()).max(0.0);
    let scale = 10f64.powf(digits);
    (value * scale).round() / scale
}
