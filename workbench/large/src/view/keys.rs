//! The key bindings: a pure function from egui's events to actions of the view.
//!
//! It does not bind chords with Alt, or with Ctrl and Shift, and leaves all unknown chords alone: they belong to the
//! application. Invariant: an event that has no action stays in the queue.

use egui::{Event, Key, Modifiers};
use multisplit_text_view::keys::{BarAction, Scope};

/// An action that the user requests of the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    Rows(f64),
    Pages(f64),
    /// Scrolls horizontally, by the given number of columns.
    Columns(f32),
    Start,
    End,
    Copy,
    SelectAll,
    Follow,
    Wrap,
    Escape,
    Bar(BarAction),
}

impl Action {
    /// Returns where the action can be requested.
    pub(super) const fn scope(self) -> Scope {
        match self {
            Self::Bar(_) => Scope::Pane,
            Self::Escape => Scope::Leave,
            _ => Scope::Text,
        }
    }
}

/// The number of columns that the left and right arrow keys scroll.
const SIDE_COLUMNS: f32 = 4.0;

/// Returns the action of an event, if it has one.
pub(super) fn action(event: &Event) -> Option<Action> {
    match event {
        Event::Copy => Some(Action::Copy),
        Event::Key { key, pressed: true, modifiers, .. } => key_action(*key, *modifiers),
        _ => None,
    }
}

fn key_action(key: Key, modifiers: Modifiers) -> Option<Action> {
    let Modifiers { alt, ctrl, shift, command, .. } = modifiers;
    if alt || (ctrl && !command) || (command && shift) {
        return None;
    }
    if let Some(bar) = BarAction::of(key, modifiers) {
        return Some(Action::Bar(bar));
    }
    Some(match (key, command, shift) {
        (Key::ArrowUp, false, _) => Action::Rows(-1.0),
        (Key::ArrowDown, false, _) => Action::Rows(1.0),
        (Key::ArrowLeft, false, _) => Action::Columns(-SIDE_COLUMNS),
        (Key::ArrowRight, false, _) => Action::Columns(SIDE_COLUMNS),
        (Key::PageUp, false, _) => Action::Pages(-1.0),
        (Key::PageDown, false, _) | (Key::Space, false, false) => Action::Pages(1.0),
        (Key::Home, _, _) | (Key::G, false, false) => Action::Start,
        (Key::End, _, _) | (Key::G, false, true) => Action::End,
        (Key::F, false, _) => Action::Follow,
        (Key::W, false, false) => Action::Wrap,
        (Key::A, true, false) => Action::SelectAll,
        (Key::Escape, false, false) => Action::Escape,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Event, Key, Modifiers, action};

    #[test]
    fn chords_of_the_application_are_left_alone() {
        let check = |key, modifiers| {
            let event = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
            assert_eq!(action(&event), None, "{modifiers:?} {key:?}");
        };
        let (ctrl, alt, shift) = (Modifiers::CTRL | Modifiers::COMMAND, Modifiers::ALT, Modifiers::SHIFT);
        for key in [Key::W, Key::Tab, Key::P, Key::Backslash, Key::N, Key::S, Key::PageUp, Key::PageDown, Key::Num1] {
            check(key, ctrl);
        }
        for key in Key::ALL {
            check(*key, alt);
            check(*key, alt | ctrl);
            check(*key, ctrl | shift);
        }
        check(Key::Tab, Modifiers::NONE);
        assert_eq!(action(&Event::Text("x".to_owned())), None);
        assert_eq!(action(&Event::Paste("x".to_owned())), None);
    }
}
