//! Who the pointer belongs to, where several parts could take it. Invariant: a press goes to what is drawn above everything else there.

use crate::frame::Frame;
use crate::{minimap, scroll};
use egui::{Pos2, Ui};
use multisplit::Layout;

/// Where the pointer was pressed in this frame, if nothing lies above the workspace there.
pub(crate) fn pressed_at(ui: &Ui) -> Option<Pos2> {
    let at = ui.ctx().input(|i| if i.pointer.any_pressed() { i.pointer.interact_pos() } else { None })?;
    let top = ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id());
    top.then_some(at)
}

/// The same, if neither a scroll bar nor the minimap lies there.
pub(crate) fn pressed_below(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Option<Pos2> {
    pressed_at(ui).filter(|at| !scroll::is_bar(layout, frame, *at) && !minimap::covers(frame, *at))
}
