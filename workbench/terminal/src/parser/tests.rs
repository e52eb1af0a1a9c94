//! Tests of the parser: divided anywhere, the output shows the same; hostile output stays small.

use alacritty_terminal::event::VoidListener;
use alacritty_terminal::term::{Config, Term};

use super::Parser;
use crate::limits;
use crate::screen;
use crate::session::GridSize;

const SIZE: GridSize = GridSize { columns: 20, rows: 4, cell: (7, 14) };

fn term() -> Term<VoidListener> {
    Term::new(Config::default(), &SIZE, VoidListener)
}

fn advance(parser: &mut Parser, term: &mut Term<VoidListener>, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let count = parser.advance(term, bytes);
        assert!(count > 0, "no progress");
        bytes = &bytes[count..];
    }
}

fn shown(pieces: &[&[u8]]) -> String {
    let (mut parser, mut term) = (Parser::default(), term());
    pieces.iter().for_each(|piece| advance(&mut parser, &mut term, piece));
    screen::text(&term)
}

#[test]
fn output_divided_anywhere_shows_the_same() {
    let bytes =
        "a\u{301}\u{4f60}\x1b[2;3Hx\x1b[65535b\x1b[H\x1b]2;t\x07y\x1b[?2026hz\x1b[?2026l\x1b[5b\u{1f600}end".as_bytes();
    let whole = shown(&[bytes]);
    for at in 0..bytes.len() {
        assert_eq!(shown(&[&bytes[..at], &bytes[at..]]), whole, "divided at {at}");
    }
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(shown(&single), whole);
}

#[test]
fn text_after_an_endless_command_is_shown() {
    let long = [&b"before \x1b]2;"[..], &b"x".repeat(100_000), b"\x07after"].concat();
    assert_eq!(shown(&[&long]), "before after");
}

#[test]
fn an_update_is_held_back_until_its_end_and_never_without_bound() {
    let (mut parser, mut term) = (Parser::default(), term());
    advance(&mut parser, &mut term, b"old\x1b[?2026h\rnew");
    assert_eq!((screen::text(&term).as_str(), parser.held_bytes()), ("old", 4));
    assert!(parser.sync_deadline().is_some());
    advance(&mut parser, &mut term, b"\x1b[?2026l");
    assert_eq!((screen::text(&term).as_str(), parser.held_bytes()), ("new", 0));
    advance(&mut parser, &mut term, b"\x1b[?2026h");
    let piece = [b'x'; 1_000];
    for _ in 0..3 * limits::MAX_SYNC_BYTES / piece.len() {
        advance(&mut parser, &mut term, &piece);
        assert!(parser.held_bytes() < limits::MAX_SYNC_BYTES);
    }
    assert!(screen::text(&term).contains("xxxx"));
    assert!(parser.extra().held <= 2 * limits::MAX_SYNC_BYTES as u64);
}

#[test]
fn an_update_can_be_ended_by_the_clock() {
    let (mut parser, mut term) = (Parser::default(), term());
    advance(&mut parser, &mut term, b"\x1b[?2026hlate");
    assert_eq!(screen::text(&term), "");
    parser.stop_sync(&mut term);
    assert_eq!((screen::text(&term).as_str(), parser.sync_deadline()), ("late", None));
}

#[test]
fn random_bytes_do_no_harm() {
    const BYTES: &[u8] = b"\x1b\x1b\x1b[[]]P_^X?;:0123456789>< #()hlmHJKLMPSTXZbcdntuqrg@@\r\n\t\x07\x08\x0e\x18ab\xcc\x81\xe4\xbd\xa0\xff\x9b";
    let mut seed = 7_u64;
    let (mut parser, mut term) = (Parser::default(), term());
    for _ in 0..2_000 {
        let piece: Vec<u8> = (0..97)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                BYTES[(seed >> 33) as usize % BYTES.len()]
            })
            .collect();
        advance(&mut parser, &mut term, &piece);
        let most = term.grid().display_iter().map(|cell| screen::marks(cell.cell).len()).max();
        assert!(most.unwrap_or(0) <= limits::MAX_MARKS);
    }
}
