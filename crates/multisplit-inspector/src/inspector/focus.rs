//! The keyboard of the view: it can have the focus, and its keys scroll.
//!
//! It takes no keys while a part of the view, or anything else, has the focus.

use egui::{EventFilter, Id, Key, Modifiers, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::Inspector;

/// The distance that an arrow key scrolls, in points.
const LINE: f32 = 40.0;

impl Inspector {
    /// Adds the background of the view, below everything else on it, and returns its id.
    pub(super) fn ground(&mut self, ui: &Ui) -> Id {
        let id = ui.scope_id().with("inspector");
        let rect = ui.available_rect_before_wrap();
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        let (title, enabled) = (self.title(), ui.is_enabled());
        response.widget_info(|| WidgetInfo::labeled(Role::Pane, enabled, title));
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            // One more frame, since egui leaves the arrow keys to the focused widget only from its second frame on.
            ui.ctx().request_repaint();
        }
        id
    }
}

/// Scrolls the surrounding area by the pressed keys. `height` is the visible height of the area, in points.
pub(super) fn scroll(ui: &Ui, ground: Id, height: f32) {
    if !ui.memory(|memory| memory.has_focus(ground)) {
        return;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(ground, filter));
    let far = 1e6;
    let page = (height - LINE).max(LINE);
    let keys = [
        (Key::ArrowDown, -LINE),
        (Key::ArrowUp, LINE),
        (Key::PageDown, -page),
        (Key::PageUp, page),
        (Key::End, -far),
        (Key::Home, far),
    ];
    let pressed = |(key, delta)| {
        let times = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        times as f32 * delta
    };
    let delta: f32 = keys.into_iter().map(pressed).sum();
    if delta != 0.0 {
        let still = egui::style::ScrollAnimation::none();
        let delta: Vec2 = vec2(0.0, delta);
        ui.scroll_with_delta_animation(delta, still);
    }
}
