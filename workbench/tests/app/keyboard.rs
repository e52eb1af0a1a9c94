//! What is typed goes to the pane with the ring, however soon after the key that moved it.

use crate::fixture::Bench;
use crate::fixture::{CTRL, has_tab, key, letters, open, press, read, type_text, until};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;

const NONE: Modifiers = Modifiers::NONE;

/// Sends all events in one frame, as a slow frame receives them.
fn in_one_frame(bench: &mut Bench, events: impl IntoIterator<Item = Event>) {
    bench.input_mut().events.extend(events);
    bench.step();
}

fn saved(bench: &mut Bench, folder: &std::path::Path, name: &str) -> String {
    for _ in 0..12 {
        bench.step();
    }
    press(bench, CTRL, Key::S);
    until(bench, "all is saved", |b| !has_tab(b, &format!("{name}, modified")));
    read(folder, name)
}

#[test]
fn letters_in_the_frame_in_which_an_overlay_closes_are_not_lost() {
    let (folder, mut bench) = open();
    for overlay in [(CTRL | Modifiers::SHIFT, Key::P), (CTRL, Key::P)] {
        press(&mut bench, overlay.0, overlay.1);
        in_one_frame(&mut bench, key(Key::Escape, NONE).into_iter().chain(letters("abc")));
        until(&mut bench, "it is typed", |b| has_tab(b, "README.md, modified"));
        assert!(saved(&mut bench, folder.path(), "README.md").starts_with("abc"));
    }
    assert_eq!(read(folder.path(), "README.md"), "abcabc# Hello\n");
}

#[test]
fn letters_in_the_frame_of_a_shortcut_go_where_it_leads() {
    let (folder, mut bench) = open();
    press(&mut bench, CTRL, Key::P);
    until(&mut bench, "the opener", |b| b.query_all_by_label_contains("other.txt").count() > 0);
    type_text(&mut bench, "other");
    // The file is read on another thread: there is no editor yet that could take a key.
    in_one_frame(&mut bench, key(Key::Enter, NONE).into_iter().chain(letters("first ")));
    until(&mut bench, "the editor", |b| b.query_by_label("Editor: other.txt").is_some());
    until(&mut bench, "it is typed", |b| has_tab(b, "other.txt, modified"));
    assert_eq!(saved(&mut bench, folder.path(), "other.txt"), "first other\n");
    assert_eq!(read(folder.path(), "README.md"), "# Hello\n", "nothing went elsewhere");
    // The same for the palette and its field, all at once.
    let palette = key(Key::P, CTRL | Modifiers::SHIFT).into_iter().chain(letters("about"));
    in_one_frame(&mut bench, palette);
    for _ in 0..4 {
        bench.step();
    }
    press(&mut bench, NONE, Key::Escape);
    assert_eq!(saved(&mut bench, folder.path(), "other.txt"), "first other\n", "the field has them");
}

/// Types an x into the open file, and makes the opener offer another one.
fn type_and_offer(bench: &mut Bench, name: &str) {
    type_text(bench, "x");
    until(bench, "it is typed", |b| has_tab(b, "README.md, modified"));
    press(bench, CTRL, Key::P);
    type_text(bench, name);
    until(bench, "the opener has it", |b| b.query_all_by_label_contains(name).count() > 0);
}

#[test]
fn a_pane_that_takes_no_keys_gives_them_to_no_other() {
    let (folder, mut bench) = open();
    std::fs::write(folder.path().join("broken.png"), "no picture").expect("written");
    type_and_offer(&mut bench, "broken.png");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "its tab", |b| has_tab(b, "broken.png"));
    for _ in 0..12 {
        in_one_frame(&mut bench, letters("lost "));
    }
    bench.get_by_label("README.md, modified").click();
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "x# Hello\n");
}

#[test]
fn what_was_typed_for_a_pane_that_loads_does_not_follow_a_click_elsewhere() {
    let (folder, mut bench) = open();
    type_and_offer(&mut bench, "other.txt");
    in_one_frame(&mut bench, key(Key::Enter, NONE).into_iter().chain(letters("for the other ")));
    bench.get_by_label("README.md, modified").click();
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "x# Hello\n");
}

#[test]
fn letters_between_moves_of_the_focus_stay_between_them() {
    for frames_between in 0..4 {
        let (folder, mut bench) = open();
        press(&mut bench, Modifiers::ALT, Key::ArrowDown);
        for _ in 0..12 {
            bench.step();
        }
        for _ in 0..5 {
            for (to, letter) in [(Key::ArrowUp, "U"), (Key::ArrowDown, ":")] {
                bench.input_mut().events.extend(key(to, Modifiers::ALT));
                for _ in 0..frames_between {
                    bench.step();
                }
                bench.input_mut().events.extend(letters(letter));
                for _ in 0..frames_between {
                    bench.step();
                }
            }
        }
        for _ in 0..80 {
            bench.step();
        }
        press(&mut bench, Modifiers::ALT, Key::ArrowUp);
        let text = saved(&mut bench, folder.path(), "README.md");
        assert_eq!(text, "UUUUU# Hello\n", "{frames_between} frames between");
    }
}

#[test]
fn letters_in_the_frame_in_which_the_window_loses_the_focus_are_not_lost() {
    let (folder, mut bench) = open();
    bench.input_mut().focused = false;
    let lost = [Event::WindowFocused(false)];
    in_one_frame(&mut bench, letters("last ").chain(lost));
    bench.step();
    bench.input_mut().focused = true;
    in_one_frame(&mut bench, [Event::WindowFocused(true)]);
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "last # Hello\n");
}
