//! Input by keys and pointer, applied to the buffer.
//!
//! It does not draw. Invariant: events that the editor handles are removed from egui's queue, so that nothing around the
//! pane handles them again; all others stay.

use egui::{Event, Id, Modifiers, Response, Ui};
use multisplit_text_view::gesture::Gesture;
use multisplit_text_view::keys::{BarAction, Listener};

use crate::buffer::Reach;
use crate::editor::Editing;
use crate::editor::keys::{self, Action, Motion, PaneAction};
use crate::editor::view::{Reveal, TextLayout};
use crate::error::EditorError;
use crate::history::EditKind;
use crate::motion;
use crate::selection::Selection;

impl Editing<'_> {
    /// Handles the keys pressed since the last frame, if the text or one of the bars has the focus.
    pub(super) fn take_keys(&mut self, ui: &Ui, id: Id) {
        if !ui.is_enabled() {
            return;
        }
        let in_text = ui.memory(|memory| memory.has_focus(id));
        let in_bar = self.bar_has_focus(ui, id);
        if !in_text {
            self.keep_preedit();
        }
        if !in_text && !in_bar {
            return;
        }
        let os = ui.ctx().os();
        let can_leave =
            self.pane.bar.is_open() || !self.file.buffer.selection().is_empty() || self.file.problem.is_some();
        // The modifiers of the input are those at the end of the frame. A letter before a chord in the same frame was typed
        // without them, so the modifiers are tracked event by event.
        let (changes, now) = ui.input(|input| {
            let changes = input.events.iter().any(|event| matches!(event, Event::ModifiersChanged(_)));
            (changes, input.modifiers)
        });
        let mut modifiers = if changes { Modifiers::NONE } else { now };
        let actions = Listener { in_text, can_leave }.take(ui, |event| {
            if let Event::ModifiersChanged(held) | Event::Key { modifiers: held, .. } = event {
                modifiers = *held;
            }
            let action = keys::action(event, modifiers, os)?;
            let scope = action.scope();
            Some((action, scope))
        });
        if actions.is_empty() {
            return;
        }
        self.pane.view.last_input = ui.input(|input| input.time);
        for action in actions {
            self.act(ui, action);
        }
    }

    pub(super) fn act(&mut self, ui: &Ui, action: Action) {
        if !matches!(action, Action::Go { motion: Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown, .. }) {
            self.pane.view.aim = None;
        }
        let done = match action {
            Action::Pane(action) => return self.act_on_pane(ui, action),
            Action::Copy => return self.copy(ui),
            Action::Compose(text) => {
                self.pane.preedit = text;
                Ok(())
            }
            Action::Escape => return self.escape(),
            Action::Go { motion, select } => {
                self.go(motion, select);
                Ok(())
            }
            Action::SelectAll => {
                let all = 0..self.file.buffer.text().len_chars();
                return self.file.buffer.select(Selection::over(&all));
            }
            edit => self.edit(ui, edit),
        };
        self.pane.view.reveal = Reveal::Nearest;
        self.file.note(done);
    }

    fn edit(&mut self, ui: &Ui, action: Action) -> Result<(), EditorError> {
        match action {
            Action::Type(text) => {
                self.pane.preedit.clear();
                if text.is_empty() {
                    // The input method was canceled: nothing was typed, and the selection stays.
                    return Ok(());
                }
                self.file.buffer.insert(&text, EditKind::Typing)
            }
            Action::Paste(text) => self.file.buffer.insert(&text, EditKind::Whole),
            Action::Cut => {
                self.copy(ui);
                if self.file.buffer.selection().is_empty() {
                    Ok(())
                } else {
                    self.file.buffer.delete(Reach::ClusterLeft)
                }
            }
            Action::Delete(reach) => self.file.buffer.delete(reach),
            Action::DeleteAround { before, after } => self.file.buffer.delete_around(before, after),
            Action::NewLine => self.file.buffer.new_line(),
            Action::Indent => self.file.buffer.indent(),
            Action::Outdent => self.file.buffer.outdent(),
            Action::Undo => {
                self.file.buffer.undo();
                Ok(())
            }
            Action::Redo => {
                self.file.buffer.redo();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn act_on_pane(&mut self, ui: &Ui, action: PaneAction) {
        match action {
            PaneAction::Save => self.file.save_soon(ui.ctx()),
            PaneAction::Replace => self.open_replace(),
            PaneAction::Bar(BarAction::Find) => self.open_find(),
            PaneAction::Bar(BarAction::GoToLine) => self.open_go_to_line(),
            PaneAction::Bar(BarAction::FindNext) => self.find_step(true),
            PaneAction::Bar(BarAction::FindPrevious) => self.find_step(false),
        }
    }

    /// Inserts the text that was being composed when the focus left: the input method does not return to it.
    fn keep_preedit(&mut self) {
        let composed = std::mem::take(&mut self.pane.preedit);
        if !composed.is_empty() {
            let kept = self.file.buffer.insert(&composed, EditKind::Typing);
            self.file.note(kept);
        }
    }

    fn copy(&self, ui: &Ui) {
        if !self.file.buffer.selection().is_empty() {
            ui.copy_text(self.file.buffer.selected_text());
        }
    }

    fn escape(&mut self) {
        if self.pane.bar.is_open() {
            self.close_bar();
        } else if self.file.problem.take().is_none() {
            self.file.buffer.select(Selection::at(self.file.buffer.selection().cursor));
        }
    }

    fn go(&mut self, motion: Motion, select: bool) {
        let selection = self.file.buffer.selection();
        let cursor = match (motion, select || selection.is_empty()) {
            // Without Shift, an arrow moves the cursor to that end of the selection.
            (Motion::Left, false) => selection.range().start,
            (Motion::Right, false) => selection.range().end,
            _ => self.target(motion, selection.cursor),
        };
        let anchor = if select { selection.anchor } else { cursor };
        self.file.buffer.select(Selection { anchor, cursor });
    }

    fn target(&mut self, motion: Motion, at: usize) -> usize {
        self.pane.columns.of_revision(self.file.buffer.revision());
        self.pane.view.of_text(self.file.buffer.revision(), &self.pane.columns);
        let text = self.file.buffer.text();
        match motion {
            Motion::Left => motion::previous_cluster(text, at),
            Motion::Right => motion::next_cluster(text, at),
            Motion::WordLeft => motion::word_left(text, at),
            Motion::WordRight => motion::word_right(text, at),
            Motion::Home => self.home(at),
            Motion::End => self.end(at),
            Motion::TextStart => 0,
            Motion::TextEnd => text.len_chars(),
            Motion::Up => self.vertical(at, -1),
            Motion::Down => self.vertical(at, 1),
            Motion::PageUp => self.vertical(at, -(self.pane.view.page as isize)),
            Motion::PageDown => self.vertical(at, self.pane.view.page as isize),
        }
    }

    /// Returns the start of the row. From there, it returns the start of the line's text or of the line.
    fn home(&mut self, at: usize) -> usize {
        let (start, _) = self.pane.view.row_ends(self.file.buffer.text(), &mut self.pane.columns, at);
        let text = self.file.buffer.text();
        let begins = start == text.line_to_char(text.char_to_line(at));
        if begins || at == start { motion::smart_home(text, at) } else { start }
    }

    /// Returns the end of the row. From there, it returns the end of the line.
    fn end(&mut self, at: usize) -> usize {
        let (_, end) = self.pane.view.row_ends(self.file.buffer.text(), &mut self.pane.columns, at);
        if at == end { motion::line_end(self.file.buffer.text(), at) } else { end }
    }

    fn vertical(&mut self, at: usize, by: isize) -> usize {
        self.pane.view.vertical(self.file.buffer.text(), &mut self.pane.columns, at, by)
    }

    /// Handles what the pointer did to the text since the last frame.
    pub(super) fn take_pointer(&mut self, ui: &Ui, layout: &TextLayout, response: &Response) {
        let Some((gesture, point)) = Gesture::take(ui, response) else { return };
        let at = self.pane.view.position_at(layout, point, &self.file.buffer, &mut self.pane.columns);
        let text = self.file.buffer.text();
        let begun = self.file.buffer.selection().anchor;
        self.choose(
            ui,
            match gesture {
                Gesture::TripleClick => Selection::over(&motion::line_at(text, at)),
                Gesture::DoubleClick => Selection::over(&motion::word_at(text, at)),
                Gesture::Press { extends: false } => Selection::at(at),
                Gesture::Press { extends: true } | Gesture::Drag => Selection { anchor: begun, cursor: at },
            },
        );
        if gesture == Gesture::Drag && !layout.area.content.contains(point) {
            // Keeps scrolling while the pointer is held outside the text.
            self.pane.view.reveal = Reveal::Nearest;
            ui.ctx().request_repaint();
        }
    }

    fn choose(&mut self, ui: &Ui, selection: Selection) {
        self.file.buffer.select(selection);
        self.pane.view.aim = None;
        self.pane.view.last_input = ui.input(|input| input.time);
    }
}
