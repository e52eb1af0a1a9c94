//! The pane as a widget: the space it takes, its id, and when the text has the keyboard.
//!
//! It does not handle keys. Invariant: the whole space is taken once, and it is finite.

use egui::{CursorIcon, EventFilter, Id, Rect, Response, Sense, Ui, vec2};

use crate::area::TextArea;

/// Begins the pane in all the available space of `ui`. Returns the space and the id of the text.
///
/// `kind` tells panes of different kinds apart. If `wants_focus` is set, the text takes the keyboard focus, and the wish is
/// removed.
pub fn begin(ui: &mut Ui, kind: &str, wants_focus: &mut bool) -> (Rect, Id) {
    let full = room(ui);
    ui.allocate_rect(full, Sense::hover());
    let id = ui.scope_id().with(kind);
    if std::mem::take(wants_focus) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    (full, id)
}

/// Makes the area of the text a widget that is clicked, dragged and typed into. Returns its response.
///
/// It handles the arrow keys and Escape itself, and Tab if `takes_tab` is set, instead of egui.
pub fn interact(ui: &Ui, area: &TextArea, id: Id, takes_tab: bool) -> Response {
    let response = ui.interact(area.text, id, Sense::click_and_drag()).on_hover_cursor(CursorIcon::Text);
    let filter = EventFilter { tab: takes_tab, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    response
}

/// Returns the available space of `ui`, with a finite and non-negative size.
///
/// If the available width or height is not finite, that of the clip rectangle is used, clamped to 0 to 1,000,000 points.
fn room(ui: &Ui) -> Rect {
    let wanted = ui.available_rect_before_wrap();
    let bound = ui.clip_rect();
    let side = |wanted: f32, bound: f32| if wanted.is_finite() { wanted.max(0.0) } else { bound.clamp(0.0, 1e6) };
    let size = vec2(side(wanted.width(), bound.width()), side(wanted.height(), bound.height()));
    Rect::from_min_size(wanted.min, size)
}
