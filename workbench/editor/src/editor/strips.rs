//! The strips above and below the text: what the user should know, and where the cursor is.
//!
//! They do not float: each takes its height from the space of the text. Invariant: a pane that is too low for strips shows
//! only text.

use egui::{Id, Rect, Ui};
use multisplit_text_view::strip::{notice, status};

use crate::disk::Disk;
use crate::document::Encoding;
use crate::editor::Editing;
use crate::text_file::Notice;

/// An answer that was clicked in a strip.
#[derive(Clone, Copy)]
enum Answer {
    Reload,
    KeepMine,
    Save,
    Dismiss,
}

impl Editing<'_> {
    /// Shows the strips above the text that are needed.
    pub(super) fn strips_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        if let Encoding::Lossy(reason) = self.file.encoding {
            self.strip(ui, rest, id.with("encoding"), reason.words(), &[]);
        }
        match self.file.notice {
            Notice::Nothing => {}
            Notice::Changed(_) => {
                let answers = [("Reload", Answer::Reload), ("Keep mine", Answer::KeepMine)];
                let words = match self.file.unsaved_because() {
                    Some(_) => "Not saved: this file changed on disk",
                    None => "This file changed on disk",
                };
                self.strip(ui, rest, id.with("changed"), words, &answers);
            }
            Notice::Vanished => {
                let answers = [("Save", Answer::Save)];
                self.strip(
                    ui,
                    rest,
                    id.with("vanished"),
                    "This file is no longer on disk; saving makes it again",
                    &answers,
                );
            }
        }
        if let Some(problem) = self.file.problem.clone() {
            self.strip(ui, rest, id.with("problem"), &problem, &[("Dismiss", Answer::Dismiss)]);
        }
    }

    fn strip(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id, words: &str, answers: &[(&str, Answer)]) {
        // A strip reports the outcome of each answer.
        match notice(ui, rest, id, words, answers) {
            Some(Answer::Reload) => {
                let ctx = ui.ctx().clone();
                self.file.reload_later(move || ctx.request_repaint());
            }
            Some(Answer::KeepMine) => self.file.keep_mine(),
            Some(Answer::Save) => self.file.save_soon(ui.ctx()),
            Some(Answer::Dismiss) => self.file.problem = None,
            None => return,
        }
        self.pane.wants_focus = true;
        ui.ctx().request_repaint();
    }

    /// Shows the strip below the text: the place of the cursor and facts about the file.
    pub(super) fn status_ui(&mut self, ui: &mut Ui, rest: &mut Rect, id: Id) {
        let place = self.place_words();
        let mut words = vec![self.file.buffer.colors.language().to_owned(), self.file.buffer.ending.name().to_owned()];
        if self.file.is_modified() {
            words.insert(0, "modified".to_owned());
        }
        if self.file.base == Disk::Absent && self.file.notice != Notice::Vanished && !self.file.is_read_only() {
            words.insert(0, "not on disk until it is saved".to_owned());
        }
        if self.file.is_read_only() {
            words.insert(0, "read-only".to_owned());
        }
        let go = status(ui, rest, id, place, |_| {}, words);
        if go {
            self.open_go_to_line();
        }
    }

    fn place_words(&self) -> String {
        let selection = self.file.buffer.selection();
        let line = self.file.buffer.cursor_line();
        let column = selection.cursor - self.file.buffer.text().line_to_char(line);
        let place = format!("Ln {}, Col {}", line + 1, column + 1);
        if selection.is_empty() { place } else { format!("{place} ({} selected)", selection.range().len()) }
    }
}
