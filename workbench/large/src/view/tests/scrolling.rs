//! Tests of scrolling, searching and copying.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{CTRL, NONE, lines, pane, pane_with};
use crate::LargeState;
use crate::limits::{CHUNK_BYTES, MAX_CHUNKS, MAX_COPY_BYTES, PIECE_BYTES};

/// Writes into the middle of a file.
fn write_at(mut file: &std::fs::File, offset: u64, bytes: &[u8]) {
    file.seek(SeekFrom::Start(offset)).and_then(|_| file.write_all(bytes)).expect("written");
}

#[test]
fn keys_scroll_by_rows_pages_and_to_the_ends() {
    let mut pane = pane(lines(1000));
    assert_eq!(pane.first(), "line 0");
    pane.press(NONE, Key::ArrowDown).press(NONE, Key::ArrowDown).press(NONE, Key::ArrowUp);
    assert_eq!(pane.first(), "line 1");
    let page = pane.text().lines().count();
    pane.press(NONE, Key::PageDown);
    let after = pane.first();
    let moved: usize = after.trim_start_matches("line ").parse().expect("a number");
    assert!((page - 4..page).contains(&moved), "{after} after a page of {page}");
    pane.press(NONE, Key::PageUp).press(NONE, Key::PageUp);
    assert_eq!(pane.first(), "line 0");
    for (key, modifiers) in [(Key::End, NONE), (Key::End, CTRL), (Key::G, Modifiers::SHIFT)] {
        pane.press(modifiers, key);
        assert_eq!(pane.last(), "line 999");
        assert!(pane.text().lines().count() >= page - 1, "the last row is at the foot");
        pane.press(NONE, if key == Key::G { Key::G } else { Key::Home });
        assert_eq!(pane.first(), "line 0");
    }
}

#[test]
fn a_key_of_the_application_moves_nothing() {
    let mut pane = pane(lines(1000));
    for key in [Key::ArrowDown, Key::End, Key::F, Key::G] {
        pane.press(Modifiers::ALT, key).press(CTRL | Modifiers::SHIFT, key);
    }
    pane.press(CTRL, Key::PageDown);
    assert_eq!(pane.first(), "line 0");
    assert!(!pane.view().is_following() && !pane.sees("Find"));
}

#[test]
fn the_wheel_and_the_bar_scroll() {
    let mut pane = pane(lines(100_000));
    let middle = pane.area().center();
    pane.send(Event::PointerMoved(middle)).send(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -300.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: NONE,
    });
    let after_wheel = pane.view().state().offset;
    assert!((7 * 5..7 * 40).contains(&after_wheel), "{after_wheel}");
    let track = pane.harness.get_by_label("Vertical scroll bar").rect();
    pane.drag(track.center(), track.center());
    let (offset, size) = (pane.view().state().offset, pane.view().file().size());
    assert!((size * 2 / 5..size * 3 / 5).contains(&offset), "{offset} of {size}");
    pane.drag(track.center(), track.center_bottom());
    assert_eq!(pane.last(), "line 99999");
    pane.drag(track.center_bottom() - egui::vec2(0.0, 4.0), track.center_top() - egui::vec2(0.0, 90.0));
    assert_eq!(pane.first(), "line 0");
}

#[test]
fn a_line_is_gone_to_by_its_number() {
    let mut pane = pane(lines(5000));
    pane.press(CTRL, Key::G).type_text("4x2 00").press(NONE, Key::Enter);
    assert!(pane.sees("Ln 4200 of 5000") && pane.text().contains("line 4199\n"));
    pane.press(CTRL, Key::G).type_text("999999999999").press(NONE, Key::Enter);
    assert!(pane.sees("Ln 5000 of 5000"));
    pane.press(CTRL, Key::G).type_text("0").press(NONE, Key::Enter);
    assert_eq!(pane.first(), "line 0");
    pane.press(CTRL, Key::G).press(NONE, Key::Escape).press(NONE, Key::ArrowDown);
    assert_eq!(pane.first(), "line 1", "the text has the keys again");
}

#[test]
fn a_gigabyte_is_scrolled_searched_and_read_within_bounded_memory() {
    let mut pane = pane_with("first\n", |_| {});
    let disk = OpenOptions::new().write(true).open(&pane.path).expect("there");
    let size = 1 << 30;
    disk.set_len(size).expect("sparse");
    write_at(&disk, size - 24, b"\na needle in it\nthe end\n");
    pane.view().check_disk();
    assert!(pane.view().bytes() < 1 << 20, "nothing was read whole");
    pane.press(NONE, Key::End);
    assert_eq!(pane.last(), "the end");
    pane.press(NONE, Key::Home).press(CTRL, Key::F).type_text("NEEDLE");
    pane.wait("the match", |pane| pane.sees("found"));
    assert!(pane.text().contains("a needle in it\n"));
    pane.wait("all lines", |pane| pane.sees("Ln 3 of 4"));
    assert!(pane.sees("read-only: larger than 16 MiB") && pane.sees("1 GiB"));
    pane.press(NONE, Key::Escape).press(NONE, Key::Home);
    for _ in 0..50 {
        pane.press(NONE, Key::PageDown);
    }
    let bound = MAX_CHUNKS * (CHUNK_BYTES + 256) + (4 << 20);
    assert!(pane.view().bytes() < bound as u64, "{}", pane.view().bytes());
}

#[test]
fn before_lines_are_counted_the_place_is_one_of_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huge.log");
    let disk = std::fs::File::create(&path).expect("made");
    // Far more than can be counted while this test runs, even on a fast disk.
    let size = 1 << 40;
    disk.set_len(size).expect("sparse");
    write_at(&disk, size - 9, b"\nthe end\n");
    let file = crate::LargeFile::open(&path, std::sync::Arc::new(|| {})).expect("opens");
    file.be_patient(true);
    let mut pane = super::show(folder, path, crate::LargeView::new(file));
    assert!(pane.harness.query_by_label_contains("indexing ").is_some() && pane.sees("1 TiB"));
    pane.press(NONE, Key::End);
    assert_eq!(pane.last(), "the end");
    assert!(pane.harness.query_by_label_contains("Byte 10995").is_some(), "no line number is known there");
    pane.view().go_to_line(2);
    pane.harness.run();
    assert!(pane.sees("Line 2 is shown as soon as it is counted"));
    assert!(pane.harness.query_by_label_contains("Byte 10995").is_some(), "the view stays meanwhile");
    pane.press(NONE, Key::ArrowUp).click("Stay here");
    assert!(!pane.sees("Stay here"));
    let track = pane.harness.get_by_label("Vertical scroll bar").rect();
    pane.drag(track.center(), track.center());
    // It is read on another thread, and a drag that the disk is too slow for is not lost.
    pane.wait("the middle", |pane| (size * 2 / 5..size * 3 / 5).contains(&pane.harness.state().state().offset));
    assert!(pane.view().bytes() < 16 << 20, "{}", pane.view().bytes());
}

#[test]
fn a_line_without_end_is_shown_in_pieces() {
    let mut text = "head\n".to_owned();
    text.push_str(&"0123456789abcdef".repeat((8 << 20) / 16));
    text.push_str("\ntail\n");
    let mut pane = pane(&text);
    let most = 2 * PIECE_BYTES + 2;
    assert!(pane.view().shown.iter().all(|shown| shown.bytes.len() <= most));
    assert!(pane.text().starts_with("head\n0123456789abcdef"));
    pane.press(NONE, Key::End);
    assert!(pane.text().ends_with("\ntail\n") && pane.sees("Ln 2 of 3"));
    pane.press(NONE, Key::W).press(NONE, Key::End);
    assert!(pane.view().is_wrapping());
    assert!(pane.text().ends_with("\ntail\n"));
    assert!(pane.text().lines().all(|row| row.len() < 200), "wrapped to the pane");
    pane.press(NONE, Key::ArrowUp).press(NONE, Key::Home);
    assert!(pane.text().starts_with("head\n0123456789abcdef"));
}

#[test]
fn matches_are_stepped_through_in_both_directions_and_round_the_ends() {
    let mut pane = pane(lines(3000).replace("line 7\n", "Needle 7\n").replace("line 2000\n", "a needle\n"));
    let step = |pane: &mut super::Pane, modifiers, key, words: &str, line: &str| {
        pane.press(modifiers, key).wait(words, |pane| pane.sees(words));
        assert!(pane.text().contains(line), "{line} is seen after {key:?}");
        let found = pane.view().selection.expect("the match is selected").range();
        let text = std::fs::read_to_string(&pane.path).expect("there");
        let found = &text[found.start as usize..found.end as usize];
        assert!(found.eq_ignore_ascii_case("needle") && line.contains(found), "{found} is not in {line}");
    };
    pane.press(CTRL, Key::F).type_text("needle").wait("the first", |pane| pane.sees("found"));
    assert!(pane.text().contains("Needle 7\n"));
    step(&mut pane, NONE, Key::Enter, "found", "a needle\n");
    step(&mut pane, NONE, Key::F3, "found, past the end of the file", "Needle 7\n");
    step(&mut pane, Modifiers::SHIFT, Key::F3, "found, past the end of the file", "a needle\n");
    step(&mut pane, Modifiers::SHIFT, Key::Enter, "found", "Needle 7\n");
    pane.click("Aa").wait("the other", |pane| pane.text().contains("a needle\n"));
    pane.type_text("s").wait("the end", |pane| pane.sees("no match"));
    pane.press(NONE, Key::Escape);
    assert!(!pane.sees("Previous"));
}

#[test]
fn a_selection_is_copied_as_it_is_shown() {
    let mut pane = pane("one\r\n\x1b[31mtwo\x1b[0m\r\nth\0ee four\r\n");
    assert_eq!(pane.copied(), None, "nothing is selected");
    let (from, to) = (pane.cell(0, 1, 1), pane.cell(2, 4, 1));
    pane.drag(from, to);
    assert_eq!(pane.copied().as_deref(), Some("ne\ntwo\nth\u{b7}e"));
    pane.drag(to, from);
    assert_eq!(pane.copied().as_deref(), Some("ne\ntwo\nth\u{b7}e"));
    let gutter = pane.area().left_top() + egui::vec2(5.0, 5.0);
    pane.drag(gutter, gutter);
    assert_eq!(pane.copied().as_deref(), Some("one\n"), "a click on the number takes the line");
    // Waits, so that the next click does not count as the third of the same series.
    pane.harness.run_steps(60);
    let word = pane.cell(2, 6, 1);
    for pressed in [true, false, true, false] {
        pane.button(word, pressed);
    }
    assert_eq!(pane.copied().as_deref(), Some("four"));
    pane.press(CTRL, Key::A);
    assert_eq!(pane.copied().as_deref(), Some("one\ntwo\nth\u{b7}ee four\n"));
    pane.press(NONE, Key::Escape);
    assert_eq!(pane.copied(), None);
}

#[test]
fn a_huge_selection_is_cut_in_words() {
    let mut pane = pane("x".repeat(79).add_line().repeat(70_000));
    pane.press(CTRL, Key::A);
    let copied = pane.copied().expect("some of it");
    assert_eq!(copied.len() as u64, MAX_COPY_BYTES);
    assert!(pane.sees("Only the first 4 MiB of the 5.3 MiB that are selected were copied"));
    pane.click("Dismiss");
    assert!(!pane.sees("Dismiss"));
}

/// Appends a line break, for contents that are written in one line of code.
trait AddLine {
    fn add_line(self) -> String;
}

impl AddLine for String {
    fn add_line(mut self) -> String {
        self.push('\n');
        self
    }
}

#[test]
fn a_place_survives_a_restart() {
    let mut pane = pane_with(lines(3000), |view| view.set_wrap(true));
    pane.press(CTRL, Key::G).type_text("1500").press(NONE, Key::Enter);
    pane.press(CTRL, Key::F).type_text("e 2").wait("a match", |pane| pane.sees("found"));
    let json = serde_json::to_string(&pane.view().state()).expect("writes");
    let state: LargeState = serde_json::from_str(&json).expect("reads");
    let mut again = pane_with(lines(3000), |view| view.restore(&state));
    assert_eq!((again.first(), again.view().state()), (pane.first(), state));
    again.press(NONE, Key::F3).wait("the next", |pane| !pane.text().is_empty() && pane.sees("Ln 2001 of 3000"));
    let wild = r#"{"offset":18446744073709551615,"scroll_x":1e30}"#;
    let wild: LargeState = serde_json::from_str(wild).expect("fields may be missing");
    let again = pane_with(lines(3000), |view| view.restore(&wild));
    assert_eq!(again.last(), "line 2999");
}

#[test]
fn a_pane_of_any_size_is_drawn_within_its_bounds() {
    for (width, height) in [(0.0, 0.0), (1.0, 1.0), (1.0, 300.0), (300.0, 1.0), (30.0, 60.0), (130.0, 90.0)] {
        for wrap in [false, true] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let path = folder.path().join("a.log");
            std::fs::write(&path, "a line that is longer than the pane is wide\n".repeat(50)).expect("written");
            let mut view = super::view(&path);
            view.set_wrap(wrap);
            view.open_find();
            let show = move |ui: &mut egui::Ui, view: &mut crate::LargeView| {
                let rect = egui::Rect::from_min_size(egui::pos2(20.0, 20.0), egui::vec2(width, height));
                let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect));
                let drawn = view.ui(&mut child).rect;
                assert!(rect.expand(0.1).contains_rect(drawn) || drawn.is_negative(), "{rect} {drawn}");
            };
            let mut harness = egui_kittest::Harness::builder().with_max_steps(400).build_ui_state(show, view);
            harness.run();
            harness.key_press(Key::ArrowDown);
            harness.run();
        }
    }
}

#[test]
fn an_idle_pane_asks_for_no_frame_and_tells_a_screen_reader_what_it_is() {
    let mut pane = pane("hello\n");
    pane.harness.run();
    pane.harness.step();
    let delays: Vec<_> = pane.harness.output().viewport_output.values().map(|output| output.repaint_delay).collect();
    assert_eq!(delays, [std::time::Duration::MAX]);
    let node = pane.harness.get_by_label("Large file: a.log");
    assert_eq!(node.accesskit_node().value().as_deref(), Some("hello\n"));
}
