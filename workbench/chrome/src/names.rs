//! Names as people can read them: of files, folders and whatever a program calls itself.
//!
//! It refuses to let a name look like another one: what is not seen, or turns the order of letters around, is spelled out (the
//! attack: Boucher and Anderson, "Trojan Source", 2021). Invariant: a shown name has no control characters, no private ones and no
//! replacement characters, and reads from left to right as it is stored.

use std::path::Path;

/// Returns a name with what is not seen spelled out, as in `[U+202E]`, and a question mark for what no font draws.
#[must_use]
pub fn shown(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    name.chars().for_each(|c| push_shown(&mut shown, c));
    shown
}

/// Appends a character of a name the same way.
pub fn push_shown(shown: &mut String, c: char) {
    if is_hidden(c) {
        shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
    } else {
        shown.push(if is_drawn(c) { c } else { '?' });
    }
}

/// Returns a path the same way. What is no text in it is a question mark.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    shown(&path.to_string_lossy())
}

/// Returns the last part of a path the same way; all of it where it has none.
#[must_use]
pub fn shown_file(path: &Path) -> String {
    path.file_name().map_or_else(|| shown_path(path), |name| shown(&name.to_string_lossy()))
}

/// Whether a font may have something to show for a character.
#[must_use]
fn is_drawn(c: char) -> bool {
    !c.is_control() && !matches!(c, char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Whether a character is not seen, or changes how others are: Unicode's format characters, but for the joiner of emoji.
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
