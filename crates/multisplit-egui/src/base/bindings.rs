//! Which keys do what. A plain table that applications change; keys that are on it never reach a pane.

use egui::{Key, KeyboardShortcut, Modifiers};
use multisplit::{Direction, Placement};

/// Something a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Make a pane in relation to the focused one. Only the application knows what it shows: it is told with
    /// [`crate::AreaOutput::actions`].
    New(Placement),
    /// Close the focused pane. Told to the application in [`crate::AreaOutput::closes`] where it asked for it with
    /// [`crate::WorkspaceArea::ask_before_close`].
    Close,
    /// Focus the neighbor.
    Focus(Direction),
    /// Move an edge of the focused pane.
    Resize(Direction),
    /// Move the focused pane beside its neighbor.
    Move(Direction),
    /// Focus the pane that had it before.
    Recent,
    /// Focus the next tab (true) or the one before (false) of the focused pane's tab set.
    Tab(bool),
    /// Scroll a surface that is larger than its window, by most of what is seen.
    Scroll(Direction),
    /// Let the focused pane fill its surface, or bring everything back.
    Zoom,
    /// Fold the focused pane to a strip.
    Collapse,
    /// Equal sizes everywhere.
    Equalize,
    /// Take the last change of the layout back.
    Undo,
    /// Do it again.
    Redo,
}

/// The table of keys.
///
/// # Limitations
/// A key is what egui reports: the character that the keyboard's layout has for it and, where the layout has no Latin letter there, the
/// key by its place. Which of both it was is not reported, so a binding cannot ask for a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Bindings {
    table: Vec<(KeyboardShortcut, Action)>,
}

impl Default for Bindings {
    fn default() -> Self {
        let alt_shift = Modifiers::ALT | Modifiers::SHIFT;
        let ctrl_shift = Modifiers::CTRL | Modifiers::SHIFT;
        let ctrl_alt = Modifiers::CTRL | Modifiers::ALT;
        let mut bindings = Self { table: vec![] };
        let arrows = [
            (Key::ArrowLeft, Direction::Left),
            (Key::ArrowRight, Direction::Right),
            (Key::ArrowUp, Direction::Up),
            (Key::ArrowDown, Direction::Down),
        ];
        for (key, direction) in arrows {
            bindings.set(Modifiers::ALT, key, Action::Focus(direction));
            bindings.set(alt_shift, key, Action::Resize(direction));
            bindings.set(ctrl_alt, key, Action::Move(direction));
        }
        let pages = [
            (Key::Home, Direction::Left),
            (Key::End, Direction::Right),
            (Key::PageUp, Direction::Up),
            (Key::PageDown, Direction::Down),
        ];
        for (key, direction) in pages {
            bindings.set(ctrl_alt, key, Action::Scroll(direction));
        }
        for (modifiers, key, action) in [
            (Modifiers::CTRL, Key::Backslash, Action::New(Placement::Right)),
            (ctrl_shift, Key::Backslash, Action::New(Placement::Bottom)),
            // Shift turns the key itself into another one on many layouts, and some have neither without a third key.
            (ctrl_shift, Key::Pipe, Action::New(Placement::Bottom)),
            (Modifiers::CTRL, Key::Pipe, Action::New(Placement::Bottom)),
            (ctrl_shift, Key::Enter, Action::New(Placement::Right)),
            (ctrl_alt, Key::Enter, Action::New(Placement::Bottom)),
            (Modifiers::CTRL, Key::T, Action::New(Placement::Tab)),
            (Modifiers::CTRL, Key::W, Action::Close),
            (Modifiers::CTRL, Key::Tab, Action::Recent),
            (Modifiers::CTRL, Key::PageDown, Action::Tab(true)),
            (Modifiers::CTRL, Key::PageUp, Action::Tab(false)),
            (ctrl_alt, Key::Z, Action::Undo),
            (ctrl_alt, Key::Y, Action::Redo),
            (ctrl_alt | Modifiers::SHIFT, Key::Z, Action::Redo),
            (Modifiers::ALT, Key::Z, Action::Zoom),
            (ctrl_alt, Key::C, Action::Collapse),
            (ctrl_alt, Key::E, Action::Equalize),
        ] {
            bindings.set(modifiers, key, action);
        }
        bindings
    }
}

impl Bindings {
    /// No keys at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { table: vec![] }
    }

    /// Gives a key an action; what it did before is forgotten.
    pub fn set(&mut self, modifiers: Modifiers, key: Key, action: Action) {
        self.remove(modifiers, key);
        self.table.push((KeyboardShortcut::new(modifiers, key), action));
    }

    /// Takes a key off the table.
    pub fn remove(&mut self, modifiers: Modifiers, key: Key) {
        self.table.retain(|(shortcut, _)| *shortcut != KeyboardShortcut::new(modifiers, key));
    }

    /// What a key does.
    #[must_use]
    pub fn get(&self, modifiers: Modifiers, key: Key) -> Option<Action> {
        let exact = |s: &KeyboardShortcut| s.logical_key == key && modifiers.matches_exact(s.modifiers);
        self.table.iter().find(|(shortcut, _)| exact(shortcut)).map(|(_, action)| *action)
    }

    /// The first key that does something, for menus.
    #[must_use]
    pub fn key_of(&self, action: Action) -> Option<KeyboardShortcut> {
        self.table.iter().find(|(_, a)| *a == action).map(|(shortcut, _)| *shortcut)
    }

    /// The whole table.
    pub fn all(&self) -> impl Iterator<Item = (KeyboardShortcut, Action)> + '_ {
        self.table.iter().copied()
    }
}
