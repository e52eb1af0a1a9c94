//! The rows of a statement as a table.
//!
//! It does not draw what is out of view: rows above and below, and columns beyond a page.
//!
//! Invariant: `shown` is the statement whose result is on screen, and what is picked is in its rows.

use std::sync::Arc;
use std::time::Instant;

use egui::accesskit::Role;
use egui::{Event, EventFilter, Id, Key, Label, RichText, ScrollArea, Sense, Ui};

use super::outcome::Outcome;
use super::table::{Picked, Table, Widths};
use super::{QueryPane, cells};
use crate::error::QueryError;
use crate::grid::Grid;
use crate::{limits, sql};

pub(super) struct Results {
    /// The index of the statement that runs.
    pub at: usize,
    /// The index of the statement whose result is on screen.
    pub shown: usize,
    /// When the run began.
    pub since: Instant,
    /// The number of runs so far: the columns of another run have other widths.
    runs: u64,
    /// The page of columns on screen.
    page: usize,
    picked: Option<Picked>,
    /// The row that must be in view in the next frame.
    reveal: Option<usize>,
    /// The initial widths of the columns on screen.
    widths: Option<Widths>,
}

impl Default for Results {
    fn default() -> Self {
        let since = Instant::now();
        Self { at: 0, shown: 0, since, runs: 0, page: 0, picked: None, reveal: None, widths: None }
    }
}

impl Results {
    pub fn begin(&mut self, now: Instant) {
        *self = Self { since: now, runs: self.runs + 1, ..Self::default() };
    }

    /// Shows the result that the user most likely wants to see after a run: the first error, or else the last rows.
    pub fn settle(&mut self, outcomes: &[Outcome]) {
        let wrong = outcomes.iter().position(|outcome| outcome.error().is_some());
        let rows = || outcomes.iter().rposition(|outcome| outcome.grid.is_some());
        self.show(wrong.or_else(rows).unwrap_or(outcomes.len().saturating_sub(1)));
    }

    /// Continues with the next statement, and shows its result.
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
        if area.clicked() || std::mem::take(&mut self.results_want_focus) {
            area.request_focus();
        }
        if area.has_focus() {
            self.in_results = true;
            self.table_keys(ui, &grid, area.id);
        }
        self.table(ui, id, &grid);
    }

    /// Shows the buttons that choose a result, if several statements ran.
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

    /// Shows the error of the statement, and where it is.
    fn error(&mut self, ui: &mut Ui) {
        let Some(outcome) = self.outcomes.get(self.results.shown) else { return };
        let Some(error) = outcome.error().filter(|error| **error != QueryError::Cancelled) else { return };
        let at = match error {
            QueryError::Statement(trouble) => trouble.at.map(|at| outcome.start + at),
            _ => None,
        };
        // The position is valid only while the text is unchanged, which is as long as the mark is there.
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
        let page = (self.results.runs, self.results.shown, self.results.page);
        let measure = self.results.widths.take().filter(|known| known.is_of(page, grid));
        let widths = measure.unwrap_or_else(|| Widths::measure(ui, page, grid, columns.clone()));
        let (reveal, picked) = (self.results.reveal.take(), self.results.picked);
        let clicked = Table { grid, columns, widths: &widths, picked }.show(ui, reveal);
        self.results.widths = Some(widths);
        if let Some(picked) = clicked {
            self.results.picked = Some(picked);
            ui.memory_mut(|memory| memory.request_focus(id.with("results")));
        }
    }
}
