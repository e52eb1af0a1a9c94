//! The lines of input of a bar: one, and a second one where it asks for two things. Where a bar is open it is the only one in its pane.
//!
//! It refuses to close the bar: Escape and Enter are the pane's.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Event, EventFilter, FocusDirection, Id, Key, Response, TextEdit, Ui};

fn line_id(pane: Id) -> Id {
    pane.with("bar input")
}

fn second_id(pane: Id) -> Id {
    pane.with("second bar input")
}

/// Whether a line of a pane has the keys.
#[must_use]
pub fn has_focus(ui: &Ui, pane: Id) -> bool {
    ui.memory(|memory| memory.has_focus(line_id(pane))) || second_has_focus(ui, pane)
}

/// Whether the second line has them.
#[must_use]
pub fn second_has_focus(ui: &Ui, pane: Id) -> bool {
    ui.memory(|memory| memory.has_focus(second_id(pane)))
}

/// Gives the keys to the line of a pane.
pub fn focus(ui: &Ui, pane: Id) {
    ui.memory_mut(|memory| memory.request_focus(line_id(pane)));
}

/// Shows the line; a fresh one takes the keys and has its text selected.
pub fn show(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, line_id(pane), (text, hint), fresh, false)
}

/// The same where a second line follows: [`walk`] says where Tab goes.
pub fn show_first(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, line_id(pane), (text, hint), fresh, true)
}

/// Shows the second line.
pub fn show_second(ui: &mut Ui, pane: Id, text: &mut String, hint: &str, fresh: bool) -> Response {
    shown(ui, second_id(pane), (text, hint), fresh, true)
}

/// Lets Tab go from the first line to the second, and Shift+Tab back, past the buttons between them. For before they are shown.
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

/// Takes the letters of this frame: a line that closes has had them, and what has the keyboard next must not have them again.
pub fn take_letters(ui: &Ui) {
    ui.input_mut(|input| {
        input.events.retain(|event| !matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_)));
    });
}

fn shown(ui: &mut Ui, id: Id, (text, hint): (&mut String, &str), fresh: bool, tab: bool) -> Response {
    let width = (ui.available_width() * 0.4).clamp(20.0, 240.0);
    if fresh {
        // Not what egui has kept: its undo would bring back what another pane searched for here before.
        let mut state = TextEditState::default();
        let end = CCursor::new(text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
        state.store(ui.ctx(), id);
        // A line without the keyboard selects nothing.
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    // Escape closes the bar instead of only taking the keys from it.
    let filter = EventFilter { escape: true, horizontal_arrows: true, vertical_arrows: true, tab };
    let edit = TextEdit::singleline(text).id(id).desired_width(width).hint_text(hint).event_filter(filter);
    ui.add(edit)
}
