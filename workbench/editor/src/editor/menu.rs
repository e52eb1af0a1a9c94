//! The context menu of the text, and the primary selection of the mouse.
//!
//! It does not do anything itself: each choice is the action of a key. Invariant: the shortcuts in the menu are those of the
//! key bindings.

use super::Editing;
use super::keys::{Action, PaneAction};
use super::view::Reveal;
use super::view::TextLayout;
use crate::selection::Selection;
use egui::{Event, Key, KeyboardShortcut, Modifiers, OutputCommand, Response, Ui, ViewportCommand};
use multisplit_pane_chrome::menu::{self, command};
use multisplit_text_view::keys::BarAction;

/// The result of a choice in the menu.
enum Choice {
    Does(Action),
    /// Requests the clipboard, whose contents arrive as an event.
    Paste,
}

impl Editing<'_> {
    /// Shows the menu while it is open. A click outside the selection moves the cursor there first.
    pub(super) fn menu_ui(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        if let Some(point) = response.interact_pointer_pos().filter(|_| response.secondary_clicked()) {
            response.request_focus();
            let at = self.pane.view.position_at(layout, point, &self.file.buffer, &mut self.pane.columns);
            if !self.file.buffer.selection().range().contains(&at) {
                self.file.buffer.select(Selection::at(at));
            }
        }
        let by_key = (response.has_focus() && menu::is_asked(ui)).then(|| {
            let cursor = self.file.buffer.selection().cursor;
            let place = self.pane.view.place(layout, self.file.buffer.text(), &mut self.pane.columns, cursor);
            (place + egui::vec2(0.0, layout.area.cell.y)).clamp(layout.area.content.min, layout.area.content.max)
        });
        match menu::context(response, by_key, response.id, |ui| self.menu(ui)).flatten() {
            Some(Choice::Does(action)) => self.act(ui, action),
            Some(Choice::Paste) => ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste),
            None => {}
        }
    }

    fn menu(&self, ui: &mut Ui) -> Option<Choice> {
        let (selects, writes) = (!self.file.buffer.selection().is_empty(), !self.file.is_read_only());
        let (undoes, redoes) = (self.file.buffer.history.can_undo(), self.file.buffer.history.can_redo());
        let does = Choice::Does;
        let pane = |action| does(Action::Pane(action));
        let mut chosen = None;
        let mut item = |ui: &mut Ui, enabled, words, key: KeyboardShortcut, choice| {
            if menu::item(ui, enabled, words, key) {
                chosen = Some(choice);
            }
        };
        item(ui, selects && writes, "Cut", command(Key::X), does(Action::Cut));
        item(ui, selects, "Copy", command(Key::C), does(Action::Copy));
        item(ui, writes, "Paste", command(Key::V), Choice::Paste);
        item(ui, true, "Select all", command(Key::A), does(Action::SelectAll));
        ui.separator();
        item(ui, undoes, "Undo", command(Key::Z), does(Action::Undo));
        let redo = KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        item(ui, redoes, "Redo", redo, does(Action::Redo));
        ui.separator();
        item(ui, true, "Find...", command(Key::F), pane(PaneAction::Bar(BarAction::Find)));
        item(ui, writes, "Replace...", command(Key::H), pane(PaneAction::Replace));
        item(ui, true, "Go to line...", command(Key::G), pane(PaneAction::Bar(BarAction::GoToLine)));
        ui.separator();
        item(ui, writes, "Save", command(Key::S), pane(PaneAction::Save));
        chosen
    }

    /// Makes the selection the primary selection when the mouse releases it, and pastes the primary selection on a middle
    /// click.
    pub(super) fn take_primary(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        let is_settled = response.drag_stopped() || response.double_clicked() || response.triple_clicked();
        if is_settled && !self.file.buffer.selection().is_empty() {
            let text = self.file.buffer.selected_text();
            ui.output_mut(|output| output.commands.push(OutputCommand::TextSelectionSettled(text)));
        }
        if !response.contains_pointer() {
            return;
        }
        let pasted = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::MiddleClickPaste { pos, text } if layout.area.text.contains(*pos) => Some((*pos, text.clone())),
                _ => None,
            })
        });
        if let Some((pos, text)) = pasted {
            let at = self.pane.view.position_at(layout, pos, &self.file.buffer, &mut self.pane.columns);
            self.file.buffer.select(Selection::at(at));
            response.request_focus();
            let done = self.file.buffer.insert(&text, crate::history::EditKind::Whole);
            self.pane.view.reveal = Reveal::Nearest;
            self.file.note(done);
        }
    }
}
