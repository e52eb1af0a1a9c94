//! The table of keys and their actions, which applications can change. Invariant: a key in the table never reaches a pane.

use egui::{Key, KeyboardShortcut, Modifiers};
use multisplit::Placement;
use multisplit::geometry::Direction;

/// Something that a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Make a pane in relation to the focused one, which shows what [`crate::Hooks::new_widget`] returns. Without that, the action is reported
    /// in [`crate::AreaOutput::actions`].
    New(Placement),
    /// Close the focused pane. It is reported in [`crate::AreaOutput::closes`] instead if the application asks first
    /// ([`crate::WorkspaceArea::ask_before_close`]).
    Close,
    /// Focus the neighbor in the given direction.
    Focus(Direction),
    /// Move an edge of the focused pane in the given direction, by 24 logical units.
    Resize(Direction),
    /// Move the focused pane beside its neighbor in the given direction, or along the edge of the surface if there is no neighbor.
    Move(Direction),
    /// Focus the pane that had the focus before.
    Recent,
    /// Focus the next tab (`true`) or the previous tab (`false`) of the focused pane's tab set. After the last tab comes the first.
    Tab(bool),
    /// Scroll a surface that is larger than its window, by 80 % of the visible part.
    Scroll(Direction),
    /// Let the focused pane fill its surface, or bring the other panes back.
    Zoom,
    /// Fold the focused pane to a strip.
    Collapse,
    /// Give the children of every split equal shares.
    Equalize,
    /// Undo the last change of the layout.
    Undo,
    /// Redo the change that was undone last.
    Redo,
}

/// The table of keys and their actions.
///
/// # Limitations
/// A key is what egui reports: the character that the keyboard layout has for the key or, if the layout has no Latin letter there, the
/// key by its position. egui does not report which of both it was, so a binding cannot ask for a position.
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
            // On many layouts Shift turns this key into another one, and on some both characters need a third key.
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
    /// Creates a table without any keys.
    #[must_use]
    pub const fn none() -> Self {
        Self { table: vec![] }
    }

    /// Sets the action of a key. An earlier action of the same key with the same modifiers is replaced.
    pub fn set(&mut self, modifiers: Modifiers, key: Key, action: Action) {
        self.remove(modifiers, key);
        self.table.push((KeyboardShortcut::new(modifiers, key), action));
    }

    /// Removes a key from the table. Does nothing if it is not there.
    pub fn remove(&mut self, modifiers: Modifiers, key: Key) {
        self.table.retain(|(shortcut, _)| *shortcut != KeyboardShortcut::new(modifiers, key));
    }

    /// Returns the action of a key with exactly these modifiers, or `None` if there is none.
    #[must_use]
    pub fn get(&self, modifiers: Modifiers, key: Key) -> Option<Action> {
        let exact = |s: &KeyboardShortcut| s.logical_key == key && modifiers.matches_exact(s.modifiers);
        self.table.iter().find(|(shortcut, _)| exact(shortcut)).map(|(_, action)| *action)
    }

    /// Returns the first key in the table that has the given action, as menus show it.
    #[must_use]
    pub fn key_of(&self, action: Action) -> Option<KeyboardShortcut> {
        self.table.iter().find(|(_, a)| *a == action).map(|(shortcut, _)| *shortcut)
    }

    /// Returns all keys with their actions, in the order in which they were set.
    pub fn all(&self) -> impl Iterator<Item = (KeyboardShortcut, Action)> + '_ {
        self.table.iter().copied()
    }
}
