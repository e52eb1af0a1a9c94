//! The section of operations: the kinds of work as a table, which a click on a column sorts.
//!
//! Invariant: a row that is not on screen is not drawn; unknown values come last, however the table is sorted.

use egui::{
    Align2, FontId, Painter, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use std::cmp::Ordering;

use super::{row, rows};
use crate::data::Data;
use crate::door::largest_first;
use crate::theme::Theme;
use crate::words::{self, count, millis, one_line};
use multisplit::stats::Timing;

const ROW: f32 = 18.0;
const HEADER: f32 = 22.0;
const NUMBER: f32 = 56.0;
const NAME: (f32, f32) = (104.0, 320.0);
/// The most characters of a name that can be visible.
const NAME_CHARS: usize = 60;

/// The order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) column: Column,
    /// Whether the order is descending: the largest number first, or the last name of the alphabet.
    pub(crate) is_descending: bool,
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Name,
    Calls,
    Mean,
    Min,
    Max,
    P50,
    P99,
    Total,
}

impl Column {
    /// All columns from the left, ordered by how much they matter: a narrow view shows only the first ones.
    pub(crate) const ALL: [Self; 8] =
        [Self::Name, Self::Total, Self::Calls, Self::Mean, Self::P50, Self::P99, Self::Max, Self::Min];

    /// Returns the name of the column in a saved state, which is also its header without the unit.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Name => "operation",
            Self::Calls => "calls",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::P50 => "p50",
            Self::P99 => "p99",
            Self::Total => "total",
        }
    }

    fn title(self) -> String {
        match self {
            Self::Name | Self::Calls => self.key().to_owned(),
            _ => format!("{} ms", self.key()),
        }
    }

    fn micros(self, timing: &Timing) -> f64 {
        match self {
            Self::Name => f64::NAN,
            Self::Calls => timing.calls as f64,
            Self::Mean => timing.mean_micros,
            Self::Min => timing.min_micros,
            Self::Max => timing.max_micros,
            Self::P50 => timing.p50_micros,
            Self::P99 => timing.p99_micros,
            Self::Total => timing.total_micros,
        }
    }

    fn words(self, timing: &Timing) -> String {
        match self {
            Self::Name => one_line(timing.operation, NAME_CHARS),
            Self::Calls => count(timing.calls),
            _ => millis(self.micros(timing)),
        }
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: Column::Total, is_descending: true }
    }
}

impl Sort {
    /// Returns the order after a click on a column: numbers begin with the largest, names with the first.
    fn clicked(self, column: Column) -> Self {
        let is_descending = if column == self.column { !self.is_descending } else { column != Column::Name };
        Self { column, is_descending }
    }

    fn order(self, a: &Timing, b: &Timing) -> Ordering {
        let order = match self.column {
            Column::Name if self.is_descending => b.operation.cmp(a.operation),
            Column::Name => a.operation.cmp(b.operation),
            column => {
                let (a, b) = (column.micros(a), column.micros(b));
                let turn = self.is_descending || a.is_nan() || b.is_nan();
                if turn { largest_first(a, b) } else { largest_first(b, a) }
            }
        };
        order.then_with(|| a.operation.cmp(b.operation))
    }
}

pub(crate) fn summary(data: &Data) -> String {
    let kinds = data.reading.as_ref().map_or(0, |reading| reading.snapshot.timings.len() + data.left_out.operations);
    if kinds == 0 { String::new() } else { count(kinds as u64) }
}

pub(crate) fn show(ui: &mut Ui, data: &Data, sort: &mut Sort, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    if reading.snapshot.timings.is_empty() {
        ui.weak("Nothing was measured yet.");
        return;
    }
    let mut sorted: Vec<&Timing> = reading.snapshot.timings.iter().collect();
    sorted.sort_by(|a, b| sort.order(a, b));
    let numbers = NUMBER * (Column::ALL.len() - 1) as f32;
    let name = (ui.available_width() - numbers).clamp(NAME.0, NAME.1);
    ScrollArea::horizontal().id_salt("operations").animated(false).show(ui, |ui| {
        if let Some(column) = headers(ui, *sort, name, theme) {
            *sort = sort.clicked(column);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let (all, seen) = rows(ui, name + numbers, sorted.len(), ROW);
        for index in seen {
            operation_row(ui, row(all, index, ROW), index, sorted[index], name, theme);
        }
        // Space for the scroll bar.
        ui.add_space(8.0);
    });
    if data.left_out.operations > 0 {
        ui.weak(format!("and {} more that took less", count(data.left_out.operations as u64)));
    }
}

/// Shows the headers; returns the column that was clicked.
fn headers(ui: &mut Ui, sort: Sort, name: f32, theme: &Theme) -> Option<Column> {
    let width = name + NUMBER * (Column::ALL.len() - 1) as f32;
    let (_, all) = ui.allocate_space(vec2(width, HEADER));
    let mut clicked = None;
    for (column, rect) in cells(all, name) {
        let response = ui.interact(rect, ui.scope_id().with(column.key()), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, enabled, column.title()));
        if sort.column == column {
            let direction = match sort.is_descending {
                true => egui::accesskit::SortDirection::Descending,
                false => egui::accesskit::SortDirection::Ascending,
            };
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_sort_direction(direction));
        }
        if response.clicked() {
            clicked = Some(column);
        }
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, 2.0, ui.visuals().widgets.hovered.weak_bg_fill);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 2.0, ui.visuals().selection.stroke, StrokeKind::Inside);
        }
        let is_sorted = sort.column == column;
        let color = if is_sorted { theme.strong } else { theme.text };
        let text = cell_text(ui.painter(), rect, column, &column.title(), 11.0, color);
        if is_sorted {
            let at = if column == Column::Name { text.right() + 7.0 } else { text.left() - 6.0 };
            sort_arrow(ui.painter(), pos2(at, rect.center().y), sort.is_descending, color);
        }
    }
    ui.painter().hline(all.x_range(), all.bottom(), Stroke::new(1.0, theme.grid));
    clicked
}

fn operation_row(ui: &Ui, rect: Rect, index: usize, timing: &Timing, name: f32, theme: &Theme) {
    let painter = ui.painter();
    if index % 2 == 1 {
        painter.rect_filled(rect, 0.0, theme.grid.gamma_multiply(0.4));
    }
    let mut words = Vec::with_capacity(Column::ALL.len());
    for (column, cell) in cells(rect, name) {
        let text = column.words(timing);
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        cell_text(&clipped, cell, column, &text, 12.0, if column == Column::Name { theme.strong } else { theme.text });
        words.push(if column == Column::Name { text } else { format!("{} {text}", column.title()) });
    }
    let response = ui.interact(rect, ui.scope_id().with(("operation", index)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words.join(", ")));
    if timing.operation.chars().count() > NAME_CHARS {
        response.on_hover_text(words::name(timing.operation));
    }
}

/// Returns each column with its part of a row.
fn cells(row: Rect, name: f32) -> impl Iterator<Item = (Column, Rect)> {
    Column::ALL.into_iter().enumerate().map(move |(index, column)| {
        let left = row.left() + if index == 0 { 0.0 } else { name + NUMBER * (index - 1) as f32 };
        let width = if index == 0 { name } else { NUMBER };
        (column, Rect::from_min_max(pos2(left, row.top()), pos2(left + width, row.bottom())))
    })
}

/// Paints a text into a cell: names at its left, numbers at its right. Returns the rectangle of the text.
fn cell_text(painter: &Painter, cell: Rect, column: Column, text: &str, size: f32, color: egui::Color32) -> Rect {
    let (at, align) = match column {
        Column::Name => (pos2(cell.left() + 4.0, cell.center().y), Align2::LEFT_CENTER),
        _ => (pos2(cell.right() - 4.0, cell.center().y), Align2::RIGHT_CENTER),
    };
    painter.text(at, align, text, FontId::proportional(size), color)
}

fn sort_arrow(painter: &Painter, at: egui::Pos2, is_descending: bool, color: egui::Color32) {
    let tip = if is_descending { 3.0 } else { -3.0 };
    let points = vec![at + vec2(-3.5, -tip * 0.7), at + vec2(3.5, -tip * 0.7), at + vec2(0.0, tip)];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::{Column, Sort};
    use multisplit::stats::{Operation, Timing};

    fn sorted(sort: Sort, operations: &[(&'static str, f64)]) -> Vec<&'static str> {
        let made = |(operation, mean_micros): &(&'static str, f64)| Timing {
            operation,
            mean_micros: *mean_micros,
            ..Timing::none(Operation::Place)
        };
        let mut timings: Vec<Timing> = operations.iter().map(made).collect();
        timings.sort_by(|a, b| sort.order(a, b));
        timings.into_iter().map(|timing| timing.operation).collect()
    }

    #[test]
    fn a_second_click_turns_the_order_and_what_is_unknown_stays_last() {
        let operations = [("b", 2.0), ("none", f64::NAN), ("a", 1.0), ("endless", f64::INFINITY), ("c", 2.0)];
        let sort = Sort::default().clicked(Column::Mean);
        assert_eq!(sorted(sort, &operations), ["endless", "b", "c", "a", "none"]);
        assert_eq!(sorted(sort.clicked(Column::Mean), &operations), ["a", "b", "c", "endless", "none"]);
        let sort = sort.clicked(Column::Name);
        assert_eq!(sorted(sort, &operations), ["a", "b", "c", "endless", "none"]);
        assert_eq!(sorted(sort.clicked(Column::Name), &operations), ["none", "endless", "c", "b", "a"]);
    }
}
