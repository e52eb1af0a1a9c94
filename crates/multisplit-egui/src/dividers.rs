//! Dividers: only the one under the pointer, or being dragged, is a widget; the others are the gap that shows between panes.

use crate::pane::Ask;
use crate::show::{Frame, Pointed};
use crate::{access, menus};
use egui::{CursorIcon, Key, Rect, Sense, Ui};
use multisplit::{Axis, Command, DividerAt, Hit, Layout, Snap};

/// Lets the pointer and screen readers at the dividers.
pub(crate) fn show(ui: &mut Ui, layout: &Layout, frame: &mut Frame<'_>) {
    if frame.access {
        for (divider, rect) in layout.dividers() {
            let id = frame.origin.divider(divider.split, divider.index);
            access::divider(ui, id, frame.origin.rect(rect), &divider, layout, frame);
        }
    }
    let Some(divider) = hot(ui, layout, frame) else { return };
    let rect = frame.origin.rect(layout.to_area(divider.rect));
    let grabbed = layout.dragged().is_some();
    interact(ui, frame, divider, rect, grabbed);
}

/// The divider that is dragged, has its menu open, or lies under the pointer.
fn hot(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Option<DividerAt> {
    let by_name = |(split, index)| layout.dividers().map(|(d, _)| d).find(|d| (d.split, d.index) == (split, index));
    if let Some(divider) = layout.dragged().or(frame.state.menu).and_then(by_name) {
        return Some(divider);
    }
    let at = ui.ctx().input(|i| i.pointer.hover_pos()).filter(|at| frame.origin.rect.contains(*at))?;
    let above = ui.ctx().layer_id_at(at).is_some_and(|layer| layer != ui.layer_id());
    if above || frame.state.dragged.is_some() {
        return None;
    }
    match layout.hit(frame.origin.point(at), f64::from(frame.style.grab_padding))? {
        Hit::Divider(divider) => Some(divider),
        _ => None,
    }
}

fn interact(ui: &mut Ui, frame: &mut Frame<'_>, divider: DividerAt, rect: Rect, grabbed: bool) {
    let across = divider.axis == Axis::Horizontal;
    let padding = frame.style.grab_padding;
    let wide = if across { rect.expand2(egui::vec2(padding, 0.0)) } else { rect.expand2(egui::vec2(0.0, padding)) };
    let id = frame.origin.divider(divider.split, divider.index);
    let response = ui.interact(wide, id, Sense::click_and_drag());
    let cursor = if across { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical };
    if response.hovered() || response.dragged() || response.has_focus() {
        ui.ctx().set_cursor_icon(cursor);
        ui.painter().rect_filled(rect, 0.0, frame.style.divider_hot);
    }
    let at = ui.ctx().input(|i| i.pointer.interact_pos());
    let (split, index) = (divider.split, divider.index);
    if response.drag_started()
        && let Some(start) = ui.ctx().input(|i| i.pointer.press_origin())
    {
        frame.inputs.push(Pointed::Grab { split, index, at: frame.origin.point(start) });
    }
    if response.dragged()
        && let Some(at) = at
    {
        let snap = if ui.ctx().input(|i| i.modifiers.shift) { Snap::Fractions } else { Snap::Free };
        frame.inputs.push(Pointed::Drag { at: frame.origin.point(at), snap });
    }
    let escape = grabbed && ui.ctx().input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape));
    if escape {
        frame.inputs.push(Pointed::Cancel);
        ui.ctx().stop_dragging();
    } else if response.drag_stopped() || (grabbed && !response.dragged()) {
        frame.inputs.push(Pointed::Release);
    }
    if response.double_clicked() {
        frame.asks.push(Ask::Run(Command::Even { split, index }));
    }
    let menu = response.context_menu(|ui| menus::divider(ui, split, index, frame.asks));
    frame.state.menu = menu.is_some().then_some((split, index));
}
