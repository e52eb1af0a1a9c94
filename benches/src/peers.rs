//! The peers on the same shapes, through their public interfaces only. Each keeps just a number per pane, which is cheapest for it.

pub(crate) mod dock;
pub(crate) mod flex;
pub(crate) mod iced;
pub(crate) mod panes;
pub(crate) mod plain;
pub(crate) mod tiles;

/// The names of the peers in the rows.
pub(crate) const ICED: &str = "iced pane_grid";
pub(crate) const TAFFY: &str = "taffy";
pub(crate) const TILES: &str = "egui_tiles";
pub(crate) const DOCK: &str = "egui_dock";
pub(crate) const PANES: &str = "panes";
pub(crate) const PLAIN: &str = "a plain pass over all nodes";
