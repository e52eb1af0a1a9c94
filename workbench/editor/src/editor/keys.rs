//! The key bindings: a pure function from egui's events to actions of the editor.
//!
//! It does not bind chords with Alt, and leaves all unknown chords alone: they belong to the application. Invariant: an
//! event that has no action stays in the queue.

use egui::os::OperatingSystem;
use egui::{Event, ImeEvent, Key, Modifiers};
use multisplit_text_view::keys::{BarAction, Scope};

use crate::buffer::Reach;

/// An action that the user requests of the text or the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Type(String),
    Paste(String),
    Copy,
    Cut,
    Go { motion: Motion, select: bool },
    SelectAll,
    Delete(Reach),
    NewLine,
    Indent,
    Outdent,
    Undo,
    Redo,
    Escape,
    Compose(String),
    DeleteAround { before: usize, after: usize },
    Pane(PaneAction),
}

/// An action that also works while a bar of the pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PaneAction {
    Save,
    Replace,
    Bar(BarAction),
}

impl Action {
    /// Returns where the action can be requested.
    pub(super) const fn scope(&self) -> Scope {
        match self {
            Self::Pane(_) => Scope::Pane,
            Self::Escape => Scope::Leave,
            _ => Scope::Text,
        }
    }
}

/// A motion of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    Home,
    End,
    PageUp,
    PageDown,
    TextStart,
    TextEnd,
}

/// Returns the action of an event, if it has one. `modifiers` are those that are held down.
pub(super) fn action(event: &Event, modifiers: Modifiers, os: OperatingSystem) -> Option<Action> {
    match event {
        Event::Copy => Some(Action::Copy),
        Event::Cut => Some(Action::Cut),
        Event::Paste(text) => Some(Action::Paste(text.clone())),
        Event::Text(text) if types(modifiers, os) && !text.is_empty() => Some(Action::Type(text.clone())),
        Event::Ime(event) => compose(event),
        Event::Key { key, pressed: true, modifiers, .. } => key_action(*key, *modifiers),
        _ => None,
    }
}

/// Returns `true` if a text event types text.
///
/// Alt with a letter is a chord of the application, except where it is how letters are typed: on a Mac, and with AltGr,
/// which arrives as Ctrl+Alt.
fn types(modifiers: Modifiers, os: OperatingSystem) -> bool {
    !modifiers.alt || modifiers.ctrl || os == OperatingSystem::Mac
}

fn compose(event: &ImeEvent) -> Option<Action> {
    match event {
        // Some systems send line breaks through the input method as well as through the keyboard.
        ImeEvent::Commit(text) | ImeEvent::Preedit { text, .. } if text == "\n" || text == "\r" => None,
        ImeEvent::Commit(text) => Some(Action::Type(text.clone())),
        ImeEvent::Preedit { text, .. } => Some(Action::Compose(text.clone())),
        ImeEvent::DeleteSurrounding { before_chars, after_chars } => {
            Some(Action::DeleteAround { before: *before_chars, after: *after_chars })
        }
        #[expect(deprecated, reason = "the match must name them; egui sends them no longer")]
        ImeEvent::Enabled | ImeEvent::Disabled => None,
    }
}

fn key_action(key: Key, modifiers: Modifiers) -> Option<Action> {
    let Modifiers { alt, ctrl, shift, command, .. } = modifiers;
    if alt || (ctrl && !command) {
        return None;
    }
    if let Some(pane) = pane_action(key, modifiers) {
        return Some(Action::Pane(pane));
    }
    if let Some(motion) = motion(key, command) {
        return Some(Action::Go { motion, select: shift });
    }
    Some(match (key, command, shift) {
        (Key::Backspace, false, _) => Action::Delete(Reach::ClusterLeft),
        (Key::Backspace, true, false) => Action::Delete(Reach::WordLeft),
        (Key::Delete, false, false) => Action::Delete(Reach::ClusterRight),
        (Key::Delete, true, false) => Action::Delete(Reach::WordRight),
        (Key::Enter, false, _) => Action::NewLine,
        (Key::Tab, false, false) => Action::Indent,
        (Key::Tab, false, true) => Action::Outdent,
        (Key::Escape, false, false) => Action::Escape,
        (Key::A, true, false) => Action::SelectAll,
        (Key::Z, true, false) => Action::Undo,
        (Key::Z, true, true) | (Key::Y, true, false) => Action::Redo,
        _ => return None,
    })
}

/// Returns the action of a key that works anywhere in the pane.
pub(super) fn pane_action(key: Key, modifiers: Modifiers) -> Option<PaneAction> {
    let Modifiers { alt, ctrl, shift, command, .. } = modifiers;
    if alt || (ctrl && !command) {
        return None;
    }
    match (key, command, shift) {
        (Key::S, true, false) => Some(PaneAction::Save),
        (Key::H, true, false) => Some(PaneAction::Replace),
        _ => BarAction::of(key, modifiers).map(PaneAction::Bar),
    }
}

fn motion(key: Key, command: bool) -> Option<Motion> {
    match (key, command) {
        (Key::ArrowLeft, false) => Some(Motion::Left),
        (Key::ArrowLeft, true) => Some(Motion::WordLeft),
        (Key::ArrowRight, false) => Some(Motion::Right),
        (Key::ArrowRight, true) => Some(Motion::WordRight),
        (Key::ArrowUp, false) => Some(Motion::Up),
        (Key::ArrowDown, false) => Some(Motion::Down),
        (Key::Home, false) => Some(Motion::Home),
        (Key::Home, true) => Some(Motion::TextStart),
        (Key::End, false) => Some(Motion::End),
        (Key::End, true) => Some(Motion::TextEnd),
        (Key::PageUp, false) => Some(Motion::PageUp),
        (Key::PageDown, false) => Some(Motion::PageDown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, Key, Modifiers, OperatingSystem, action};

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn chords_of_the_application_are_left_alone() {
        let check = |key, modifiers| {
            assert_eq!(action(&press(key, modifiers), modifiers, OperatingSystem::Nix), None, "{modifiers:?} {key:?}");
        };
        let (ctrl, alt, shift) = (Modifiers::CTRL | Modifiers::COMMAND, Modifiers::ALT, Modifiers::SHIFT);
        for key in [Key::W, Key::Tab, Key::P, Key::Backslash, Key::N, Key::Enter, Key::PageUp, Key::Num1] {
            check(key, ctrl);
        }
        for key in [Key::P, Key::Tab, Key::T, Key::S, Key::F] {
            check(key, ctrl | shift);
        }
        for key in Key::ALL {
            check(*key, alt);
            check(*key, alt | ctrl);
            check(*key, alt | ctrl | shift);
        }
        assert_eq!(action(&Event::Text("x".to_owned()), alt, OperatingSystem::Nix), None);
    }

    #[test]
    fn letters_typed_with_option_on_a_mac_and_with_altgr_arrive() {
        let typed = Event::Text("\u{2202}".to_owned());
        assert!(action(&typed, Modifiers::ALT, OperatingSystem::Mac).is_some());
        assert!(action(&typed, Modifiers::ALT | Modifiers::CTRL, OperatingSystem::Windows).is_some());
    }
}
