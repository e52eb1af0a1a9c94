//! One reading: the engine's snapshot, and the numbers that only the host knows.
//!
//! This module does not know how the numbers are measured, and checks nothing: any value is valid.
//!
//! Invariant: the name or the documentation of a field gives its unit; counters only grow within one run.

use multisplit::memory::Probe;
use multisplit::stats::{Meters, Snapshot};
use serde::Serialize;

/// The numbers that are not in a [`Snapshot`], because only the host knows them. A host that does not know one leaves it at its
/// default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct HostReading {
    /// Loads that have not begun yet.
    pub loads_waiting: usize,
    /// Loads that run on a thread.
    pub loads_running: usize,
    /// Loads that have run on a thread for longer than they should. They are among the running ones.
    pub loads_stuck: usize,
    /// Widgets that were made from content that another pane shares, since the start.
    pub hits_shared: u64,
    /// The number of frames since the start.
    pub frames: u64,
    /// How long each frame since the last reading took, in microseconds, oldest first.
    pub recent_frame_micros: Vec<u32>,
}

/// The state of a workspace at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Reading {
    pub(crate) snapshot: Snapshot,
    pub(crate) host: HostReading,
}

impl Reading {
    /// Returns what the host measured last of the process's memory; nothing is known before the first time.
    pub(crate) fn probe(&self) -> Probe {
        self.snapshot.samples.last().map(|sample| sample.probe).unwrap_or_default()
    }
}

/// Returns how many parked widgets were evicted, for whatever reason.
pub(crate) fn evicted(meters: &Meters) -> u64 {
    meters.evicted.saturating_add(meters.expired).saturating_add(meters.outdated)
}
