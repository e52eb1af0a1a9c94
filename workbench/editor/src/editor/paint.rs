//! Drawing of the text: only the visible cells.
//!
//! It does not change anything except the progress of the colors. Invariant: the work of a frame depends on the size of the
//! pane, not on the length of the text or of its lines.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use egui::text_selection::visuals::paint_text_cursor;
use egui::{Color32, Galley, Painter, Rect, Response, Stroke, Ui, vec2};
use multisplit_text_view::columns::clusters;
use multisplit_text_view::marks::Marks;
use multisplit_text_view::runs::Runs;

use crate::editor::Editing;
use crate::editor::view::{RowAt, TextLayout};
use crate::highlight::Span;
use crate::limits::{CURSOR_RESTS_AFTER, HIGHLIGHT_BUDGET, MAX_ACCESS_BYTES, MAX_VISIBLE_CHARS};

impl Editing<'_> {
    /// Draws the text with its selection, its matches and the cursor.
    pub(super) fn paint(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        if layout.area.is_empty() {
            return;
        }
        self.color(ui, layout.lines_seen());
        let Some(marks) = Marks::begin(ui, &layout.area) else { return };
        let focused = response.has_focus();
        let current = self.file.buffer.cursor_line();
        if focused && self.file.buffer.selection().is_empty() {
            layout.seen.iter().filter(|row| row.line == current).for_each(|row| marks.current_row(row.top));
        }
        for row in layout.seen.iter().filter(|row| row.begins) {
            marks.line_number(row.top, (row.line + 1).to_string(), row.line == current);
        }
        for row in &layout.seen {
            self.paint_marks(&marks, layout, row);
            self.paint_row(ui, marks.painter(), layout, row);
        }
        if focused {
            self.paint_cursor(ui, marks.painter(), layout);
        }
    }

    /// Returns the visible text for screen readers, at most [`MAX_ACCESS_BYTES`] of it.
    pub(super) fn visible_text(&self, start: usize, end_line: usize) -> String {
        let text = self.file.buffer.text();
        let end = text.line_to_char(end_line.min(text.len_lines())).max(start);
        let mut visible = String::new();
        for c in text.slice(start..end).chars() {
            if visible.len() + c.len_utf8() > MAX_ACCESS_BYTES {
                break;
            }
            visible.push(c);
        }
        visible
    }

    /// Computes colors for as long as a frame may take.
    fn color(&mut self, ui: &Ui, lines: Range<usize>) {
        let start = Instant::now();
        let mut asked = false;
        // At least one line per frame, so that a slow machine makes progress, too.
        let within = || !std::mem::replace(&mut asked, true) || start.elapsed() < HIGHLIGHT_BUDGET;
        let text = self.file.buffer.text().clone();
        if !self.file.buffer.colors.advance(&text, lines, ui.visuals().dark_mode, within) {
            ui.ctx().request_repaint();
        }
    }

    /// Draws what is below the text of a row: the selection and the matches.
    fn paint_marks(&mut self, marks: &Marks<'_>, layout: &TextLayout, row: &RowAt) {
        let (text, range) = (self.file.buffer.text(), &row.chars);
        let matches = self.pane.bar.matches_within(range);
        let current = self.file.buffer.selection().range();
        for found in &matches {
            let rect = self.pane.view.cells(layout, text, &mut self.pane.columns, row, found);
            if *found == current {
                marks.found_and_selected(rect);
            } else {
                marks.found(rect);
            }
        }
        let end = if row.ends { text.line_to_char(row.line + 1).max(range.end + 1) } else { range.end };
        if current.is_empty() || current.end < range.start || current.start >= end || matches.contains(&current) {
            return;
        }
        let rect = self.pane.view.cells(layout, text, &mut self.pane.columns, row, &current);
        marks.selection(rect, row.ends && current.end > range.end);
    }

    fn paint_row(&mut self, ui: &Ui, painter: &Painter, layout: &TextLayout, row: &RowAt) {
        let text = self.file.buffer.text();
        // If the line is not wrapped, the parts to the left and right of the pane are skipped.
        let seen = self.pane.view.visible_columns(layout);
        let (start, column) = match row.begins && row.ends {
            true => self.pane.columns.char_at(text, row.line, seen.start),
            false => (row.chars.start, row.first),
        };
        let end = row.chars.end.min(start + (seen.len() + 1).min(MAX_VISIBLE_CHARS) * 2);
        let line_start = text.char_to_byte(text.line_to_char(row.line));
        let shift = row.indent as f64 - row.first as f64;
        let left = self.pane.view.left_edge(layout) + shift * f64::from(layout.area.cell.x);
        let mut runs = Runs::new(ui, painter, &layout.area, left, row.top);
        let (tab, last) = (self.pane.columns.tab(), row.first + seen.end);
        let draw = |runs: &mut Runs<'_>, chars: Range<usize>, column| {
            let at = text.char_to_byte(chars.start) - line_start;
            let mut tints = Tints { spans: self.file.buffer.colors.spans(row.line), at };
            let chars = text.slice(chars).to_string();
            for cluster in clusters(&chars, column, tab).take_while(|cluster| cluster.column <= last) {
                runs.push(&cluster, tints.next(cluster.bytes));
            }
            runs.flush();
        };
        let cursor = self.file.buffer.selection().cursor;
        if self.pane.preedit.is_empty()
            || !(start..=end).contains(&cursor)
            || self.file.buffer.cursor_line() != row.line
        {
            return draw(&mut runs, start..end, column);
        }
        // The text that is being composed pushes the rest to the right.
        draw(&mut runs, start..cursor, column);
        let behind = self.pane.columns.column(text, row.line, cursor);
        runs.shift(composed(ui, layout, &self.pane.preedit).size().x);
        draw(&mut runs, cursor..end, behind);
    }

    fn paint_cursor(&mut self, ui: &Ui, painter: &Painter, layout: &TextLayout) {
        let cursor = self.file.buffer.selection().cursor;
        let mut place = self.pane.view.place(layout, self.file.buffer.text(), &mut self.pane.columns, cursor);
        if !self.pane.preedit.is_empty() {
            let color = ui.visuals().text_color();
            let galley = composed(ui, layout, &self.pane.preedit);
            let rect = Rect::from_min_size(place, galley.size());
            painter.hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, color));
            painter.galley(place, galley, color);
            place.x = rect.right();
        }
        let rect = Rect::from_min_size(place, vec2(0.0, layout.area.cell.y));
        let (now, active) = ui.input(|input| (input.time, input.focused));
        if active {
            let still = now - self.pane.view.last_input;
            if still < CURSOR_RESTS_AFTER.as_secs_f64() {
                paint_text_cursor(ui, painter, rect, still);
            } else {
                // It requests no repaint: an idle window costs nothing.
                painter.vline(rect.center().x, rect.y_range(), ui.visuals().text_cursor.stroke);
            }
        }
        if !self.file.is_read_only() {
            let to_global = ui.ctx().layer_transform_to_global(ui.layer_id()).unwrap_or_default();
            ui.output_mut(|output| {
                output.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect: to_global * layout.area.content,
                    cursor_rect: to_global * rect,
                    should_interrupt_composition: false,
                });
            });
        }
    }
}

/// Shapes the text that an input method is composing.
fn composed(ui: &Ui, layout: &TextLayout, preedit: &str) -> Arc<Galley> {
    ui.painter().layout_no_wrap(preedit.to_owned(), layout.area.font.clone(), ui.visuals().text_color())
}

/// The colors of a line from a byte on.
struct Tints<'a> {
    spans: &'a [Span],
    at: usize,
}

impl Tints<'_> {
    /// Returns the color of the next `bytes` bytes and advances past them.
    fn next(&mut self, bytes: usize) -> Option<Color32> {
        while let [first, rest @ ..] = self.spans
            && first.end <= self.at
        {
            self.spans = rest;
        }
        self.at += bytes;
        self.spans.first().and_then(|span| span.color)
    }
}
