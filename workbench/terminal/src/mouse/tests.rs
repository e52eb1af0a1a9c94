//! Tests of the reported bytes, as a table. They use no pointer and no pixels.

use alacritty_terminal::term::TermMode;

use super::{At, Button, MouseKind, report};

const CLICK: TermMode = TermMode::MOUSE_REPORT_CLICK;
const SGR: TermMode = TermMode::MOUSE_REPORT_CLICK.union(TermMode::SGR_MOUSE);

fn at(column: usize, row: usize) -> At {
    At { column, row, shift: false, alt: false, ctrl: false }
}

fn check(kind: MouseKind, at: At, mode: TermMode, expected: Option<&[u8]>) {
    assert_eq!(report(kind, at, mode).as_deref(), expected, "{kind:?} at {at:?} in {mode:?}");
}

#[test]
fn clicks_are_reported_in_the_old_and_the_sgr_encoding() {
    let press = MouseKind::Press(Button::Primary);
    let release = MouseKind::Release(Button::Secondary);
    check(press, at(0, 0), CLICK, Some(b"\x1b[M \x21\x21"));
    check(MouseKind::Press(Button::Secondary), at(9, 4), CLICK, Some(b"\x1b[M\x22\x2a\x25"));
    check(release, at(9, 4), CLICK, Some(b"\x1b[M\x23\x2a\x25"));
    check(press, at(0, 0), SGR, Some(b"\x1b[<0;1;1M"));
    check(release, at(9, 4), SGR, Some(b"\x1b[<2;10;5m"));
    check(MouseKind::Press(Button::Middle), At { ctrl: true, alt: true, ..at(299, 1) }, SGR, Some(b"\x1b[<25;300;2M"));
    check(MouseKind::WheelUp, at(2, 3), SGR, Some(b"\x1b[<64;3;4M"));
    check(MouseKind::WheelDown, at(2, 3), CLICK, Some(b"\x1b[M\x61\x23\x24"));
}

#[test]
fn moves_are_reported_only_when_asked_for() {
    let drag = MouseKind::Move(Some(Button::Primary));
    let hover = MouseKind::Move(None);
    check(drag, at(1, 1), SGR, None);
    check(drag, at(1, 1), TermMode::MOUSE_DRAG | TermMode::SGR_MOUSE, Some(b"\x1b[<32;2;2M"));
    check(hover, at(1, 1), TermMode::MOUSE_DRAG | TermMode::SGR_MOUSE, None);
    check(hover, at(1, 1), TermMode::MOUSE_MOTION | TermMode::SGR_MOUSE, Some(b"\x1b[<35;2;2M"));
    check(MouseKind::Press(Button::Primary), at(1, 1), TermMode::default(), None);
}

#[test]
fn a_cell_too_far_for_the_encoding_is_not_reported() {
    let press = MouseKind::Press(Button::Primary);
    check(press, at(222, 0), CLICK, Some(b"\x1b[M \xff\x21"));
    check(press, at(223, 0), CLICK, None);
    check(press, at(223, 0), CLICK | TermMode::UTF8_MOUSE, Some(b"\x1b[M \xc4\x80\x21"));
    check(press, at(2_015, 0), CLICK | TermMode::UTF8_MOUSE, None);
}
