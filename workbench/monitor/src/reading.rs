//! The data that the pane is fed with: plain numbers, which the application measures.
//!
//! This module does not know where the numbers come from, and checks nothing: any value is valid.
//!
//! Invariant: the name or the documentation of a field gives its unit; counters only grow within one run.

use serde::Serialize;

/// The state of a widget runtime at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reading {
    /// The time of the reading, in microseconds since the start.
    pub at_micros: u64,
    /// Memory, in bytes.
    pub memory: MemoryReading,
    /// The number of widgets by state.
    pub slots: SlotReading,
    /// The origins of requested widgets.
    pub cache: CacheReading,
    /// The jobs that load widgets.
    pub loads: LoadReading,
    /// The number of widgets kept for reuse, by the name of their pool.
    pub pools: Vec<(String, usize)>,
    /// The drawn frames.
    pub frames: FrameReading,
    /// The kinds of work since the start, and how long they took.
    pub operations: Vec<OperationReading>,
    /// The events that took too long: either all known ones or only the new ones, since an event that is fed twice counts once.
    pub slow: Vec<SlowReading>,
}

/// Memory, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MemoryReading {
    /// All memory that the runtime accounts for.
    pub accounted: u64,
    /// The memory of widgets in view.
    pub live: u64,
    /// The memory of widgets out of view.
    pub parked: u64,
    /// The memory of saved states of widgets that are gone.
    pub saved: u64,
    /// The memory of widgets kept for reuse.
    pub pooled: u64,
    /// The memory of the layout itself.
    pub layout: u64,
    /// The memory of the process according to the system, if known.
    pub resident: Option<u64>,
    /// The limit above which hidden widgets are dropped; 0 means none.
    pub soft: u64,
    /// The limit above which everything that can be dropped is dropped; 0 means none.
    pub hard: u64,
    /// The system's memory limit of the process, if known.
    pub cgroup_limit: Option<u64>,
    /// The pressure: `normal`, `soft`, `hard` or `critical`.
    pub level: String,
    /// Whether freeing does not help, because what is left cannot be dropped.
    pub futile: bool,
}

/// The number of widgets by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SlotReading {
    /// Widgets in view.
    pub live: usize,
    /// Widgets out of view that are kept.
    pub parked: usize,
    /// Widgets that are being loaded.
    pub loading: usize,
    /// Widgets that could not be made.
    pub failed: usize,
    /// Panes without a widget.
    #[serde(rename = "virtual")]
    pub virtual_: usize,
    /// Widgets that are kept only as a state.
    pub saved: usize,
}

/// The origins of requested widgets, as counters since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CacheReading {
    /// Requests for a widget that existed, in view.
    pub hits_live: u64,
    /// Requests for a widget that existed, out of view.
    pub hits_parked: u64,
    /// Requests for a widget that was shared with another pane.
    pub hits_shared: u64,
    /// Requests for a widget that was made from a saved state.
    pub hits_saved: u64,
    /// Requests for a widget that had to be made from nothing.
    pub misses: u64,
    /// The number of widgets made.
    pub created: u64,
    /// The number of widgets evicted to free space.
    pub evicted: u64,
    /// The time that hits saved, in microseconds, estimated from how long making the widgets took before.
    pub rebuild_saved_micros: u64,
}

/// The jobs that load widgets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LoadReading {
    /// Jobs that have not begun yet.
    pub waiting: usize,
    /// Jobs that run on a thread.
    pub running: usize,
    /// Jobs that have run on a thread for longer than they should.
    pub stuck: usize,
    /// Jobs that succeeded, since the start.
    pub done: u64,
    /// Jobs that ended with an error, since the start.
    pub failed: u64,
    /// Jobs that were cancelled because they were no longer needed, since the start.
    pub cancelled: u64,
    /// Jobs that were given up, since the start.
    pub timed_out: u64,
}

/// The frames of the application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FrameReading {
    /// The number of frames since the start.
    pub count: u64,
    /// How long each frame since the last reading took, in microseconds, oldest first.
    pub recent_micros: Vec<u32>,
}

/// How long one kind of work took, since the start. An unknown value is not finite.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OperationReading {
    /// The name of the work.
    pub name: String,
    /// The number of calls.
    pub calls: u64,
    /// The average time of a call, in microseconds.
    pub mean_micros: f64,
    /// The time of the shortest call, in microseconds.
    pub min_micros: f64,
    /// The time of the longest call, in microseconds.
    pub max_micros: f64,
    /// The median time of a call, in microseconds.
    pub p50_micros: f64,
    /// The time that 99 of 100 calls did not exceed, in microseconds.
    pub p99_micros: f64,
    /// The time of all calls together, in microseconds.
    pub total_micros: f64,
}

/// An event that took too long.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SlowReading {
    /// The time of the event, in microseconds since the start.
    pub at_micros: u64,
    /// The name of the work.
    pub operation: String,
    /// How long the event took, in microseconds.
    pub micros: u64,
    /// The cause, in words.
    pub cause: String,
}
