//! Drawing of the visible rows.
//!
//! It does not read the file or change anything. Invariant: the work of a frame depends on the size of the pane, not on the
//! length of the file or of its lines.

use std::ops::Range;

use egui::{Painter, Rect, Response, Ui, pos2};
use multisplit_text_view::marks::Marks;
use multisplit_text_view::runs::Runs;

use crate::text;
use crate::view::layout::TextLayout;
use crate::view::{LargeView, Shown};

/// Shown in place of a line number if the line continues from the row above.
const GOES_ON: &str = "\u{2026}";

impl LargeView {
    /// Draws the text with its selection and its matches.
    pub(super) fn paint(&self, ui: &Ui, layout: &TextLayout, response: &Response) {
        let Some(marks) = Marks::begin(ui, &layout.area) else { return };
        for (index, shown) in self.shown.iter().enumerate() {
            let down = (index as f64 - self.place.hidden) * f64::from(layout.area.cell.y);
            let top = layout.area.content.top() + down as f32;
            let is_current = self.current.is_some_and(|current| shown.row.start <= current && current < shown.row.next);
            if is_current {
                marks.current_row(top);
            }
            match shown.number {
                _ if !shown.row.starts_line => marks.line_number(top, GOES_ON.to_owned(), is_current),
                Some(number) => marks.line_number(top, number.to_string(), is_current),
                None => {}
            }
            self.paint_marks(&marks, layout, shown, top);
            self.paint_row(ui, marks.painter(), layout, shown, top);
        }
        if response.has_focus() {
            marks.focus_frame();
        }
    }

    /// Draws what is below the text of a row: the matches and the selection.
    fn paint_marks(&self, marks: &Marks<'_>, layout: &TextLayout, shown: &Shown, top: f32) {
        let touches = |range: &Range<u64>| range.start < shown.row.next && range.end > shown.row.start;
        for found in self.find.marks().iter().filter(|found| touches(found)) {
            marks.found(self.cells(layout, shown, found, top));
        }
        let selected = self.selection.map(|selection| selection.range()).filter(|range| !range.is_empty());
        let Some(selected) = selected.filter(touches) else { return };
        let with_break = selected.end > shown.row.end && !shown.row.is_cut;
        let rect = marks.selection(self.cells(layout, shown, &selected, top), with_break);
        if self.find.found() == Some(&selected) {
            marks.found_outline(rect);
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
        // The row begins at the left edge, whatever its first column is.
        let left = f64::from(self.x(layout, shown, shown.row.column))
            - shown.row.column as f64 * f64::from(layout.area.cell.x);
        let mut runs = Runs::new(ui, painter, &layout.area, left, top);
        let seen = text::clusters(&shown.bytes, shown.row.column).take_while(|cluster| cluster.column <= last);
        for cluster in seen.filter(|cluster| cluster.column + cluster.columns >= first) {
            runs.push(&cluster, None);
        }
        runs.flush();
    }
}
