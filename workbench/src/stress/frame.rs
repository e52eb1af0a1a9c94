//! One frame of the work, and how long it took.

use serde_json::json;
use std::time::Duration;

/// A frame that took long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// How long it took, without what it waited for a core: another program, or a thread that loads, had it.
    pub(super) took: Duration,
    /// How long it waited for a core, as far as the system tells.
    pub(super) queued: Duration,
    /// How many frames came before it.
    pub(super) number: usize,
    /// What the user did in it.
    pub(super) act: &'static str,
    /// How long it took in a second run of the same work, if there was one.
    pub(super) again: Option<Duration>,
}

impl Frame {
    /// Returns how long the frame takes: the shorter time of two runs.
    pub(super) fn judged(self) -> Duration {
        self.again.map_or(self.took, |again| again.min(self.took))
    }

    pub(super) fn to_json(self) -> serde_json::Value {
        let Self { took, queued, number, act, again } = self;
        let [took, queued] = [took, queued].map(in_millis);
        json!({"frame": number, "act": act, "ms": took, "waited_ms": queued, "again_ms": again.map(in_millis)})
    }

    pub(super) fn to_text(self) -> String {
        let Self { took, queued, act, again, .. } = self;
        let again = again.map(|again| format!("; {:.1} in a second run", in_millis(again))).unwrap_or_default();
        format!("{:.1} {act} (and {:.1}{again})", in_millis(took), in_millis(queued))
    }
}

/// Returns a time in milliseconds.
pub(super) fn in_millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
