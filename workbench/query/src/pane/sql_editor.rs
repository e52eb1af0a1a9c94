//! The SQL text: typing, colors, selection, and the mark of an error.
//!
//! The text is limited in size.
//!
//! Invariant: `selection` is within the text, in characters.

use std::ops::Range;

use egui::text::{CCursor, CCursorRange};
use egui::{Id, Key, Modifiers, ScrollArea, TextBuffer, TextEdit, Ui};

use super::QueryPane;
use super::highlight::Highlight;
use crate::{limits, sql};

/// Takes the keys that run a statement before the text takes them; returns `true` if one was pressed.
///
/// What to run is known only later in the frame, after the text has taken what was typed in the same frame.
pub(super) fn take_run_keys(ui: &Ui, id: Id) -> bool {
    let is_ours = |memory: &egui::Memory| ["text", "results"].into_iter().any(|part| memory.has_focus(id.with(part)));
    ui.memory(is_ours)
        && ui.input_mut(|input| {
            let by_enter = input.consume_key(Modifiers::COMMAND, Key::Enter);
            input.consume_key(Modifiers::NONE, Key::F5) || by_enter
        })
}

#[derive(Default)]
pub(super) struct SqlEditor {
    text: String,
    /// The number of changes of the text.
    version: u64,
    /// The selection, in characters; empty if there is only a cursor.
    selection: Range<usize>,
    /// The cursor that the next frame must set.
    wanted: Option<usize>,
    /// The character that a database complained about, until the text changes.
    pub mark: Option<usize>,
    highlight: Highlight,
}

impl SqlEditor {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns a number that changes with every change of the text.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn cursor(&self) -> usize {
        self.selection.end
    }

    pub fn selected_bytes(&self) -> Range<usize> {
        sql::byte_of_char(&self.text, self.selection.start)..sql::byte_of_char(&self.text, self.selection.end)
    }

    /// Replaces the text, cut at the limit.
    pub fn restore(&mut self, text: &str, cursor: u64) {
        text[..text.floor_char_boundary(limits::SQL_BYTES)].clone_into(&mut self.text);
        self.go_to(usize::try_from(cursor).unwrap_or(usize::MAX));
        self.changed();
    }

    /// Adds a statement at the end, and puts the cursor into it. Does nothing if the text would become too long.
    pub fn append_statement(&mut self, statement: &str) {
        if self.text.len() + statement.len() + 3 > limits::SQL_BYTES {
            return;
        }
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        if end > 0 {
            self.text.push_str(if self.text.ends_with(';') { "\n" } else { ";\n" });
        }
        self.text.push_str(statement);
        let cursor = self.text.chars().count();
        self.text.push(';');
        self.go_to(cursor);
        self.changed();
    }

    fn changed(&mut self) {
        self.mark = None;
        self.version += 1;
    }

    pub fn go_to(&mut self, cursor: usize) {
        let cursor = cursor.min(self.text.chars().count());
        (self.selection, self.wanted) = (cursor..cursor, Some(cursor));
    }
}

impl QueryPane {
    pub(super) fn sql(&mut self, ui: &mut Ui, id: Id) {
        let (dialect, mark) = (self.dialect(), self.editor.mark);
        let editor = &mut self.editor;
        let text_id = id.with("text");
        if let Some(cursor) = editor.wanted.take() {
            let mut state = TextEdit::load_state(ui.ctx(), text_id).unwrap_or_default();
            state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
            state.store(ui.ctx(), text_id);
        }
        let highlight = &mut editor.highlight;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            let job = highlight.job(ui, text.as_str(), mark, dialect, width);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let area = ScrollArea::vertical().id_salt("sql").auto_shrink(false);
        let output = area.show(ui, |ui| {
            let height = ui.available_height();
            TextEdit::multiline(&mut editor.text)
                .id(text_id)
                .code_editor()
                .hint_text("SELECT …   Ctrl+Enter runs the statement under the cursor")
                .char_limit(limits::SQL_BYTES)
                .desired_width(f32::INFINITY)
                .min_size(egui::vec2(0.0, height))
                .layouter(&mut layouter)
                .show(ui)
        });
        let mut output = output.inner;
        output.response.response = output.response.response.accessible_name(format!("SQL for {}", self.source.title()));
        if let Some(range) = output.cursor_range {
            let sorted = range.as_sorted_char_range();
            editor.selection = usize::from(sorted.start)..usize::from(sorted.end);
        }
        if output.response.response.changed() {
            editor.changed();
        }
        if std::mem::take(&mut self.wants_focus) {
            output.response.response.request_focus();
        }
        self.in_results &= !output.response.response.has_focus();
    }
}
