//! The rows on the screen: which characters they contain, where they are, and which rows are above and below.
//!
//! It keeps no state. Without wrapping every line is one row, and all of this reduces to the arithmetic of lines.

use std::ops::Range;

use egui::{Pos2, Rect, pos2, vec2};
use ropey::Rope;

use super::{TextLayout, View};
use crate::buffer::Buffer;
use crate::columns::Columns;
use crate::motion;

/// The maximum number of rows that one step of the wheel scrolls.
const MAX_STEP: f64 = 100_000.0;

/// A visible row.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct RowAt {
    pub(in crate::editor) line: usize,
    /// The characters of the text in the row, without the line break.
    pub(in crate::editor) chars: Range<usize>,
    /// The column of the line at which the row begins.
    pub(in crate::editor) first: usize,
    /// The number of columns by which the row is indented.
    pub(in crate::editor) indent: usize,
    /// The upper edge on the screen, in points.
    pub(in crate::editor) top: f32,
    /// Whether the line begins in this row.
    pub(in crate::editor) begins: bool,
    /// Whether the line ends in this row.
    pub(in crate::editor) ends: bool,
}

/// The positions in a row at which the cursor can be placed.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    /// The end of the line, or the last position before the next row. It is `start` if the whole row is inside one grapheme
    /// cluster.
    last: usize,
    /// The column of the line at which the row begins.
    first: usize,
    indent: usize,
}

impl View {
    /// Moves a position by rows and returns it. It may be above or below the text.
    pub(super) fn advance(&mut self, text: &Rope, columns: &mut Columns, from: f64, by: f64) -> f64 {
        if !self.wrap.is_on() {
            return from + by;
        }
        let last = text.len_lines() - 1;
        let mut line = (from.max(0.0) as usize).min(last);
        let mut rows = self.row_count(text, columns, line);
        let mut row = (from - line as f64) * rows + by.clamp(-MAX_STEP, MAX_STEP);
        while row >= rows && line < last {
            row -= rows;
            line += 1;
            rows = self.row_count(text, columns, line);
        }
        while row < 0.0 && line > 0 {
            line -= 1;
            rows = self.row_count(text, columns, line);
            row += rows;
        }
        line as f64 + row / rows
    }

    fn row_count(&mut self, text: &Rope, columns: &mut Columns, line: usize) -> f64 {
        self.wrap.rows(text, columns, line).starts.len() as f64
    }

    /// Returns the maximum scroll position: half a page may be empty below the text. It is 0 if the whole text fits.
    pub(super) fn max_top(&mut self, layout: &TextLayout, text: &Rope, columns: &mut Columns) -> f64 {
        let end = layout.lines as f64;
        if self.advance(text, columns, end, -layout.rows()) <= 0.0 {
            return 0.0;
        }
        self.advance(text, columns, end, -(layout.rows() / 2.0).floor().max(1.0)).max(0.0)
    }

    /// Returns the position of the row that contains a character, the fraction of its line that is above the row, and the
    /// position below the row.
    pub(super) fn around(&mut self, text: &Rope, columns: &mut Columns, at: usize) -> (f64, f64, f64) {
        let line = text.char_to_line(at);
        let rows = self.wrap.rows(text, columns, line);
        let (row, count) = (rows.row_of(at - text.line_to_char(line)) as f64, rows.starts.len() as f64);
        let above = row / count;
        (line as f64 + above, above, line as f64 + (row + 1.0) / count)
    }

    /// Returns the visible rows.
    pub(super) fn rows_seen(&mut self, layout: &TextLayout, text: &Rope, columns: &mut Columns) -> Vec<RowAt> {
        let mut seen = vec![];
        let (height, mut line) = (f64::from(layout.area.cell.y), self.top as usize);
        let hidden = (self.top - line as f64) * self.row_count(text, columns, line.min(layout.lines - 1));
        // Rows above the edge are skipped, not walked: a single line may have more rows than fit on a thousand screens.
        let mut skipped = hidden as usize;
        let mut top = (skipped as f64 - hidden) * height;
        let bottom = f64::from(layout.area.content.height());
        while line < layout.lines && top < bottom {
            let rows = self.wrap.rows(text, columns, line);
            let range = motion::line_range(text, line);
            for (row, start) in rows.starts.iter().enumerate().skip(skipped) {
                if top >= bottom {
                    break;
                }
                let next = rows.starts.get(row + 1).map(|next| range.start + next.char);
                seen.push(RowAt {
                    line,
                    chars: range.start + start.char..next.unwrap_or(range.end),
                    first: start.column,
                    indent: rows.indent_of(row),
                    top: layout.area.content.top() + top as f32,
                    begins: row == 0,
                    ends: next.is_none(),
                });
                top += height;
            }
            (line, skipped) = (line + 1, 0);
        }
        seen
    }

    /// Returns the span of a row of a line.
    fn span(&mut self, text: &Rope, columns: &mut Columns, line: usize, row: usize) -> Span {
        let (rows, range) = (self.wrap.rows(text, columns, line), motion::line_range(text, line));
        let start = range.start + rows.starts[row].char;
        let last = match rows.starts.get(row + 1) {
            // The position right before the next row's first character belongs to that row already.
            Some(next) => motion::previous_cluster(text, range.start + next.char).max(start),
            None => range.end,
        };
        Span { start, last, first: rows.starts[row].column, indent: rows.indent_of(row) }
    }

    /// Returns the position of a character on the screen, in points. If it is not visible, the position is outside the text
    /// area.
    pub(in crate::editor) fn place(&self, layout: &TextLayout, text: &Rope, columns: &mut Columns, at: usize) -> Pos2 {
        let after = layout.seen.partition_point(|row| row.chars.start <= at);
        let line = text.char_to_line(at);
        match after.checked_sub(1).and_then(|row| layout.seen.get(row)).filter(|row| row.line == line) {
            Some(row) => pos2(self.x(layout, row, columns.column(text, line, at)), row.top),
            None if after == 0 => pos2(layout.area.content.left(), layout.area.content.top() - layout.area.cell.y),
            None => layout.area.content.left_bottom(),
        }
    }

    /// Returns the x position of a column of a row, in points.
    fn x(&self, layout: &TextLayout, row: &RowAt, column: usize) -> f32 {
        let shift = column as f64 - row.first as f64 + row.indent as f64;
        (self.left_edge(layout) + shift * f64::from(layout.area.cell.x)) as f32
    }

    /// Returns the rectangle of a range of characters, clamped to a row.
    pub(in crate::editor) fn cells(
        &self,
        layout: &TextLayout,
        text: &Rope,
        columns: &mut Columns,
        row: &RowAt,
        range: &Range<usize>,
    ) -> Rect {
        let clamp = |at: usize| at.clamp(row.chars.start, row.chars.end);
        let mut x = |at| self.x(layout, row, columns.column(text, row.line, clamp(at)));
        let (left, right) = (x(range.start), x(range.end));
        Rect::from_min_size(pos2(left, row.top), vec2(right - left, layout.area.cell.y))
    }

    /// Returns the position in the text that a point on the screen refers to.
    pub(in crate::editor) fn position_at(
        &mut self,
        layout: &TextLayout,
        point: Pos2,
        buffer: &Buffer,
        columns: &mut Columns,
    ) -> usize {
        let text = buffer.text();
        let by = f64::from((point.y - layout.area.content.top()) / layout.area.cell.y);
        let position = self.advance(text, columns, self.top, by).max(0.0);
        let line = (position as usize).min(layout.lines - 1);
        let rows = self.row_count(text, columns, line);
        // A point on the edge between two rows belongs to the lower one, despite rounding.
        let row = (((position - line as f64) * rows + 1e-6) as usize).min(rows as usize - 1);
        let column = (point.x - layout.area.content.left() + self.left) / layout.area.cell.x;
        self.nearest(text, columns, (line, row), column)
    }

    /// Returns the position in a row that is nearest to a column on the screen.
    fn nearest(&mut self, text: &Rope, columns: &mut Columns, (line, row): (usize, usize), column: f32) -> usize {
        let Span { start, last, first, indent } = self.span(text, columns, line, row);
        columns.nearest(text, line, (column - indent as f32).max(0.0) + first as f32).clamp(start, last)
    }

    /// Returns the position `by` rows down (negative: up), in the column from which the cursor came, or an end of the text
    /// if it is beyond it.
    pub(in crate::editor) fn vertical(&mut self, text: &Rope, columns: &mut Columns, at: usize, by: isize) -> usize {
        let mut line = text.char_to_line(at);
        let mut rows = self.wrap.rows(text, columns, line);
        let from = rows.row_of(at - text.line_to_char(line));
        let aim = match self.aim {
            Some(aim) => aim,
            None => columns.column(text, line, at) - rows.starts[from].column + rows.indent_of(from),
        };
        self.aim = Some(aim);
        let last = text.len_lines() - 1;
        let (was_first, was_last) = (line == 0 && from == 0, line == last && from + 1 == rows.starts.len());
        let mut row = from as isize + by;
        while row < 0 && line > 0 {
            line -= 1;
            rows = self.wrap.rows(text, columns, line);
            row += rows.starts.len() as isize;
        }
        while row >= rows.starts.len() as isize && line < last {
            row -= rows.starts.len() as isize;
            line += 1;
            rows = self.wrap.rows(text, columns, line);
        }
        match usize::try_from(row) {
            Err(_) if was_first => 0,
            Ok(row) if row >= rows.starts.len() && was_last => text.len_chars(),
            row => {
                let row = row.unwrap_or(0).min(rows.starts.len() - 1);
                let Span { last, first, indent, .. } = self.span(text, columns, line, row);
                let (at, _) = columns.char_at(text, line, aim.saturating_sub(indent) + first);
                motion::settle(text, at.min(last))
            }
        }
    }

    /// Returns the ends of the row that contains a character, for the Home and End keys.
    pub(in crate::editor) fn row_ends(&mut self, text: &Rope, columns: &mut Columns, at: usize) -> (usize, usize) {
        let line = text.char_to_line(at);
        let row = self.wrap.rows(text, columns, line).row_of(at - text.line_to_char(line));
        let Span { start, last, .. } = self.span(text, columns, line, row);
        (start, last)
    }

    /// Returns the memory that wrapped lines take, in bytes.
    pub(in crate::editor) fn bytes(&self) -> usize {
        self.wrap.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Rope, View};

    #[test]
    fn a_line_that_is_one_character_to_its_reader_is_clicked_and_walked_without_harm() {
        for line in ["\u{1100}".repeat(200), format!("\u{1f44d}{}", "\u{1f3fb}".repeat(200))] {
            let (text, mut columns, mut view) = (Rope::from_str(&line), Columns::default(), View::default());
            view.wrap.set(0, Some(20), 4);
            let rows = view.wrap.rows(&text, &mut columns, 0).starts.len();
            assert!(rows > 10);
            for row in 0..rows {
                let at = view.nearest(&text, &mut columns, (0, row), 5.0);
                let (start, end) = view.row_ends(&text, &mut columns, at);
                assert!(start <= end && end <= text.len_chars());
                view.aim = None;
                assert!(view.vertical(&text, &mut columns, at, 1) <= text.len_chars());
                assert!(view.vertical(&text, &mut columns, at, -1) <= text.len_chars());
            }
        }
    }
}
