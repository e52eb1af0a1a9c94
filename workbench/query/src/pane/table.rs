//! The table of a result: its columns are as wide as their contents, and their names are aligned with the values.
//!
//! It does not draw rows out of view.
//!
//! Invariant: widths are measured from the first rows and stay for the run, so that the table does not move, and keeps the
//! widths that the user sets.

use egui::accesskit::Role;
use egui::{Align, FontSelection, Label, Layout, RichText, ScrollArea, Sense, TextStyle, Ui, WidgetText};
use egui_extras::{Column, TableBody, TableBuilder};
use std::ops::Range;

use super::cells;
use crate::grid::{Grid, Value};
use crate::limits;

/// The minimum width of a column, in points; [`MAX_WIDTH`] is the largest initial width.
const MIN_WIDTH: f32 = 32.0;
const MAX_WIDTH: f32 = 360.0;
/// The width of a column beside its words, in points.
const PADDING: f32 = 14.0;

/// What Ctrl+C copies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Picked {
    Cell(usize, usize),
    Row(usize),
}

/// A run, one of its results, and a page of its columns.
pub(super) type Page = (u64, usize, usize);

/// The initial widths of columns, and whether they are aligned to the right.
pub(super) struct Widths {
    page: Page,
    has_rows: bool,
    of: Vec<f32>,
    numbers: Vec<bool>,
}

impl Widths {
    /// Measures the columns of a page: their names and their first values. Shapes two texts per column.
    pub(super) fn measure(ui: &Ui, page: Page, grid: &Grid, columns: Range<usize>) -> Self {
        let rows = grid.rows().min(limits::MEASURED_ROWS);
        let numbers: Vec<bool> = columns.clone().map(|column| is_of_numbers(grid, rows, column)).collect();
        let width = |column: usize| {
            let words = (0..rows).map(|row| cells::on_a_line(&cells::shown(grid, row, column, limits::CELL_CHARS)));
            let longest = words.max_by_key(|words| words.chars().count()).unwrap_or_default();
            let name = RichText::new(on_screen(&grid.columns()[column].name)).strong();
            let widest = measure(ui, name).max(measure(ui, RichText::new(longest).monospace()));
            (widest + PADDING).clamp(MIN_WIDTH, MAX_WIDTH)
        };
        Self { page, has_rows: rows > 0, of: columns.map(width).collect(), numbers }
    }

    /// Returns `true` if the widths are those of a page.
    ///
    /// Once there were rows, the widths stay, whatever rows come later: a table that the user looks at must not move.
    pub(super) fn is_of(&self, page: Page, grid: &Grid) -> bool {
        self.page == page && (self.has_rows || grid.rows() == 0)
    }

    fn salt(&self) -> impl std::hash::Hash + Copy + std::fmt::Debug + use<> {
        (self.page, self.has_rows)
    }
}

fn measure(ui: &Ui, words: RichText) -> f32 {
    let words = WidgetText::from(words);
    let galley = words.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, FontSelection::Default);
    galley.size().x
}

/// Returns `true` if a column holds numbers, judged by its first value that is not NULL.
fn is_of_numbers(grid: &Grid, rows: usize, column: usize) -> bool {
    let first = (0..rows).map(|row| grid.value(row, column)).find(|value| *value != Value::Null);
    matches!(first, Some(Value::Number(_)))
}

fn on_screen(words: &str) -> String {
    cells::on_a_line(words).chars().take(limits::CELL_CHARS).collect()
}

/// Shows words at the side where the values of their column are.
fn lay(ui: &mut Ui, is_number: bool, label: Label) {
    if is_number {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
    } else {
        ui.add(label);
    }
}

/// The part of a grid that is on screen.
pub(super) struct Table<'a> {
    pub(super) grid: &'a Grid,
    pub(super) columns: Range<usize>,
    pub(super) widths: &'a Widths,
    pub(super) picked: Option<Picked>,
}

impl Table<'_> {
    /// Shows the table, with the row `reveal` in view, and returns what was clicked.
    pub(super) fn show(&self, ui: &mut Ui, reveal: Option<usize>) -> Option<Picked> {
        let height = ui.text_style_height(&TextStyle::Monospace) + 6.0;
        let digits = self.grid.rows().to_string().len() as f32;
        let salt = self.widths.salt();
        let mut clicked = None;
        ScrollArea::horizontal().id_salt(("results", salt)).auto_shrink(false).show(ui, |ui| {
            let mut table = TableBuilder::new(ui)
                .id_salt(salt)
                .striped(true)
                .sense(Sense::click())
                .auto_shrink(false)
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::exact(16.0 + 8.0 * digits).clip(true));
            for width in &self.widths.of {
                table = table.column(Column::initial(*width).at_least(MIN_WIDTH).resizable(true).clip(true));
            }
            if let Some(row) = reveal {
                table = table.scroll_to_row(row, None);
            }
            let table = table.header(height, |mut header| {
                header.col(|_| {});
                for (column, is_number) in self.columns.clone().zip(&self.widths.numbers) {
                    header.col(|ui| {
                        let name = on_screen(&self.grid.columns()[column].name);
                        let label = Label::new(RichText::new(name).strong()).truncate();
                        lay(ui, *is_number, label);
                    });
                }
            });
            table.body(|body| clicked = self.body(body, height));
        });
        clicked
    }

    /// Shows the rows in view and returns what was clicked.
    fn body(&self, body: TableBody<'_>, height: f32) -> Option<Picked> {
        let mut clicked = None;
        body.rows(height, self.grid.rows(), |mut table_row| {
            let row = table_row.index();
            table_row.set_selected(self.picked == Some(Picked::Row(row)));
            let number = RichText::new((row + 1).to_string()).weak();
            let (_, response) = table_row.col(|ui| drop(ui.add(Label::new(number).selectable(false))));
            if response.clicked() {
                clicked = Some(Picked::Row(row));
            }
            self.menu(&response, row, None);
            for column in self.columns.clone() {
                table_row.set_selected([Picked::Row(row), Picked::Cell(row, column)].map(Some).contains(&self.picked));
                let (_, response) = table_row.col(|ui| self.cell(ui, row, column));
                self.describe(&response, row, column);
                if response.clicked() || response.secondary_clicked() {
                    clicked = Some(Picked::Cell(row, column));
                }
                self.menu(&response, row, Some(column));
                response.on_hover_ui(|ui| {
                    ui.label(cells::shown(self.grid, row, column, limits::TIP_CHARS));
                });
            }
        });
        clicked
    }

    /// Describes a cell to screen readers: its column's name, its row, and its value.
    fn describe(&self, response: &egui::Response, row: usize, column: usize) {
        response.ctx.accesskit_node_builder(response.id, |node| {
            let name = on_screen(&self.grid.columns()[column].name);
            let words = cells::on_a_line(&cells::shown(self.grid, row, column, limits::CELL_CHARS));
            node.set_role(Role::Cell);
            node.set_row_index(row);
            node.set_column_index(column);
            node.set_label(format!("Row {}, {name}: {words}", row + 1));
        });
    }

    fn cell(&self, ui: &mut Ui, row: usize, column: usize) {
        // The table skips rows out of view, but not columns.
        if !ui.is_rect_visible(ui.max_rect()) {
            return;
        }
        let value = self.grid.value(row, column);
        let words = cells::on_a_line(&cells::shown(self.grid, row, column, limits::CELL_CHARS));
        let words = match value {
            Value::Null => RichText::new(words).italics().weak(),
            Value::NotText(_) => RichText::new(words).monospace().color(ui.visuals().warn_fg_color),
            Value::Blob(_) => RichText::new(words).monospace().weak(),
            Value::Number(_) | Value::Text(_) => RichText::new(words).monospace(),
        };
        let label = Label::new(words).truncate().selectable(false);
        lay(ui, matches!(value, Value::Number(_)), label);
    }

    fn menu(&self, response: &egui::Response, row: usize, column: Option<usize>) {
        response.context_menu(|ui| {
            if let Some(column) = column
                && ui.button("Copy cell").clicked()
            {
                ui.copy_text(cells::copied(self.grid, row, column));
                ui.close();
            }
            if ui.button("Copy row").clicked() {
                ui.copy_text(cells::copied_row(self.grid, row));
                ui.close();
            }
        });
    }
}
