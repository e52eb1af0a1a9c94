//! What the front end remembers from frame to frame: passing things only. Kept in egui's memory, so that `show` needs no struct.

use egui::{Id, Pos2};
use multisplit::{NodeId, PaneId, Point};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A tab on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DraggedTab {
    pub(crate) pane: PaneId,
    pub(crate) start: Pos2,
}

/// What is remembered.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The pane whose widget was given the keyboard last.
    pub(crate) given: Option<PaneId>,
    /// How far each tab bar is scrolled, and the front tab that was last brought into view.
    pub(crate) bars: Arc<BTreeMap<NodeId, (f32, Option<NodeId>)>>,
    pub(crate) dragged: Option<DraggedTab>,
    /// The divider whose context menu is open.
    pub(crate) menu: Option<(NodeId, usize)>,
    pub(crate) scroll: Point,
}

impl State {
    pub(crate) fn load(ctx: &egui::Context, id: Id) -> Self {
        ctx.data(|data| data.get_temp(id)).unwrap_or_default()
    }

    pub(crate) fn store(self, ctx: &egui::Context, id: Id) {
        ctx.data_mut(|data| data.insert_temp(id, self));
    }
}
