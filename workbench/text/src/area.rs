//! The area of a text in one frame: line numbers, text, scroll bars, and the grid of cells.
//!
//! It does not scroll, paint or know the text. Invariant: every rectangle is within the given space, which is finite, and a
//! cell is at least one point wide and high.

use egui::{FontId, Rect, TextStyle, Ui, Vec2, pos2, vec2};

const SCROLLBAR_WIDTH: f32 = 10.0;
/// The width below which there is no space for line numbers and scroll bars, in points.
const NARROW: f32 = 120.0;
/// The minimum number of digits for which there is space beside the text, so that short texts begin at the same place.
const MIN_DIGITS: u32 = 3;
/// The empty columns after the longest line.
const MARGIN_COLUMNS: usize = 4;

/// The area of a text in one frame. All lengths are in points.
#[derive(Clone, Debug)]
pub struct TextArea {
    /// The line numbers and the text.
    pub text: Rect,
    /// The text without the line numbers.
    pub content: Rect,
    /// The vertical scroll bar, if there is one.
    pub bar_y: Option<Rect>,
    /// The horizontal scroll bar, if there is one.
    pub bar_x: Option<Rect>,
    /// The font of the text.
    pub font: FontId,
    /// The size of one cell.
    pub cell: Vec2,
    /// The width of the text, as far as it is known, with a margin. 0 at first.
    pub width: f32,
    /// The whole space.
    full: Rect,
}

impl TextArea {
    /// Divides a space between line numbers and text. `lines` is the largest line number. There are no scroll bars yet.
    #[must_use]
    pub fn new(ui: &Ui, full: Rect, lines: u64) -> Self {
        let font = TextStyle::Monospace.resolve(ui.style());
        let cell =
            ui.fonts_mut(|fonts| vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font))).max(vec2(1.0, 1.0));
        let is_wide = full.width() >= NARROW;
        let digits = lines.max(1).ilog10() + 1;
        let gutter = if is_wide { (digits.max(MIN_DIGITS) + 2) as f32 * cell.x } else { 0.0 };
        let bar = if is_wide { SCROLLBAR_WIDTH } else { 0.0 };
        let text = Rect::from_min_max(full.min, pos2(full.right() - bar, full.bottom()));
        let content = Rect::from_min_max(pos2((text.left() + gutter).min(text.right()), text.top()), text.max);
        Self { text, content, bar_y: None, bar_x: None, font, cell, width: 0.0, full }
    }

    /// Adds the vertical scroll bar, unless the area is too narrow for one. Its space is kept free in any case.
    pub fn add_bar_y(&mut self) {
        let bar = Rect::from_min_max(pos2(self.text.right(), self.full.top()), self.full.max);
        self.bar_y = self.is_wide().then_some(bar);
    }

    /// Sets the width to that of a text of `widest` columns.
    pub fn set_columns(&mut self, widest: usize) {
        self.width = (widest + MARGIN_COLUMNS) as f32 * self.cell.x;
    }

    /// Returns `true` if the text itself, and not only its margin, reaches the right edge.
    #[must_use]
    pub fn reaches_edge(&self) -> bool {
        self.width > self.content.width() + (MARGIN_COLUMNS - 1) as f32 * self.cell.x
    }

    /// Adds the horizontal scroll bar if the text reaches the right edge and there is space for a bar. The text becomes lower by the
    /// height of the bar. Returns `true` if the bar was added.
    pub fn add_bar_x_if_needed(&mut self) -> bool {
        if !(self.is_wide() && self.reaches_edge() && self.full.height() > 4.0 * self.cell.y) {
            return false;
        }
        let split = self.full.bottom() - SCROLLBAR_WIDTH;
        self.bar_x =
            Some(Rect::from_min_max(pos2(self.content.left(), split), pos2(self.text.right(), self.full.bottom())));
        (self.text.max.y, self.content.max.y) = (split, split);
        if let Some(bar) = &mut self.bar_y {
            bar.max.y = split;
        }
        true
    }

    /// Returns the number of rows that fit, including a fraction.
    #[must_use]
    pub fn rows(&self) -> f64 {
        f64::from((self.content.height() / self.cell.y).max(0.0))
    }

    /// Returns the number of whole columns that fit.
    #[must_use]
    pub fn columns(&self) -> usize {
        (self.content.width() / self.cell.x).max(0.0) as usize
    }

    /// Returns the maximum horizontal scroll offset, in points.
    #[must_use]
    pub fn max_left(&self) -> f32 {
        (self.width - self.content.width()).max(0.0)
    }

    /// Returns `true` if there is nothing to paint into.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.width() <= 0.0 || self.text.height() <= 0.0
    }

    /// Returns `true` if there is space for line numbers and scroll bars.
    fn is_wide(&self) -> bool {
        self.full.width() >= NARROW
    }
}

#[cfg(test)]
mod tests {
    use egui::{Rect, Ui, pos2, vec2};

    use super::TextArea;

    fn with_area(width: f32, height: f32, lines: u64, check: impl Fn(TextArea)) {
        let full = Rect::from_min_size(pos2(5.0, 7.0), vec2(width, height));
        let mut output = egui::Context::default().run_ui(egui::RawInput::default(), |ui: &mut Ui| {
            check(TextArea::new(ui, full, lines));
        });
        // Nothing is drawn, so nobody takes the textures.
        output.textures_delta.clear();
    }

    #[test]
    fn bars_and_line_numbers_stay_within_any_space() {
        for (width, height) in [(0.0, 0.0), (119.0, 300.0), (120.0, 300.0), (120.0, 10.0), (900.0, 600.0)] {
            for lines in [0, 1, 1_000, u64::MAX] {
                with_area(width, height, lines, |mut area| {
                    area.add_bar_y();
                    area.set_columns(100_000);
                    let is_added = area.add_bar_x_if_needed();
                    assert_eq!(is_added, area.bar_x.is_some());
                    let inside = [Some(area.text), Some(area.content), area.bar_y, area.bar_x];
                    for rect in inside.into_iter().flatten() {
                        assert!(area.full.contains_rect(rect) && !rect.is_negative(), "{rect:?} in {:?}", area.full);
                    }
                    assert_eq!(area.bar_y.is_some(), width >= 120.0);
                });
            }
        }
    }

    #[test]
    fn only_a_text_that_reaches_the_right_edge_has_a_bar_below() {
        with_area(500.0, 300.0, 1, |mut area| {
            area.set_columns(area.columns() - 1);
            assert!(!area.add_bar_x_if_needed());
            area.set_columns(area.columns());
            assert!(area.add_bar_x_if_needed());
        });
    }
}
