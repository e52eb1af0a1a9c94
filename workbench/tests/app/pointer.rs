//! Clicks that are shorter than a frame: a press and its release, or two of them, and the keys after them, all at once.

use crate::fixture::{self, Bench, CTRL, has_tab, layout, open, press, read, until};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const NONE: Modifiers = Modifiers::NONE;

/// Clicks the given number of times and types a text right after that, all in one frame. The pointer is there before.
fn click(bench: &mut Bench, pos: Pos2, button: PointerButton, times: usize, typed: &str) {
    bench.event(Event::PointerMoved(pos));
    bench.step();
    bench.step();
    let edge = |pressed| Event::PointerButton { pos, button, pressed, modifiers: NONE };
    let clicks = (0..times).flat_map(|_| [edge(true), edge(false)]);
    let letters = typed.chars().map(|letter| Event::Text(letter.to_string()));
    bench.input_mut().events.extend(clicks.chain(letters));
    for _ in 0..12 {
        bench.step();
    }
}

fn left(bench: &mut Bench, pos: Pos2, times: usize, typed: &str) {
    click(bench, pos, PointerButton::Primary, times, typed);
}

fn middle_of(bench: &Bench, label: &str) -> Pos2 {
    bench.query_all_by_label(label).next().unwrap_or_else(|| panic!("no {label}")).rect().center()
}

fn tab(bench: &Bench, name: &str) -> Pos2 {
    let mut tabs = bench.query_all_by_role(Role::Tab);
    let is_it = |tab: &egui_kittest::Node<'_>| tab.accesskit_node().label().is_some_and(|label| label == name);
    tabs.find(is_it).unwrap_or_else(|| panic!("no tab {name}")).rect().center()
}

fn saved(bench: &mut Bench, folder: &std::path::Path, name: &str) -> String {
    press(bench, CTRL, Key::S);
    until(bench, "it is saved", |b| has_tab(b, name));
    read(folder, name)
}

#[test]
fn a_short_click_sets_the_caret_and_two_choose_a_word() {
    let (folder, mut bench) = open();
    let text = bench.get_by_label("Editor: README.md").rect();
    // To the right of the end of the line, at its height.
    let end = egui::pos2(text.right() - 60.0, text.top() + 8.0);
    left(&mut bench, end, 1, "!");
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "# Hello!\n");
    let word = egui::pos2(text.left() + 80.0, text.top() + 8.0);
    left(&mut bench, word, 2, "Bye");
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "# Bye!\n");
}

#[test]
fn short_clicks_open_files_of_the_tree_and_letters_behind_them_are_for_the_file() {
    let (folder, mut bench) = open();
    let row = middle_of(&bench, "other.txt");
    left(&mut bench, row, 2, "typed ");
    until(&mut bench, "it is typed", |b| has_tab(b, "other.txt, modified"));
    assert_eq!(saved(&mut bench, folder.path(), "other.txt"), "typed other\n");
    assert_eq!(read(folder.path(), "README.md"), "# Hello\n");
}

#[test]
fn short_clicks_on_tabs_bring_them_to_the_front_fill_the_surface_and_close() {
    let (folder, mut bench) = open();
    let row = middle_of(&bench, "other.txt");
    left(&mut bench, row, 2, "");
    until(&mut bench, "the other file", |b| b.query_by_label("Editor: other.txt").is_some());
    // A click on a tab, with the first letters right after it.
    let to = tab(&bench, "README.md");
    left(&mut bench, to, 1, "here ");
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "here # Hello\n");
    let to = tab(&bench, "README.md");
    left(&mut bench, to, 2, "");
    assert!(layout(&mut bench).tree().surfaces().iter().any(|surface| surface.zoomed.is_some()));
    let to = tab(&bench, "README.md");
    left(&mut bench, to, 2, "");
    assert!(layout(&mut bench).tree().surfaces().iter().all(|surface| surface.zoomed.is_none()));
    let to = tab(&bench, "other.txt");
    click(&mut bench, to, PointerButton::Middle, 1, "and ");
    assert!(!has_tab(&bench, "other.txt"));
    assert_eq!(saved(&mut bench, folder.path(), "README.md"), "here and # Hello\n");
    let close = middle_of(&bench, "Close README.md");
    left(&mut bench, close, 1, "");
    assert!(!has_tab(&bench, "README.md"));
}

#[test]
fn a_short_double_click_on_a_divider_makes_its_sides_equal() {
    let (_folder, mut bench) = open();
    let before = layout(&mut bench).history().undo_names().count();
    let divider = bench.query_all_by_role(Role::Splitter).find(|d| d.rect().height() > d.rect().width());
    let at = divider.expect("a divider").rect().center();
    left(&mut bench, at, 2, "");
    assert_eq!(layout(&mut bench).history().undo_names().count(), before + 1);
    left(&mut bench, at, 1, "");
    assert_eq!(layout(&mut bench).history().undo_names().count(), before + 1, "one click alone is nothing");
}

#[test]
fn a_short_click_on_a_button_that_opens_a_pane_gives_the_keyboard_to_that_pane() {
    let (_folder, mut bench) = open();
    press(&mut bench, Modifiers { alt: true, ..NONE }, Key::ArrowUp);
    fixture::palette(&mut bench, "new tab");
    until(&mut bench, "a pane to start from", |b| b.query_by_label("New terminal   Ctrl+`").is_some());
    let button = bench.query_all_by_role(Role::Button);
    let button = button.filter(|b| b.accesskit_node().label().is_some_and(|label| label.starts_with("New terminal")));
    let at = button.map(|button| button.rect().center()).next().expect("its button");
    left(&mut bench, at, 1, "typed behind the click");
    let heard = |b: &Bench| {
        let mut terminals = b.query_all_by_role(Role::Terminal);
        terminals.any(|node| node.accesskit_node().value().is_some_and(|text| text.contains("typed behind the click")))
    };
    until(&mut bench, "the shell has it", heard);
    assert!(!has_tab(&bench, "README.md, modified"), "nothing of it went to the file");
}
