//! Plain counters of what the runtime did since its start, and one picture of it all. Counts only; time is the profiler's.

use super::governor::MemorySample;
use super::profiler::{SlowOperation, Timing};
use serde::Serialize;

/// So many of the slow operations kept, the latest, are part of the text. JSON has them all.
const SLOW_LINES: usize = 10;

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meters {
    /// Panes that came into view with their widget live.
    pub hits_live: u64,
    /// Panes that came into view whose widget was parked, and came back as it was.
    pub hits_parked: u64,
    /// Widgets that had to be made, and were given their saved state.
    pub hits_saved: u64,
    /// Widgets that had to be made, with a saved state or without.
    pub misses: u64,
    /// Widgets that were made.
    pub created: u64,
    /// Widgets that were parked.
    pub parked: u64,
    /// Parked widgets that were let go because there was no room.
    pub evicted: u64,
    /// Parked widgets that were let go because nobody wanted them for long.
    pub expired: u64,
    /// Parked widgets that were let go because their content had changed.
    pub outdated: u64,
    /// Widgets that refused to be let go.
    pub refused: u64,
    /// Microseconds that parked widgets would have taken to be made again, but came back.
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
    /// Loads that were cancelled: by the user, because their pane went, or because it was out of view for long.
    pub loads_cancelled: u64,
    /// Loads that were given up.
    pub loads_timed_out: u64,
    /// Answers that came too late for anybody.
    pub answers_dropped: u64,
    /// Widgets or jobs that panicked.
    pub panics: u64,
    /// States that were dropped for lack of room, with no copy in a store.
    pub states_lost: u64,
}

impl Meters {
    /// The part of the panes that came into view with their widget there, from 0 to 1; 0 where none did.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // a rate
    pub fn hit_rate(&self) -> f64 {
        let hits = self.hits_live + self.hits_parked;
        let all = hits + self.misses;
        if all == 0 { 0.0 } else { hits as f64 / all as f64 }
    }
}

/// Widgets by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Levels {
    /// Live.
    pub live: usize,
    /// Live and in view.
    pub visible: usize,
    /// Parked.
    pub parked: usize,
    /// On their way.
    pub loading: usize,
    /// Failed.
    pub failed: usize,
    /// Panes whose widget was never asked for, or is gone with or without its state.
    pub r#virtual: usize,
    /// States in memory.
    pub saved: usize,
    /// States in the host's store only.
    pub stored: usize,
    /// Pooled widgets.
    pub pooled: usize,
}

/// Bytes by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelBytes {
    /// Of all widgets together, states and pooled widgets included: what the limits are about.
    pub accounted: u64,
    /// Live.
    pub live: u64,
    /// Parked.
    pub parked: u64,
    /// States in memory.
    pub saved: u64,
    /// Pooled widgets.
    pub pooled: u64,
    /// The layout itself.
    pub layout: u64,
    /// The soft limit.
    pub soft: u64,
    /// The hard limit.
    pub hard: u64,
}

/// Everything there is to know about a workspace at a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snapshot {
    /// When, in microseconds on the host's clock.
    pub at_micros: u64,
    /// Panes in the layout.
    pub panes: usize,
    /// Splits and tab sets in the layout.
    pub branches: usize,
    /// Transactions committed since the start.
    pub transactions: u64,
    /// Rectangles written since the start.
    pub placed: u64,
    /// Widgets by level.
    pub levels: Levels,
    /// Bytes by level.
    pub bytes: LevelBytes,
    /// The memory level.
    pub memory: &'static str,
    /// Whether letting go was found futile.
    pub futile: bool,
    /// Counters since the start.
    pub meters: Meters,
    /// The part of panes that came into view with their widget there.
    pub hit_rate: f64,
    /// Pooled widgets by kind.
    pub pools: Vec<(String, usize)>,
    /// The latest memory samples, oldest first.
    pub samples: Vec<MemorySample>,
    /// Operations in numbers.
    pub timings: Vec<Timing>,
    /// The latest slow operations, oldest first.
    pub slow: Vec<SlowOperation>,
}

impl Snapshot {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers, names and lists: nothing that JSON could refuse.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// As a text for people.
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
