//! Tests of the filter: what the parser would keep, with the output divided at every byte.

use super::{Strings, repetition};
use crate::limits::MAX_COMMAND_BYTES;

const MOST: u16 = 2_000;

fn passed(filter: &mut Strings, mut bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while !bytes.is_empty() {
        let part = filter.next(bytes, MOST);
        assert!(part.passed + part.swallowed > 0, "a part of nothing");
        out.extend_from_slice(&bytes[..part.passed]);
        if part.is_repetition {
            out.extend(repetition(MOST).into_bytes());
        }
        bytes = &bytes[part.passed + part.swallowed..];
    }
    out
}

/// Checks that the filter passes on `expected`, with the bytes at once, in two parts divided anywhere, and one by one.
fn check(bytes: &[u8], expected: &[u8]) {
    let name = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
    assert_eq!(passed(&mut Strings::default(), bytes), expected, "{name:?} at once");
    for at in 0..=bytes.len() {
        let mut filter = Strings::default();
        let mut out = passed(&mut filter, &bytes[..at]);
        out.extend(passed(&mut filter, &bytes[at..]));
        assert!(out == expected, "{name:?} divided at {at}");
    }
    let mut filter = Strings::default();
    let out: Vec<u8> = bytes.iter().flat_map(|byte| passed(&mut filter, &[*byte])).collect();
    assert!(out == expected, "{name:?} one by one");
}

fn unchanged(bytes: &[u8]) {
    check(bytes, bytes);
}

#[test]
fn ordinary_output_is_passed_on_as_it_is() {
    unchanged(b"");
    unchanged("text, \u{e9}\u{4f60}\u{1f600} and \x1b[31mcolor\x1b[0m\r\n".as_bytes());
    unchanged(b"\x1b]0;a title\x07\x1b]2;another\x1b\\\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x07");
    unchanged(b"\x1bP1;2|device\x1b\\\x1b_app\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\");
    unchanged(b"\x1b\x1b]0;t\x18\x1b\x05]0;t\x1a\x1b(0\x1b#8]]]]");
    unchanged(&[0xff, 0x9b, 0x1b, 0x80, b']', b'x', 0x9c, 0x07]);
}

#[test]
fn a_command_without_an_end_is_cut_until_one_comes() {
    let long = vec![b'x'; 2 * MAX_COMMAND_BYTES];
    let kept = &long[..MAX_COMMAND_BYTES];
    for end in [&b"\x07"[..], b"\x1b\\", b"\x18", b"\x1a", b"\x1b[31m", b"\x1b]0;y\x07", b""] {
        let after: &[u8] = if end.is_empty() { b"" } else { b"after" };
        check(&[b"before\x1b]", &long[..], end, after].concat(), &[b"before\x1b]", kept, end, after].concat());
    }
}

#[test]
fn a_cut_does_not_tear_a_character() {
    for filler in 0..4 {
        let start = vec![b'x'; MAX_COMMAND_BYTES - filler];
        let text = "\u{1f600}\u{1f600}\u{1f600}";
        // The character on the edge is whole.
        let kept = if filler == 0 { "" } else { "\u{1f600}" };
        check(
            &[b"\x1b]", &start[..], text.as_bytes(), b"\x07"].concat(),
            &[b"\x1b]", &start[..], kept.as_bytes(), b"\x07"].concat(),
        );
    }
    let torn = vec![0x80; 3 * MAX_COMMAND_BYTES];
    check(&[b"\x1b]", &torn[..], b"\x07"].concat(), &[b"\x1b]", &torn[..MAX_COMMAND_BYTES + 3], b"\x07"].concat());
}

#[test]
fn a_repetition_is_at_most_what_fits() {
    unchanged(b"x\x1b[b\x1b[2000b\x1b[1;65535b\x1b[?65535b\x1b[65535 b\x1b[65535H\x1b[65535\x18b");
    let short = |start: &[u8]| [start, repetition(MOST).as_bytes(), b"y"].concat();
    check(b"x\x1b[2001by", &short(b"x\x1b[2001"));
    check(b"x\x1b[99999999999by", &short(b"x\x1b[99999999999"));
    check(b"x\x1b[65535;1by", &short(b"x\x1b[65535;1"));
    check(b"x\x1b[65535:1by", &short(b"x\x1b[65535:1"));
    check(b"x\x1b[6\r\n5\x7f5\xff35by", &short(b"x\x1b[6\r\n5\x7f5\xff35"));
}
