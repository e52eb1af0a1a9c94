//! The context menu of the terminal.
//!
//! It does not open on a secondary click while a program has asked for the mouse, unless Shift is held. Shift+F10 is left
//! to programs; the menu key is not.

use alacritty_terminal::grid::Dimensions as _;
use alacritty_terminal::index::{Column, Line, Point, Side};
use alacritty_terminal::selection::{Selection, SelectionType};
use alacritty_terminal::term::TermMode;
use egui::{Key, KeyboardShortcut, Modifiers, Pos2, Response, Ui};
use multisplit_pane_chrome::menu;

use super::Terminal;
use crate::geometry::Geometry;
use crate::input::Action;

/// What the user chose in the menu.
enum Choice {
    Does(Action),
    SelectAll,
    ClearHistory,
}

/// Returns the shortcut of `key` with Control and Shift: terminals use Shift because programs use the chord with Control.
const fn shifted(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers { shift: true, ..Modifiers::CTRL }, key)
}

impl Terminal {
    /// Shows the menu while it is open.
    pub(super) fn menu_ui(&mut self, ui: &Ui, geometry: &Geometry, response: &Response, mode: TermMode) {
        let has_focus = response.has_focus();
        let (shift, asked) = ui.input_mut(|input| {
            let asked = has_focus && input.consume_key(Modifiers::NONE, Key::Menu);
            (input.modifiers.shift, asked)
        });
        let is_programs = response.secondary_clicked() && mode.intersects(TermMode::MOUSE_MODE) && !shift;
        if is_programs {
            return;
        }
        let by_key = asked.then(|| self.below_cursor(geometry));
        match menu::context(response, by_key, response.id, |ui| self.menu(ui)).flatten() {
            Some(Choice::Does(action)) => self.act(ui, action, mode),
            Some(Choice::SelectAll) => self.select_all(),
            Some(Choice::ClearHistory) => self.session.with_term(|term| term.grid_mut().clear_history()),
            None => {}
        }
    }

    fn menu(&self, ui: &mut Ui) -> Option<Choice> {
        let (selects, has_ended) = (self.selected_text().is_some(), self.exited().is_some());
        let has_history = self.session.with_term(|term| term.history_size() > 0);
        let mut chosen = None;
        let mut item = |ui: &mut Ui, enabled, words, key: Option<KeyboardShortcut>, choice| {
            if menu::item(ui, enabled, words, key) {
                chosen = Some(choice);
            }
        };
        item(ui, selects, "Copy", Some(shifted(Key::C)), Choice::Does(Action::Copy));
        item(ui, !has_ended, "Paste", Some(shifted(Key::V)), Choice::Does(Action::AskPaste));
        item(ui, true, "Select all", None, Choice::SelectAll);
        ui.separator();
        item(ui, has_history, "Clear scrollback", None, Choice::ClearHistory);
        if has_ended {
            item(ui, true, "Start again", Some(menu::plain(Key::Enter)), Choice::Does(Action::Restart));
        }
        chosen
    }

    fn below_cursor(&self, geometry: &Geometry) -> Pos2 {
        let at = self.snapshot.cursor_at.map(|span| geometry.cells(span.row, span.column, span.count).left_bottom());
        at.unwrap_or_else(|| geometry.text.left_top())
    }

    /// Selects everything, including what was scrolled away.
    fn select_all(&self) {
        self.session.with_term(|term| {
            let first = Point::new(Line(-(term.history_size() as i32)), Column(0));
            let last = Point::new(term.bottommost_line(), term.last_column());
            let mut all = Selection::new(SelectionType::Lines, first, Side::Left);
            all.update(last, Side::Right);
            term.selection = Some(all);
        });
    }
}
