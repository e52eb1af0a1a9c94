//! The visible part of the text: the scroll position, the layout, and the conversion between points and the grid of cells.
//!
//! It does not paint. Invariant: the position is finite and within the text whenever it is used. It is counted in lines, and
//! its fraction is the hidden part of the first line. So it means the same place however the lines are wrapped, and the
//! lines above never have to be wrapped. It is an `f64`, because an `f32` cannot distinguish all positions of a long text.

mod rows;

use std::ops::Range;

use egui::{Pos2, Rect, Response, Ui, Vec2, pos2};
use multisplit_text_view::area::TextArea;
use multisplit_text_view::scroll;

use crate::buffer::Buffer;
use crate::columns::Columns;
use crate::wrap::Wrap;
pub(super) use rows::RowAt;

/// Whether and how the cursor must be scrolled into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reveal {
    /// The cursor may be anywhere.
    #[default]
    No,
    /// With as little scrolling as needed.
    Nearest,
    /// In the middle, if it is not seen already.
    Centered,
}

/// The scroll position of the user and the state that depends on it.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The first visible line. The fraction is its hidden part.
    top: f64,
    /// The horizontal scroll offset, in points.
    left: f32,
    pub(super) reveal: Reveal,
    /// The column of a row that moving up and down aims at.
    pub(super) aim: Option<usize>,
    /// The number of whole rows that were last visible.
    pub(super) page: usize,
    /// The time at which the cursor last moved or something was typed, in egui's time. The cursor does not blink off right
    /// after it.
    pub(super) last_input: f64,
    /// The largest number of columns of any line that was shown, for the scroll bar.
    widest: usize,
    widest_of: u64,
    /// Whether long lines are wrapped.
    pub(super) wraps: bool,
    wrap: Wrap,
}

/// The layout of one frame. All lengths are in points.
#[derive(Clone, Debug)]
pub(super) struct TextLayout {
    pub(super) area: TextArea,
    /// The number of lines of the text.
    pub(super) lines: usize,
    /// The maximum scroll position, in lines: half a page may be empty below the text.
    pub(super) max_top: f64,
    /// The visible rows, from top to bottom.
    pub(super) seen: Vec<RowAt>,
    /// The revision of the text and the position for which the rows were computed.
    seen_of: Option<(u64, f64)>,
}

impl TextLayout {
    /// Returns the number of rows that fit, including a fraction.
    pub(super) fn rows(&self) -> f64 {
        self.area.rows()
    }

    /// Returns the visible lines.
    pub(super) fn lines_seen(&self) -> Range<usize> {
        match (self.seen.first(), self.seen.last()) {
            (Some(first), Some(last)) => first.line..last.line + 1,
            _ => 0..0,
        }
    }
}

impl View {
    /// Restores a position from an earlier session. It is clamped when the text is next shown.
    pub(super) fn restore(&mut self, line: u64, x: f32) {
        self.top = line as f64;
        self.left = scroll::restored_left(x);
        self.reveal = Reveal::No;
    }

    /// Scrolls to a line and the hidden part of it. It is clamped when the text is next shown.
    pub(super) fn show_from(&mut self, top: f64) {
        if top.is_finite() {
            (self.top, self.reveal) = (top.max(0.0), Reveal::No);
        }
    }

    /// Returns the first line and the horizontal scroll offset after `lines` lines were inserted above (negative if
    /// removed).
    pub(super) fn position_after(&self, lines: isize) -> (u64, f32) {
        ((self.top + lines as f64).max(0.0) as u64, self.left)
    }

    /// Stays at the visible text after `lines` lines were inserted above it (negative if removed).
    pub(super) fn shift(&mut self, lines: isize) {
        self.top = (self.top + lines as f64).max(0.0);
    }

    /// Returns the first visible line.
    pub(super) fn top_line(&self) -> usize {
        self.top as usize
    }

    /// Sets the revision of the text that is wrapped. The width stays that of the last frame.
    pub(super) fn of_text(&mut self, revision: u64, columns: &Columns) {
        self.wrap.follow(revision, columns.tab());
    }

    /// Divides the available space, and clamps the position to it.
    pub(super) fn layout(&mut self, ui: &Ui, rect: Rect, buffer: &Buffer, columns: &mut Columns) -> TextLayout {
        let lines = buffer.text().len_lines();
        let area = TextArea::new(ui, rect, lines as u64);
        let wraps_at = self.wraps.then_some(area.columns());
        self.wrap.set(buffer.revision(), wraps_at, columns.tab());
        let mut layout = TextLayout { area, lines, max_top: 0.0, seen: vec![], seen_of: None };
        layout.max_top = self.max_top(&layout, buffer.text(), columns);
        if layout.max_top > 0.0 {
            layout.area.add_bar_y();
        }
        self.measure(&mut layout, buffer, columns);
        if layout.area.add_bar_x_if_needed() {
            layout.max_top = self.max_top(&layout, buffer.text(), columns);
        }
        self.page = (layout.rows() as usize).saturating_sub(1).max(1);
        self.clamp(&layout);
        self.settle(&mut layout, buffer, columns);
        layout
    }

    /// Computes the visible rows again if the pointer changed the text or the position.
    pub(super) fn settle(&mut self, layout: &mut TextLayout, buffer: &Buffer, columns: &mut Columns) {
        columns.of_revision(buffer.revision());
        self.of_text(buffer.revision(), columns);
        layout.lines = buffer.text().len_lines();
        // Most frames change neither after the layout.
        let of = Some((buffer.revision(), self.top));
        if layout.seen_of != of {
            layout.seen = self.rows_seen(layout, buffer.text(), columns);
            layout.seen_of = of;
        }
    }

    /// Returns the visible columns, for lines that are not wrapped.
    pub(super) fn visible_columns(&self, layout: &TextLayout) -> Range<usize> {
        let first = (self.left / layout.area.cell.x) as usize;
        let last = ((self.left + layout.area.content.width()) / layout.area.cell.x).ceil() as usize;
        first..last
    }

    /// Returns the position at which the first visible row begins, in points.
    pub(super) fn start(&self, layout: &TextLayout) -> Pos2 {
        let top = layout.seen.first().map_or(layout.area.content.top(), |row| row.top);
        pos2(layout.area.content.left() - self.left, top)
    }

    /// Returns the x position of column 0, in points.
    pub(super) fn left_edge(&self, layout: &TextLayout) -> f64 {
        f64::from(layout.area.content.left()) - f64::from(self.left)
    }

    /// Scrolls by points. Returns `true` if the position changed.
    fn scroll_by(&mut self, layout: &TextLayout, buffer: &Buffer, columns: &mut Columns, delta: Vec2) -> bool {
        let top = self.advance(buffer.text(), columns, self.top, -f64::from(delta.y / layout.area.cell.y));
        self.scroll_to(layout, top, self.left - delta.x)
    }

    /// Scrolls to a line and a horizontal offset. Returns `true` if the position changed.
    pub(super) fn scroll_to(&mut self, layout: &TextLayout, top: f64, left: f32) -> bool {
        let before = (self.top, self.left);
        (self.top, self.left) = (top, left);
        self.clamp(layout);
        before != (self.top, self.left)
    }

    /// Returns the first visible line. The fraction is its hidden part.
    pub(super) const fn position_in_lines(&self) -> f64 {
        self.top
    }

    /// Returns the first visible line, with its hidden part as the fraction, and the horizontal scroll offset.
    pub(super) fn offset(&self) -> (f64, f32) {
        (self.top, self.left)
    }

    /// Follows the wheel, and the cursor if it must be visible.
    pub(super) fn follow(
        &mut self,
        ui: &Ui,
        layout: &TextLayout,
        response: &Response,
        buffer: &Buffer,
        columns: &mut Columns,
    ) {
        // The pointer may have changed the text since the layout.
        columns.of_revision(buffer.revision());
        self.of_text(buffer.revision(), columns);
        scroll::wheel(ui, response, |delta| self.scroll_by(layout, buffer, columns, delta));
        let reveal = std::mem::take(&mut self.reveal);
        if reveal != Reveal::No {
            self.reveal_cursor(layout, buffer, columns, reveal);
        }
    }

    fn reveal_cursor(&mut self, layout: &TextLayout, buffer: &Buffer, columns: &mut Columns, reveal: Reveal) {
        let (text, cursor) = (buffer.text(), buffer.selection().cursor);
        let (row, above, below) = self.around(text, columns, cursor);
        let bottom = self.advance(text, columns, self.top, layout.rows());
        // The tolerance covers rounding: a position within a wrapped line is a fraction of its rows.
        let is_seen = row >= self.top && below <= bottom + 1e-9;
        let top = match reveal {
            _ if is_seen => self.top,
            Reveal::Centered => self.advance(text, columns, row, -(layout.rows() / 2.0).floor()),
            _ if row < self.top => row,
            _ => self.advance(text, columns, below, -layout.rows()).min(row),
        };
        self.top = top.clamp(0.0, (layout.lines - 1) as f64 + above);
        if self.wrap.is_on() {
            self.left = 0.0;
            return;
        }
        let column = columns.column(text, buffer.cursor_line(), cursor);
        let x = column as f32 * layout.area.cell.x;
        let (room, margin) =
            (layout.area.content.width(), (4.0 * layout.area.cell.x).min(layout.area.content.width() / 4.0));
        let left = if x < self.left + margin {
            x - margin
        } else if x + margin > self.left + room {
            x + margin - room
        } else {
            self.left
        };
        // Not clamped to the widest line yet: the line may have grown in this frame.
        self.left = left.max(0.0);
    }

    fn clamp(&mut self, layout: &TextLayout) {
        let top = if self.top.is_finite() { self.top } else { 0.0 };
        self.top = top.clamp(0.0, layout.max_top);
        self.left = self.left.clamp(0.0, layout.area.max_left());
    }

    /// Computes the width of the text, as far as it was shown.
    fn measure(&mut self, layout: &mut TextLayout, buffer: &Buffer, columns: &mut Columns) {
        if self.widest_of != buffer.revision() {
            (self.widest, self.widest_of) = (0, buffer.revision());
        }
        if self.wrap.is_on() {
            (self.left, layout.area.width) = (0.0, layout.area.content.width());
            return;
        }
        let last = (self.top + layout.rows()).ceil() as usize;
        let visible = (self.top as usize).min(layout.lines)..last.min(layout.lines);
        for line in visible.chain([buffer.cursor_line()]) {
            self.widest = self.widest.max(columns.line_columns(buffer.text(), line));
        }
        layout.area.set_columns(self.widest);
        if !layout.area.reaches_edge() {
            layout.area.width = layout.area.width.min(layout.area.content.width());
        }
    }
}
