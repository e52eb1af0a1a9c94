//! Drawing of the text: only the visible cells.
//!
//! It does not change anything except the progress of the colors. Invariant: the work of a frame depends on the size of the
//! pane, not on the length of the text or of its lines.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use egui::text::LayoutJob;
use egui::text_selection::visuals::paint_text_cursor;
use egui::{Align2, Color32, FontId, Galley, Painter, Rect, Response, Stroke, StrokeKind, TextFormat, Ui, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::columns;
use crate::editor::Editing;
use crate::editor::view::{RowAt, TextLayout};
use crate::highlight::Span;
use crate::limits::{CURSOR_RESTS_AFTER, HIGHLIGHT_BUDGET, MAX_ACCESS_BYTES, MAX_VISIBLE_CHARS};

impl Editing<'_> {
    /// Draws the text with its selection, its matches and the cursor.
    pub(super) fn paint(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        if layout.area.text.width() <= 0.0 || layout.area.text.height() <= 0.0 {
            return;
        }
        self.color(ui, layout.lines_seen());
        let painter = ui.painter_at(layout.area.text);
        painter.rect_filled(layout.area.text, 0.0, ui.visuals().panel_fill);
        let focused = response.has_focus();
        let current = self.file.buffer.cursor_line();
        if focused && self.file.buffer.selection().is_empty() {
            for row in layout.seen.iter().filter(|row| row.line == current) {
                let rect = Rect::from_x_y_ranges(layout.area.text.x_range(), row.top..=row.top + layout.area.cell.y);
                painter.rect_filled(rect, 0.0, ui.visuals().faint_bg_color);
            }
        }
        self.paint_line_numbers(ui, layout);
        let painter = ui.painter_at(layout.area.content);
        for row in &layout.seen {
            self.paint_marks(ui, &painter, layout, row);
            self.paint_row(ui, &painter, layout, row);
        }
        if focused {
            self.paint_cursor(ui, &painter, layout);
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

    fn paint_line_numbers(&self, ui: &Ui, layout: &TextLayout) {
        if layout.area.content.left() <= layout.area.text.left() {
            return;
        }
        let painter = ui.painter_at(layout.area.text);
        let right = layout.area.content.left() - layout.area.cell.x;
        let current = self.file.buffer.cursor_line();
        for row in layout.seen.iter().filter(|row| row.begins) {
            let color = if row.line == current { ui.visuals().text_color() } else { ui.visuals().weak_text_color() };
            let number = (row.line + 1).to_string();
            painter.text(pos2(right, row.top), Align2::RIGHT_TOP, number, layout.area.font.clone(), color);
        }
    }

    /// Draws what is below the text of a row: the selection and the matches.
    fn paint_marks(&mut self, ui: &Ui, painter: &Painter, layout: &TextLayout, row: &RowAt) {
        let (text, range) = (self.file.buffer.text(), &row.chars);
        let matches = self.pane.bar.matches_within(range);
        let current = self.file.buffer.selection().range();
        for found in &matches {
            let rect = self.pane.view.cells(layout, text, &mut self.pane.columns, row, found);
            let stroke = ui.visuals().selection.stroke.color;
            if *found == current {
                painter.rect_filled(rect, 2.0, ui.visuals().selection.bg_fill);
                painter.rect_stroke(rect, 2.0, Stroke::new(1.0, stroke), StrokeKind::Inside);
            } else {
                painter.rect_filled(rect, 2.0, stroke.gamma_multiply(0.25));
            }
        }
        let end = if row.ends { text.line_to_char(row.line + 1).max(range.end + 1) } else { range.end };
        if current.is_empty() || current.end < range.start || current.start >= end || matches.contains(&current) {
            return;
        }
        let mut rect = self.pane.view.cells(layout, text, &mut self.pane.columns, row, &current);
        if row.ends && current.end > range.end {
            // Shows that the line break is selected, too.
            rect.max.x += layout.area.cell.x / 2.0;
        }
        painter.rect_filled(rect, 0.0, ui.visuals().selection.bg_fill);
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
        let mut runs = Runs::new(ui, painter, layout, self.pane.columns.tab());
        (runs.left, runs.top) = (self.pane.view.left_edge(layout) + shift * f64::from(layout.area.cell.x), row.top);
        let draw = |runs: &mut Runs<'_>, chars: Range<usize>, column| {
            let tints = Tints {
                spans: self.file.buffer.colors.spans(row.line),
                at: text.char_to_byte(chars.start) - line_start,
            };
            runs.draw(&text.slice(chars).to_string(), column, row.first + seen.end, tints);
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
        runs.left += f64::from(composed(ui, layout, &self.pane.preedit).size().x);
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

/// Draws the characters of a line: adjacent ones that are one cell wide in runs, each other one at its own position.
struct Runs<'a> {
    ui: &'a Ui,
    painter: &'a Painter,
    font: &'a FontId,
    cell: egui::Vec2,
    /// The x position of column 0, in points. It is an `f64` because in a long line it is far outside the screen.
    left: f64,
    top: f32,
    plain: Color32,
    faint: Color32,
    tab: usize,
    job: LayoutJob,
    job_column: usize,
    piece: String,
    piece_color: Color32,
}

impl<'a> Runs<'a> {
    fn new(ui: &'a Ui, painter: &'a Painter, layout: &'a TextLayout, tab: usize) -> Self {
        let (plain, faint) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
        let (job, piece) = (LayoutJob::default(), String::new());
        Self {
            ui,
            painter,
            font: &layout.area.font,
            cell: layout.area.cell,
            left: 0.0,
            top: 0.0,
            plain,
            faint,
            tab,
            job,
            job_column: 0,
            piece,
            piece_color: plain,
        }
    }

    fn draw(&mut self, text: &str, mut column: usize, end: usize, mut tints: Tints<'_>) {
        self.job_column = column;
        for cluster in text.graphemes(true) {
            if column > end {
                break;
            }
            let color = tints.next(cluster.len()).unwrap_or(self.plain);
            let mut chars = cluster.chars();
            let first = chars.next().unwrap_or(' ');
            let next = cluster.chars().fold(column, |column, c| column + columns::width(c, column, self.tab));
            if chars.next().is_none() && self.fits_one_cell(first) {
                self.push(first, color);
            } else {
                self.flush();
                self.draw_cluster(cluster, first, column, color);
                self.job_column = next;
            }
            column = next;
        }
        self.flush();
    }

    /// Returns `true` if the font draws the character exactly as wide as a cell.
    fn fits_one_cell(&self, c: char) -> bool {
        match c {
            ' '..='~' => true,
            c if c.is_control() || columns::width(c, 0, self.tab) != 1 => false,
            c => {
                let width = self.ui.fonts_mut(|fonts| fonts.glyph_width(self.font, c));
                (width - self.cell.x).abs() < 0.01
            }
        }
    }

    fn push(&mut self, c: char, color: Color32) {
        if color != self.piece_color {
            self.close_piece();
            self.piece_color = color;
        }
        self.piece.push(c);
    }

    fn close_piece(&mut self) {
        if !self.piece.is_empty() {
            self.job.append(&self.piece, 0.0, TextFormat::simple(self.font.clone(), self.piece_color));
            self.piece.clear();
        }
    }

    /// Draws the current run, if there is one, and starts a new one.
    fn flush(&mut self) {
        self.close_piece();
        let job = std::mem::take(&mut self.job);
        if !job.is_empty() {
            let galley = self.painter.layout_job(job);
            self.place(galley, self.job_column);
        }
    }

    /// Draws a cluster that is not exactly one cell wide, or nothing if it is invisible.
    fn draw_cluster(&self, cluster: &str, first: char, column: usize, color: Color32) {
        match first {
            '\t' | '\n' => {}
            // A stand-in for a character that has no glyph.
            c if c.is_control() => {
                let galley = self.painter.layout_no_wrap("\u{b7}".to_owned(), self.font.clone(), self.faint);
                self.place(galley, column);
            }
            _ => {
                let galley = self.painter.layout_no_wrap(cluster.to_owned(), self.font.clone(), color);
                self.place(galley, column);
            }
        }
    }

    fn place(&self, galley: Arc<Galley>, column: usize) {
        let x = self.left + column as f64 * f64::from(self.cell.x);
        self.painter.galley(pos2(x as f32, self.top), galley, self.plain);
    }
}
