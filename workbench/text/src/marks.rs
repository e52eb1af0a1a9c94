//! What is drawn around and below the characters of a row: the ground, the line number, the current line, matches, the
//! selection.
//!
//! It does not know which parts are marked: the view hands in rectangles. Invariant: line numbers are drawn beside the text
//! only, and all else within it.

use egui::{Align2, Painter, Rect, Stroke, StrokeKind, Ui, pos2};

use crate::area::TextArea;

/// The corner radius of a match, in points.
const ROUNDING: f32 = 2.0;

/// Draws the marks of one frame.
pub struct Marks<'a> {
    ui: &'a Ui,
    area: &'a TextArea,
    /// Paints into the text and the line numbers.
    whole: Painter,
    /// Paints into the text.
    content: Painter,
}

impl<'a> Marks<'a> {
    /// Begins a frame. Returns `None` if there is nothing to paint into.
    ///
    /// The ground of the text is that of its pane, which is painted already: filling it once more would be a sixth of the time of a frame
    /// where no graphics card paints.
    #[must_use]
    pub fn begin(ui: &'a Ui, area: &'a TextArea) -> Option<Self> {
        if area.is_empty() {
            return None;
        }
        let whole = ui.painter_at(area.text);
        Some(Self { ui, area, whole, content: ui.painter_at(area.content) })
    }

    /// Returns the painter of the text.
    #[must_use]
    pub fn painter(&self) -> &Painter {
        &self.content
    }

    /// Marks the row with its upper edge at `top` as one of the current line.
    pub fn current_row(&self, top: f32) {
        let rect = Rect::from_x_y_ranges(self.area.text.x_range(), top..=top + self.area.cell.y);
        self.whole.rect_filled(rect, 0.0, self.ui.visuals().faint_bg_color);
    }

    /// Draws a line number, or what stands in its place, if there is space for line numbers.
    pub fn line_number(&self, top: f32, number: String, is_current: bool) {
        let (area, visuals) = (self.area, self.ui.visuals());
        if area.content.left() <= area.text.left() {
            return;
        }
        let color = if is_current { visuals.text_color() } else { visuals.weak_text_color() };
        let at = pos2(area.content.left() - area.cell.x, top);
        self.whole.text(at, Align2::RIGHT_TOP, number, area.font.clone(), color);
    }

    /// Marks a match that is not selected.
    pub fn found(&self, rect: Rect) {
        let stroke = self.ui.visuals().selection.stroke.color;
        self.content.rect_filled(rect, ROUNDING, stroke.gamma_multiply(0.25));
    }

    /// Marks a match that is selected.
    pub fn found_and_selected(&self, rect: Rect) {
        self.content.rect_filled(rect, ROUNDING, self.ui.visuals().selection.bg_fill);
        self.found_outline(rect);
    }

    /// Outlines a match whose selection is drawn already.
    pub fn found_outline(&self, rect: Rect) {
        let stroke = Stroke::new(1.0, self.ui.visuals().selection.stroke.color);
        self.content.rect_stroke(rect, ROUNDING, stroke, StrokeKind::Inside);
    }

    /// Draws the ground of the selection in a row. Returns what was drawn.
    ///
    /// With `with_break` it is half a cell wider, which shows that the line break after the row is selected, too.
    pub fn selection(&self, mut rect: Rect, with_break: bool) -> Rect {
        if with_break {
            rect.max.x += self.area.cell.x / 2.0;
        }
        self.content.rect_filled(rect, 0.0, self.ui.visuals().selection.bg_fill);
        rect
    }

    /// Frames the text, which has the keyboard focus but no cursor that would show it.
    pub fn focus_frame(&self) {
        let stroke = Stroke::new(1.0, self.ui.visuals().selection.stroke.color.gamma_multiply(0.5));
        self.whole.rect_stroke(self.area.text, 0.0, stroke, StrokeKind::Inside);
    }
}
