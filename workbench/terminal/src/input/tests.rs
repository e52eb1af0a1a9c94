//! Tests of events and their meaning, as tables. They use no emulator.

use alacritty_terminal::term::TermMode;
use egui::{Event, Key, Modifiers};

use super::{Action, Keyboard, Reserved, cut, paste_bytes};

const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn none(_: &Modifiers, _: Key) -> bool {
    false
}

fn actions(held: Modifiers, reserved: &Reserved, has_ended: bool, events: &[Event]) -> String {
    let mut keyboard = Keyboard { mode: TermMode::default(), modifiers: held, reserved, has_ended, v_was_seen: false };
    let words = keyboard.actions(events).into_iter().map(|action| match action {
        Action::Send(bytes) => format!("send {}", bytes.escape_ascii()),
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn check(held: Modifiers, events: &[Event], expected: &str) {
    assert_eq!(actions(held, &none, false, events), expected, "{events:?} with {held:?}");
}

#[test]
fn control_c_interrupts_and_with_shift_copies() {
    check(CTRL, &[Event::Copy], r"send \x03");
    check(CTRL_SHIFT, &[Event::Copy], "Copy");
    check(Modifiers::NONE, &[Event::Copy], "Copy");
    check(Modifiers::NONE, &[Event::ModifiersChanged(CTRL), Event::Copy], r"send \x03");
    check(CTRL, &[Event::Cut], r"send \x18");
    check(CTRL_SHIFT, &[Event::Cut], "");
    check(Modifiers::NONE, &[key(Key::C, CTRL)], r"send \x03");
    check(Modifiers::NONE, &[key(Key::C, CTRL_SHIFT)], "Copy");
}

#[test]
fn control_v_is_the_programs_and_with_shift_pastes() {
    let paste = || Event::Paste("hi".to_owned());
    check(CTRL, &[paste()], r"send \x16");
    check(CTRL_SHIFT, &[paste()], r#"Paste("hi")"#);
    check(Modifiers::NONE, &[paste()], r#"Paste("hi")"#);
    check(Modifiers::NONE, &[key(Key::Insert, Modifiers::SHIFT)], "AskPaste");
}

#[test]
fn a_character_is_sent_once() {
    let text = |text: &str| Event::Text(text.to_owned());
    check(Modifiers::NONE, &[key(Key::A, Modifiers::NONE), text("a")], "send a");
    check(Modifiers::NONE, &[key(Key::Space, Modifiers::NONE), text(" ")], "send  ");
    check(Modifiers::NONE, &[key(Key::A, Modifiers::ALT), text("a")], r"send \x1ba");
    check(Modifiers::NONE, &[key(Key::A, Modifiers::ALT)], r"send \x1ba");
    check(Modifiers::NONE, &[key(Key::Enter, Modifiers::NONE), text("x")], r"send \r, send x");
}

#[test]
fn shift_and_page_keys_move_the_view() {
    check(Modifiers::NONE, &[key(Key::PageUp, Modifiers::SHIFT)], "Scroll(PageUp)");
    check(Modifiers::NONE, &[key(Key::End, Modifiers::SHIFT)], "Scroll(Bottom)");
    check(Modifiers::NONE, &[key(Key::PageUp, Modifiers::NONE)], r"send \x1b[5~");
}

#[test]
fn the_applications_chords_are_left_alone_with_their_text() {
    let reserved =
        |modifiers: &Modifiers, key: Key| modifiers.alt && key == Key::Num1 || modifiers.ctrl && key == Key::C;
    let events = [key(Key::Num1, Modifiers::ALT), Event::Text("1".to_owned()), key(Key::Num2, Modifiers::ALT)];
    assert_eq!(actions(Modifiers::NONE, &reserved, false, &events), r"send \x1b2");
    assert_eq!(actions(Modifiers::NONE, &reserved, false, &[key(Key::Num1, Modifiers::ALT)]), "");
    assert_eq!(actions(CTRL, &reserved, false, &[Event::Copy]), "");
}

#[test]
fn an_ended_shell_only_starts_again() {
    let events = [Event::Text("a".to_owned()), key(Key::Tab, Modifiers::NONE), key(Key::Enter, Modifiers::NONE)];
    assert_eq!(actions(Modifiers::NONE, &none, true, &events), "Restart");
}

#[test]
fn a_paste_is_marked_when_asked_for_and_cannot_close_its_mark() {
    assert_eq!(paste_bytes("a\r\nb\nc", TermMode::default()), b"a\rb\rc");
    let marked = paste_bytes("a\n\x1b[201~b", TermMode::BRACKETED_PASTE);
    assert_eq!(marked, b"\x1b[200~a\n[201~b\x1b[201~");
}

#[test]
fn a_text_is_cut_between_characters() {
    assert_eq!(cut("aé", 2), "a");
    assert_eq!(cut("aé", 3), "aé");
}

#[test]
fn ctrl_v_with_nothing_to_paste_reaches_the_program_once() {
    let up = |modifiers| Event::Key { key: Key::V, physical_key: None, pressed: false, repeat: false, modifiers };
    // This release is the only event that egui sends for it.
    check(CTRL, &[up(CTRL)], "send \\x16");
    check(CTRL, &[Event::Paste("a".to_owned()), up(CTRL)], "send \\x16");
    check(CTRL, &[key(Key::V, CTRL), up(CTRL)], "send \\x16");
    check(CTRL, &[Event::Paste("a".to_owned()), up(CTRL), up(CTRL)], "send \\x16, send \\x16");
    check(Modifiers::NONE, &[up(Modifiers::NONE)], "");
    check(CTRL_SHIFT, &[up(CTRL_SHIFT)], "");
}
