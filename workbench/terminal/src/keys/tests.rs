//! Tests of what each key sends, as tables. They make no events.

use alacritty_terminal::term::TermMode;
use egui::{Key, Modifiers};

use super::encode;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL_ALT: Modifiers = Modifiers { ctrl: true, command: true, alt: true, ..Modifiers::NONE };
const CTRL_SHIFT: Modifiers = Modifiers { ctrl: true, command: true, shift: true, ..Modifiers::NONE };

fn check(mode: TermMode, cases: &[(Key, Modifiers, Option<&str>)]) {
    for (key, modifiers, expected) in cases {
        let sent = encode(*key, *modifiers, mode).map(|bytes| String::from_utf8(bytes.into_owned()).expect("ASCII"));
        assert_eq!(sent.as_deref(), *expected, "{key:?} with {modifiers:?}");
    }
}

#[test]
fn editing_keys_reach_the_program() {
    check(
        TermMode::default(),
        &[
            (Key::Enter, NONE, Some("\r")),
            (Key::Enter, ALT, Some("\x1b\r")),
            (Key::Escape, NONE, Some("\x1b")),
            (Key::Escape, ALT, Some("\x1b\x1b")),
            (Key::Backspace, NONE, Some("\x7f")),
            (Key::Backspace, CTRL, Some("\x08")),
            (Key::Backspace, ALT, Some("\x1b\x7f")),
            (Key::Tab, NONE, Some("\t")),
            (Key::Tab, SHIFT, Some("\x1b[Z")),
            (Key::Tab, CTRL, None),
        ],
    );
    check(TermMode::default() | TermMode::LINE_FEED_NEW_LINE, &[(Key::Enter, NONE, Some("\r\n"))]);
}

#[test]
fn arrows_follow_the_application_cursor_mode() {
    let keys = [
        (Key::ArrowUp, "A"),
        (Key::ArrowDown, "B"),
        (Key::ArrowRight, "C"),
        (Key::ArrowLeft, "D"),
        (Key::Home, "H"),
        (Key::End, "F"),
    ];
    for (key, last) in keys {
        check(TermMode::default(), &[(key, NONE, Some(&format!("\x1b[{last}")))]);
        check(TermMode::default() | TermMode::APP_CURSOR, &[(key, NONE, Some(&format!("\x1bO{last}")))]);
        for mode in [TermMode::default(), TermMode::default() | TermMode::APP_CURSOR] {
            check(
                mode,
                &[
                    (key, SHIFT, Some(&format!("\x1b[1;2{last}"))),
                    (key, ALT, Some(&format!("\x1b[1;3{last}"))),
                    (key, CTRL, Some(&format!("\x1b[1;5{last}"))),
                    (key, CTRL_SHIFT, Some(&format!("\x1b[1;6{last}"))),
                    (key, CTRL_ALT, Some(&format!("\x1b[1;7{last}"))),
                ],
            );
        }
    }
}

#[test]
fn function_and_page_keys_are_xterms() {
    check(
        TermMode::default(),
        &[
            (Key::F1, NONE, Some("\x1bOP")),
            (Key::F4, NONE, Some("\x1bOS")),
            (Key::F2, SHIFT, Some("\x1b[1;2Q")),
            (Key::F5, NONE, Some("\x1b[15~")),
            (Key::F6, NONE, Some("\x1b[17~")),
            (Key::F10, NONE, Some("\x1b[21~")),
            (Key::F11, NONE, Some("\x1b[23~")),
            (Key::F12, CTRL, Some("\x1b[24;5~")),
            (Key::F20, NONE, Some("\x1b[34~")),
            (Key::Insert, NONE, Some("\x1b[2~")),
            (Key::Delete, NONE, Some("\x1b[3~")),
            (Key::Delete, CTRL, Some("\x1b[3;5~")),
            (Key::PageUp, NONE, Some("\x1b[5~")),
            (Key::PageDown, ALT, Some("\x1b[6;3~")),
            (Key::F35, NONE, None),
        ],
    );
}

#[test]
fn control_characters_are_sent() {
    check(
        TermMode::default(),
        &[
            (Key::A, CTRL, Some("\x01")),
            (Key::C, CTRL, Some("\x03")),
            (Key::D, CTRL, Some("\x04")),
            (Key::Z, CTRL, Some("\x1a")),
            (Key::Z, CTRL_SHIFT, Some("\x1a")),
            (Key::B, CTRL_ALT, Some("\x1b\x02")),
            (Key::Space, CTRL, Some("\0")),
            (Key::OpenBracket, CTRL, Some("\x1b")),
            (Key::Backslash, CTRL, Some("\x1c")),
            (Key::CloseBracket, CTRL, Some("\x1d")),
            (Key::Num6, CTRL, Some("\x1e")),
            (Key::Slash, CTRL, Some("\x1f")),
            (Key::Minus, CTRL_SHIFT, Some("\x1f")),
            (Key::Num8, CTRL, Some("\x7f")),
            (Key::Comma, CTRL, None),
        ],
    );
}

#[test]
fn alt_sends_escape_first_and_plain_characters_arrive_as_text_only() {
    check(
        TermMode::default(),
        &[
            (Key::B, ALT, Some("\x1bb")),
            (Key::B, Modifiers { shift: true, ..ALT }, Some("\x1bB")),
            (Key::Period, ALT, Some("\x1b.")),
            (Key::Minus, ALT, Some("\x1b-")),
            (Key::Num1, ALT, Some("\x1b1")),
            (Key::Space, ALT, Some("\x1b ")),
            (Key::B, NONE, None),
            (Key::B, SHIFT, None),
            (Key::Num1, NONE, None),
            (Key::Space, NONE, None),
            (Key::C, Modifiers { mac_cmd: true, command: true, ..NONE }, None),
        ],
    );
}
