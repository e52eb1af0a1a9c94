//! One frame of the pane: the strips, the text between them, and what is reported to screen readers.
//!
//! Invariant: keys are handled before anything is drawn, so that the frame shows their effect.

use egui::{Id, Rect, Response, Ui};
use multisplit_pane_chrome::{access, names};
use multisplit_text_view::accessible::{self, Visible};
use multisplit_text_view::pane;

use super::view::{Reveal, TextLayout};
use super::{Editing, scrollbar};
use crate::selection::Selection;

impl Editing<'_> {
    pub(super) fn go_to_line(&mut self, line: usize) {
        let text = self.file.buffer.text();
        let line = line.saturating_sub(1).min(text.len_lines() - 1);
        let at = text.line_to_char(line);
        self.file.buffer.select(Selection::at(at));
        self.pane.view.reveal = Reveal::Centered;
    }

    pub(super) fn go_to_word(&mut self, line: usize, word: &str) {
        self.go_to_line(line);
        let (text, start) = (self.file.buffer.text(), self.file.buffer.selection().cursor);
        let line = text.line(text.char_to_line(start)).to_string();
        let Some(at) = line.find(word).filter(|_| !word.is_empty()) else { return };
        let first = start + line[..at].chars().count();
        self.file.buffer.select(Selection::over(&(first..first + word.chars().count())));
    }

    pub(super) fn ui(&mut self, ui: &mut Ui) -> Response {
        let (full, id) = pane::begin(ui, "editor", &mut self.pane.wants_focus);
        self.file.take_read(ui.ctx());
        self.take_keys(ui, id);

        let mut rest = full;
        self.strips_ui(ui, &mut rest, id);
        self.bar_ui(ui, &mut rest, id);
        self.status_ui(ui, &mut rest, id);
        let response = self.text_ui(ui, rest, id);
        self.file.buffer.cursors.note_drawn(self.pane.view.top_line(), response.has_focus());
        response
    }

    /// Shows the text between the strips.
    fn text_ui(&mut self, ui: &mut Ui, rect: Rect, id: Id) -> Response {
        self.pane.columns.of_revision(self.file.buffer.revision());
        let mut layout = self.pane.view.layout(ui, rect, &self.file.buffer, &mut self.pane.columns);
        let response = pane::interact(ui, &layout.area, id, true);
        self.keep_cursor_in_view(rect.height(), layout.area.cell.y, response.has_focus());
        if response.gained_focus() {
            self.pane.view.last_input = ui.input(|input| input.time);
        }
        self.take_pointer(ui, &layout, &response);
        self.take_primary(ui, &layout, &response);
        self.menu_ui(ui, &layout, &response);
        self.pane.view.follow(ui, &layout, &response, &self.file.buffer, &mut self.pane.columns);
        scrollbar::show(ui, &layout, &mut self.pane.view, id);
        self.pane.view.settle(&mut layout, &self.file.buffer, &mut self.pane.columns);
        self.paint(ui, &layout, &response);
        self.describe(ui, &layout, &response);
        response
    }

    /// Keeps the line that is being typed into in view if a strip takes some of the height.
    fn keep_cursor_in_view(&mut self, height: f32, row: f32, is_typed_into: bool) {
        let before = std::mem::replace(&mut self.pane.height, height);
        let first = self.pane.view.top_line();
        let was_seen = (first..=first + (before / row) as usize).contains(&self.file.buffer.cursor_line());
        if height < before && is_typed_into && was_seen && self.pane.view.reveal == Reveal::No {
            self.pane.view.reveal = Reveal::Nearest;
        }
    }

    /// Reports the visible text to screen readers.
    fn describe(&self, ui: &Ui, layout: &TextLayout, response: &Response) {
        let name = format!("Editor: {}", names::shown_file(&self.file.path));
        accessible::report(ui, response, &name, self.file.is_read_only(), || {
            // Starts at the first visible row, which in a wrapped line may not be the first row of the line.
            let start = layout.seen.first().map_or(0, |row| row.chars.start);
            let text = self.visible_text(start, layout.lines_seen().end);
            let Selection { anchor, cursor } = self.file.buffer.selection();
            let selection = access::within(&(start..start + text.chars().count()), (anchor, cursor));
            let width = self.pane.view.wraps.then_some(layout.area.content.width());
            Visible { text, origin: self.pane.view.start(layout), width, selection }
        });
    }
}
