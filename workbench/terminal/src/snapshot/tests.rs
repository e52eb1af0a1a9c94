//! Tests of snapshots: escape codes in, runs out. They use no pixels and no real shells.

use std::sync::Arc;

use alacritty_terminal::grid::Scroll;
use alacritty_terminal::index::{Column, Line, Point, Side};
use alacritty_terminal::selection::{Selection, SelectionType};
use alacritty_terminal::term::{Config, Term};
use alacritty_terminal::vte::ansi::{CursorShape, Processor};
use egui::Color32;
use egui::style::Visuals;

use super::{Glyph, LineKind, Look, Snapshot, Span};
use crate::limits::MAX_MARKS;
use crate::palette::Palette;
use crate::proxy::Proxy;
use crate::session::GridSize;

const SIZE: GridSize = GridSize { columns: 20, rows: 4, cell: (7, 14) };

fn palette() -> Palette {
    Palette::of(&Visuals::dark())
}

fn screen(bytes: &str) -> Term<Proxy> {
    let window = alacritty_terminal::event::WindowSize { num_lines: 4, num_cols: 20, cell_width: 7, cell_height: 14 };
    let mut term = Term::new(Config::default(), &SIZE, Proxy::new(Arc::new(|| {}), palette(), window));
    Processor::<alacritty_terminal::vte::ansi::StdSyncHandler>::new().advance(&mut term, bytes.as_bytes());
    term
}

fn glyph(character: char) -> Glyph {
    match character {
        'é' => Glyph::Fits,
        '?'..='\u{fff}' => Glyph::Missing,
        _ => Glyph::Odd,
    }
}

fn take(term: &Term<Proxy>, focused: bool) -> Snapshot {
    let mut snapshot = Snapshot::default();
    snapshot.take(term, &Look { palette: &palette(), focused, cursor_lit: true }, &mut glyph);
    snapshot
}

fn span(row: usize, column: usize, count: usize) -> Span {
    Span { row, column, count }
}

/// Returns the runs as `column:text`, in order.
fn texts(snapshot: &Snapshot) -> Vec<String> {
    let word = |run: &super::TextRun| format!("{}:{}", run.span.column, &snapshot.characters[run.bytes.clone()]);
    snapshot.texts.iter().map(word).collect()
}

fn check(bytes: &str, expected: &[&str]) {
    assert_eq!(texts(&take(&screen(bytes), false)), expected, "{bytes:?}");
}

#[test]
fn text_of_equal_looks_is_one_run() {
    check("hello world", &["0:hello world"]);
    check("  two", &["2:two"]);
    check("a\x1b[31mb\x1b[32mc", &["0:a", "1:b", "2:c"]);
    check("a\r\nb", &["0:a", "0:b"]);
    check("a\x1b[15Gb", &["0:a", "14:b"]);
    check("aéb", &["0:aéb"]);
}

#[test]
fn characters_of_another_width_stand_alone() {
    check("a\u{4f60}b", &["0:a", "1:\u{4f60}", "3:b"]);
    check("a\u{2500}b", &["0:a", "1:\u{2500}", "2:b"]);
    check("ae\u{301}b", &["0:a", "1:e\u{301}", "2:b"]);
    let missing = take(&screen("a\u{e00}b"), false);
    assert_eq!(texts(&missing), ["0:a b"]);
    assert_eq!(missing.missing[0].0, span(0, 1, 1));
}

#[test]
fn colors_are_the_programs() {
    let palette = palette();
    let snapshot = take(&screen("\x1b[31mr\x1b[38;5;208mo\x1b[38;2;1;2;3mt\x1b[0;1;34mb\x1b[0md"), false);
    let colors: Vec<Color32> = snapshot.texts.iter().map(|run| run.style.color).collect();
    let orange = Color32::from_rgb(255, 135, 0);
    assert_eq!(colors, [palette.index(1), orange, Color32::from_rgb(1, 2, 3), palette.index(12), palette.foreground]);
    assert!(snapshot.texts[3].style.bold && !snapshot.texts[4].style.bold);
}

#[test]
fn ground_runs_cover_equal_cells_once() {
    let snapshot = take(&screen("a\x1b[41m  \x1b[42m \x1b[0m \x1b[7mx"), false);
    let palette = palette();
    let expected =
        [(span(0, 1, 2), palette.index(1)), (span(0, 3, 1), palette.index(2)), (span(0, 5, 1), palette.foreground)];
    assert_eq!(snapshot.grounds, expected);
}

#[test]
fn lines_run_through_blanks_and_keep_their_own_color() {
    let snapshot = take(&screen("\x1b[4ma b\x1b[0m\x1b[9mc\x1b[0m\x1b[4:3;58;5;196mw"), false);
    let text = palette().foreground;
    let red = Color32::from_rgb(255, 0, 0);
    let expected = [
        (span(0, 0, 3), (LineKind::Under, text)),
        (span(0, 3, 1), (LineKind::Strike, text)),
        (span(0, 4, 1), (LineKind::Wave, red)),
    ];
    assert_eq!(snapshot.lines, expected);
}

#[test]
fn the_cursor_is_hollow_without_focus_and_has_the_programs_shape_with() {
    let shape = |bytes: &str, focused| take(&screen(bytes), focused).cursor.map(|cursor| (cursor.span, cursor.shape));
    assert_eq!(shape("ab", false), Some((span(0, 2, 1), CursorShape::HollowBlock)));
    assert_eq!(shape("ab", true), Some((span(0, 2, 1), CursorShape::Block)));
    assert_eq!(shape("\x1b[6 q", true), Some((span(0, 0, 1), CursorShape::Beam)));
    assert_eq!(shape("\x1b[4 q", true), Some((span(0, 0, 1), CursorShape::Underline)));
    assert_eq!(shape("\x1b[?25l", true), None);
    assert_eq!(shape("\u{4f60}\x1b[1G", true), Some((span(0, 0, 2), CursorShape::Block)));
}

#[test]
fn the_character_under_a_block_cursor_has_the_grounds_color() {
    let snapshot = take(&screen("ab\x1b[1G"), true);
    assert_eq!(texts(&snapshot), ["0:a", "1:b"]);
    assert_eq!(snapshot.texts[0].style.color, palette().background);
    assert_eq!(texts(&take(&screen("ab\x1b[1G"), false)), ["0:ab"]);
}

#[test]
fn selected_text_is_shown_and_copied_as_selected() {
    let mut term = screen("one two\r\nthree");
    let mut selection = Selection::new(SelectionType::Simple, Point::new(Line(0), Column(4)), Side::Left);
    selection.update(Point::new(Line(1), Column(1)), Side::Right);
    term.selection = Some(selection);
    assert_eq!(term.selection_to_string().as_deref(), Some("two\nth"));
    let snapshot = take(&term, false);
    let selected = palette().selection;
    assert_eq!(snapshot.grounds, [(span(0, 4, 16), selected), (span(1, 0, 2), selected)]);
}

#[test]
fn scrolled_back_lines_are_shown_and_the_cursor_leaves_the_view() {
    let mut term = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6");
    assert_eq!(take(&term, true).plain, "3\n4\n5\n6");
    term.scroll_display(Scroll::Delta(2));
    let snapshot = take(&term, true);
    assert_eq!(snapshot.plain, "1\n2\n3\n4");
    assert_eq!((snapshot.offset, snapshot.history, snapshot.cursor), (2, 2, None));
}

#[test]
fn a_cell_is_painted_with_so_many_marks_whatever_the_emulator_keeps() {
    // This is the bare emulator, as on systems where the emulator's own thread reads the pty.
    let marks = "\u{301}".repeat(100_000);
    let snapshot = take(&screen(&format!("a{marks}b")), false);
    let shown = format!("a{}", "\u{301}".repeat(MAX_MARKS));
    assert_eq!(texts(&snapshot), [format!("0:{shown}"), "1:b".to_owned()]);
    assert_eq!(snapshot.plain, format!("{shown}b"));
}
