//! The workbench's own keys. In a terminal the keys that shells and their programs live by are the terminal's.

use egui::{Context, Event, Key, Modifiers};
use multisplit::Where;
use multisplit_egui::{Action, Bindings};

/// What a key of the workbench does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shortcut {
    Palette,
    QuickOpen,
    OpenFolder,
    NewTerminal,
    Tree,
    FindInFiles,
    Overview,
    Larger,
    Smaller,
    UsualSize,
    /// The pane that had the focus before, and those before it.
    Recent,
    RecentBack,
    Quit,
}

const CTRL: Modifiers = Modifiers::CTRL;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::CTRL };

/// Key, what it does, and whether it is the workbench's also in a terminal.
const TABLE: [(Modifiers, Key, Shortcut, bool); 17] = [
    (CTRL_SHIFT, Key::P, Shortcut::Palette, true),
    (CTRL_SHIFT, Key::Space, Shortcut::Overview, true),
    (CTRL, Key::P, Shortcut::QuickOpen, false),
    (CTRL, Key::O, Shortcut::OpenFolder, false),
    (CTRL, Key::Backtick, Shortcut::NewTerminal, true),
    // Where the other is a dead key, or on none.
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

/// Takes the workbench's keys out of this frame's events; none while an overlay has them.
pub(super) fn take(ctx: &Context, in_terminal: bool, overlay: bool) -> Vec<Shortcut> {
    let mut found = vec![];
    if overlay {
        return found;
    }
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            match lookup(*modifiers, *key).filter(|(_, always)| *always || !in_terminal) {
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

fn lookup(modifiers: Modifiers, key: Key) -> Option<(Shortcut, bool)> {
    let found = TABLE.iter().find(|(m, k, ..)| *k == key && modifiers.matches_exact(*m));
    found.map(|(_, _, shortcut, always)| (*shortcut, *always))
}

/// Whether a key is a command of the workbench where a terminal has the keyboard, or something else has.
pub(super) fn is_command(modifiers: Modifiers, key: Key, in_terminal: bool) -> bool {
    lookup(modifiers, key).is_some_and(|(_, always)| always || !in_terminal)
}

/// Whether a key opens a line to type into in a pane of a kind, or a question: what is typed behind it is for that.
pub(super) fn opens_line(kind: &str, modifiers: Modifiers, key: Key) -> bool {
    match kind {
        "editor" | "log" => modifiers.matches_exact(CTRL) && matches!(key, Key::F | Key::H | Key::G),
        "files" => modifiers.is_none() && matches!(key, Key::F2 | Key::Delete),
        _ => false,
    }
}

/// Whether a key is the workbench's, also when a terminal has the keyboard.
pub(crate) fn is_reserved(modifiers: &Modifiers, key: Key) -> bool {
    lookup(*modifiers, key).is_some_and(|(_, always)| always) || bindings(true, false).get(*modifiers, key).is_some()
}

/// The key that a shortcut is on, for the palette.
pub(super) fn key_of(shortcut: Shortcut) -> Option<egui::KeyboardShortcut> {
    TABLE.iter().find(|(_, _, s, _)| *s == shortcut).map(|(m, k, ..)| egui::KeyboardShortcut::new(*m, *k))
}

/// The keys of the workspace.
pub(crate) fn bindings(in_terminal: bool, overlay: bool) -> Bindings {
    if overlay {
        return Bindings::none();
    }
    let mut bindings = Bindings::default();
    // A walk of ours, with a list.
    bindings.remove(CTRL, Key::Tab);
    if in_terminal {
        for key in [Key::W, Key::T, Key::Backslash, Key::PageUp, Key::PageDown] {
            bindings.remove(CTRL, key);
        }
        bindings.set(CTRL_SHIFT, Key::W, Action::Close);
        bindings.set(CTRL_SHIFT, Key::T, Action::New(Where::Tab));
    }
    bindings
}

#[cfg(test)]
mod tests {
    use super::{CTRL, CTRL_SHIFT, bindings, is_reserved};
    use egui::{Key, Modifiers};
    use multisplit_egui::Action;

    #[test]
    fn a_shell_keeps_the_keys_it_lives_by() {
        for key in [Key::W, Key::P, Key::T, Key::O, Key::Backslash, Key::C, Key::D, Key::Z] {
            assert!(!is_reserved(&CTRL, key), "{key:?}");
        }
        assert!(is_reserved(&CTRL_SHIFT, Key::P));
        assert!(is_reserved(&Modifiers::ALT, Key::ArrowLeft));
        assert_eq!(bindings(true, false).get(CTRL_SHIFT, Key::W), Some(Action::Close));
        assert_eq!(bindings(false, false).get(CTRL, Key::W), Some(Action::Close));
    }

    #[test]
    fn an_overlay_has_the_keyboard_to_itself() {
        assert_eq!(bindings(false, true).all().count(), 0);
    }
}
