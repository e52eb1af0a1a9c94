//! What the pane is fed: plain numbers, taken by somebody else.
//!
//! Refuses to know where they come from, and checks nothing: any value is a value.
//!
//! Invariant: a name says its unit, or the field does; counters only grow within one run.

use serde::Serialize;

/// How a widget runtime is doing at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reading {
    /// When it was taken, in microseconds since the start.
    pub at_micros: u64,
    /// Bytes.
    pub memory: MemoryReading,
    /// Widgets by what became of them.
    pub slots: SlotReading,
    /// Where asked widgets came from.
    pub cache: CacheReading,
    /// Work that is done elsewhere.
    pub loads: LoadReading,
    /// Widgets that are kept for reuse, by the name of their pool.
    pub pools: Vec<(String, usize)>,
    /// Frames that were drawn.
    pub frames: FrameReading,
    /// What was done, and how long it took, since the start.
    pub operations: Vec<OperationReading>,
    /// What took too long. Either all that is known or only what is new: an event that was fed before is known.
    pub slow: Vec<SlowReading>,
}

/// Memory, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MemoryReading {
    /// All that the runtime accounts for.
    pub accounted: u64,
    /// Of widgets in view.
    pub live: u64,
    /// Of widgets out of view.
    pub parked: u64,
    /// Of kept states of widgets that are gone.
    pub saved: u64,
    /// Of widgets kept for reuse.
    pub pooled: u64,
    /// Of the layout itself.
    pub layout: u64,
    /// What the system says the process takes, where it says so.
    pub resident: Option<u64>,
    /// Above this, hidden widgets go; 0 is none.
    pub soft: u64,
    /// Above this, everything goes that can; 0 is none.
    pub hard: u64,
    /// What the system gives the process at most, where it says so.
    pub cgroup_limit: Option<u64>,
    /// `normal`, `soft`, `hard` or `critical`.
    pub level: String,
    /// Whether freeing does not help: what is left cannot go.
    pub futile: bool,
}

/// How many widgets there are, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SlotReading {
    /// In view.
    pub live: usize,
    /// Out of view and kept.
    pub parked: usize,
    /// On their way.
    pub loading: usize,
    /// Could not be made.
    pub failed: usize,
    /// Panes without a widget.
    #[serde(rename = "virtual")]
    pub virtual_: usize,
    /// Kept as a state only.
    pub saved: usize,
}

/// Where widgets came from when they were asked for. Counters since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CacheReading {
    /// Was there, in view.
    pub hits_live: u64,
    /// Was there, out of view.
    pub hits_parked: u64,
    /// Was shared with another pane.
    pub hits_shared: u64,
    /// Was made from a kept state.
    pub hits_saved: u64,
    /// Had to be made from nothing.
    pub misses: u64,
    /// Widgets made.
    pub created: u64,
    /// Widgets dropped to make room.
    pub evicted: u64,
    /// Microseconds that hits saved, by what making the widgets took before.
    pub rebuild_saved_micros: u64,
}

/// Jobs that load widgets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LoadReading {
    /// Not begun yet.
    pub waiting: usize,
    /// On a thread.
    pub running: usize,
    /// On a thread for longer than they should be.
    pub stuck: usize,
    /// Ended well, since the start.
    pub done: u64,
    /// Ended with an error, since the start.
    pub failed: u64,
    /// Not wanted any more, since the start.
    pub cancelled: u64,
    /// Given up on, since the start.
    pub timed_out: u64,
}

/// Frames of the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FrameReading {
    /// Frames since the start.
    pub count: u64,
    /// How long each frame since the last reading took, in microseconds, oldest first.
    pub recent_micros: Vec<u32>,
}

/// How long one kind of work took, since the start. A value that is not known is not finite.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OperationReading {
    /// What was done.
    pub name: String,
    /// How often.
    pub calls: u64,
    /// Microseconds a call, on average.
    pub mean_micros: f64,
    /// Microseconds of the shortest call.
    pub min_micros: f64,
    /// Microseconds of the longest call.
    pub max_micros: f64,
    /// Half of the calls took no longer, in microseconds.
    pub p50_micros: f64,
    /// 99 of 100 calls took no longer, in microseconds.
    pub p99_micros: f64,
    /// Microseconds of all calls.
    pub total_micros: f64,
}

/// One thing that took too long.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SlowReading {
    /// When, in microseconds since the start.
    pub at_micros: u64,
    /// What was done.
    pub operation: String,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// Why, in words.
    pub cause: String,
}
