//! The parts of a surface. Each has its own memory that it keeps from frame to frame.

pub(crate) mod access;
pub(crate) mod collapsed;
pub(crate) mod dividers;
pub(crate) mod keys;
pub(crate) mod minimap;
pub(crate) mod pane_rects;
pub(crate) mod panes;
pub(crate) mod placeholder;
pub(crate) mod scroll_bars;
pub(crate) mod tabs;
pub(crate) mod zoomed;
