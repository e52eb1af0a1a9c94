//! A pane that shows the state of a widget runtime: a [`Monitor`] is fed with [`Reading`]s and shows them as numbers and
//! plots, live and over time.
//!
//! The crate knows egui, but not the runtime: readings are plain data, and requests of the user are returned as
//! [`MonitorAction`]s. It does not take readings itself, does not write files, and does not request frames.
//!
//! Invariant: memory and the cost of a frame are bounded, whatever the pane is fed.

mod axis;
mod chart;
mod dash;
mod data;
mod door;
mod facts;
mod history;
mod limits;
mod monitor;
mod reading;
mod recent;
mod report;
mod section;
mod sections;
mod theme;
mod thin;
mod words;

pub use monitor::{Monitor, MonitorAction, MonitorState};
pub use reading::{
    CacheReading, FrameReading, LoadReading, MemoryReading, OperationReading, Reading, SlotReading, SlowReading,
};
