//! The layout alone: no provider, no front end. The application keeps its own widgets, by pane, and draws them where the layout says. It has
//! splits, tabs, undo and files all the same.

use egui::{Color32, Rect, Sense, Ui, pos2, vec2};
use multisplit::geometry::Point;
use multisplit::placement::{Area, Hit, Snap};
use multisplit::{Layout, Moment};

pub(crate) struct App {
    layout: Layout,
    /// Where the application's own divider drag began, if there is one.
    is_dragging: bool,
}

impl App {
    pub(crate) fn new() -> Result<Self, multisplit::LoadError> {
        let layout = Layout::from_text("row(files .25, col(>editor .7, terminal .3))")?;
        Ok(Self { layout, is_dragging: false })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) -> Result<(), Box<dyn std::error::Error>> {
        let whole = ui.available_rect_before_wrap();
        let now = Moment::from_micros((ui.input(|i| i.time) * 1e6) as u64);
        self.layout.place(Area::new(whole.width().into(), whole.height().into())?);

        // Every pane is drawn by the application, at the rectangle that the layout returns.
        for index in 0..self.layout.scene().pane_count() {
            let Some(pane) = self.layout.pane_view(index) else { continue };
            let min = whole.min + vec2(pane.rect.x as f32, pane.rect.y as f32);
            let rect = Rect::from_min_size(min, vec2(pane.rect.w as f32, pane.rect.h as f32));
            let widget = self.layout.tree().widget(pane.pane).map_or("", |id| id.as_str());
            let fill = if pane.focused { Color32::from_rgb(40, 60, 90) } else { Color32::from_gray(40) };
            ui.painter().rect_filled(rect, 0.0, fill);
            ui.put(rect, egui::Label::new(egui::RichText::new(widget).heading()));
        }

        // The layout knows what is at a point, and moves dividers; a press on a pane gives it the focus.
        let response = ui.interact(whole, ui.scope_id().with("panes"), Sense::click_and_drag());
        if let Some(at) = response.interact_pointer_pos() {
            let at = Point { x: (at.x - whole.min.x).into(), y: (at.y - whole.min.y).into() };
            if response.drag_started() {
                self.is_dragging = self.layout.grab(now, at, 4.0);
            } else if self.is_dragging {
                self.layout.drag_to(at, Snap::Free);
            }
            if let Some(Hit::Pane(pane)) = self.layout.hit(at, 0.0).filter(|_| response.clicked()) {
                self.layout.focus(now, multisplit::FocusTo::Pane(pane))?;
            }
        }
        if response.drag_stopped() && std::mem::take(&mut self.is_dragging) {
            self.layout.end_drag();
        }
        let corner = Rect::from_min_size(pos2(whole.max.x - 60.0, whole.min.y + 8.0), vec2(52.0, 22.0));
        if ui.put(corner, egui::Button::new("Undo")).clicked() && self.layout.history().can_undo() {
            self.layout.undo()?;
        }
        // No one polls the events here.
        while self.layout.poll_event().is_some() {}
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut app = App::new()?;
    eframe::run_ui_native("layout only", eframe::NativeOptions::default(), move |ui, _| {
        if let Err(error) = app.ui(ui) {
            ui.label(error.to_string());
        }
    })?;
    Ok(())
}
