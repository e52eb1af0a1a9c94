//! Names in a form that people can read: of files, of folders and of whatever a program calls itself.
//!
//! It does not let one name look like another: invisible characters and those that change the reading order are spelled out
//! (the attack: Boucher and Anderson, "Trojan Source", 2021). Invariant: a shown name has no control characters, no
//! private-use characters and no replacement characters, and it reads from left to right in the order in which it is stored.

use std::path::Path;

/// Returns a name with invisible characters spelled out, as in `[U+202E]`, and characters that no font draws replaced by
/// `?`.
#[must_use]
pub fn shown(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    name.chars().for_each(|c| push_shown(&mut shown, c));
    shown
}

/// Appends one character of a name in the form that [`shown`] gives it.
pub fn push_shown(shown: &mut String, c: char) {
    if is_hidden(c) {
        shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
    } else {
        shown.push(if is_drawn(c) { c } else { '?' });
    }
}

/// Returns a path in the form that [`shown`] gives it. Parts that are not valid Unicode become `?`.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    shown(&path.to_string_lossy())
}

/// Returns the file name of a path in the form that [`shown`] gives it, or the whole path if it has no file name.
#[must_use]
pub fn shown_file(path: &Path) -> String {
    path.file_name().map_or_else(|| shown_path(path), |name| shown(&name.to_string_lossy()))
}

/// Returns `true` if a font may have a glyph for a character.
#[must_use]
fn is_drawn(c: char) -> bool {
    !c.is_control() && !matches!(c, char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Returns `true` if a character is invisible or changes how others are read: Unicode's format characters except the joiner
/// of emoji.
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_name_looks_like_another() {
        for (name, expect) in [
            ("plain name.rs", "plain name.rs"),
            ("gr\u{fc}n \u{4e16}\u{1f468}\u{200d}\u{1f33e}", "gr\u{fc}n \u{4e16}\u{1f468}\u{200d}\u{1f33e}"),
            ("\u{202e}gpj.exe", "[U+202E]gpj.exe"),
            ("a\u{200b}b\u{feff}", "a[U+200B]b[U+FEFF]"),
            ("line\nbreak\u{7f}", "line?break?"),
            ("caf\u{fffd}\u{e000}\u{10f7e9}", "caf???"),
        ] {
            assert_eq!(shown(name), expect);
        }
    }
}
