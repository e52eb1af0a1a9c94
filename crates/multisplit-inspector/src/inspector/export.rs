//! The small field that asks for the path of a report.
//!
//! Invariant: it takes no space while it is closed, and a returned path is not empty.

use std::path::PathBuf;

use egui::{Key, TextEdit, Ui};

use crate::limits;

const DEFAULT_PATH: &str = "multisplit-report.json";

/// The field, open or closed.
#[derive(Debug)]
pub(super) struct Export {
    path: String,
    is_open: bool,
    wants_focus: bool,
}

impl Default for Export {
    fn default() -> Self {
        Self { path: DEFAULT_PATH.to_owned(), is_open: false, wants_focus: false }
    }
}

impl Export {
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Sets the path; an empty path is replaced by the default.
    pub(super) fn set_path(&mut self, path: &str) {
        path.trim().clone_into(&mut self.path);
        if self.path.is_empty() {
            DEFAULT_PATH.clone_into(&mut self.path);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.path.capacity()
    }

    pub(super) fn toggle(&mut self) {
        self.is_open = !self.is_open;
        self.wants_focus = self.is_open;
    }

    /// Shows the field if it is open; returns the path if the user requests the report.
    pub(super) fn show(&mut self, ui: &mut Ui) -> Option<PathBuf> {
        if !self.is_open {
            return None;
        }
        let mut wanted = false;
        ui.horizontal_wrapped(|ui| {
            let label = ui.label("Path");
            let width = ui.available_width().clamp(40.0, 360.0);
            let edit = TextEdit::singleline(&mut self.path).char_limit(limits::PATH_CHARS).desired_width(width);
            let field = ui.add(edit).labelled_by(label.id);
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            let ended = |key| field.lost_focus() && ui.input(|input| input.key_pressed(key));
            let (entered, escaped) = (ended(Key::Enter), ended(Key::Escape));
            let has_path = !self.path.trim().is_empty();
            let clicked = ui.add_enabled(has_path, egui::Button::new("Export")).clicked();
            wanted = has_path && (entered || clicked);
            if ui.button("Cancel").clicked() || escaped || wanted {
                self.is_open = false;
            }
        });
        wanted.then(|| PathBuf::from(self.path.trim()))
    }
}
