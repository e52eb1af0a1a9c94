//! Dividers. Only the divider under the pointer, or the one being dragged, is a widget. The others are the gap that shows between panes.
//! The engine says which one is under the pointer, so it is found in the very frame in which the pointer arrives or presses.

use crate::base::content::FrameView;
use crate::base::menus;
use crate::frame::Frame;
use crate::frame::pointer::is_minimap;
use crate::parts::access;
use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Sense, Ui};
use multisplit::geometry::Axis;
use multisplit::placement::{DividerAt, Hit, Snap};
use multisplit::{Command, Intent, Layout};

/// Makes the dividers reachable for the pointer and for screen readers.
pub(crate) fn show(ui: &mut Ui, view: &FrameView<'_>, frame: &mut Frame<'_>) {
    let layout = view.layout;
    if frame.access {
        access::dividers(ui, view, frame);
    }
    let Some(divider) = hot(ui, layout, frame) else {
        // A dragged divider that is out of view now still has to be released.
        if layout.dragged().is_some() && !ui.ctx().input(|i| i.pointer.any_down()) {
            frame.drags.push(Intent::Release);
        }
        return;
    };
    let rect = frame.origin.rect(layout.content_to_area(divider.rect));
    interact(ui, layout, frame, divider, rect);
}

/// Returns `true` if a divider of the surface that is being drawn is under the pointer.
pub(crate) fn is_hot(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> bool {
    hot(ui, layout, frame).is_some()
}

/// Returns the divider that is dragged, has its menu open, or is under the pointer.
fn hot(ui: &Ui, layout: &Layout, frame: &Frame<'_>) -> Option<DividerAt> {
    if let Some((split, index)) = layout.dragged().or(frame.state.divider_menu) {
        let named = layout.dividers().map(|(d, _)| d).find(|d| (d.split, d.index) == (split, index));
        if let Some(divider) = named {
            return Some(divider).filter(|_| frame.is_here(layout, split));
        }
    }
    let at = ui.ctx().input(|i| i.pointer.hover_pos()).filter(|at| frame.origin.rect.contains(*at))?;
    if is_minimap(frame, at) {
        return None;
    }
    if frame.state.dragged.is_some() || frame.state.carried_float.is_some() || !ui.clip_rect().contains(at) {
        return None;
    }
    // A divider is not reached through a menu, nor while something else is being dragged.
    let below = ui.ctx().layer_id_at(at).is_some_and(|layer| layer != ui.layer_id());
    let busy = ui.ctx().input(|i| i.pointer.any_down() && !i.pointer.any_pressed());
    if below || busy {
        return None;
    }
    under(layout, frame, at)
}

/// Returns the divider at a point of the surface that is being drawn.
fn under(layout: &Layout, frame: &Frame<'_>, at: Pos2) -> Option<DividerAt> {
    let padding = frame.style.grab_padding;
    if frame.surface == multisplit::SurfaceId::MAIN {
        return match layout.hit_content(frame.origin.point(at), f64::from(padding))? {
            Hit::Divider(divider) => Some(divider).filter(|d| frame.is_here(layout, d.split)),
            _ => None,
        };
    }
    // Floating surfaces may overlap in another order than the engine's, because those that were used come to the front.
    let near = |rect| frame.origin.rect(rect).expand(padding).contains(at);
    layout.dividers().find(|(d, rect)| near(*rect) && frame.is_here(layout, d.split)).map(|(d, _)| d)
}

fn interact(ui: &mut Ui, layout: &Layout, frame: &mut Frame<'_>, divider: DividerAt, rect: Rect) {
    let (split, index) = (divider.split, divider.index);
    let across = divider.axis == Axis::Horizontal;
    let padding = frame.style.grab_padding;
    let wide = if across { rect.expand2(egui::vec2(padding, 0.0)) } else { rect.expand2(egui::vec2(0.0, padding)) };
    let response = ui.interact(wide, frame.origin.divider(split, index), Sense::click_and_drag());
    let grabbed = layout.dragged().is_some();
    if grabbed || frame.state.divider_menu.is_none() {
        ui.ctx().set_cursor_icon(if across { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical });
    }
    ui.painter().rect_filled(rect, 0.0, frame.style.divider_hot);
    drag(ui, frame, &divider, grabbed);
    if response.double_clicked() {
        frame.intents.push(Intent::Run(Command::Even { split, index }));
    }
    if grabbed {
        // Another button that is clicked during the drag opens no menu.
        return;
    }
    let menu = response.context_menu(|ui| menus::divider(ui, split, index, frame.bindings, frame.intents));
    frame.state.divider_menu = menu.is_some().then_some((split, index));
}

/// Follows the pointer itself instead of the widget, so that a press without a hover before it, as from a finger, grabs the divider too.
fn drag(ui: &Ui, frame: &mut Frame<'_>, divider: &DividerAt, grabbed: bool) {
    let (pressed, down, decided, at, shift) = ui.ctx().input(|i| {
        let pointer = &i.pointer;
        let decided = pointer.is_decidedly_dragging();
        (
            pointer.primary_pressed(),
            pointer.button_down(PointerButton::Primary),
            decided,
            pointer.interact_pos(),
            i.modifiers.shift,
        )
    });
    let at = at.map(|at| frame.origin.point(at));
    if !grabbed {
        frame.state.divider_target = None;
        // A press into the divider's menu is not a press on the divider.
        if let Some(at) = at.filter(|_| pressed && frame.state.divider_menu.is_none()) {
            frame.drags.push(Intent::Grab { split: divider.split, index: divider.index, at });
        }
        return;
    }
    if ui.ctx().input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
        frame.drags.push(Intent::Cancel);
        ui.ctx().stop_dragging();
    } else if !down {
        frame.drags.push(Intent::Release);
    } else if let Some(at) = at.filter(|_| decided || frame.state.divider_target.is_some()) {
        let snap = if shift { Snap::Fractions } else { Snap::Free };
        // A pointer that rests must not request a frame.
        if frame.state.divider_target.replace((at, snap)) != Some((at, snap)) {
            frame.drags.push(Intent::Drag { at, snap });
        }
    }
}
