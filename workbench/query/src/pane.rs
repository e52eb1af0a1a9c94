//! The database pane: SQL at the top, rows below, tables at the side, and a status line.
//!
//! The pane never waits: everything that takes long runs on its worker.
//!
//! Invariant: there is at most one worker, and its events are taken before anything is drawn.
//!
//! **Limitations**: the copies of a password that the toolkit makes while the user types are dropped, not overwritten.

mod ask;
mod bars;
mod cells;
mod events;
mod exports;
mod highlight;
mod outcome;
mod question;
mod results;
mod run;
mod schema_list;
mod sql_editor;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Ui;

use crate::Wake;
use crate::connected::Connected;
use crate::error::QueryError;
use crate::flags::Transaction;
use crate::limits;
use crate::schema::Schema;
use crate::secret::Secret;
use crate::source::{DatabasePlace, Source};
use crate::sql::Dialect;
use crate::state::QueryState;
use crate::worker::Worker;

use ask::PasswordPrompt;
use exports::Exports;
use outcome::Outcome;
use question::Question;
use results::Results;
use sql_editor::SqlEditor;

/// A pane that shows a database.
///
/// **Limitations**: one statement runs at a time; results are shown in the database's order, and cannot be edited.
pub struct QueryPane {
    source: Source,
    wake: Wake,
    /// How long to wait for a locked file.
    busy: Duration,
    /// The password to connect again; kept in memory only.
    secret: Option<Arc<Secret>>,
    link: Link,
    schema: Schema,
    open_tables: BTreeSet<String>,
    shows_tables: bool,
    is_read_only: bool,
    editor: SqlEditor,
    row_limit: u64,
    outcomes: Vec<Outcome>,
    results: Results,
    exports: Exports,
    /// The database's notices about the last run.
    notices: Vec<String>,
    /// Why a requested run did not start.
    note: Option<QueryError>,
    wants_focus: bool,
    /// Whether the rows, and not the text, had the keyboard last.
    in_results: bool,
    results_want_focus: bool,
    /// The run that waits for the user's answer.
    question: Option<Question>,
    /// Whether the keyboard was in the pane in the last frame.
    had_keyboard: bool,
    /// Whether the keyboard was given to a part of the pane in this frame.
    gave_keyboard: bool,
}

/// The state of the connection.
enum Link {
    /// The server requires a password.
    Asking(PasswordPrompt),
    Connecting(Worker, Instant),
    Ready(Worker),
    /// There is no connection, for this reason.
    Lost(QueryError),
    /// The connection was closed, so that the file can be moved.
    Away,
}

impl QueryPane {
    /// Creates a pane on an open connection.
    ///
    /// `wake` is called from other threads when there is something new to show.
    pub fn from_connected(connected: Connected, wake: Wake) -> Self {
        let Connected { source, secret, schema, database, flags } = connected;
        let mut pane = Self::new(source, wake);
        (pane.schema, pane.secret, pane.is_read_only) = (schema, secret, database.is_read_only());
        pane.link = match Worker::start(database, flags, Arc::clone(&pane.wake)) {
            Ok(worker) => Link::Ready(worker),
            Err(error) => Link::Lost(error),
        };
        pane
    }

    /// Creates a pane that shows `why`, asks for a password, and then connects by itself.
    pub fn asking(source: Source, why: &str, wake: Wake) -> Self {
        let mut pane = Self::new(source, wake);
        pane.link = Link::Asking(PasswordPrompt::new(why.to_owned()));
        pane
    }

    fn new(source: Source, wake: Wake) -> Self {
        Self {
            source,
            wake,
            busy: limits::BUSY,
            secret: None,
            link: Link::Lost(QueryError::Cancelled),
            schema: Schema::default(),
            open_tables: BTreeSet::new(),
            shows_tables: true,
            is_read_only: false,
            editor: SqlEditor::default(),
            row_limit: limits::ROWS,
            outcomes: Vec::new(),
            results: Results::default(),
            exports: Exports::default(),
            notices: Vec::new(),
            note: None,
            wants_focus: false,
            in_results: false,
            results_want_focus: false,
            question: None,
            had_keyboard: false,
            gave_keyboard: false,
        }
    }

    /// Shows the pane and handles keys and clicks.
    ///
    /// While the pane is busy, it requests a repaint every 100 ms.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.take_events();
        if self.is_busy() {
            ui.ctx().request_repaint_after(Duration::from_millis(100));
        }
        let id = ui.scope_id().with("query");
        self.question_keys(ui, id);
        let runs = sql_editor::take_run_keys(ui, id);
        egui::Panel::bottom(id.with("status")).show(ui, |ui| self.status(ui));
        if self.shows_tables {
            let panel = egui::Panel::left(id.with("tables")).resizable(true).default_size(150.0);
            panel.size_range(60.0..=400.0).show(ui, |ui| self.tables(ui));
        }
        let panel = egui::Panel::top(id.with("sql")).resizable(true).default_size(150.0);
        panel.size_range(60.0..=2_000.0).show(ui, |ui| {
            self.toolbar(ui);
            self.sql(ui, id);
        });
        if runs {
            self.run();
        }
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 8, top: 4, bottom: 4 });
        egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            self.banner(ui, id);
            self.ask_before(ui, id);
            self.rows(ui, id);
        });
        self.note_keyboard(ui, id);
    }

    /// Returns a short name: the file's, or "database at host".
    pub fn title(&self) -> String {
        self.source.title()
    }

    /// Returns the source of the database.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the approximate memory of the pane, in bytes: results, text with its undo history, tables, and a constant for
    /// an open connection.
    pub fn bytes(&self) -> u64 {
        let waiting = match &self.link {
            Link::Connecting(worker, _) | Link::Ready(worker) => limits::CONNECTION_BYTES + worker.bytes() as u64,
            Link::Asking(_) | Link::Lost(_) | Link::Away => 0,
        };
        let results: u64 = self.outcomes.iter().map(Outcome::bytes).sum();
        let text = self.editor.text().len() as u64 * limits::TEXT_COPIES;
        size_of::<Self>() as u64 + waiting + results + text + self.schema.bytes() as u64
    }

    /// Returns the number of rows of all shown results together.
    pub fn row_count(&self) -> u64 {
        self.outcomes.iter().filter_map(|outcome| outcome.grid.as_ref()).map(|grid| grid.rows() as u64).sum()
    }

    /// Returns the state that is worth saving; it never contains rows or a password.
    pub fn state(&self) -> QueryState {
        QueryState {
            sql: self.editor.text().to_owned(),
            cursor: self.editor.cursor() as u64,
            row_limit: self.row_limit,
            export_path: self.exports.path.clone(),
        }
    }

    /// Restores a saved state and clamps values out of bounds. No statement is run.
    pub fn restore(&mut self, state: &QueryState) {
        self.editor.restore(&state.sql, state.cursor);
        let row_limit = if state.row_limit == 0 { limits::ROWS } else { state.row_limit };
        self.row_limit = row_limit.clamp(*limits::ROWS_RANGE.start(), *limits::ROWS_RANGE.end());
        self.exports.restore(&state.export_path);
    }

    /// Returns what would be lost if the pane was closed now, in words; `None` if nothing would.
    pub fn unsaved(&self) -> Option<String> {
        let Link::Ready(worker) = &self.link else { return None };
        if worker.is_running() && self.exports.is_running() {
            return Some(format!("an export of {} is not finished", self.title()));
        }
        if worker.is_running() {
            return Some(format!("a statement is running on {}", self.title()));
        }
        match worker.transaction() {
            Transaction::None => None,
            Transaction::Open => {
                Some(format!("a transaction is open on {}; without COMMIT its changes are lost", self.title()))
            }
            Transaction::Failed => Some(format!("a transaction on {} has failed and waits for ROLLBACK", self.title())),
        }
    }

    /// Requests the keyboard for the next frame.
    pub fn request_focus(&mut self) {
        let has_rows = self.shown_grid().is_some();
        match &mut self.link {
            Link::Asking(ask) => ask.request_focus(),
            _ => match &mut self.question {
                Some(question) => question.request_focus(),
                None if self.in_results && has_rows => self.results_want_focus = true,
                None => self.wants_focus = true,
            },
        }
    }

    /// Returns `true` while the pane connects, runs a statement or writes a file.
    pub fn is_busy(&self) -> bool {
        let works = match &self.link {
            Link::Connecting(..) => true,
            Link::Ready(worker) => worker.is_running(),
            Link::Asking(_) | Link::Lost(_) | Link::Away => false,
        };
        works || self.exports.is_running()
    }

    fn dialect(&self) -> Dialect {
        match self.source.place() {
            DatabasePlace::Sqlite { .. } => Dialect::Sqlite,
            DatabasePlace::Postgres(_) => Dialect::Postgres,
        }
    }
}
