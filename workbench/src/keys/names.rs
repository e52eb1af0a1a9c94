//! Keys and commands as users write them in the settings: `"ctrl+shift+p" = "palette"`.
//!
//! Invariant: every command has exactly one name, which never changes, because users have it in their files.

use super::{Does, Shortcut};
use egui::{Key, Modifiers};
use multisplit::Placement;
use multisplit::geometry::Direction;
use multisplit_egui::Action;

/// The commands that a key can be assigned to, by name.
pub(crate) const COMMANDS: &[(&str, Does)] = &[
    ("palette", Does::Shortcut(Shortcut::Palette)),
    ("open-file", Does::Shortcut(Shortcut::QuickOpen)),
    ("open-folder", Does::Shortcut(Shortcut::OpenFolder)),
    ("new-file", Does::Shortcut(Shortcut::NewFile)),
    ("new-terminal", Does::Shortcut(Shortcut::NewTerminal)),
    ("new-page", Does::Shortcut(Shortcut::NewPage)),
    ("file-tree", Does::Shortcut(Shortcut::Tree)),
    ("find-in-files", Does::Shortcut(Shortcut::FindInFiles)),
    ("map", Does::Shortcut(Shortcut::Overview)),
    ("larger", Does::Shortcut(Shortcut::Larger)),
    ("smaller", Does::Shortcut(Shortcut::Smaller)),
    ("usual-size", Does::Shortcut(Shortcut::UsualSize)),
    ("recent-pane", Does::Shortcut(Shortcut::Recent)),
    ("recent-pane-back", Does::Shortcut(Shortcut::RecentBack)),
    ("quit", Does::Shortcut(Shortcut::Quit)),
    ("split-right", Does::Action(Action::New(Placement::Right))),
    ("split-down", Does::Action(Action::New(Placement::Bottom))),
    ("split-left", Does::Action(Action::New(Placement::Left))),
    ("split-up", Does::Action(Action::New(Placement::Top))),
    ("new-tab", Does::Action(Action::New(Placement::Tab))),
    ("close-pane", Does::Action(Action::Close)),
    ("next-tab", Does::Action(Action::Tab(true))),
    ("previous-tab", Does::Action(Action::Tab(false))),
    ("focus-left", Does::Action(Action::Focus(Direction::Left))),
    ("focus-right", Does::Action(Action::Focus(Direction::Right))),
    ("focus-up", Does::Action(Action::Focus(Direction::Up))),
    ("focus-down", Does::Action(Action::Focus(Direction::Down))),
    ("move-left", Does::Action(Action::Move(Direction::Left))),
    ("move-right", Does::Action(Action::Move(Direction::Right))),
    ("move-up", Does::Action(Action::Move(Direction::Up))),
    ("move-down", Does::Action(Action::Move(Direction::Down))),
    ("zoom", Does::Action(Action::Zoom)),
    ("collapse", Does::Action(Action::Collapse)),
    ("equalize", Does::Action(Action::Equalize)),
    ("undo-layout", Does::Action(Action::Undo)),
    ("redo-layout", Does::Action(Action::Redo)),
];

/// Parses a chord: modifiers and one key, joined by plus signs.
///
/// # Errors
/// The reason, in words, if a name is unknown, or if the chord is needed for typing.
pub(crate) fn chord(text: &str) -> Result<(Modifiers, Key), String> {
    let mut modifiers = Modifiers::NONE;
    // The key itself may be a plus sign.
    let (held, key) = match text.strip_suffix("++") {
        Some(held) => (Some(held), "Plus"),
        None => text.rsplit_once('+').map_or((None, text), |(held, key)| (Some(held), key)),
    };
    for name in held.into_iter().flat_map(|held| held.split('+')) {
        match name.trim().to_lowercase().as_str() {
            "ctrl" | "control" => modifiers.ctrl = true,
            "shift" => modifiers.shift = true,
            "alt" | "option" => modifiers.alt = true,
            other => return Err(format!("{other:?} is none of ctrl, shift and alt")),
        }
    }
    let key = key.trim();
    let named = |name: &str| Key::from_name(name);
    let capital = key.chars().next().map(|first| first.to_uppercase().collect::<String>() + &key[first.len_utf8()..]);
    let found = named(key).or_else(|| capital.as_deref().and_then(named)).or_else(|| named(&key.to_uppercase()));
    let found = found.ok_or_else(|| format!("{key:?} is no key"))?;
    let types = modifiers.is_none() || modifiers == Modifiers::SHIFT;
    let is_letter = key.chars().count() == 1 || matches!(found, Key::Space | Key::Enter | Key::Tab | Key::Backspace);
    if types && is_letter {
        return Err(format!("{text:?} is what people type: it needs ctrl or alt"));
    }
    Ok((modifiers, found))
}

/// Returns the command of a name; `None` for an empty name.
///
/// # Errors
/// A message that names a similar command, if there is one.
pub(crate) fn command(name: &str) -> Result<Option<Does>, String> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = COMMANDS.iter().find(|(own, _)| *own == name);
    found.map(|(_, does)| Some(*does)).ok_or_else(|| {
        let near = COMMANDS.iter().find(|(own, _)| own.starts_with(name) || own.contains(name));
        match near {
            Some((near, _)) => format!("there is no command {name:?}; did you mean {near:?}?"),
            None => format!("there is no command {name:?}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, chord, command};
    use egui::{Key, Modifiers};
    use std::collections::BTreeSet;

    const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::CTRL };

    #[test]
    fn chords_are_read_as_people_write_them() {
        for (text, expect) in [
            ("ctrl+shift+p", (CTRL_SHIFT, Key::P)),
            ("Ctrl + Shift + P", (CTRL_SHIFT, Key::P)),
            ("alt+left", (Modifiers::ALT, Key::ArrowLeft)),
            ("F5", (Modifiers::NONE, Key::F5)),
            ("f12", (Modifiers::NONE, Key::F12)),
            ("ctrl++", (Modifiers::CTRL, Key::Plus)),
            ("ctrl+tab", (Modifiers::CTRL, Key::Tab)),
        ] {
            assert_eq!(chord(text), Ok(expect), "{text}");
        }
        for (text, expect) in [
            ("p", "it needs ctrl or alt"),
            ("shift+p", "it needs ctrl or alt"),
            ("hyper+p", "\"hyper\" is none of"),
            ("ctrl+", "\"\" is no key"),
            ("", "\"\" is no key"),
            ("ctrl+nonsense", "is no key"),
        ] {
            assert!(chord(text).is_err_and(|why| why.contains(expect)), "{text}: {:?}", chord(text));
        }
    }

    #[test]
    fn every_command_has_one_name_and_every_name_one_command() {
        let names: BTreeSet<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), COMMANDS.len());
        for (at, (name, does)) in COMMANDS.iter().enumerate() {
            assert_eq!(command(name), Ok(Some(*does)));
            assert!(COMMANDS[at + 1..].iter().all(|(_, other)| other != does), "{name} twice");
        }
        assert!(command("zoo").is_err_and(|why| why.contains("did you mean \"zoom\"")));
        assert_eq!(command(""), Ok(None));
    }
}
