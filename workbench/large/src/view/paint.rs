//! Drawing of the visible rows.
//!
//! It does not read the file or change anything. Invariant: the work of a frame depends on the size of the pane, not on the
//! length of the file or of its lines.

use std::ops::Range;

use egui::{Align2, Color32, FontId, Painter, Rect, Response, Stroke, StrokeKind, Ui, Vec2, pos2};

use crate::text::{self, Cluster, ClusterKind};
use crate::view::layout::TextLayout;
use crate::view::{LargeView, Shown};

/// Shown in place of a line number if the line continues from the row above.
const GOES_ON: &str = "\u{2026}";

impl LargeView {
    /// Draws the text with its selection and its matches.
    pub(super) fn paint(&self, ui: &Ui, layout: &TextLayout, response: &Response) {
        if layout.area.text.width() <= 0.0 || layout.area.text.height() <= 0.0 {
            return;
        }
        let painter = ui.painter_at(layout.area.text);
        painter.rect_filled(layout.area.text, 0.0, ui.visuals().panel_fill);
        for (index, shown) in self.shown.iter().enumerate() {
            let top =
                layout.area.content.top() + ((index as f64 - self.place.hidden) * f64::from(layout.area.cell.y)) as f32;
            let is_current = self.current.is_some_and(|current| shown.row.start <= current && current < shown.row.next);
            if is_current {
                let row = Rect::from_x_y_ranges(layout.area.text.x_range(), top..=top + layout.area.cell.y);
                painter.rect_filled(row, 0.0, ui.visuals().faint_bg_color);
            }
            self.paint_number(ui, &painter, layout, shown, top, is_current);
            let painter = ui.painter_at(layout.area.content);
            self.paint_marks(ui, &painter, layout, shown, top);
            self.paint_row(ui, &painter, layout, shown, top);
        }
        if response.has_focus() {
            let stroke = Stroke::new(1.0, ui.visuals().selection.stroke.color.gamma_multiply(0.5));
            painter.rect_stroke(layout.area.text, 0.0, stroke, StrokeKind::Inside);
        }
    }

    fn paint_number(&self, ui: &Ui, painter: &Painter, layout: &TextLayout, shown: &Shown, top: f32, is_current: bool) {
        if layout.area.content.left() <= layout.area.text.left() {
            return;
        }
        let words = match shown.number {
            _ if !shown.row.starts_line => GOES_ON.to_owned(),
            Some(number) => number.to_string(),
            None => return,
        };
        let color = if is_current { ui.visuals().text_color() } else { ui.visuals().weak_text_color() };
        let right = layout.area.content.left() - layout.area.cell.x;
        painter.text(pos2(right, top), Align2::RIGHT_TOP, words, layout.area.font.clone(), color);
    }

    /// Draws what is below the text of a row: the matches and the selection.
    fn paint_marks(&self, ui: &Ui, painter: &Painter, layout: &TextLayout, shown: &Shown, top: f32) {
        let touches = |range: &Range<u64>| range.start < shown.row.next && range.end > shown.row.start;
        let stroke = ui.visuals().selection.stroke.color;
        for found in self.find.marks().iter().filter(|found| touches(found)) {
            let rect = self.cells(layout, shown, found, top);
            painter.rect_filled(rect, 2.0, stroke.gamma_multiply(0.25));
        }
        let selected = self.selection.map(|selection| selection.range()).filter(|range| !range.is_empty());
        let Some(selected) = selected.filter(touches) else { return };
        let mut rect = self.cells(layout, shown, &selected, top);
        if selected.end > shown.row.end && !shown.row.is_cut {
            // Shows that the line break is selected, too.
            rect.max.x += layout.area.cell.x / 2.0;
        }
        painter.rect_filled(rect, 0.0, ui.visuals().selection.bg_fill);
        if self.find.found() == Some(&selected) {
            painter.rect_stroke(rect, 2.0, Stroke::new(1.0, stroke), StrokeKind::Inside);
        }
    }

    /// Returns the rectangle of a range of bytes, clamped to a row.
    fn cells(&self, layout: &TextLayout, shown: &Shown, range: &Range<u64>, top: f32) -> Rect {
        let x = |offset: u64| {
            let at = offset.clamp(shown.row.start, shown.row.end) - shown.row.start;
            let after = text::clusters(&shown.bytes, shown.row.column).find(|cluster| cluster.at as u64 >= at);
            let column = after.map_or_else(|| text::columns(&shown.bytes, shown.row.column), |after| after.column);
            self.x(layout, shown, column)
        };
        Rect::from_min_max(pos2(x(range.start), top), pos2(x(range.end), top + layout.area.cell.y))
    }

    /// Returns the x position of a column of a row, in points.
    fn x(&self, layout: &TextLayout, shown: &Shown, column: usize) -> f32 {
        layout.area.content.left() - self.place.left + (column - shown.row.column) as f32 * layout.area.cell.x
    }

    fn paint_row(&self, ui: &Ui, painter: &Painter, layout: &TextLayout, shown: &Shown, top: f32) {
        let first = shown.row.column + (self.place.left / layout.area.cell.x) as usize;
        let last = first + (layout.area.content.width() / layout.area.cell.x).ceil() as usize + 1;
        let mut runs = Runs::new(ui, painter, layout, top);
        for cluster in text::clusters(&shown.bytes, shown.row.column) {
            if cluster.column > last {
                break;
            }
            if cluster.column + cluster.columns >= first {
                let x = self.x(layout, shown, cluster.column);
                runs.push(&cluster, x);
            }
        }
        runs.flush();
    }
}

/// Draws the clusters of a row: adjacent ones that are one cell wide in runs, each other one at its own position.
struct Runs<'a> {
    ui: &'a Ui,
    painter: &'a Painter,
    font: &'a FontId,
    cell: Vec2,
    top: f32,
    plain: Color32,
    faint: Color32,
    run: String,
    run_x: f32,
}

impl<'a> Runs<'a> {
    fn new(ui: &'a Ui, painter: &'a Painter, layout: &'a TextLayout, top: f32) -> Self {
        let (plain, faint) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
        Self {
            ui,
            painter,
            font: &layout.area.font,
            cell: layout.area.cell,
            top,
            plain,
            faint,
            run: String::new(),
            run_x: 0.0,
        }
    }

    fn push(&mut self, cluster: &Cluster<'_>, x: f32) {
        match cluster.kind {
            ClusterKind::Text if self.fits_one_cell(cluster) => {
                if self.run.is_empty() {
                    self.run_x = x;
                }
                self.run.push_str(cluster.text);
            }
            ClusterKind::Blank => self.flush(),
            ClusterKind::Text => self.draw_alone(cluster.text, x, self.plain),
            ClusterKind::StandIn => self.draw_alone(cluster.text, x, self.faint),
        }
    }

    /// Returns `true` if the font draws the cluster exactly as wide as a cell.
    fn fits_one_cell(&self, cluster: &Cluster<'_>) -> bool {
        let mut chars = cluster.text.chars();
        match (chars.next(), chars.next()) {
            (Some(' '..='~'), None) => true,
            (Some(c), None) if cluster.columns == 1 => {
                let width = self.ui.fonts_mut(|fonts| fonts.glyph_width(self.font, c));
                (width - self.cell.x).abs() < 0.01
            }
            _ => false,
        }
    }

    fn draw_alone(&mut self, text: &str, x: f32, color: Color32) {
        self.flush();
        let galley = self.painter.layout_no_wrap(text.to_owned(), self.font.clone(), color);
        self.painter.galley(pos2(x, self.top), galley, self.plain);
    }

    /// Draws the current run, if there is one, and starts a new one.
    fn flush(&mut self) {
        if !self.run.is_empty() {
            let run = std::mem::take(&mut self.run);
            let galley = self.painter.layout_no_wrap(run, self.font.clone(), self.plain);
            self.painter.galley(pos2(self.run_x, self.top), galley, self.plain);
        }
    }
}
