//! Encodes keys for a program: egui key, modifiers and terminal mode to bytes, as xterm sends them.
//!
//! This module has no state, and does not know events or the application's chords.
//!
//! Invariant: a key that egui also reports as text is encoded only while Ctrl or Alt is held, so that no character is sent
//! twice.

use std::borrow::Cow;

use alacritty_terminal::term::TermMode;
use egui::{Key, Modifiers};

#[cfg(test)]
mod tests;

/// The bytes of one key press.
pub type Bytes = Cow<'static, [u8]>;

/// Returns the bytes that `key` sends, or `None` if it sends nothing (or arrives as text).
#[must_use]
pub fn encode(key: Key, modifiers: Modifiers, mode: TermMode) -> Option<Bytes> {
    if modifiers.mac_cmd {
        return None;
    }
    editing(key, modifiers, mode)
        .or_else(|| cursor(key, modifiers, mode))
        .or_else(|| tilde(key, modifiers))
        .or_else(|| function(key, modifiers))
        .or_else(|| control(key, modifiers))
        .or_else(|| alt_character(key, modifiers))
}

/// Returns `true` if `key` also arrives as text when it is pressed without Ctrl.
#[must_use]
pub fn is_character(key: Key) -> bool {
    key == Key::Space || character(key, false).is_some()
}

fn editing(key: Key, modifiers: Modifiers, mode: TermMode) -> Option<Bytes> {
    let plain: &'static [u8] = match key {
        Key::Enter if mode.contains(TermMode::LINE_FEED_NEW_LINE) => b"\r\n",
        Key::Enter => b"\r",
        Key::Escape => b"\x1b",
        Key::Backspace if modifiers.ctrl => b"\x08",
        Key::Backspace => b"\x7f",
        Key::Tab if modifiers.ctrl => return None,
        Key::Tab if modifiers.shift => b"\x1b[Z",
        Key::Tab => b"\t",
        _ => return None,
    };
    Some(with_alt(plain, modifiers.alt))
}

fn with_alt(plain: &'static [u8], alt: bool) -> Bytes {
    if alt { Cow::Owned([b"\x1b", plain].concat()) } else { Cow::Borrowed(plain) }
}

/// Encodes the arrows, Home and End.
fn cursor(key: Key, modifiers: Modifiers, mode: TermMode) -> Option<Bytes> {
    let last = match key {
        Key::ArrowUp => 'A',
        Key::ArrowDown => 'B',
        Key::ArrowRight => 'C',
        Key::ArrowLeft => 'D',
        Key::Home => 'H',
        Key::End => 'F',
        _ => return None,
    };
    let bytes = match modifier_number(modifiers) {
        1 if mode.contains(TermMode::APP_CURSOR) => format!("\x1bO{last}"),
        1 => format!("\x1b[{last}"),
        number => format!("\x1b[1;{number}{last}"),
    };
    Some(Cow::Owned(bytes.into_bytes()))
}

fn tilde(key: Key, modifiers: Modifiers) -> Option<Bytes> {
    let code = match key {
        Key::Insert => 2,
        Key::Delete => 3,
        Key::PageUp => 5,
        Key::PageDown => 6,
        Key::F5 => 15,
        Key::F6 => 17,
        Key::F7 => 18,
        Key::F8 => 19,
        Key::F9 => 20,
        Key::F10 => 21,
        Key::F11 => 23,
        Key::F12 => 24,
        Key::F13 => 25,
        Key::F14 => 26,
        Key::F15 => 28,
        Key::F16 => 29,
        Key::F17 => 31,
        Key::F18 => 32,
        Key::F19 => 33,
        Key::F20 => 34,
        _ => return None,
    };
    let bytes = match modifier_number(modifiers) {
        1 => format!("\x1b[{code}~"),
        number => format!("\x1b[{code};{number}~"),
    };
    Some(Cow::Owned(bytes.into_bytes()))
}

/// Encodes F1 to F4, whose codes are older than the numbered ones.
fn function(key: Key, modifiers: Modifiers) -> Option<Bytes> {
    let last = match key {
        Key::F1 => 'P',
        Key::F2 => 'Q',
        Key::F3 => 'R',
        Key::F4 => 'S',
        _ => return None,
    };
    let bytes = match modifier_number(modifiers) {
        1 => format!("\x1bO{last}"),
        number => format!("\x1b[1;{number}{last}"),
    };
    Some(Cow::Owned(bytes.into_bytes()))
}

/// Returns xterm's number of the held modifiers; 1 means none.
fn modifier_number(modifiers: Modifiers) -> u8 {
    1 + u8::from(modifiers.shift) + 2 * u8::from(modifiers.alt) + 4 * u8::from(modifiers.ctrl)
}

fn control(key: Key, modifiers: Modifiers) -> Option<Bytes> {
    if !modifiers.ctrl {
        return None;
    }
    let byte = match key {
        Key::Space | Key::Num2 | Key::Backtick => 0x00,
        Key::OpenBracket | Key::OpenCurlyBracket | Key::Num3 => 0x1b,
        Key::Backslash | Key::Pipe | Key::Num4 => 0x1c,
        Key::CloseBracket | Key::CloseCurlyBracket | Key::Num5 => 0x1d,
        Key::Num6 => 0x1e,
        Key::Slash | Key::Minus | Key::Num7 => 0x1f,
        Key::Questionmark | Key::Num8 => 0x7f,
        _ => match character(key, false) {
            Some(letter @ 'a'..='z') => letter as u8 & 0x1f,
            _ => return None,
        },
    };
    Some(Cow::Owned(if modifiers.alt { vec![0x1b, byte] } else { vec![byte] }))
}

fn alt_character(key: Key, modifiers: Modifiers) -> Option<Bytes> {
    if !modifiers.alt || modifiers.ctrl {
        return None;
    }
    let character = if key == Key::Space { ' ' } else { character(key, modifiers.shift)? };
    let mut bytes = vec![0x1b];
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(Cow::Owned(bytes))
}

/// Returns the character on a key, if egui's name or symbol of the key is a single ASCII character.
fn character(key: Key, shift: bool) -> Option<char> {
    match key {
        Key::Minus => return Some('-'),
        Key::Quote => return Some('\''),
        _ => {}
    }
    let mut characters = key.symbol_or_name().chars();
    let first = characters.next()?;
    if characters.next().is_some() || !first.is_ascii_graphic() {
        return None;
    }
    Some(if shift { first.to_ascii_uppercase() } else { first.to_ascii_lowercase() })
}
