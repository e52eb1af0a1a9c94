//! Draws the picture pane and handles its wheel, drags, clicks and keys.
//!
//! It does not take keys while another widget has the focus.
//!
//! Invariant: nothing is painted outside the rectangle of the pane.

use egui::{
    Event, Id, Key, PointerButton, Rect, Response, Sense, TextStyle, Ui, UiBuilder, WidgetInfo, accesskit, pos2, vec2,
};

use super::ImagePane;

/// The wheel points that double the zoom.
const WHEEL_DOUBLING: f32 = 200.0;
/// The factor by which one key press changes the zoom.
const KEY_STEP: f32 = 1.25;
/// The zoom above which pixels are shown as squares.
const NEAREST_ABOVE: f32 = 2.0;

impl ImagePane {
    /// Draws the pane into all of `ui`.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.take_reload();
        let all = ui.available_rect_before_wrap();
        let all = Rect::from_min_size(all.min, all.size().max(vec2(0.0, 0.0)));
        let strip = (ui.text_style_height(&TextStyle::Small) + 6.0).min(all.height());
        let pane = Rect::from_min_max(all.min, pos2(all.right(), all.bottom() - strip));
        let caption = Rect::from_min_max(pos2(all.left(), pane.bottom()), all.max);
        let id = ui.scope_id().with("picture");
        let response = ui.interact(pane, id, Sense::click_and_drag());
        let (title, enabled) = (&self.title, ui.is_enabled());
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Image, enabled, title));
        if std::mem::take(&mut self.wants_focus) || response.is_pointer_button_down_on() {
            response.request_focus();
        }
        let mut inner = ui.new_child(UiBuilder::new().id_salt("picture pane").max_rect(all));
        inner.shrink_clip_rect(all);
        self.keys(&inner, id, pane);
        self.pointer(&inner, &response, pane);
        self.show_picture(&inner, pane);
        self.show_caption(&inner, &response, pane, caption);
        ui.advance_cursor_after_rect(all);
    }

    fn keys(&mut self, ui: &Ui, id: Id, pane: Rect) {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return;
        }
        let ppp = ui.pixels_per_point();
        let mut pressed = Vec::new();
        // Matched by hand, because plus and minus are typed with or without Shift, depending on the keyboard.
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Key { key, pressed: true, modifiers, .. }
                    if modifiers.command
                        && !modifiers.alt
                        && matches!(key, Key::Plus | Key::Equals | Key::Minus | Key::Num0) =>
                {
                    pressed.push(*key);
                    false
                }
                _ => true,
            });
        });
        for key in pressed {
            match key {
                Key::Minus => self.camera.zoom_by(pane, ppp, 1.0 / KEY_STEP, pane.center()),
                Key::Num0 => self.camera.fit(),
                _ => self.camera.zoom_by(pane, ppp, KEY_STEP, pane.center()),
            }
        }
    }

    fn pointer(&mut self, ui: &Ui, response: &Response, pane: Rect) {
        let ppp = ui.pixels_per_point();
        if response.double_clicked() {
            if self.camera.is_fit() {
                let at = response.interact_pointer_pos().unwrap_or(pane.center());
                self.camera.zoom_to(pane, ppp, 1.0, at);
            } else {
                self.camera.fit();
            }
        } else if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
            // Panning fixes the zoom, so a mere click must not pan: a picture that is fitted stays fitted.
            if response.drag_delta() != egui::Vec2::ZERO {
                self.camera.pan(pane, ppp, response.drag_delta());
            }
            ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        if let Some(at) = response.hover_pos() {
            let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = (wheel / WHEEL_DOUBLING).exp2() * pinch;
            if factor != 1.0 {
                self.camera.zoom_by(pane, ppp, factor, at);
                // The wheel is used up: nothing around the pane is to scroll as well.
                ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
            }
        }
    }

    fn show_picture(&mut self, ui: &Ui, pane: Rect) {
        let painter = ui.painter().with_clip_rect(pane.intersect(ui.clip_rect()));
        if !painter.clip_rect().is_positive() {
            return;
        }
        let ppp = ui.pixels_per_point();
        let nearest = self.camera.zoom(pane, ppp) > NEAREST_ABOVE;
        self.textures.prepare(ui.ctx(), &self.image, nearest);
        // The ground is that of the pane, which is painted already.
        self.textures.paint(&painter, ui.visuals(), &self.image, self.camera.place(pane, ppp));
    }

    fn show_caption(&self, ui: &Ui, response: &Response, pane: Rect, strip: Rect) {
        let mut words = self.caption(ui.pixels_per_point(), pane);
        if let Some(pixel) = response.hover_pos().and_then(|at| self.pixel_words(ui.pixels_per_point(), pane, at)) {
            words.push_str("   ");
            words.push_str(&pixel);
        }
        let id = ui.scope_id().with("caption");
        let (label, enabled) = (ui.interact(strip, id, Sense::empty()), ui.is_enabled());
        label.widget_info(|| WidgetInfo::labeled(accesskit::Role::Label, enabled, &words));
        let visuals = ui.visuals();
        let painter = ui.painter().with_clip_rect(strip.intersect(ui.clip_rect()));
        painter.rect_filled(strip, 0.0, visuals.panel_fill);
        let color = if self.note.is_some() { visuals.warn_fg_color } else { visuals.weak_text_color() };
        let galley = painter.layout_no_wrap(words, TextStyle::Small.resolve(ui.style()), color);
        let top = strip.center().y - galley.size().y / 2.0;
        painter.galley(pos2(strip.left() + 6.0, top), galley, color);
    }

    fn caption(&self, ppp: f32, pane: Rect) -> String {
        let [width, height] = self.image.size();
        let percent = self.camera.zoom(pane, ppp) * 100.0;
        let tiles = match self.textures.tiles() {
            0 | 1 => String::new(),
            tiles => format!("   in {tiles} tiles"),
        };
        let note = self.note.as_deref().map(|note| format!("   {note}")).unwrap_or_default();
        let digits = usize::from(percent < 10.0);
        format!("{width} x {height}   {percent:.digits$} %{tiles}{note}")
    }

    fn pixel_words(&self, ppp: f32, pane: Rect, at: egui::Pos2) -> Option<String> {
        let spot = self.camera.picture_at(pane, ppp, at);
        if spot.x < 0.0 || spot.y < 0.0 {
            return None;
        }
        let (x, y) = (spot.x as usize, spot.y as usize);
        let [red, green, blue, alpha] = self.image.pixel(x, y)?.to_srgba_unmultiplied();
        Some(format!("({x}, {y})  #{red:02x}{green:02x}{blue:02x}{alpha:02x}"))
    }
}
