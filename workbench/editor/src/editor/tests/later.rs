//! Tests of the work that threads do for an editor: reading a changed file and saving a text. Without a window.

use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::{place, type_in};
use crate::Editor;
use crate::text_file::Notice;

/// Returns the contents of a file that takes a while to be read.
fn long(word: &str) -> String {
    format!("{word}\n").repeat(20_000)
}

/// Checks the disk. Returns the channel that reports when the thread is done.
fn look(editor: &mut Editor) -> Receiver<()> {
    let (send, done) = channel();
    editor.check_disk_later(move || send.send(()).expect("the test waits"));
    done
}

fn wait(done: &Receiver<()>) {
    done.recv_timeout(Duration::from_secs(60)).expect("the thread reads it");
}

/// Does what an editor does at the start of every frame.
fn frame(editor: &mut Editor) {
    editor.file().take_read(&egui::Context::default());
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
    assert!(matches!(editor.notice(), Notice::Changed(_)) && editor.text().starts_with("mineold"));

    let done = look(&mut editor);
    wait(&done);
    editor.file().keep_mine();
    editor.save().expect("what is there was seen");
    frame(&mut editor);
    assert_eq!((editor.notice(), editor.is_modified()), (Notice::Nothing, false), "it is what was saved");
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

/// Saves the text. Returns the channel that reports when the thread is done.
fn save(editor: &mut Editor) -> Receiver<()> {
    let (send, done) = channel();
    editor.save_later(move || send.send(()).expect("the test waits"));
    done
}

#[test]
fn what_is_typed_while_the_text_is_saved_is_not_on_disk_and_counts_as_such() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "a");
    let done = save(&mut editor);
    type_in(&mut editor, "b");
    wait(&done);
    assert!(!editor.is_saving());
    assert_eq!((place.on_disk().as_str(), editor.text().as_str()), ("aone", "abone"));
    assert!(editor.is_modified(), "one letter is on disk nowhere");
    assert!(editor.undo() && !editor.is_modified(), "undo leads to what was saved");
}

#[test]
fn a_second_save_behind_a_first_one_saves_what_was_typed_between_them() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "a");
    let done = save(&mut editor);
    type_in(&mut editor, "b");
    save(&mut editor);
    wait(&done);
    assert!(editor.is_saving(), "the second one");
    editor.wait_until_saved(Duration::from_secs(60));
    assert!(!editor.is_modified() && !editor.is_saving());
    assert_eq!(place.on_disk(), "abone");
}

#[test]
fn a_look_at_the_disk_during_a_save_takes_the_own_text_for_no_conflict() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "a");
    let saved = save(&mut editor);
    type_in(&mut editor, "b");
    wait(&saved);
    let looked = look(&mut editor);
    wait(&looked);
    frame(&mut editor);
    assert_eq!((editor.notice(), editor.text().as_str()), (Notice::Nothing, "abone"));
}

#[test]
fn a_save_that_fails_says_why_and_the_next_one_that_does_not_takes_it_back() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    fs::write(&place.path, "two").expect("written by somebody");
    wait(&save(&mut editor));
    assert!(!editor.is_saving() && editor.is_modified());
    assert!(
        editor.unsaved_because().is_some_and(|why| why.contains("changed on disk")),
        "{:?}",
        editor.unsaved_because()
    );
    assert_eq!(place.on_disk(), "two");
    editor.file().keep_mine();
    wait(&save(&mut editor));
    assert!(!editor.is_saving() && !editor.is_modified());
    assert_eq!(editor.unsaved_because(), None);
}

#[test]
fn a_file_that_goes_while_it_is_edited_is_not_made_again_unasked() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    fs::remove_file(&place.path).expect("removed, or given another name");
    wait(&save(&mut editor));
    assert!(!editor.is_saving() && editor.is_modified() && !place.path.exists());
    assert_eq!(editor.notice(), Notice::Vanished, "it is asked");
    wait(&save(&mut editor));
    assert!(!editor.is_saving() && !editor.is_modified());
    assert_eq!(place.on_disk(), "my one");
}

#[test]
fn a_save_that_ends_after_its_file_was_renamed_says_nothing_of_the_new_one() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    let done = save(&mut editor);
    let renamed = place.path.with_file_name("b.txt");
    fs::write(&renamed, "one").expect("as it was before the save");
    editor.set_path(renamed.clone());
    wait(&done);
    assert!(!editor.is_saving() && editor.is_modified(), "the new file does not hold it");
    editor.save().expect("nobody else wrote there");
    assert_eq!(fs::read_to_string(&renamed).expect("there"), "my one");
}
