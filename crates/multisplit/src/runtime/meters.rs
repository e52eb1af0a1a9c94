//! Counters of what the runtime has done since its start, and a snapshot of everything. It counts only; time is the profiler's.

use super::governor::MemorySample;
use super::profiler::{SlowOperation, Timing};
use serde::Serialize;

/// The number of slow operations, the latest ones, that the text of a snapshot lists. JSON has all that are kept.
const SLOW_LINES: usize = 10;

/// Counters of what the runtime has done since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meters {
    /// Panes that came into view with their widget live.
    pub hits_live: u64,
    /// Panes that came into view with their widget parked: it came back as it was.
    pub hits_parked: u64,
    /// Widgets that had to be made, and were given their saved state.
    pub hits_saved: u64,
    /// Widgets that had to be made, with a saved state or without.
    pub misses: u64,
    /// Widgets that were made.
    pub created: u64,
    /// Widgets that were parked.
    pub parked: u64,
    /// Parked widgets that were evicted because there was no space or memory was short.
    pub evicted: u64,
    /// Parked widgets that were evicted because they were not used for a long time.
    pub expired: u64,
    /// Parked widgets that were evicted because their content had changed.
    pub outdated: u64,
    /// Refusals of parked widgets to be evicted.
    pub refused: u64,
    /// The time that it would have taken to make the parked widgets again that came back, in microseconds.
    pub rebuild_saved_micros: u64,
    /// Widgets that were made from a pooled one.
    pub recycled: u64,
    /// Widgets that were pooled.
    pub widgets_pooled: u64,
    /// Loads that were handed to a host.
    pub loads_started: u64,
    /// Loads that led to a widget.
    pub loads_done: u64,
    /// Loads that failed, by themselves or by a panic.
    pub loads_failed: u64,
    /// Loads that were cancelled: by the user, because their pane is gone, or because it was out of view for long.
    pub loads_cancelled: u64,
    /// Loads that did not end in time.
    pub loads_timed_out: u64,
    /// Answers of jobs that were not wanted any more.
    pub answers_dropped: u64,
    /// Panics in calls into the provider or a widget. A job that panics counts as a load that failed.
    pub panics: u64,
    /// States that were dropped for lack of space, with no copy in a store.
    pub states_lost: u64,
}

impl Meters {
    /// Returns the part of the panes coming into view whose widget existed, live or parked, from 0 to 1. It is 0 if no pane has come into
    /// view.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // a rate
    pub fn hit_rate(&self) -> f64 {
        let hits = self.hits_live + self.hits_parked;
        let all = hits + self.misses;
        if all == 0 { 0.0 } else { hits as f64 / all as f64 }
    }
}

/// The number of widgets and states at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Live widgets.
    pub live: usize,
    /// Panes in view, whatever the state of their widget.
    pub visible: usize,
    /// Parked widgets.
    pub parked: usize,
    /// Widgets that are being loaded.
    pub loading: usize,
    /// Widgets that have failed.
    pub failed: usize,
    /// Panes without a slot, and panes whose slot is [`Slot::Virtual`](crate::Slot::Virtual). Their widget was never asked for, is gone, or
    /// waits because too many loads run.
    pub r#virtual: usize,
    /// Saved states in memory.
    pub saved: usize,
    /// Saved states in the host's store only.
    pub stored: usize,
    /// Pooled widgets.
    pub pooled: usize,
}

/// The memory at each level, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelBytes {
    /// All widgets, saved states and pooled widgets together: what the limits apply to.
    pub accounted: u64,
    /// Live widgets.
    pub live: u64,
    /// Parked widgets.
    pub parked: u64,
    /// Saved states in memory.
    pub saved: u64,
    /// Pooled widgets.
    pub pooled: u64,
    /// The layout: tree, rectangles and what is visible.
    pub layout: u64,
    /// The soft limit.
    pub soft: u64,
    /// The hard limit.
    pub hard: u64,
}

/// A snapshot of a workspace: counts, bytes, counters and timings at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Snapshot {
    /// The moment, in microseconds on the host's clock.
    pub at_micros: u64,
    /// The number of panes in the layout.
    pub panes: usize,
    /// The number of splits and tab sets in the layout.
    pub branches: usize,
    /// The number of transactions committed since the start.
    pub transactions: u64,
    /// The number of rectangles written since the start.
    pub placed: u64,
    /// The number of frames whose rectangles were all known from the frame before.
    pub placements_known: u64,
    /// The number of frames for which rectangles were computed, or the visible panes were searched for again.
    pub placements_computed: u64,
    /// The number of widgets and states at each level.
    pub levels: Levels,
    /// The memory at each level.
    pub bytes: LevelBytes,
    /// The name of the memory level.
    pub memory: &'static str,
    /// Whether the memory alarm is switched off because dropping widgets has gained nothing.
    pub futile: bool,
    /// The counters since the start.
    pub meters: Meters,
    /// The part of the panes coming into view whose widget existed, as [`Meters::hit_rate`].
    pub hit_rate: f64,
    /// The number of pooled widgets by kind.
    pub pools: Vec<(String, usize)>,
    /// The latest memory samples, oldest first.
    pub samples: Vec<MemorySample>,
    /// The operations that were done, and how long they took. Those of the application come last.
    pub timings: Vec<Timing>,
    /// The latest slow operations, oldest first. Most of them are in the snapshot before, too.
    pub slow: Vec<SlowOperation>,
}

impl Snapshot {
    /// Returns the snapshot as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // There are only numbers, names and lists, which JSON can always represent.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Returns the snapshot as text for users.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (levels, bytes, meters) = (&self.levels, &self.bytes, &self.meters);
        let mb = |bytes: u64| format!("{}.{:02} MB", bytes >> 20, ((bytes & 0xF_FFFF) * 100) >> 20);
        let mut lines = vec![
            format!("panes {}, branches {}, transactions {}", self.panes, self.branches, self.transactions),
            format!(
                "live {} ({} in view), parked {}, loading {}, failed {}, virtual {}, saved {}, stored {}, pooled {}",
                levels.live,
                levels.visible,
                levels.parked,
                levels.loading,
                levels.failed,
                levels.r#virtual,
                levels.saved,
                levels.stored,
                levels.pooled
            ),
            format!(
                "memory {}{}: {} of {} soft, {} hard (live {}, parked {}, saved {}, pooled {})",
                self.memory,
                if self.futile { ", letting go is futile" } else { "" },
                mb(bytes.accounted),
                mb(bytes.soft),
                mb(bytes.hard),
                mb(bytes.live),
                mb(bytes.parked),
                mb(bytes.saved),
                mb(bytes.pooled)
            ),
            format!(
                "hits {} live, {} parked, {} saved; misses {}; hit rate {:.1} %; {} ms of rebuilding saved",
                meters.hits_live,
                meters.hits_parked,
                meters.hits_saved,
                meters.misses,
                self.hit_rate * 100.0,
                meters.rebuild_saved_micros / 1_000
            ),
            format!(
                "loads {} started, {} done, {} failed, {} cancelled, {} timed out",
                meters.loads_started,
                meters.loads_done,
                meters.loads_failed,
                meters.loads_cancelled,
                meters.loads_timed_out
            ),
            format!(
                "{:<12} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10} {:>12}",
                "operation", "calls", "mean us", "min us", "max us", "p50 us", "p99 us", "total ms"
            ),
        ];
        lines.extend(self.timings.iter().map(Timing::line));
        let latest = self.slow.len().saturating_sub(SLOW_LINES);
        let slow = self.slow.iter().skip(latest);
        lines.extend(slow.map(|s| format!("slow: {} took {} us: {}", s.operation, s.micros, s.cause)));
        lines.join("\n")
    }
}

impl Timing {
    fn line(&self) -> String {
        format!(
            "{:<12} {:>10} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>10.1} {:>12.1}",
            self.operation,
            self.calls,
            self.mean_micros,
            self.min_micros,
            self.max_micros,
            self.p50_micros,
            self.p99_micros,
            self.total_micros / 1_000.0
        )
    }
}
