//! One file in two panes: one text, one undo history, one file, and closing one pane loses nothing.

use crate::fixture::{Bench, CTRL, open_file, palette, press, read, rename, type_text, until};
use crate::unsaved::{Place, asks, place};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::fs;

/// Opens a file with some typed text in two panes side by side; the right one has the keyboard.
fn two(place: &Place) -> Bench {
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "left ");
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "the second pane", |b| panes(b).len() == 2);
    bench
}

/// Returns what the editors of b.txt show.
fn panes(bench: &Bench) -> Vec<String> {
    bench.query_all_by_label("Editor: b.txt").filter_map(|editor| editor.accesskit_node().value()).collect()
}

fn until_both(bench: &mut Bench, text: &str) {
    until(bench, &format!("both show {text:?}"), |b| panes(b) == [text, text]);
}

fn tabs(bench: &Bench) -> usize {
    bench.query_all_by_label("b.txt, modified").count()
}

#[test]
fn a_split_of_an_editor_shows_its_file_and_both_edit_one_text() {
    let place = place();
    let mut bench = two(&place);
    until_both(&mut bench, "left b.txt\n");
    type_text(&mut bench, "right ");
    until_both(&mut bench, "left right b.txt\n");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| tabs(b) == 0);
    assert_eq!(read(place.folder.path(), "b.txt"), "left right b.txt\n");
    press(&mut bench, CTRL, Key::Z);
    press(&mut bench, CTRL, Key::Z);
    until_both(&mut bench, "b.txt\n");
    // Another program writes the file.
    press(&mut bench, CTRL, Key::Y);
    press(&mut bench, CTRL, Key::Y);
    until(&mut bench, "it is as on disk", |b| tabs(b) == 0);
    fs::write(place.folder.path().join("b.txt"), "other\n").expect("written");
    until_both(&mut bench, "other\n");
}

#[test]
fn closing_one_of_two_panes_asks_nothing_and_the_last_asks_once() {
    let place = place();
    let mut bench = two(&place);
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "one is left", |b| panes(b).len() == 1);
    assert!(!asks(&bench, "Close without saving"));
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "the question", |b| asks(b, "Close without saving"));
    bench.get_by_label("Cancel").click();
    bench.step();
    assert_eq!(panes(&bench), ["left b.txt\n"]);
    // Two panes again, and both are closed at once.
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "the second pane", |b| panes(b).len() == 2);
    close_both(&mut bench);
    until(&mut bench, "one question", |b| b.query_by_label("Close without saving").is_some());
    bench.get_by_label("Cancel").click();
    bench.step();
    assert_eq!(panes(&bench).len(), 2, "all or nothing");
    // After a cancelled question, closing one of the two panes still loses nothing.
    bench.query_all_by_label("Editor: b.txt").last().expect("there").click();
    bench.step();
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "one is left", |b| panes(b).len() == 1);
    assert!(!asks(&bench, "Close without saving"));
}

#[test]
fn undo_brings_both_panes_back_with_what_was_typed() {
    let place = place();
    let mut bench = two(&place);
    close_both(&mut bench);
    until(&mut bench, "one question", |b| b.query_by_label("Close without saving").is_some());
    bench.get_by_label("Close without saving").click();
    until(&mut bench, "both are closed", |b| panes(b).is_empty());
    press(&mut bench, CTRL | Modifiers::ALT, Key::Z);
    until_both(&mut bench, "left b.txt\n");
    bench.query_all_by_label("Editor: b.txt").last().expect("there").click();
    bench.step();
    type_text(&mut bench, "on ");
    until(&mut bench, "one text", |b| panes(b).iter().all(|text| text.contains("on ")));
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| tabs(b) == 0);
    assert_eq!(read(place.folder.path(), "b.txt"), panes(&bench)[0]);
}

#[test]
fn text_in_two_panes_is_kept_once_over_a_restart_and_comes_back_as_one() {
    let place = place();
    let mut bench = two(&place);
    type_text(&mut bench, "right ");
    // A tab covers the second pane, so that it is not loaded after the restart.
    press(&mut bench, CTRL, Key::T);
    until(&mut bench, "a tab over it", |b| panes(b).len() == 1);
    place.until_written(&mut bench, "left right ");
    std::mem::forget(bench.state_mut().take());
    drop(bench);
    fs::remove_file(place.session().with_extension("lock")).expect("there");
    assert_eq!(place.kept().matches("left right ").count(), 1);

    let mut bench = place.open();
    until(&mut bench, "its text", |b| panes(b) == ["left right b.txt\n"]);
    // The one that is here goes on alone, and takes the other along when it comes.
    bench.get_by_label("Editor: b.txt").click();
    bench.step();
    type_text(&mut bench, "more ");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| !asks(b, "b.txt, modified"));
    bench.query_all_by_label("b.txt").last().expect("its tab").click();
    until(&mut bench, "both", |b| panes(b).len() == 2);
    let shown = panes(&bench);
    assert!(shown[0] == shown[1] && shown[0].contains("more "), "{shown:?}");
    assert_eq!(read(place.folder.path(), "b.txt"), shown[0]);
    assert!(!asks(&bench, "changed on disk"));
}

#[test]
fn closing_a_pane_asks_nothing_if_another_one_of_its_text_was_not_loaded_yet() {
    let place = place();
    let mut bench = two(&place);
    press(&mut bench, CTRL, Key::T);
    until(&mut bench, "a tab over it", |b| panes(b).len() == 1);
    let restart = |bench: &mut Bench, place: &Place, words: &str| {
        place.until_written(bench, words);
        std::mem::forget(bench.state_mut().take());
        fs::remove_file(place.session().with_extension("lock")).expect("there");
        *bench = place.open();
        until(bench, "its text", |b| panes(b).len() == 1);
    };
    restart(&mut bench, &place, "left ");
    bench.get_by_label("Editor: b.txt").click();
    bench.step();
    type_text(&mut bench, "more ");
    let shown = panes(&bench)[0].clone();
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "it is closed", |b| panes(b).is_empty());
    assert!(!asks(&bench, "Close without saving"));
    // Also if the program ends before the other one is loaded.
    place.until_written(&mut bench, "more ");
    bench.get_by_label("b.txt, modified").click();
    until(&mut bench, "the other shows it", |b| panes(b) == [shown.as_str()]);
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "the question", |b| asks(b, "Close without saving"));
}

#[test]
fn both_panes_follow_a_file_that_is_renamed_and_go_on_as_one() {
    let place = place();
    let mut bench = two(&place);
    rename(&mut bench, "b.txt", "new.txt");
    let count = |b: &Bench, label: &str| b.query_all_by_label(label).count();
    until(&mut bench, "both have the new name", |b| count(b, "new.txt, modified") == 2);
    bench.query_all_by_label("Editor: new.txt").last().expect("there").click();
    bench.step();
    type_text(&mut bench, "on ");
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::Backslash);
    until(&mut bench, "a third", |b| count(b, "Editor: new.txt") == 3);
    let shown: Vec<_> =
        bench.query_all_by_label("Editor: new.txt").filter_map(|editor| editor.accesskit_node().value()).collect();
    assert!(shown[0].contains("on ") && shown.iter().all(|text| *text == shown[0]), "{shown:?}");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| count(b, "new.txt, modified") == 0);
    assert_eq!(read(place.folder.path(), "new.txt"), shown[0]);
}

/// Closes all panes except the tree, with one command.
fn close_both(bench: &mut Bench) {
    palette(bench, "show the file tree");
    palette(bench, "close all other panes");
}

#[test]
fn a_rename_onto_a_name_that_closed_panes_had_keeps_what_was_typed() {
    let place = place();
    let mut bench = place.open();
    // Two panes of c.txt, closed and parked.
    open_file(&mut bench, "c.txt");
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "two panes", |b| b.query_all_by_label("Editor: c.txt").count() == 2);
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "one pane", |b| b.query_all_by_label("Editor: c.txt").count() == 1);
    bench.get_by_label("Editor: c.txt").click();
    bench.step();
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "none", |b| b.query_by_label("Editor: c.txt").is_none());
    fs::remove_file(place.folder.path().join("c.txt")).expect("there");
    until(&mut bench, "its row is gone", |b| b.query_by_label("c.txt").is_none());
    place.edit(&mut bench, "b.txt", "mine ");
    rename(&mut bench, "b.txt", "c.txt");
    until(&mut bench, "it moved", |b| b.query_by_label("c.txt, modified").is_some());
    let shown = |b: &Bench| b.get_by_label("Editor: c.txt").accesskit_node().value();
    assert_eq!(shown(&bench).as_deref(), Some("mine b.txt\n"));
    place.until_written(&mut bench, "mine b.txt");
    // And another pane shows that text, not the old one of c.txt.
    bench.get_by_label("Editor: c.txt").click();
    bench.step();
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "two panes", |b| b.query_all_by_label("Editor: c.txt").count() == 2);
    let all: Vec<_> = bench.query_all_by_label("Editor: c.txt").filter_map(|e| e.accesskit_node().value()).collect();
    assert_eq!(all, ["mine b.txt\n"; 2]);
}

#[test]
fn a_text_in_two_panes_does_not_move_onto_one_that_is_open() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "c.txt", "theirs ");
    fs::remove_file(place.folder.path().join("c.txt")).expect("there");
    // The tab of c.txt has another label and stays.
    until(&mut bench, "its row is gone", |b| b.query_all_by_label("c.txt").count() < 2);
    place.edit(&mut bench, "b.txt", "left ");
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "the second pane", |b| panes(b).len() == 2);
    rename(&mut bench, "b.txt", "c.txt");
    until(&mut bench, "it is said", |b| asks(b, "b.txt stays under its old name: c.txt is open already"));
    assert_eq!(panes(&bench), ["left b.txt\n"; 2], "both, and with their text");
    assert!(asks(&bench, "c.txt, modified"));
}

#[test]
fn a_file_that_changed_while_its_panes_were_closed_is_shown_as_it_is() {
    let place = place();
    let mut bench = place.open();
    open_file(&mut bench, "d.txt");
    press(&mut bench, CTRL, Key::Backslash);
    until(&mut bench, "two panes", |b| b.query_all_by_label("Editor: d.txt").count() == 2);
    palette(&mut bench, "show the file tree");
    palette(&mut bench, "close all other panes");
    until(&mut bench, "none", |b| b.query_by_label("Editor: d.txt").is_none());
    fs::write(place.folder.path().join("d.txt"), "new\n").expect("written");
    open_file(&mut bench, "d.txt");
    until(&mut bench, "what is there now", |b| {
        b.query_by_label("Editor: d.txt").and_then(|e| e.accesskit_node().value()).as_deref() == Some("new\n")
    });
}
