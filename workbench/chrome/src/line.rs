//! The input lines of a bar: one, and a second one if the bar asks for two things. A pane has at most one bar open.
//!
//! It does not close the bar: the pane handles Escape and Enter.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Event, EventFilter, FocusDirection, Id, Key, Response, TextEdit, Ui};

fn line_id(pane: Id) -> Id {
    pane.with("bar input")
}

fn second_id(pane: Id) -> Id {
    pane.with("second bar input")
}

/// Returns `true` if one of the input lines of the pane has the keyboard focus.
#[must_use]
pub fn has_focus(ui: &Ui, pane: Id) -> bool {
    ui.memory(|memory| memory.has_focus(line_id(pane))) || second_has_focus(ui, pane)
}

/// Returns `true` if the second input line of the pane has the keyboard focus.
#[must_use]
pub fn second_has_focus(ui: &Ui, pane: Id) -> bool {
    ui.memory(|memory| memory.has_focus(second_id(pane)))
}

/// Gives the keyboard focus to the first input line of the pane.
pub fn focus(ui: &Ui, pane: Id) {
    ui.memory_mut(|memory| memory.request_focus(line_id(pane)));
}

/// Shows the input line. If it is `fresh`, the line takes the focus and all its text is selected.
pub fn show(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, line_id(pane), (text, hint), fresh, false)
}

/// Shows the first of two input lines, as [`show`] does. [`walk`] handles Tab.
pub fn show_first(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, line_id(pane), (text, hint), fresh, true)
}

/// Shows the second of two input lines.
pub fn show_second(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, second_id(pane), (text, hint), fresh, true)
}

/// Moves the focus from the first line to the second on Tab, and back on Shift+Tab, skipping the buttons between them.
///
/// Call it before the lines are shown. It does nothing if neither line has the focus.
pub fn walk(ui: &Ui, pane: Id) {
    let (first, second) = (line_id(pane), second_id(pane));
    let Some(owner) = ui.memory(egui::Memory::focused).filter(|owner| [first, second].contains(owner)) else { return };
    // Shift may be up again in the same frame: what counts is what was held with the key.
    let pressed = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Key { key: Key::Tab, pressed: true, modifiers, .. } => Some(modifiers.shift),
            _ => None,
        })
    });
    let Some(back) = pressed else { return };
    ui.memory_mut(|memory| match (owner == first, back) {
        (true, false) => memory.request_focus(second),
        (false, true) => memory.request_focus(first),
        (true, true) => memory.move_focus(FocusDirection::Previous),
        (false, false) => memory.move_focus(FocusDirection::Next),
    });
}

/// Removes the text, paste and IME events of this frame.
///
/// Call it when a line closes: the line has already handled these events, and the next widget that gets the focus must not
/// handle them again.
pub fn take_letters(ui: &Ui) {
    ui.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_)));
    });
}

fn shown(ui: &mut Ui, id: Id, (text, hint): (&mut String, &str), fresh: bool, tab: bool) -> Response {
    let width = (ui.available_width() * 0.4).clamp(20.0, 240.0);
    if fresh {
        // Replaces egui's stored state: its undo would bring back what another pane searched for here before.
        let mut state = TextEditState::default();
        let end = CCursor::new(text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
        state.store(ui.ctx(), id);
        // egui does not paint the selection of a line that has no focus.
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    // The pane closes the bar on Escape. Without this, egui would only take the focus from the line.
    let filter = EventFilter { escape: true, horizontal_arrows: true, vertical_arrows: true, tab };
    let edit = TextEdit::singleline(text).id(id).desired_width(width).hint_text(hint).event_filter(filter);
    ui.add(edit)
}
