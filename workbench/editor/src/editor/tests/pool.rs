//! Tests of an editor that is reused, and of stopping a read.

use std::fs;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use super::{place, reload, type_in};
use crate::limits::READ_STEP_BYTES;
use crate::{Document, Editor, EditorError, EditorState};

const CTRL: Modifiers = Modifiers::COMMAND;

fn press(harness: &mut Harness<'_, Editor>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn show<'a>(editor: Editor) -> Harness<'a, Editor> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(700.0, 400.0))
        .with_max_steps(400)
        .build_ui_state(|ui, editor: &mut Editor| drop(editor.ui(ui)), editor);
    harness.run();
    harness
}

/// Returns everything that is on the screen or reported to a screen reader.
fn all_words(harness: &Harness<'_, Editor>) -> String {
    let nodes = harness.root().children_recursive();
    let words = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value()]
    });
    words.flatten().collect::<Vec<_>>().join("\n")
}

/// Creates an editor in which everything was used: text, undo, redo, selection, search, conflict, composing, scrolling.
fn used<'a>(place: &super::Place) -> Harness<'a, Editor> {
    let mut editor = place.editor();
    editor.request_focus();
    let mut harness = show(editor);
    for c in "secret typed".chars() {
        harness.event(Event::Text(c.to_string()));
    }
    harness.run();
    press(&mut harness, CTRL, Key::Z);
    press(&mut harness, CTRL, Key::F);
    for c in "secret".chars() {
        harness.event(Event::Text(c.to_string()));
        harness.run();
    }
    harness.state_mut().pane.preedit = "secret composing".to_owned();
    fs::write(&place.path, "secret of somebody").expect("written by somebody");
    harness.state_mut().file().check_disk();
    harness.state_mut().file().keep_mine();
    harness.state_mut().save().expect("what is there was seen");
    reload(harness.state_mut());
    type_in(harness.state_mut(), "secret");
    fs::remove_file(&place.path).expect("removed by somebody");
    harness.state_mut().file().check_disk();
    harness.run();
    assert!(all_words(&harness).contains("secret"), "there is something to be forgotten");
    harness
}

fn secret_place() -> super::Place {
    place("secret.rs", "fn secret() {}\n".repeat(300))
}

fn assert_forgotten(harness: &mut Harness<'_, Editor>, text: &str, path: &str, why: &str) {
    let editor = harness.state_mut();
    assert_eq!(editor.text(), text, "{why}");
    assert_eq!(editor.path().display().to_string(), path, "{why}");
    assert!(!editor.title().contains("secret"), "{why}");
    assert!(!editor.is_modified() && !editor.is_read_only(), "{why}");
    let fresh = Editor::from_document(Document::read(&editor.path()).unwrap_or_else(|_| Document::blank())).state();
    assert_eq!(editor.state(), fresh, "cursor, selection, scrolling, unsaved text: {why}");
    assert!(!editor.undo() && !editor.redo(), "{why}");
    harness.run();
    let words = all_words(harness);
    assert!(!words.contains("secret"), "{why}:\n{words}");
    // Neither in the find bar nor through the bar's own undo.
    harness.state_mut().request_focus();
    harness.run();
    press(harness, Modifiers::NONE, Key::F3);
    press(harness, CTRL, Key::Z);
    let words = all_words(harness);
    assert!(words.contains("Find") && !words.contains("secret"), "{why}:\n{words}");
    press(harness, Modifiers::NONE, Key::Escape);
}

#[test]
fn a_reset_editor_shows_nothing_of_its_last_use() {
    let place = secret_place();
    let mut harness = used(&place);
    harness.state_mut().reset();
    assert_forgotten(&mut harness, "", "", "after a reset");
    let blank = Editor::from_document(Document::blank()).bytes();
    harness.state_mut().reset();
    assert!(harness.state().bytes() <= blank, "memory was given back");
    harness.state_mut().file().check_disk();
    harness.state_mut().restore(&EditorState::default());
    assert_forgotten(&mut harness, "", "", "after it was looked after");
}

#[test]
fn a_document_in_a_used_editor_is_as_in_a_new_one() {
    for reset_first in [true, false] {
        let (old, new) = (secret_place(), place("new.txt", "new text\n"));
        let mut harness = used(&old);
        if reset_first {
            harness.state_mut().reset();
        }
        harness.state_mut().open_document(Document::read(&new.path).expect("reads"));
        let path = new.path.display().to_string();
        assert_forgotten(&mut harness, "new text\n", &path, "after a new document");
        type_in(harness.state_mut(), "more ");
        harness.state_mut().save().expect("saves");
        assert_eq!((new.on_disk().as_str(), old.path.exists()), ("more new text\n", false));
    }
}

#[test]
fn reading_says_how_far_it_is_and_stops_when_told_to() {
    let text = "x".repeat(4 * READ_STEP_BYTES + 10);
    let place = place("a.txt", &text);
    let mut parts = Vec::new();
    let document = Document::read_with(&place.path, &mut |part| {
        parts.push(part);
        true
    });
    assert_eq!(Editor::from_document(document.expect("reads")).text(), text);
    assert!(parts.len() >= 5 && parts.is_sorted(), "{parts:?}");
    assert_eq!((parts.first(), parts.last()), (Some(&0.0), Some(&1.0)));

    for stop_after in [0, 2] {
        let mut asked = 0;
        let stopped = Document::read_with(&place.path, &mut |_| {
            asked += 1;
            asked <= stop_after
        });
        assert!(matches!(stopped, Err(EditorError::Cancelled { .. })));
        assert_eq!(asked, stop_after + 1, "it is not asked again");
    }
    let missing = place.folder.path().join("missing");
    assert!(Document::read_with(&missing, &mut |_| true).is_ok(), "as with `read`, a new file");
}
