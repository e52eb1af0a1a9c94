//! Tests of opening, saving, and changes of the file by other programs.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::{place, reload, type_in};
use crate::limits::{MAX_FILE_BYTES, MAX_KEPT_UNDO_BYTES};
use crate::text_file::Notice;
use crate::{Document, Editor, EditorError, EditorState, SharedText};

#[test]
fn a_file_that_is_not_there_yet_is_made_by_saving() {
    let place = place("other", "");
    let path = place.folder.path().join("new.txt");
    let mut editor = Editor::open(&path).expect("opens empty");
    assert!(!editor.is_modified());
    assert!(!path.exists());
    type_in(&mut editor, "hello");
    editor.save().expect("saves");
    assert_eq!(fs::read_to_string(&path).expect("made"), "hello");
    assert!(!editor.is_modified());
}

#[test]
fn what_was_not_edited_is_written_back_as_it_was() {
    let check = |before: &str, after: &str| {
        let place = place("a.txt", before);
        let mut editor = place.editor();
        type_in(&mut editor, "x\n");
        editor.save().expect("saves");
        assert_eq!(place.on_disk(), after);
    };
    check("a\r\nb\r\n", "x\r\na\r\nb\r\n");
    check("a\nb", "x\na\nb");
    check("\u{feff}a", "\u{feff}x\na");
    check("a\r\nb\r\nc\nd\re", "x\r\na\r\nb\r\nc\nd\re");
}

#[cfg(unix)]
#[test]
fn saving_keeps_the_mode_and_goes_through_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let place = place("run.sh", "#!/bin/sh\n");
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o754)).expect("own file");
    let link = place.folder.path().join("link");
    symlink("run.sh", &link).expect("a link");
    let mut editor = Editor::open(&link).expect("opens");
    type_in(&mut editor, "x");
    editor.save().expect("saves");
    assert_eq!(place.on_disk(), "x#!/bin/sh\n");
    assert_eq!(fs::metadata(&place.path).expect("there").permissions().mode() & 0o7777, 0o754);
    assert!(fs::symlink_metadata(&link).expect("there").file_type().is_symlink());
    assert_eq!(fs::read_dir(place.folder.path()).expect("readable").count(), 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_file_to_open_and_one_whose_target_goes_is_saved_again() {
    let place = place("target.txt", "old");
    let at = |name: &str| place.folder.path().join(name);
    for (link, to) in [("broken", "missing"), ("link", "target.txt")] {
        std::os::unix::fs::symlink(to, at(link)).expect("a link");
    }
    let refused = Editor::open(&at("broken")).err().map(|error| error.to_string());
    assert!(refused.is_some_and(|words| words.ends_with("is a link that leads nowhere")));
    let mut editor = Editor::open(&at("link")).expect("opens");
    fs::remove_file(&place.path).expect("removed");
    type_in(&mut editor, "x");
    editor.file().check_disk();
    assert!(editor.is_modified());
    editor.save().expect("saves");
    assert_eq!((place.on_disk().as_str(), at("missing").exists()), ("xold", false));
}

#[cfg(unix)]
#[test]
fn what_would_block_or_never_end_is_no_file_to_open() {
    let place = place("a.txt", "");
    let pipe = place.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let zero = place.folder.path().join("zero");
    std::os::unix::fs::symlink("/dev/zero", &zero).expect("a link");
    for path in [pipe, zero] {
        assert!(matches!(Editor::open(&path), Err(EditorError::NotAFile { .. })), "{}", path.display());
    }
}

#[test]
fn a_save_over_a_file_that_changed_is_refused_until_it_is_meant() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    fs::write(&place.path, "two").expect("written by somebody");
    assert!(matches!(editor.save(), Err(EditorError::ChangedOnDisk { .. })));
    assert_eq!(place.on_disk(), "two");
    assert!(editor.is_modified());
    editor.file().keep_mine();
    editor.save().expect("what is there was seen");
    assert_eq!(place.on_disk(), "my one");
    assert!(!editor.is_modified());
}

#[test]
fn a_file_that_appeared_meanwhile_is_not_overwritten() {
    let place = place("other", "");
    let path = place.folder.path().join("new.txt");
    let mut editor = Editor::open(&path).expect("opens empty");
    type_in(&mut editor, "mine");
    fs::write(&path, "theirs").expect("written by somebody");
    assert!(matches!(editor.save(), Err(EditorError::ChangedOnDisk { .. })));
    assert_eq!(fs::read_to_string(&path).expect("there"), "theirs");
}

#[test]
fn a_save_that_fails_leaves_the_file_and_says_why() {
    let place = place("other", "");
    let path = place.folder.path().join("no folder").join("a.txt");
    let mut editor = Editor::open(&path).expect("opens empty");
    type_in(&mut editor, "x");
    let error = editor.save().expect_err("no such folder");
    assert!(matches!(error, EditorError::Write { .. }));
    assert!(error.to_string().contains("a.txt"));
    assert!(editor.is_modified());
}

#[test]
fn an_editor_without_edits_follows_the_disk_and_keeps_the_cursor() {
    let place = place("a.txt", "one\ntwo\nthree\n");
    let mut editor = place.editor();
    editor.go_to_line(2);
    fs::write(&place.path, "zero\none\ntwo\nthree\n").expect("written by somebody");
    editor.file().check_disk();
    assert_eq!(editor.text(), "zero\none\ntwo\nthree\n");
    assert!(!editor.is_modified());
    assert_eq!(editor.file().buffer.cursor_line(), 2, "still before \"two\"");
}

#[test]
fn an_editor_with_edits_asks_when_the_disk_changes() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    fs::write(&place.path, "two!").expect("written by somebody");
    editor.file().check_disk();
    assert!(matches!(editor.notice(), Notice::Changed(_)));
    assert_eq!(editor.text(), "my one");

    editor.file().keep_mine();
    assert_eq!(editor.notice(), Notice::Nothing);
    editor.save().expect("what is there was seen");
    assert_eq!(place.on_disk(), "my one");

    type_in(&mut editor, "x");
    fs::write(&place.path, "three").expect("written by somebody");
    reload(&mut editor);
    assert_eq!(editor.text(), "three");
    assert!(!editor.is_modified());
    assert!(editor.undo() && editor.is_modified(), "undo brings back what was typed");
}

#[test]
fn a_touched_file_and_one_with_the_same_text_are_no_conflict() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    fs::write(&place.path, "one").expect("touched");
    editor.file().check_disk();
    assert_eq!(editor.notice(), Notice::Nothing);
    assert!(editor.is_modified());
    fs::write(&place.path, "my one").expect("written by somebody");
    editor.file().check_disk();
    assert!(!editor.is_modified());
}

#[test]
fn a_file_that_goes_and_comes_back() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    fs::remove_file(&place.path).expect("removed by somebody");
    editor.file().check_disk();
    assert_eq!(editor.notice(), Notice::Vanished);
    assert!(editor.is_modified(), "its text is nowhere else");
    assert_eq!(editor.state().unsaved, Some("one".into()));
    fs::write(&place.path, "two").expect("written by somebody");
    editor.file().check_disk();
    assert_eq!((editor.text().as_str(), editor.is_modified()), ("two", false));
    fs::remove_file(&place.path).expect("removed by somebody");
    editor.file().check_disk();
    editor.save().expect("makes it again");
    assert_eq!(place.on_disk(), "two");
    assert_eq!(editor.notice(), Notice::Nothing);
}

#[test]
fn binary_and_latin_1_files_are_shown_and_not_written() {
    for bytes in [&b"\x7fELF\x02\0\0\xff"[..], b"caf\xe9\n"] {
        let place = place("a", bytes);
        let mut editor = place.editor();
        assert!(editor.is_read_only());
        type_in(&mut editor, "x");
        assert!(!editor.is_modified());
        assert!(matches!(editor.save(), Err(EditorError::ReadOnly { .. })));
        assert_eq!(fs::read(&place.path).expect("there"), bytes);
        fs::write(&place.path, "text").expect("written by somebody");
        editor.file().check_disk();
        assert!(!editor.is_read_only() && editor.text() == "text");
    }
}

#[test]
fn a_folder_and_a_file_too_large_are_refused_in_words() {
    let place = place("large", "");
    assert!(matches!(Editor::open(place.folder.path()), Err(EditorError::NotAFile { .. })));
    let file = fs::File::create(&place.path).expect("own file");
    file.set_len(MAX_FILE_BYTES + 1).expect("sparse");
    let error = Editor::open(&place.path).expect_err("too large");
    assert!(error.to_string().contains(&MAX_FILE_BYTES.to_string()), "{error}");
}

/// Returns an editor restored from a state that was serialized, as over a restart.
fn restarted(path: &Path, state: &EditorState) -> Editor {
    let json = serde_json::to_string(state).expect("writes");
    let mut editor = Editor::open(path).expect("opens");
    editor.restore(&serde_json::from_str(&json).expect("reads"));
    editor
}

#[test]
fn unsaved_text_survives_a_restart() {
    let place = place("a.txt", "one\ntwo\n");
    let mut editor = place.editor();
    editor.go_to_line(2);
    type_in(&mut editor, "my ");
    let mut again = restarted(&place.path, &editor.state());
    assert_eq!(again.text(), "one\nmy two\n");
    assert!(again.is_modified());
    assert_eq!(again.selection(), editor.selection());
    again.save().expect("nobody else wrote");
    assert_eq!(place.on_disk(), "one\nmy two\n");
    assert_eq!(restarted(&place.path, &again.state()).state(), again.state());
}

#[test]
fn undo_goes_on_after_a_restart_step_by_step() {
    let place = place("a.txt", "one\n");
    let mut editor = place.editor();
    type_in(&mut editor, "first ");
    editor.save().expect("nobody else wrote");
    type_in(&mut editor, "second ");
    type_in(&mut editor, "third ");
    let mut again = restarted(&place.path, &editor.state());
    for (text, is_modified) in [("first second one\n", true), ("first one\n", false), ("one\n", true)] {
        assert!(again.file().buffer.undo());
        assert_eq!((again.text().as_str(), again.is_modified()), (text, is_modified));
    }
    assert!(!again.file().buffer.undo(), "there was no more");
    while again.file().buffer.redo() {}
    assert_eq!((again.text(), again.selection()), (editor.text(), editor.selection()));
    again.save().expect("nobody else wrote");
    let saved = restarted(&place.path, &again.state());
    assert!(!saved.is_modified());
    assert!(saved.file().buffer.undo() && saved.is_modified());
    assert_eq!(saved.text(), "first second one\n");
}

#[test]
fn undo_that_does_not_lead_to_the_text_is_left_out() {
    let place = place("a.txt", "one\ntwo");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    let state = editor.state();
    let mut edited = state.clone();
    edited.unsaved = Some("of another hand".into());
    let again = restarted(&place.path, &edited);
    assert!(again.file().buffer.undo());
    assert_eq!((again.text().as_str(), again.is_modified()), ("one\ntwo", false), "one step leads to the file");

    editor.save().expect("nobody else wrote");
    let saved = editor.state();
    fs::write(&place.path, "my one\nTWO").expect("written by somebody");
    let again = restarted(&place.path, &saved);
    assert!(!again.file().buffer.undo(), "steps of another text");

    fs::write(&place.path, "two").expect("written by somebody");
    let again = restarted(&place.path, &state);
    assert!(again.file().buffer.undo() && again.is_modified(), "the file holds another text by now");
    assert_eq!(again.text(), "one\ntwo");
    let json = serde_json::to_string(&state).expect("writes").replace("\"at\":0", "\"at\":18446744073709551615");
    let mut again = place.editor();
    again.restore(&serde_json::from_str(&json).expect("reads"));
    assert_eq!(again.text(), "my one\ntwo");
}

#[test]
fn a_state_keeps_the_latest_steps_that_fit() {
    let place = place("a.txt", "");
    let mut editor = place.editor();
    let long = "x".repeat(MAX_KEPT_UNDO_BYTES);
    type_in(&mut editor, &long);
    type_in(&mut editor, "end ");
    type_in(&mut editor, "of it");
    let again = restarted(&place.path, &editor.state());
    while again.file().buffer.undo() {}
    assert_eq!(again.text(), long);
    assert!(again.is_modified());
}

#[test]
fn unsaved_text_does_not_overwrite_what_came_between() {
    let place = place("a.txt", "one");
    let mut editor = place.editor();
    type_in(&mut editor, "my ");
    let state = editor.state();
    fs::write(&place.path, "two").expect("written by somebody");
    let mut again = restarted(&place.path, &state);
    assert!(matches!(again.notice(), Notice::Changed(_)));
    assert_eq!(again.text(), "my one");
    assert!(matches!(again.save(), Err(EditorError::ChangedOnDisk { .. })));
    fs::remove_file(&place.path).expect("removed by somebody");
    let mut again = restarted(&place.path, &state);
    assert_eq!((again.notice(), again.text().as_str()), (Notice::Vanished, "my one"));
    again.save().expect("makes it again");
    assert_eq!(place.on_disk(), "my one");
}

#[test]
fn a_state_from_another_text_is_clamped() {
    let place = place("a.txt", "ab");
    let json = r#"{"cursor":18446744073709551615,"anchor":7,"scroll_line":99999,"scroll_x":1e30}"#;
    let mut editor = place.editor();
    editor.restore(&serde_json::from_str(json).expect("fields may be missing"));
    assert_eq!((editor.state().cursor, editor.state().anchor), (2, 2));
}

#[test]
fn text_of_any_length_is_kept_and_its_state_is_no_copy() {
    let place = place("a.txt", "");
    let mut editor = place.editor();
    type_in(&mut editor, &"x\n".repeat(10 << 20));
    let began = Instant::now();
    let text = editor.text();
    let copied = began.elapsed();
    let began = Instant::now();
    let state = editor.state();
    assert!(began.elapsed() < copied, "{:?} for a state, {copied:?} for a copy", began.elapsed());
    let json = serde_json::to_string(&state).expect("JSON");
    let read: EditorState = serde_json::from_str(&json).expect("read");
    assert_eq!(read, state);
    let shared = SharedText::restored(Document::read(&place.path).expect("read"), &read);
    let mut again = place.editor();
    again.show(shared);
    again.restore_place(&read);
    assert!(again.text() == text && again.is_modified());
    assert_eq!(again.state().cursor, state.cursor);
}
