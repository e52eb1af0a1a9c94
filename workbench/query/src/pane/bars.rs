//! The toolbar above the text, and the status line at the bottom.
//!
//! Invariant: an open transaction is always shown.

use egui::{DragValue, Label, RichText, TextEdit, Ui};

use super::outcome::time;
use super::{Link, QueryPane};
use crate::flags::Transaction;
use crate::limits;

impl QueryPane {
    pub(super) fn toolbar(&mut self, ui: &mut Ui) {
        let is_running = matches!(&self.link, Link::Ready(worker) if worker.is_running());
        let is_ready = matches!(&self.link, Link::Ready(_)) && !is_running;
        ui.horizontal_wrapped(|ui| {
            ui.toggle_value(&mut self.shows_tables, "Tables").on_hover_text("Show or hide the list of tables");
            let run = ui.add_enabled(is_ready, egui::Button::new("Run"));
            let why_not = if is_running { "A statement is running" } else { "The database is not open" };
            let tip = "Run the selection or the statement under the cursor (Ctrl+Enter, F5)";
            if run.on_hover_text(tip).on_disabled_hover_text(why_not).clicked() {
                self.run();
            }
            let can_cancel = is_running || self.exports.is_running();
            if can_cancel && ui.button("Cancel").clicked() {
                self.cancel();
            }
            let label = ui.add(Label::new("Row limit").extend());
            let limit = DragValue::new(&mut self.row_limit).range(limits::ROWS_RANGE).speed(100.0);
            ui.add(limit).labelled_by(label.id);
            self.export_field(ui);
        });
    }

    fn export_field(&mut self, ui: &mut Ui) {
        let label = ui.add(Label::new("Export to").extend());
        let field = TextEdit::singleline(&mut self.exports.path)
            .hint_text("result.csv")
            .char_limit(limits::PATH_BYTES)
            .desired_width(120.0);
        ui.add(field).labelled_by(label.id);
        let why_not = match self.shown_grid() {
            None => Some("Run a statement that returns rows first"),
            Some(_) if self.is_busy() => Some("A statement or an export is running"),
            Some(_) => self.exports.path.trim().is_empty().then_some("Name a file first"),
        };
        let button = ui.add_enabled(why_not.is_none(), egui::Button::new("Export CSV"));
        let tip = "Write all rows to a file; where more than the row limit are wanted, the statement is run again";
        if button.on_hover_text(tip).on_disabled_hover_text(why_not.unwrap_or_default()).clicked() {
            self.export();
        }
    }

    pub(super) fn status(&mut self, ui: &mut Ui) {
        let (error, warning) = (ui.visuals().error_fg_color, ui.visuals().warn_fg_color);
        ui.horizontal_wrapped(|ui| {
            if let Link::Ready(worker) = &self.link {
                match worker.transaction() {
                    Transaction::None => {}
                    Transaction::Open => {
                        let words = "Transaction open: COMMIT or ROLLBACK";
                        ui.colored_label(warning, words).on_hover_text("Without COMMIT its changes are lost");
                    }
                    Transaction::Failed => {
                        ui.colored_label(error, "Transaction failed: ROLLBACK");
                    }
                }
                if worker.is_running() && !self.exports.is_running() {
                    let words = if worker.is_cancelled() { "cancelling" } else { "running" };
                    ui.spinner();
                    ui.label(format!("{words}, {}", time(self.results.since.elapsed())));
                }
            }
            if let Some(outcome) = self.outcomes.get(self.results.shown) {
                ui.label(outcome.words());
            }
            if self.is_read_only {
                ui.label(RichText::new("read-only file").weak());
            }
            if let Some(note) = &self.note {
                ui.colored_label(error, note.to_string());
            }
            match &self.exports.note {
                Some(Ok(words)) => drop(ui.label(words)),
                Some(Err(note)) => drop(ui.colored_label(error, note.to_string())),
                None => {
                    if let Some(words) = self.exports.progress() {
                        ui.spinner();
                        ui.label(words);
                    }
                }
            }
        });
    }
}
