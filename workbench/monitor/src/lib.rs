//! The pane that shows how a widget runtime is doing: a [`Monitor`] is fed with [`Reading`]s and shows them as numbers
//! and plots, live and over time.
//!
//! It knows egui and nothing of the runtime: readings are plain data, and what the user wants done comes back as
//! [`MonitorAction`]s. It refuses to take readings itself, to write files, and to ask for frames.
//!
//! Invariant: whatever it is fed, its memory and the cost of a frame are bounded.

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
