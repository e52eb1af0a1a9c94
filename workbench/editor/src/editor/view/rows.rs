//! Rows on the screen: which characters they hold, where they lie, and which is above and below another.
//!
//! It refuses to keep anything. Without wrapping every line is one row, and all of this is the arithmetic of lines.

use std::ops::Range;

use egui::{Pos2, Rect, pos2, vec2};
use ropey::Rope;

use super::{TextLayout, View};
use crate::buffer::Buffer;
use crate::columns::Columns;
use crate::motion;

/// Rows that one step of the wheel goes at most.
const MAX_STEP: f64 = 100_000.0;

/// A row of which something is seen.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::editor) struct RowAt {
    pub(in crate::editor) line: usize,
    /// The characters of the text in it, without the break.
    pub(in crate::editor) chars: Range<usize>,
    /// The column of the line that it begins with.
    pub(in crate::editor) first: usize,
    /// Columns that it is moved to the right.
    pub(in crate::editor) indent: usize,
    /// Its upper edge on the screen.
    pub(in crate::editor) top: f32,
    /// The line begins here.
    pub(in crate::editor) begins: bool,
    /// The line ends here.
    pub(in crate::editor) ends: bool,
}

/// Where the cursor can stand in a row.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: usize,
    /// The end of the line, or right before the next row: its start where all of it is within what is one character to its reader.
    last: usize,
    /// The column of the line that it begins with.
    first: usize,
    indent: usize,
}

impl View {
    /// Moves a position by rows; it may end up above the text, and below it.
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

    /// The last position that the text is scrolled to: half a page may be empty below it; all of it where it fits.
    pub(super) fn max_top(&mut self, layout: &TextLayout, text: &Rope, columns: &mut Columns) -> f64 {
        let end = layout.lines as f64;
        if self.advance(text, columns, end, -layout.rows()) <= 0.0 {
            return 0.0;
        }
        self.advance(text, columns, end, -(layout.rows() / 2.0).floor().max(1.0)).max(0.0)
    }

    /// The position of the row that a character stands in, the part of its line that lies above the row, and the position below it.
    pub(super) fn around(&mut self, text: &Rope, columns: &mut Columns, at: usize) -> (f64, f64, f64) {
        let line = text.char_to_line(at);
        let rows = self.wrap.rows(text, columns, line);
        let (row, count) = (rows.row_of(at - text.line_to_char(line)) as f64, rows.starts.len() as f64);
        let above = row / count;
        (line as f64 + above, above, line as f64 + (row + 1.0) / count)
    }

    /// The rows of which something is seen.
    pub(super) fn rows_seen(&mut self, layout: &TextLayout, text: &Rope, columns: &mut Columns) -> Vec<RowAt> {
        let mut seen = vec![];
        let (height, mut line) = (f64::from(layout.cell.y), self.top as usize);
        let hidden = (self.top - line as f64) * self.row_count(text, columns, line.min(layout.lines - 1));
        // Rows above the edge are skipped, not walked: one line may have more of them than fit on a thousand screens.
        let mut skipped = hidden as usize;
        let mut top = (skipped as f64 - hidden) * height;
        let bottom = f64::from(layout.content.height());
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
                    top: layout.content.top() + top as f32,
                    begins: row == 0,
                    ends: next.is_none(),
                });
                top += height;
            }
            (line, skipped) = (line + 1, 0);
        }
        seen
    }

    /// The span of a row of a line.
    fn span(&mut self, text: &Rope, columns: &mut Columns, line: usize, row: usize) -> Span {
        let (rows, range) = (self.wrap.rows(text, columns, line), motion::line_range(text, line));
        let start = range.start + rows.starts[row].char;
        let last = match rows.starts.get(row + 1) {
            // Right before the next row is in that one.
            Some(next) => motion::previous_cluster(text, range.start + next.char).max(start),
            None => range.end,
        };
        Span { start, last, first: rows.starts[row].column, indent: rows.indent_of(row) }
    }

    /// Where a character lies on the screen; beyond the edge where it is not seen.
    pub(in crate::editor) fn place(&self, layout: &TextLayout, text: &Rope, columns: &mut Columns, at: usize) -> Pos2 {
        let after = layout.seen.partition_point(|row| row.chars.start <= at);
        let line = text.char_to_line(at);
        match after.checked_sub(1).and_then(|row| layout.seen.get(row)).filter(|row| row.line == line) {
            Some(row) => pos2(self.x(layout, row, columns.column(text, line, at)), row.top),
            None if after == 0 => pos2(layout.content.left(), layout.content.top() - layout.cell.y),
            None => layout.content.left_bottom(),
        }
    }

    /// Where a column of a row lies.
    fn x(&self, layout: &TextLayout, row: &RowAt, column: usize) -> f32 {
        let shift = column as f64 - row.first as f64 + row.indent as f64;
        (self.left_edge(layout) + shift * f64::from(layout.cell.x)) as f32
    }

    /// The cells of characters in one row; those beyond its ends are left out.
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
        Rect::from_min_size(pos2(left, row.top), vec2(right - left, layout.cell.y))
    }

    /// The position in the text that a point on the screen means.
    pub(in crate::editor) fn position_at(
        &mut self,
        layout: &TextLayout,
        point: Pos2,
        buffer: &Buffer,
        columns: &mut Columns,
    ) -> usize {
        let text = buffer.text();
        let by = f64::from((point.y - layout.content.top()) / layout.cell.y);
        let position = self.advance(text, columns, self.top, by).max(0.0);
        let line = (position as usize).min(layout.lines - 1);
        let rows = self.row_count(text, columns, line);
        // A point on the edge between two rows is in the lower one, whatever was lost on the way.
        let row = (((position - line as f64) * rows + 1e-6) as usize).min(rows as usize - 1);
        let column = (point.x - layout.content.left() + self.left) / layout.cell.x;
        self.nearest(text, columns, (line, row), column)
    }

    /// The character of a row that is nearest to a column on the screen.
    fn nearest(&mut self, text: &Rope, columns: &mut Columns, (line, row): (usize, usize), column: f32) -> usize {
        let Span { start, last, first, indent } = self.span(text, columns, line, row);
        columns.nearest(text, line, (column - indent as f32).max(0.0) + first as f32).clamp(start, last)
    }

    /// So many rows down, in the column that the cursor came from; the text's end beyond it.
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

    /// The ends of the row that a character stands in, as the Home and End keys mean them.
    pub(in crate::editor) fn row_ends(&mut self, text: &Rope, columns: &mut Columns, at: usize) -> (usize, usize) {
        let line = text.char_to_line(at);
        let row = self.wrap.rows(text, columns, line).row_of(at - text.line_to_char(line));
        let Span { start, last, .. } = self.span(text, columns, line, row);
        (start, last)
    }

    /// What broken lines take, in bytes.
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
