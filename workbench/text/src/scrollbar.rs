//! The two scroll bars of a text.
//!
//! They keep no state except the point at which a handle was grabbed. Invariant: a handle is within its track and, if the
//! track has the space, at least 20 points long, so that it can be grabbed.

use egui::{Id, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

const MIN_HANDLE: f32 = 20.0;

/// The visible part of the whole.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The visible fraction of the whole, from 0 to 1.
    pub shown: f32,
    /// The fraction of the invisible rest that is before the visible part, from 0 to 1.
    pub at: f32,
}

/// Shows the vertical scroll bar. Returns the position it was dragged to, from 0 to 1, or `None` if it is not being dragged.
pub fn vertical(ui: &Ui, track: Rect, part: &Part, id: Id) -> Option<f32> {
    bar(ui, track, part, vec2(0.0, 1.0), id.with("vertical"), "Vertical scroll bar")
}

/// Shows the horizontal scroll bar. Returns the position it was dragged to, from 0 to 1, or `None` if it is not being
/// dragged.
pub fn horizontal(ui: &Ui, track: Rect, part: &Part, id: Id) -> Option<f32> {
    bar(ui, track, part, vec2(1.0, 0.0), id.with("horizontal"), "Horizontal scroll bar")
}

fn bar(ui: &Ui, track: Rect, part: &Part, axis: Vec2, id: Id, name: &str) -> Option<f32> {
    let response = ui.interact(track, id, Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, ui.is_enabled(), name));
    let length = (track.size() * axis).length();
    let handle = (length * part.shown.clamp(0.0, 1.0)).max(MIN_HANDLE).min(length);
    let slack = length - handle;
    paint(ui, track, axis, slack * part.at.clamp(0.0, 1.0), handle, &response);
    if slack <= 0.0 || !response.is_pointer_button_down_on() {
        return None;
    }
    let pointer = response.interact_pointer_pos()?;
    let along = ((pointer - track.min) * axis).dot(axis);
    let is_fresh = response.drag_started() || ui.input(|input| input.pointer.primary_pressed());
    // The grip is the distance from the start of the handle to the pointer, fixed at the press. A press beside the handle
    // grabs its middle.
    let grip = ui.data_mut(|data| {
        let start = slack * part.at.clamp(0.0, 1.0);
        let fresh = if (start..=start + handle).contains(&along) { along - start } else { handle / 2.0 };
        let grip = data.get_temp_mut_or(id, fresh);
        if is_fresh {
            *grip = fresh;
        }
        *grip
    });
    Some(((along - grip) / slack).clamp(0.0, 1.0))
}

fn paint(ui: &Ui, track: Rect, axis: Vec2, start: f32, handle: f32, response: &Response) {
    let visuals = ui.style().interact(response);
    let strength = if response.hovered() || response.is_pointer_button_down_on() { 0.6 } else { 0.3 };
    let across = vec2(1.0, 1.0) - axis;
    let min = track.min + axis * start + across * 2.0;
    let max = min + axis * handle + (track.size() * across - across * 4.0);
    let rect = Rect::from_min_max(min, pos2(max.x.max(min.x), max.y.max(min.y)));
    let painter = ui.painter_at(track);
    painter.rect_filled(track, 0.0, ui.visuals().panel_fill);
    painter.rect_filled(rect, 3.0, visuals.fg_stroke.color.gamma_multiply(strength));
}
