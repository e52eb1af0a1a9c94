//! The layout of one frame: line numbers, text, scroll bars.
//!
//! It does not paint or read. Invariant: every rectangle is within the available space, which is finite.

use egui::{FontId, Rect, TextStyle, Ui, Vec2, pos2, vec2};

use crate::file::Facts;
use crate::limits::{MAX_ROWS, MIN_WRAP_COLUMNS};

const SCROLLBAR_WIDTH: f32 = 10.0;
/// The width below which there is no space for line numbers and scroll bars, in points.
const NARROW: f32 = 120.0;
/// The assumed minimum length of a line, in bytes. It gives the width of the line numbers while lines are not counted.
const GUESSED_LINE_BYTES: u64 = 64;

/// The layout of one frame. All lengths are in points.
#[derive(Clone, Debug)]
pub(super) struct TextLayout {
    /// The line numbers and the text.
    pub(super) text: Rect,
    /// The text without the line numbers.
    pub(super) content: Rect,
    /// The vertical scroll bar, if there is space for one.
    pub(super) bar_y: Option<Rect>,
    /// The horizontal scroll bar, if there is one.
    pub(super) bar_x: Option<Rect>,
    pub(super) font: FontId,
    pub(super) cell: Vec2,
    /// The width of the widest known row, in points, with a margin. 0 if lines are wrapped.
    pub(super) width: f32,
    /// The number of columns to which lines are wrapped, if they are.
    pub(super) wrap: Option<usize>,
}

impl TextLayout {
    pub(super) fn new(ui: &Ui, rect: Rect, facts: &Facts, wraps: bool, widest: usize) -> Self {
        let font = TextStyle::Monospace.resolve(ui.style());
        let cell =
            ui.fonts_mut(|fonts| vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font))).max(vec2(1.0, 1.0));
        let wide = rect.width() >= NARROW;
        let lines = if facts.is_indexed() { facts.lines } else { facts.lines.max(facts.size / GUESSED_LINE_BYTES) };
        let digits = lines.max(1).ilog10() as usize + 1;
        let gutter = if wide { (digits.max(3) + 2) as f32 * cell.x } else { 0.0 };
        let bar = if wide { SCROLLBAR_WIDTH } else { 0.0 };
        let mut text = Rect::from_min_max(rect.min, pos2(rect.right() - bar, rect.bottom()));
        let mut content = Rect::from_min_max(pos2(text.left() + gutter, text.top()), text.max);
        let mut bar_y = wide.then(|| Rect::from_min_max(pos2(text.right(), rect.top()), rect.max));
        let width = if wraps { 0.0 } else { (widest + 4) as f32 * cell.x };
        let mut bar_x = None;
        // `width` includes a margin of 4 columns; only a text that itself reaches the right edge needs the bar.
        if wide && width > content.width() + 3.0 * cell.x && rect.height() > 4.0 * cell.y {
            let split = rect.bottom() - SCROLLBAR_WIDTH;
            bar_x = Some(Rect::from_min_max(pos2(content.left(), split), pos2(text.right(), rect.bottom())));
            (text.max.y, content.max.y) = (split, split);
            if let Some(bar) = &mut bar_y {
                bar.max.y = split;
            }
        }
        let columns = ((content.width() / cell.x) as usize).max(MIN_WRAP_COLUMNS);
        Self { text, content, bar_y, bar_x, font, cell, width, wrap: wraps.then_some(columns) }
    }

    /// Returns the number of rows that fit, including a fraction.
    pub(super) fn rows(&self) -> f64 {
        f64::from((self.content.height() / self.cell.y).max(0.0)).min(MAX_ROWS as f64 - 2.0)
    }

    /// Returns the number of rows that a page key scrolls: one less than fit, so that one row stays visible.
    pub(super) fn page(&self) -> f64 {
        (self.rows().floor() - 1.0).max(1.0)
    }

    /// Returns the maximum horizontal scroll offset, in points.
    pub(super) fn max_left(&self) -> f32 {
        (self.width - self.content.width()).max(0.0)
    }
}
