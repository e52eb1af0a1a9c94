//! Tests of one text in two panes.

use super::{Place, place, type_in};
use crate::selection::Selection;
use crate::{Editor, EditorState};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// Creates two editors of one file.
fn two(place: &Place) -> (Editor, Editor) {
    let one = place.editor();
    let mut other = Editor::from_document(crate::Document::blank());
    other.show(one.shared());
    (one, other)
}

fn put(editor: &Editor, at: usize) {
    editor.file().buffer.select(Selection::at(at));
}

fn cursor(editor: &Editor) -> usize {
    editor.selection().cursor
}

#[test]
fn what_is_typed_in_one_is_in_both_and_each_keeps_its_cursor() {
    let place = place("a.txt", "one\ntwo\n");
    let (mut one, mut other) = two(&place);
    put(&one, 0);
    put(&other, 5);
    type_in(&mut one, "ab");
    assert_eq!((cursor(&one), cursor(&other)), (2, 7), "at its letter");
    type_in(&mut other, "X");
    assert_eq!(one.text(), "abone\ntXwo\n");
    assert!(one.is_modified() && other.is_modified());
    assert_eq!(one.text(), other.text());
    assert!(one.undo() && one.undo(), "one history: what the other typed, and its own");
    assert_eq!(other.text(), "one\ntwo\n");
    assert!(!other.is_modified());
    type_in(&mut other, "!");
    one.save().expect("saved");
    assert!(!other.is_modified(), "one file");
    assert_eq!(place.on_disk(), other.text());
}

#[test]
fn typing_on_after_the_other_pane_was_drawn_is_still_one_step() {
    let place = place("a.txt", "");
    let (mut one, other) = two(&place);
    for letter in ["a", "b", "c"] {
        type_in(&mut one, letter);
        assert_eq!(cursor(&other), cursor(&one), "both began at the end, and so does what is typed");
    }
    assert!(one.undo());
    assert_eq!(one.text(), "");
}

#[test]
fn a_text_lives_as_long_as_anybody_shows_it_and_is_kept_once() {
    let place = place("a.txt", "one");
    let (mut one, other) = two(&place);
    type_in(&mut one, "X");
    assert!(one.is_shown_beside() && other.is_shown_beside());
    let unsaved = |editor: &Editor| editor.state().unsaved.map(|text| text.to_string());
    assert_eq!((unsaved(&one).as_deref(), unsaved(&other)), (Some("Xone"), None));
    assert_ne!(one.state_key(), other.state_key());
    one.set_closed(true);
    assert_eq!((unsaved(&one), unsaved(&other).as_deref()), (None, Some("Xone")), "the open one keeps it");
    assert!(one.is_shown_beside() && !other.is_shown_beside());
    one.set_closed(false);
    drop(one);
    assert_eq!(unsaved(&other).as_deref(), Some("Xone"));
    assert!(!other.is_shown_beside());
    assert_eq!(other.text(), "Xone");
}

#[test]
fn a_state_with_another_text_changes_nothing_where_the_text_is_shown_already() {
    let place = place("a.txt", "one");
    let (mut one, mut other) = two(&place);
    type_in(&mut one, "X");
    other.restore(&EditorState { unsaved: Some("old".into()), cursor: 2, ..EditorState::default() });
    assert_eq!((one.text().as_str(), cursor(&other), cursor(&one)), ("Xone", 2, 1));
    let shown = one.shared();
    one.reset();
    assert_eq!((one.text().as_str(), other.text().as_str()), ("", "Xone"), "a used editor lets go of the text");
    assert_eq!(shown.path(), place.path);
}

#[test]
fn a_pane_stays_with_what_it_shows_while_lines_come_above_it() {
    let lines: String = (0..200).map(|line| format!("line {line}\n")).collect();
    let place = place("a.txt", lines);
    let (mut one, mut other) = two(&place);
    other.go_to_line(100);
    let mut harness = Harness::builder().with_size([300.0, 200.0]).build_ui_state(
        |ui, editor: &mut Editor| {
            editor.ui(ui);
        },
        other,
    );
    harness.run();
    let top = harness.state().pane.view.top_line();
    assert!(top > 80, "{top}");
    put(&one, 0);
    type_in(&mut one, "a\nb\nc\n");
    // As a session reads the state, before the pane is drawn again.
    let state = harness.state().state();
    assert_eq!((state.scroll_line, state), (top as u64 + 3, harness.state().state()));
    let _ = (harness.state().state_key(), harness.state().selected_text());
    harness.run();
    assert_eq!(harness.state().pane.view.top_line(), top + 3);
    assert!(one.undo());
    harness.run();
    assert_eq!(harness.state().pane.view.top_line(), top);
    assert!(harness.query_by_label("Editor: a.txt").is_some());
}

#[test]
fn a_pane_that_is_added_shows_what_the_one_with_the_keyboard_shows() {
    let lines: String = (0..200).map(|line| format!("line {line}\n")).collect();
    let place = place("a.txt", lines);
    let mut editor = place.editor();
    editor.go_to_line(100);
    editor.request_focus();
    let show = |ui: &mut egui::Ui, editor: &mut Editor| drop(editor.ui(ui));
    let mut harness = Harness::builder().with_size([300.0, 200.0]).build_ui_state(show, editor);
    harness.run();
    let (text, top) = (harness.state().shared(), harness.state().pane.view.top_line());
    let mut other = Editor::from_document(crate::Document::blank());
    other.show(text.clone());
    other.go_to_line(1);
    // This pane is drawn last, but the keyboard focus is elsewhere.
    let mut second = Harness::builder().with_size([300.0, 200.0]).build_ui_state(show, other);
    second.run();
    let mut third = Editor::from_document(crate::Document::blank());
    third.show(text);
    let mut third = Harness::builder().with_size([300.0, 200.0]).build_ui_state(show, third);
    third.run();
    assert_eq!(third.state().pane.view.top_line(), top);
    assert_eq!(third.state().selection(), harness.state().selection());
}

#[test]
fn what_two_panes_type_beside_each_other_is_two_steps_and_grows_no_selection() {
    let place = place("a.txt", "abc");
    let (mut one, mut other) = two(&place);
    put(&one, 1);
    type_in(&mut one, "1");
    put(&other, 2);
    type_in(&mut other, "2");
    assert_eq!(one.text(), "a12bc");
    assert!(one.undo());
    assert_eq!(one.text(), "a1bc", "only what the other typed");
    one.file().buffer.select(Selection { anchor: 0, cursor: 2 });
    put(&other, 2);
    type_in(&mut other, "x");
    assert_eq!((one.text().as_str(), one.selected_text().as_str()), ("a1xbc", "a1"));
    put(&other, 0);
    type_in(&mut other, "y");
    assert_eq!(one.selected_text(), "a1");
}

#[test]
fn a_text_that_nobody_showed_for_a_while_is_shown_by_one() {
    let place = place("a.txt", "one");
    let first = place.editor();
    let text = first.shared();
    drop(first);
    let mut next = Editor::from_document(crate::Document::blank());
    next.show(text);
    type_in(&mut next, "X");
    assert!(!next.is_shown_beside());
    assert_eq!(next.state().unsaved, Some("Xone".into()));
}
