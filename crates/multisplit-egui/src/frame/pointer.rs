//! Decides which part the pointer belongs to if several could take it. Invariant: a press goes to what is drawn on top there.

use super::Frame;
use crate::base::scroll_math::{most, track};
use egui::{Pos2, Ui};
use multisplit::{Layout, SurfaceId};

/// Returns where the pointer was pressed in this frame, if there is nothing above the workspace at that point.
pub(crate) fn pressed_at(ui: &Ui) -> Option<Pos2> {
    let at = ui.ctx().input(|i| if i.pointer.any_pressed() { i.pointer.interact_pos() } else { None })?;
    let top = ui.ctx().layer_id_at(at).is_none_or(|layer| layer == ui.layer_id());
    top.then_some(at)
}

/// Returns where the pointer was pressed in this frame, if neither a scroll bar nor the minimap nor anything above them is there.
pub(crate) fn pressed_below(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Option<Pos2> {
    pressed_at(ui).filter(|at| !is_bar(layout, frame, *at) && !is_minimap(frame, *at))
}

/// Returns `true` if a point is on a scroll bar.
fn is_bar(layout: &Layout, frame: &Frame<'_>, at: Pos2) -> bool {
    let most = most(layout, frame.origin.rect.size());
    let main = frame.surface == SurfaceId::MAIN;
    main && (0..2).any(|axis| most[axis] > 0.0 && track(frame.origin.rect, axis, most).contains(at))
}

/// Returns `true` if a point of the main surface is below the minimap.
pub(crate) fn is_minimap(frame: &Frame<'_>, at: Pos2) -> bool {
    frame.surface == SurfaceId::MAIN && frame.minimap.is_some_and(|rect| rect.contains(at))
}
