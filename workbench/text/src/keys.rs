//! Which keys reach a text and its bars, and those that all views of a text share.
//!
//! It does not bind the keys of one view: the view says what an event means and where that applies. Invariant: an event that
//! has a meaning here and now is removed from egui's queue, so that nothing around the pane handles it again; all others
//! stay.

use egui::{Event, Key, Modifiers, Ui};

/// An action of the bars above a text. It also works while a bar has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarAction {
    /// Opens the bar that asks for a text to find.
    Find,
    /// Opens the bar that asks for a line.
    GoToLine,
    /// Goes to the next match.
    FindNext,
    /// Goes to the previous match.
    FindPrevious,
}

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the text and in its bars.
    Pane,
    /// In the text.
    Text,
    /// In the text, if there is something to leave (see [`Listener::can_leave`]).
    Leave,
}

/// The part of a pane that has the keyboard focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listener {
    /// Whether the text has the focus. If not, one of its bars has it.
    pub in_text: bool,
    /// Whether Escape would leave something, such as a selection. If not, it belongs to the application.
    pub can_leave: bool,
}

impl BarAction {
    /// Returns the action of a key, if it has one.
    #[must_use]
    pub fn of(key: Key, modifiers: Modifiers) -> Option<Self> {
        let Modifiers { alt, ctrl, shift, command, .. } = modifiers;
        if alt || (ctrl && !command) {
            return None;
        }
        match (key, command, shift) {
            (Key::F, true, false) => Some(Self::Find),
            (Key::G, true, false) => Some(Self::GoToLine),
            (Key::F3, false, false) => Some(Self::FindNext),
            (Key::F3, false, true) => Some(Self::FindPrevious),
            _ => None,
        }
    }
}

impl Listener {
    /// Takes the actions of the events since the last frame, in order.
    ///
    /// `action` says what an event means and where.
    #[must_use]
    pub fn take<A>(&self, ui: &Ui, mut action: impl FnMut(&Event) -> Option<(A, Scope)>) -> Vec<A> {
        let mut actions = Vec::new();
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let action = action(event).filter(|(_, scope)| self.hears(*scope));
                let taken = action.is_some();
                actions.extend(action.map(|(action, _)| action));
                !taken
            });
        });
        actions
    }

    const fn hears(self, scope: Scope) -> bool {
        match scope {
            Scope::Pane => true,
            Scope::Text => self.in_text,
            Scope::Leave => self.in_text && self.can_leave,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BarAction, Key, Modifiers};

    #[test]
    fn the_bars_have_no_chord_with_alt_or_with_ctrl_and_shift() {
        let (ctrl, alt, shift) = (Modifiers::CTRL | Modifiers::COMMAND, Modifiers::ALT, Modifiers::SHIFT);
        for key in Key::ALL {
            for modifiers in [alt, alt | ctrl, ctrl | shift, alt | ctrl | shift] {
                assert_eq!(BarAction::of(*key, modifiers), None, "{modifiers:?} {key:?}");
            }
        }
        assert_eq!(BarAction::of(Key::F, ctrl), Some(BarAction::Find));
        assert_eq!(BarAction::of(Key::F3, shift), Some(BarAction::FindPrevious));
        assert_eq!(BarAction::of(Key::F, Modifiers::NONE), None);
    }
}
