//! The rows of a statement as a table.
//!
//! It refuses to draw what is out of view: rows above and below, and columns beyond a page. Invariant: `shown` is the
//! statement whose result is on screen; what is picked lies in its rows.

use std::sync::Arc;
use std::time::Instant;

use egui::accesskit::Role;
use egui::{Align, Event, EventFilter, Id, Key, Label, Layout, RichText, ScrollArea, Sense, TextStyle, Ui};
use egui_extras::{Column, TableBody, TableBuilder};

use super::outcome::Outcome;
use super::{QueryPane, cells};
use crate::error::QueryError;
use crate::grid::{Grid, Value};
use crate::{limits, sql};

pub(super) struct Results {
    /// The statement that runs.
    pub at: usize,
    /// The statement whose result is on screen.
    pub shown: usize,
    /// When the run began.
    pub since: Instant,
    /// Runs so far: another run's columns have other widths.
    runs: u64,
    /// The first column on screen is this many pages in.
    page: usize,
    picked: Option<Picked>,
    /// A row that the next frame must show.
    reveal: Option<usize>,
}

/// What Ctrl+C copies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picked {
    Cell(usize, usize),
    Row(usize),
}

impl Default for Results {
    fn default() -> Self {
        let since = Instant::now();
        Self { at: 0, shown: 0, since, runs: 0, page: 0, picked: None, reveal: None }
    }
}

impl Results {
    pub fn begin(&mut self, now: Instant) {
        *self = Self { since: now, runs: self.runs + 1, ..Self::default() };
    }

    /// Shows what the person most likely wants to see of a run: what went wrong, or else the last rows.
    pub fn settle(&mut self, outcomes: &[Outcome]) {
        let wrong = outcomes.iter().position(|outcome| outcome.error().is_some());
        let rows = || outcomes.iter().rposition(|outcome| outcome.grid.is_some());
        self.show(wrong.or_else(rows).unwrap_or(outcomes.len().saturating_sub(1)));
    }

    /// Goes on to the next statement, which is the one to look at.
    pub fn follow(&mut self, index: usize) {
        self.at = index;
        self.show(index);
    }

    fn show(&mut self, index: usize) {
        (self.shown, self.page, self.picked) = (index, 0, None);
    }

    fn step(&mut self, rows: isize, columns: isize, grid: &Grid) {
        let Some(Picked::Cell(row, column)) = self.picked else { return };
        let row = row.saturating_add_signed(rows).min(grid.rows().saturating_sub(1));
        let column = column.saturating_add_signed(columns).min(grid.columns().len().saturating_sub(1));
        (self.picked, self.reveal) = (Some(Picked::Cell(row, column)), Some(row));
        self.page = column / limits::COLUMN_PAGE;
    }
}

impl QueryPane {
    pub(super) fn shown_grid(&self) -> Option<Arc<Grid>> {
        self.outcomes.get(self.results.shown).and_then(|outcome| outcome.grid.clone())
    }

    pub(super) fn rows(&mut self, ui: &mut Ui, id: Id) {
        if !self.notices.is_empty() {
            ScrollArea::vertical().id_salt("notices").max_height(60.0).show(ui, |ui| {
                ui.take_available_width();
                for notice in &self.notices {
                    ui.label(RichText::new(notice).small().weak());
                }
            });
        }
        self.choose_result(ui);
        self.error(ui);
        let Some(grid) = self.shown_grid() else { return };
        self.choose_page(ui, &grid);
        let area = ui.interact(ui.available_rect_before_wrap(), id.with("results"), Sense::click());
        area.widget_info(|| egui::WidgetInfo::labeled(Role::Table, true, "Results"));
        if area.clicked() {
            area.request_focus();
        }
        if area.has_focus() {
            self.table_keys(ui, &grid, area.id);
        }
        self.table(ui, id, &grid);
    }

    /// Where several statements ran: which result is shown.
    fn choose_result(&mut self, ui: &mut Ui) {
        if self.outcomes.len() < 2 {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let shown = self.results.shown;
            if ui.add_enabled(shown > 0, egui::Button::new("Previous result")).clicked() {
                self.results.show(shown - 1);
            }
            if ui.add_enabled(shown + 1 < self.outcomes.len(), egui::Button::new("Next result")).clicked() {
                self.results.show(shown + 1);
            }
            let Some(outcome) = self.outcomes.get(shown) else { return };
            ui.label(format!("{} of {}", shown + 1, self.outcomes.len()));
            ui.add(Label::new(RichText::new(&outcome.head).monospace().weak()).truncate());
            if !outcome.has_begun {
                ui.label("not run");
            }
        });
    }

    /// What went wrong, and where.
    fn error(&mut self, ui: &mut Ui) {
        let Some(outcome) = self.outcomes.get(self.results.shown) else { return };
        let Some(error) = outcome.error().filter(|error| **error != QueryError::Cancelled) else { return };
        let at = match error {
            QueryError::Statement(trouble) => trouble.at.map(|at| outcome.start + at),
            _ => None,
        };
        // Once the text is another, the place is no longer there.
        let at = at.filter(|at| self.editor.mark == Some(*at));
        ui.colored_label(ui.visuals().error_fg_color, error.to_string());
        let Some(at) = at else { return };
        let (line, column) = sql::line_column(self.editor.text(), at);
        if ui.link(format!("line {line}, column {column}")).clicked() {
            self.editor.go_to(at);
            self.wants_focus = true;
        }
    }

    fn choose_page(&mut self, ui: &mut Ui, grid: &Grid) {
        let (count, page) = (grid.columns().len(), limits::COLUMN_PAGE);
        if count <= page {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let first = self.results.page * page;
            if ui.add_enabled(first > 0, egui::Button::new("Columns before")).clicked() {
                self.results.page -= 1;
            }
            if ui.add_enabled(first + page < count, egui::Button::new("Columns after")).clicked() {
                self.results.page += 1;
            }
            ui.label(format!("columns {} to {} of {count}", first + 1, (first + page).min(count)));
        });
    }

    fn table_keys(&mut self, ui: &Ui, grid: &Grid, id: Id) {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let mut steps = Vec::new();
        let mut copies = false;
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Copy => {
                    copies = true;
                    false
                }
                Event::Key { key, pressed: true, .. } => {
                    let step = match key {
                        Key::ArrowUp => (-1, 0),
                        Key::ArrowDown => (1, 0),
                        Key::ArrowLeft => (0, -1),
                        Key::ArrowRight => (0, 1),
                        _ => return true,
                    };
                    steps.push(step);
                    false
                }
                _ => true,
            });
        });
        for (rows, columns) in steps {
            self.results.step(rows, columns, grid);
        }
        match self.results.picked.filter(|_| copies) {
            Some(Picked::Cell(row, column)) => ui.copy_text(cells::copied(grid, row, column)),
            Some(Picked::Row(row)) => ui.copy_text(cells::copied_row(grid, row)),
            None => {}
        }
    }

    fn table(&mut self, ui: &mut Ui, id: Id, grid: &Grid) {
        let first = self.results.page * limits::COLUMN_PAGE;
        let columns = first..(first + limits::COLUMN_PAGE).min(grid.columns().len());
        let height = ui.text_style_height(&TextStyle::Monospace) + 6.0;
        let reveal = self.results.reveal.take();
        let mut clicked = None;
        let digits = grid.rows().to_string().len() as f32;
        let salt = (self.results.runs, self.results.shown, self.results.page);
        ScrollArea::horizontal().id_salt(("results", salt)).auto_shrink(false).show(ui, |ui| {
            let mut table = TableBuilder::new(ui)
                .id_salt(salt)
                .striped(true)
                .sense(Sense::click())
                .auto_shrink(false)
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::exact(16.0 + 8.0 * digits).clip(true))
                .columns(Column::initial(120.0).at_least(32.0).resizable(true).clip(true), columns.len());
            if let Some(row) = reveal {
                table = table.scroll_to_row(row, None);
            }
            let table = table.header(height, |mut header| {
                header.col(|_| {});
                for column in columns.clone() {
                    header.col(|ui| {
                        let name = on_screen(&grid.columns()[column].name);
                        ui.add(Label::new(RichText::new(name).strong()).truncate());
                    });
                }
            });
            let view = View { grid, columns, picked: self.results.picked, height };
            table.body(|body| clicked = view.body(body));
        });
        if let Some(picked) = clicked {
            self.results.picked = Some(picked);
            ui.memory_mut(|memory| memory.request_focus(id.with("results")));
        }
    }
}

fn on_screen(words: &str) -> String {
    cells::on_a_line(words).chars().take(limits::CELL_CHARS).collect()
}

/// What of a grid is on screen.
struct View<'a> {
    grid: &'a Grid,
    columns: std::ops::Range<usize>,
    picked: Option<Picked>,
    height: f32,
}

impl View<'_> {
    /// Draws the rows in view and answers what was clicked.
    fn body(&self, body: TableBody<'_>) -> Option<Picked> {
        let mut clicked = None;
        body.rows(self.height, self.grid.rows(), |mut table_row| {
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

    /// Tells a screen reader which cell it is, under which name and in which row.
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
        // The table leaves rows out of view out, and columns not.
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
        if matches!(value, Value::Number(_)) {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
        } else {
            ui.add(label);
        }
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
