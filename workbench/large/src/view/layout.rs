//! The layout of one frame: the area of the text, and how its lines are wrapped.
//!
//! It does not paint or read. Invariant: at most `MAX_ROWS` rows fit, whatever the size of the pane and its font.

use egui::{Rect, Ui};
use multisplit_text_view::area::TextArea;

use crate::file::Facts;
use crate::limits::{MAX_ROWS, MIN_WRAP_COLUMNS};

/// The assumed minimum length of a line, in bytes. It gives the width of the line numbers while lines are not counted.
const GUESSED_LINE_BYTES: u64 = 64;

/// The layout of one frame.
#[derive(Clone, Debug)]
pub(super) struct TextLayout {
    /// The line numbers, the text and its scroll bars. The text is as wide as the widest known row, or 0 if lines are
    /// wrapped.
    pub(super) area: TextArea,
    /// The number of columns to which lines are wrapped, if they are.
    pub(super) wrap: Option<usize>,
}

impl TextLayout {
    pub(super) fn new(ui: &Ui, rect: Rect, facts: &Facts, wraps: bool, widest: usize) -> Self {
        let lines = if facts.is_indexed() { facts.lines } else { facts.lines.max(facts.size / GUESSED_LINE_BYTES) };
        let mut area = TextArea::new(ui, rect, lines);
        area.add_bar_y();
        if !wraps {
            area.set_columns(widest);
            area.add_bar_x_if_needed();
        }
        let wrap = wraps.then_some(area.columns().max(MIN_WRAP_COLUMNS));
        Self { area, wrap }
    }

    /// Returns the number of rows that fit, including a fraction.
    pub(super) fn rows(&self) -> f64 {
        self.area.rows().min(MAX_ROWS as f64 - 2.0)
    }

    /// Returns the number of rows that a page key scrolls: one less than fit, so that one row stays visible.
    pub(super) fn page(&self) -> f64 {
        (self.rows().floor() - 1.0).max(1.0)
    }
}
