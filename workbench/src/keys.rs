//! The keys of the workbench, and those that the user sets. While a terminal has the focus, the keys that shells and their programs
//! depend on belong to the terminal.

pub(crate) mod names;

use egui::{Context, Event, Key, KeyboardShortcut, Modifiers};
use multisplit::Placement;
use multisplit_egui::{Action, Bindings};

/// A command of the workbench that has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortcut {
    Palette,
    QuickOpen,
    OpenFolder,
    NewFile,
    NewTerminal,
    NewPage,
    Tree,
    FindInFiles,
    Overview,
    Larger,
    Smaller,
    UsualSize,
    /// Go to the pane that had the focus before, and to those before it.
    Recent,
    RecentBack,
    Quit,
}

const CTRL: Modifiers = Modifiers::CTRL;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::CTRL };

/// Key, what it does, and whether it is the workbench's also in a terminal.
const TABLE: [(Modifiers, Key, Shortcut, bool); 18] = [
    (CTRL_SHIFT, Key::P, Shortcut::Palette, true),
    (CTRL_SHIFT, Key::Space, Shortcut::Overview, true),
    (CTRL, Key::P, Shortcut::QuickOpen, false),
    (CTRL, Key::O, Shortcut::OpenFolder, false),
    (CTRL, Key::N, Shortcut::NewFile, false),
    (CTRL, Key::Backtick, Shortcut::NewTerminal, true),
    // For keyboards on which the backtick is a dead key or missing.
    (CTRL_SHIFT, Key::J, Shortcut::NewTerminal, true),
    (CTRL_SHIFT, Key::O, Shortcut::QuickOpen, true),
    (CTRL_SHIFT, Key::E, Shortcut::Tree, true),
    (CTRL_SHIFT, Key::F, Shortcut::FindInFiles, true),
    (CTRL, Key::Plus, Shortcut::Larger, false),
    (CTRL_SHIFT, Key::Plus, Shortcut::Larger, false),
    (CTRL, Key::Equals, Shortcut::Larger, false),
    (CTRL, Key::Minus, Shortcut::Smaller, false),
    (CTRL, Key::Num0, Shortcut::UsualSize, false),
    (CTRL, Key::Tab, Shortcut::Recent, true),
    (CTRL_SHIFT, Key::Tab, Shortcut::RecentBack, true),
    (CTRL_SHIFT, Key::Q, Shortcut::Quit, true),
];

/// The effect of a key: a command of the workbench, or an action of its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Shortcut(Shortcut),
    Action(Action),
}

/// The keys in effect: the default ones, and those that the user has set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Keymap {
    /// The keys that the user has set; `None` for a key that does nothing.
    own: Vec<(Modifiers, Key, Option<Does>)>,
}

impl Keymap {
    /// Assigns a key to a command, by the names of both; an empty command disables the key.
    ///
    /// # Errors
    /// The reason, in words, why there is no such key or no such command.
    pub(crate) fn set(&mut self, chord: &str, command: &str) -> Result<(), String> {
        let (modifiers, key) = names::chord(chord)?;
        let does = names::command(command)?;
        self.own.retain(|(m, k, _)| (*m, *k) != (modifiers, key));
        self.own.push((modifiers, key, does));
        Ok(())
    }

    /// Takes the keys of the workbench out of the events of this frame; takes none while an overlay is shown.
    pub(crate) fn take(&self, ctx: &Context, in_terminal: bool, overlay: bool) -> Vec<Shortcut> {
        let mut found = vec![];
        if overlay {
            return found;
        }
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                match self.lookup(*modifiers, *key).filter(|(_, always)| *always || !in_terminal) {
                    Some((shortcut, _)) => {
                        found.push(shortcut);
                        false
                    }
                    None => true,
                }
            });
        });
        found
    }

    /// Returns what the user has set for a key.
    fn own(&self, modifiers: Modifiers, key: Key) -> Option<Option<Does>> {
        let found = self.own.iter().find(|(m, k, _)| *k == key && modifiers.matches_exact(*m));
        found.map(|(.., does)| *does)
    }

    fn lookup(&self, modifiers: Modifiers, key: Key) -> Option<(Shortcut, bool)> {
        match self.own(modifiers, key) {
            Some(Some(Does::Shortcut(shortcut))) => return Some((shortcut, is_safe_in_terminals(modifiers, key))),
            Some(_) => return None,
            None => {}
        }
        let found = TABLE.iter().find(|(m, k, ..)| *k == key && modifiers.matches_exact(*m));
        found.map(|(_, _, shortcut, always)| (*shortcut, *always))
    }

    /// Returns `true` if a key is a command of the workbench, in a terminal or elsewhere.
    pub(crate) fn is_command(&self, modifiers: Modifiers, key: Key, in_terminal: bool) -> bool {
        self.lookup(modifiers, key).is_some_and(|(_, always)| always || !in_terminal)
    }

    /// Returns `true` if a key belongs to the workbench even while a terminal has the keyboard.
    pub(crate) fn is_reserved(&self, modifiers: &Modifiers, key: Key) -> bool {
        self.belongs(*modifiers, key, true)
    }

    /// Returns `true` if a key belongs to the workbench while a pane has the keyboard that is no terminal.
    pub(crate) fn is_own(&self, modifiers: &Modifiers, key: Key) -> bool {
        self.belongs(*modifiers, key, false)
    }

    fn belongs(&self, modifiers: Modifiers, key: Key, in_terminal: bool) -> bool {
        self.is_command(modifiers, key, in_terminal) || self.bindings(in_terminal, false).get(modifiers, key).is_some()
    }

    /// Returns the key of a shortcut for the palette: one that the user has set, or else the first default that still applies.
    pub(crate) fn key_of(&self, shortcut: Shortcut) -> Option<KeyboardShortcut> {
        let own = self.own.iter().find(|(.., does)| *does == Some(Does::Shortcut(shortcut)));
        let is_left = |m: Modifiers, k: Key| !self.own.iter().any(|(own, key, _)| (*own, *key) == (m, k));
        let usual = || TABLE.iter().find(|(m, k, s, _)| *s == shortcut && is_left(*m, *k)).map(|(m, k, ..)| (*m, *k));
        let (modifiers, key) = own.map(|(m, k, _)| (*m, *k)).or_else(usual)?;
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Returns the keys of the workspace.
    pub(crate) fn bindings(&self, in_terminal: bool, overlay: bool) -> Bindings {
        if overlay {
            return Bindings::none();
        }
        let mut bindings = Bindings::default();
        // The workbench walks through the panes itself, with a list.
        bindings.remove(CTRL, Key::Tab);
        if in_terminal {
            for key in [Key::W, Key::T, Key::Backslash, Key::PageUp, Key::PageDown] {
                bindings.remove(CTRL, key);
            }
            bindings.set(CTRL_SHIFT, Key::W, Action::Close);
            bindings.set(CTRL_SHIFT, Key::T, Action::New(Placement::Tab));
        }
        for (modifiers, key, does) in &self.own {
            match does {
                Some(Does::Action(action)) if !in_terminal || is_safe_in_terminals(*modifiers, *key) => {
                    bindings.set(*modifiers, *key, *action);
                }
                _ => bindings.remove(*modifiers, *key),
            }
        }
        bindings
    }
}

/// Returns `true` if a key that the user has set works in a terminal too. Control with a single character does not, because
/// programs in terminals depend on it.
fn is_safe_in_terminals(modifiers: Modifiers, key: Key) -> bool {
    modifiers.shift || modifiers.alt || !(modifiers.ctrl && key.name().len() == 1)
}

/// Returns `true` if a key opens a line of input, a question, or a file in a pane of a kind: keys typed after it are for that.
pub(crate) fn opens_line(kind: &str, modifiers: Modifiers, key: Key) -> bool {
    match kind {
        "editor" | "view" | "log" => modifiers.matches_exact(CTRL) && matches!(key, Key::F | Key::H | Key::G),
        "web" => modifiers.matches_exact(CTRL) && matches!(key, Key::F | Key::L),
        // Enter opens a file: keys typed after it are for the file.
        "files" => modifiers.is_none() && matches!(key, Key::F2 | Key::Delete | Key::Enter),
        _ => false,
    }
}

/// Returns `true` if a key may take the keyboard away from a line of input: keys typed after it are for the next owner.
pub(crate) fn leaves_line(modifiers: Modifiers, key: Key) -> bool {
    matches!(key, Key::Escape | Key::Enter | Key::Tab) && !modifiers.ctrl && !modifiers.alt
}

#[cfg(test)]
mod tests {
    use super::{CTRL, CTRL_SHIFT, Keymap, Shortcut};
    use egui::{Key, Modifiers};
    use multisplit_egui::Action;

    #[test]
    fn a_shell_keeps_the_keys_it_lives_by() {
        let usual = Keymap::default();
        for key in [Key::W, Key::P, Key::T, Key::O, Key::Backslash, Key::C, Key::D, Key::Z] {
            assert!(!usual.is_reserved(&CTRL, key), "{key:?}");
        }
        assert!(usual.is_reserved(&CTRL_SHIFT, Key::P));
        assert!(usual.is_reserved(&Modifiers::ALT, Key::ArrowLeft));
        assert_eq!(usual.bindings(true, false).get(CTRL_SHIFT, Key::W), Some(Action::Close));
        assert_eq!(usual.bindings(false, false).get(CTRL, Key::W), Some(Action::Close));
    }

    #[test]
    fn what_the_user_sets_comes_before_what_is_usual() {
        let mut keymap = Keymap::default();
        for (chord, command) in [("ctrl+k", "palette"), ("ctrl+p", ""), ("alt+w", "close-pane"), ("alt+left", "zoom")] {
            keymap.set(chord, command).expect("both are there");
        }
        assert_eq!(keymap.lookup(CTRL, Key::K), Some((Shortcut::Palette, false)), "a shell keeps it");
        assert_eq!(keymap.lookup(CTRL, Key::P), None);
        assert_eq!(keymap.key_of(Shortcut::Palette).map(|key| key.logical_key), Some(Key::K));
        assert_eq!(keymap.key_of(Shortcut::QuickOpen).map(|key| key.modifiers), Some(CTRL_SHIFT), "the other one");
        let bindings = keymap.bindings(true, false);
        assert_eq!(bindings.get(Modifiers::ALT, Key::W), Some(Action::Close));
        assert_eq!(bindings.get(Modifiers::ALT, Key::ArrowLeft), Some(Action::Zoom));
        assert!(keymap.is_reserved(&Modifiers::ALT, Key::W) && !keymap.is_reserved(&CTRL, Key::K));
        keymap.set("ctrl+k", "quit").expect("there");
        assert_eq!(keymap.lookup(CTRL, Key::K), Some((Shortcut::Quit, false)), "the last one counts");
    }

    #[test]
    fn an_overlay_has_the_keyboard_to_itself() {
        let usual = Keymap::default();
        assert_eq!(usual.bindings(false, true).all().count(), 0);
    }
}
