//! Lines of input in panes: what is typed after the key that opens a line is for the line, and so are Enter and Escape.

use crate::fixture::{Bench, CTRL, has_tab, key, letters, open, palette, press, read, type_text, until};
use egui::{Event, Key, Modifiers, PointerButton, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const NONE: Modifiers = Modifiers::NONE;

fn at_once(bench: &mut Bench, events: impl IntoIterator<Item = Event>) {
    bench.input_mut().events.extend(events);
    for _ in 0..12 {
        bench.step();
    }
}

fn click(bench: &mut Bench, label: &str, button: PointerButton) {
    let pos = bench.query_all_by_label(label).next().unwrap_or_else(|| panic!("no {label}")).rect().center();
    bench.event(Event::PointerMoved(pos));
    bench.step();
    at_once(bench, [true, false].map(|pressed| Event::PointerButton { pos, button, pressed, modifiers: NONE }));
}

#[test]
fn letters_in_the_frame_that_opens_the_find_bar_are_for_the_bar() {
    let (folder, mut bench) = open();
    for opens in [Key::F, Key::H, Key::G] {
        at_once(&mut bench, key(opens, CTRL).into_iter().chain(letters("12")));
        press(&mut bench, NONE, Key::Escape);
    }
    assert!(!has_tab(&bench, "README.md, modified"), "nothing of it went to the text");
    at_once(&mut bench, letters("x"));
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| has_tab(b, "README.md"));
    assert_eq!(read(folder.path(), "README.md"), "x# Hello\n");
}

#[test]
fn a_new_name_typed_at_once_is_the_name_and_opens_nothing() {
    let (folder, mut bench) = open();
    click(&mut bench, "other.txt", PointerButton::Primary);
    // The extension stays, because only the stem is selected.
    at_once(&mut bench, key(Key::F2, NONE).into_iter().chain(letters("new")).chain(key(Key::Enter, NONE)));
    until(&mut bench, "it is renamed", |_| folder.path().join("new.txt").exists());
    for _ in 0..20 {
        bench.step();
    }
    assert!(!has_tab(&bench, "other.txt") && !has_tab(&bench, "new.txt"), "Enter was for the line");
    // After a refusal, the line keeps the keyboard.
    at_once(&mut bench, key(Key::F2, NONE).into_iter().chain(letters("README")));
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "README.md");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("exists already").count() > 0);
    press(&mut bench, CTRL, Key::A);
    type_text(&mut bench, "third.txt");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "it is renamed again", |_| folder.path().join("third.txt").exists());
    assert!(!has_tab(&bench, "README.md, modified") && !has_tab(&bench, "new.txt"));
    // The tree has the keyboard again.
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "it opens", |b| b.query_by_label("Editor: third.txt").is_some());
}

#[test]
fn a_name_asked_for_from_a_menu_is_typed_without_a_click_and_can_be_left() {
    let (folder, mut bench) = open();
    click(&mut bench, "other.txt", PointerButton::Secondary);
    click(&mut bench, "New file...", PointerButton::Primary);
    type_text(&mut bench, "made.txt");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "it is made", |b| b.query_by_label("Editor: made.txt").is_some());
    assert!(folder.path().join("made.txt").exists() && !has_tab(&bench, "other.txt"));
    click(&mut bench, "other.txt", PointerButton::Secondary);
    click(&mut bench, "Rename...", PointerButton::Primary);
    assert!(bench.query_by_label("Rename other.txt").is_some());
    press(&mut bench, NONE, Key::Escape);
    until(&mut bench, "it is left", |b| b.query_by_label("Rename other.txt").is_none());
}

#[test]
fn an_answer_in_the_frame_that_opens_its_question_is_for_the_question() {
    let (folder, mut bench) = open();
    // For the tree: Enter must not open the file.
    click(&mut bench, "other.txt", PointerButton::Primary);
    at_once(&mut bench, key(Key::Delete, NONE).into_iter().chain(key(Key::Escape, NONE)));
    until(&mut bench, "it was left", |b| b.query_all_by_label("Move other.txt to the trash?").count() == 0);
    assert!(!has_tab(&bench, "other.txt") && folder.path().join("other.txt").exists());
    // And in the next frame, in which the question is drawn for the first time.
    bench.input_mut().events.extend(key(Key::Delete, NONE));
    bench.step();
    // The test must not put anything into the real trash of the user who runs it.
    std::fs::remove_file(folder.path().join("other.txt")).expect("removed");
    at_once(&mut bench, key(Key::Enter, NONE));
    until(&mut bench, "it was answered", |b| b.query_all_by_label_contains("other.txt stays").count() > 0);
    assert!(!has_tab(&bench, "other.txt"));
    // For an editor: Enter must not break its line.
    let label = "Editor: README.md";
    click(&mut bench, label, PointerButton::Primary);
    press(&mut bench, CTRL, Key::Home);
    type_text(&mut bench, "x");
    at_once(&mut bench, key(Key::W, CTRL).into_iter().chain(key(Key::Enter, NONE)));
    until(&mut bench, "it was saved and closed", |b| b.query_by_label(label).is_none());
    assert_eq!(read(folder.path(), "README.md"), "x# Hello\n");
}

#[test]
fn text_saved_and_closed_in_one_frame_is_saved_first_and_nobody_is_asked() {
    let (folder, mut bench) = open();
    click(&mut bench, "Editor: README.md", PointerButton::Primary);
    press(&mut bench, CTRL, Key::Home);
    at_once(&mut bench, letters("x").chain(key(Key::S, CTRL)).chain(key(Key::W, CTRL)));
    until(&mut bench, "it was closed", |b| b.query_by_label("Editor: README.md").is_none());
    assert_eq!(read(folder.path(), "README.md"), "x# Hello\n");
}

#[test]
fn enter_ends_no_program_that_runs() {
    let (_folder, mut bench) = open();
    press(&mut bench, Modifiers::ALT, Key::ArrowDown);
    let heard = |b: &Bench| -> String {
        let mut terminals = b.query_all_by_role(Role::Terminal);
        terminals.next().and_then(|node| node.accesskit_node().value()).unwrap_or_default()
    };
    until(&mut bench, "a prompt", |b| !heard(b).trim_matches(['|', '\n', ' ']).is_empty());
    type_text(&mut bench, "echo begun; sleep 1000");
    press(&mut bench, NONE, Key::Enter);
    until(&mut bench, "it runs", |b| heard(b).lines().any(|line| line.trim() == "begun"));
    palette(&mut bench, "close pane");
    until(&mut bench, "the question", |b| b.query_by_label("Close anyway").is_some());
    at_once(&mut bench, key(Key::Enter, NONE));
    assert!(bench.query_by_label("Close anyway").is_none(), "Enter answers");
    assert!(!heard(&bench).is_empty(), "and the program runs on");
    palette(&mut bench, "close pane");
    until(&mut bench, "the question", |b| b.query_by_label("Close anyway").is_some());
    click(&mut bench, "Close anyway", PointerButton::Primary);
    until(&mut bench, "it is closed", |b| heard(b).is_empty());
}
