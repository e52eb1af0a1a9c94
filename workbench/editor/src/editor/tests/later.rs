//! A changed file that a thread reads, without a window.

use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::{place, type_in};
use crate::Editor;
use crate::editor::Notice;

/// A file that takes a while to be read.
fn long(word: &str) -> String {
    format!("{word}\n").repeat(20_000)
}

/// Looks at the disk; what tells that the thread is done.
fn look(editor: &mut Editor) -> Receiver<()> {
    let (send, done) = channel();
    editor.check_disk_later(move || send.send(()).expect("the test waits"));
    done
}

fn wait(done: &Receiver<()>) {
    done.recv_timeout(Duration::from_secs(60)).expect("the thread reads it");
}

/// What an editor does at the start of every frame.
fn frame(editor: &mut Editor) {
    editor.take_read(&egui::Context::default());
}

#[test]
fn a_changed_file_is_read_by_a_thread_and_shown_when_it_is_there() {
    let place = place("a.txt", long("old"));
    let mut editor = place.editor();
    fs::write(&place.path, long("new")).expect("written by somebody");
    let done = look(&mut editor);
    assert_eq!(editor.text(), long("old"), "nobody waits for it");
    wait(&done);
    frame(&mut editor);
    assert!(editor.text() == long("new") && !editor.is_modified());

    fs::write(&place.path, "short").expect("written by somebody");
    let done = look(&mut editor);
    assert_eq!(editor.text(), long("new"), "nor for a short one");
    wait(&done);
    frame(&mut editor);
    assert_eq!(editor.text(), "short");
}

#[test]
fn what_was_typed_meanwhile_is_a_conflict_and_what_was_saved_meanwhile_is_not() {
    let place = place("a.txt", long("old"));
    let mut editor = place.editor();
    fs::write(&place.path, long("new")).expect("written by somebody");
    let done = look(&mut editor);
    wait(&done);
    type_in(&mut editor, "mine");
    frame(&mut editor);
    assert!(matches!(editor.notice, Notice::Changed(_)) && editor.text().starts_with("mineold"));

    let done = look(&mut editor);
    wait(&done);
    editor.save_anyway().expect("saves");
    frame(&mut editor);
    assert_eq!((editor.notice, editor.is_modified()), (Notice::Nothing, false), "it is what was saved");
    assert!(editor.text().starts_with("mineold"));
}

#[test]
fn what_changes_while_it_is_read_is_read_again() {
    let place = place("a.txt", long("old"));
    let mut editor = place.editor();
    fs::write(&place.path, long("new")).expect("written by somebody");
    let done = look(&mut editor);
    wait(&done);
    fs::write(&place.path, long("newer")).expect("written by somebody");
    editor.check_disk_later(|| {});
    let start = std::time::Instant::now();
    while editor.text() != long("newer") {
        frame(&mut editor);
        assert!(start.elapsed() < Duration::from_secs(60), "the second look is forgotten");
        std::thread::sleep(Duration::from_millis(2));
    }
}
