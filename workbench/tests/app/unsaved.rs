//! Unsaved text across a restart, behind tabs, in a second window, on a disk that fails, and after a rename, judged by what a user
//! would miss.

use crate::fixture::{Bench, CTRL, DEADLINE, has_tab, open_file, palette, press, read, rename, type_text, until};
use egui::{Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use multisplit::Layout;
use multisplit::file::ReadLimits;
use multisplit_host::KeptSession;
use multisplit_workbench::app::{App, Start};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SHIFT: Modifiers = Modifiers::SHIFT;

/// A folder with a few files, and a place for its session.
pub struct Place {
    pub folder: TempDir,
    pub state: TempDir,
}

pub fn place() -> Place {
    let place = Place { folder: tempfile::tempdir().expect("a folder"), state: tempfile::tempdir().expect("a folder") };
    for name in ["README.md", "b.txt", "c.txt", "d.txt", "e.txt"] {
        fs::write(place.folder.path().join(name), format!("{name}\n")).expect("written");
    }
    place
}

/// Opens the workbench on a folder, with the session in this file.
fn open_on(folder: &Path, session: &Path) -> Bench {
    let (path, file) = (folder.to_owned(), session.to_owned());
    let mut bench = Harness::builder().with_size(egui::vec2(1200.0, 800.0)).with_max_steps(64).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let start = Start::Session { number: None, file: Some(file.clone()) };
            app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), &start).expect("starts")).frame(ui);
        },
        None,
    );
    settle(&mut bench);
    bench
}

impl Place {
    pub fn session(&self) -> PathBuf {
        self.state.path().join("sessions/project-1.json")
    }

    pub fn open(&self) -> Bench {
        open_on(self.folder.path(), &self.session())
    }

    /// Opens a file as a tab and types into it.
    pub fn edit(&self, bench: &mut Bench, name: &str, text: &str) {
        open_file(bench, name);
        type_text(bench, text);
        until(bench, "it is modified", |b| has_tab(b, &format!("{name}, modified")));
    }

    /// Returns the session on disk: the states of widgets, and the layout.
    pub fn kept(&self) -> String {
        let file = self.session();
        let kept = KeptSession::read(file.parent().expect("a folder"), "project-1").expect("readable");
        let mut layout = Layout::new();
        if let Some(recovery) = kept.recovery() {
            let lost = layout.recover(&recovery, ReadLimits::default()).expect("a layout");
            assert_eq!(lost, Vec::<String>::new());
        }
        let states = kept.states().map(|(widget, saved)| format!("{widget}: {}\n", saved.as_str()));
        states.chain([layout.save_text()]).collect()
    }

    /// Waits until the session on disk contains a text.
    pub fn until_written(&self, bench: &mut Bench, text: &str) {
        until(bench, "the session is written", |_| self.kept().contains(text));
    }
}

pub fn settle(bench: &mut Bench) {
    let start = Instant::now();
    loop {
        bench.step();
        if bench.state_mut().as_mut().is_some_and(App::is_settled) {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "it does not settle");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Returns the commands to the window of the last frame.
fn commands(bench: &Bench) -> Vec<ViewportCommand> {
    bench.output().viewport_output.get(&ViewportId::ROOT).map(|output| output.commands.clone()).unwrap_or_default()
}

pub fn asks(bench: &Bench, words: &str) -> bool {
    bench.query_all_by_label_contains(words).count() > 0
}

/// Does what the close button of the window does; returns `true` if the window closes.
fn close_window(bench: &mut Bench) -> bool {
    let input = bench.input_mut();
    input.viewports.entry(ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
    bench.step();
    let held = commands(bench).contains(&ViewportCommand::CancelClose);
    bench.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.clear();
    bench.step();
    !held
}

/// Returns `true` if a minimized window, for which no frame is drawn, stays open when it is told to close.
fn holds_back_hidden(bench: &mut Bench) -> bool {
    let mut input = egui::RawInput::default();
    input.viewports.entry(ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
    let ctx = bench.ctx.clone();
    let app = bench.state_mut().as_mut().expect("it runs");
    let output = ctx.run_logic(&input, |ctx| app.logic(ctx));
    // Like a platform integration that has seen the commands.
    let _ = ctx.run_logic(&egui::RawInput::default(), |_| {});
    let commands = output.viewport_commands.get(&ViewportId::ROOT).cloned().unwrap_or_default();
    commands.contains(&ViewportCommand::CancelClose) && commands.contains(&ViewportCommand::Minimized(false))
}

#[test]
fn text_comes_back_though_its_file_is_no_text_any_more() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "PRECIOUS ");
    place.until_written(&mut bench, "PRECIOUS ");
    drop(bench);
    fs::write(place.folder.path().join("b.txt"), b"caf\xe9\n").expect("written");
    for _ in 0..2 {
        let mut bench = place.open();
        until(&mut bench, "it is modified", |b| has_tab(b, "b.txt, modified"));
        type_text(&mut bench, "x");
        until(&mut bench, "the change is told", |b| asks(b, "changed on disk"));
        place.until_written(&mut bench, "PRECIOUS ");
        drop(bench);
    }
    assert_eq!(fs::read(place.folder.path().join("b.txt")).expect("there"), b"caf\xe9\n", "the file is as it was");
}

#[test]
fn five_unsaved_tabs_come_back_behind_each_other_and_ask_before_they_are_closed() {
    let place = place();
    let names = ["README.md", "b.txt", "c.txt", "d.txt", "e.txt"];
    let mut bench = place.open();
    for name in &names {
        place.edit(&mut bench, name, &format!("typed into {name} "));
    }
    place.until_written(&mut bench, "typed into e.txt");
    // Killed: no question is asked, and nothing is saved at the end.
    std::mem::forget(bench.state_mut().take());
    drop(bench);
    // When a process ends, its lock is gone; but here, this process still holds it.
    fs::remove_file(place.session().with_extension("lock")).expect("there");

    let mut bench = place.open();
    for name in &names {
        assert!(has_tab(&bench, &format!("{name}, modified")), "{name} has its dot, shown or not");
    }
    for name in ["b.txt", "c.txt"] {
        bench.get_by_label(&format!("Close {name}")).click();
        until(&mut bench, "the question", |b| b.query_by_label("Close without saving").is_some());
        bench.get_by_label("Save and close").click();
        until(&mut bench, "it is closed", |b| !has_tab(b, &format!("{name}, modified")));
        assert_eq!(read(place.folder.path(), name), format!("typed into {name} {name}\n"), "never shown, but saved");
    }
    bench.get_by_label("Close d.txt").click();
    until(&mut bench, "the question", |b| b.query_by_label("Close without saving").is_some());
    bench.get_by_label("Cancel").click();
    bench.step();
    assert!(has_tab(&bench, "d.txt, modified"), "nothing was lost");
    bench.get_by_label("d.txt, modified").click();
    until(&mut bench, "its text", |b| b.query_by_label("Editor: d.txt").is_some());
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| has_tab(b, "d.txt"));
    assert_eq!(read(place.folder.path(), "d.txt"), "typed into d.txt d.txt\n");
}

#[test]
fn what_is_typed_without_a_pause_is_on_disk_within_a_second() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "begin ");
    place.until_written(&mut bench, "begin ");
    // A key every few milliseconds, so that there is never a pause.
    let start = Instant::now();
    let mut typed = 0;
    while !place.kept().contains("begin xxxxx") {
        type_text(&mut bench, "x");
        typed += 1;
        assert!(start.elapsed() < DEADLINE, "{typed} keys and nothing is written");
    }
    assert!(typed >= 5, "it was written while keys came");
}

#[test]
fn a_letter_typed_into_a_long_text_writes_little_and_all_of_it_comes_back() {
    let place = place();
    let long: String = (0..900_000).map(|line| format!("line {line} of it\n")).collect();
    fs::write(place.folder.path().join("b.txt"), &long).expect("written");
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    place.until_written(&mut bench, "typed line 0");
    let sizes = |place: &Place| -> u64 {
        let logs =
            files(place.state.path()).into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "log"));
        logs.map(|(_, bytes)| bytes.len() as u64).sum()
    };
    let before = sizes(&place);
    type_text(&mut bench, "more ");
    place.until_written(&mut bench, "typed more line 0");
    let written = sizes(&place) - before;
    assert!(before > 14_000_000 && written < 300_000, "{written} bytes for a few letters, beside {before}");
    drop(bench);
    let mut bench = place.open();
    until(&mut bench, "it is loaded", |b| has_tab(b, "b.txt, modified"));
    press(&mut bench, CTRL, Key::S);
    let saved = format!("typed more {long}");
    until(&mut bench, "it is saved", |_| read(place.folder.path(), "b.txt").len() == saved.len());
    assert!(read(place.folder.path(), "b.txt") == saved);
}

#[test]
fn text_in_a_pane_that_an_undo_has_closed_is_there_again_after_a_restart() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    palette(&mut bench, "undo layout");
    until(&mut bench, "the pane is gone", |b| !has_tab(b, "b.txt, modified"));
    // What could be redone is gone with the next change.
    open_file(&mut bench, "c.txt");
    until(&mut bench, "another pane", |b| has_tab(b, "c.txt"));
    assert!(close_window(&mut bench), "everything is kept");
    drop(bench);
    let bench = place.open();
    assert!(has_tab(&bench, "b.txt, modified"), "nobody agreed to lose it");
    assert!(place.kept().contains("typed b.txt"));
}

#[test]
fn a_folder_that_is_renamed_while_it_is_not_open_has_its_session_and_says_so() {
    let root = tempfile::tempdir().expect("a folder");
    let place = place();
    let (old, new) = (root.path().join("old"), root.path().join("new"));
    fs::create_dir(&old).expect("made");
    ["b.txt", "e.txt"].into_iter().for_each(|name| fs::write(old.join(name), "b\n").expect("written"));
    let open = |folder: &Path, name: &str| open_on(folder, &place.state.path().join(format!("sessions/{name}.json")));
    let mut bench = open(&old, "old-1");
    open_file(&mut bench, "b.txt");
    type_text(&mut bench, "typed ");
    bench.state_mut().as_mut().expect("open").finish();
    drop(bench);
    fs::rename(&old, &new).expect("renamed");
    let mut bench = open(&new, "new-2");
    until(&mut bench, "the text", |b| has_tab(b, "b.txt, modified"));
    assert!(asks(&bench, "its session has come along"), "it says so");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |_| read(&new, "b.txt") == "typed b\n");
    drop(bench);
    assert!(!asks(&open(&new, "new-2"), "its session has come along"), "once");
}

#[test]
fn tabs_that_were_not_shown_since_the_start_have_their_names() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    press(&mut bench, CTRL, Key::T);
    until(&mut bench, "a new tab", |b| has_tab(b, "Start"));
    bench.get_by_label("b.txt, modified").click();
    settle(&mut bench);
    type_text(&mut bench, "more ");
    place.until_written(&mut bench, "more ");
    drop(bench);
    assert!(has_tab(&place.open(), "Start"));
}

#[test]
fn quitting_does_not_ask_where_everything_is_kept() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    assert!(close_window(&mut bench), "the window may close");
    assert!(place.kept().contains("typed b.txt"));
}

#[test]
fn quitting_asks_where_the_session_cannot_be_written_and_saving_helps() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    place.until_written(&mut bench, "typed ");
    // A file in place of the folder, so that every write fails.
    let sessions = place.session().parent().expect("a folder").to_owned();
    fs::remove_dir_all(&sessions).expect("there");
    fs::write(&sessions, "in the way").expect("written");
    type_text(&mut bench, "more ");
    until(&mut bench, "the trouble is shown", |b| asks(b, "What you type is not on disk"));
    press(&mut bench, CTRL, Key::Q);
    assert!(!asks(&bench, "Quit MultiSplit?"), "Ctrl+Q is no key of ours");
    press(&mut bench, CTRL | SHIFT, Key::Q);
    until(&mut bench, "the question", |b| asks(b, "Quit MultiSplit?"));
    assert!(asks(&bench, "b.txt has changes that are not saved"), "it names what would be lost");
    press(&mut bench, Modifiers::NONE, Key::Escape);
    until(&mut bench, "it is gone", |b| !asks(b, "Quit MultiSplit?"));
    type_text(&mut bench, "again ");
    assert!(holds_back_hidden(&mut bench), "also while the window is minimized, and no frame is drawn");
    assert!(!close_window(&mut bench), "the close button is held back");
    until(&mut bench, "the question again", |b| asks(b, "Quit MultiSplit?"));
    bench.get_by_label("Save and quit").click();
    bench.step();
    until(&mut bench, "the file is saved", |_| read(place.folder.path(), "b.txt").starts_with("typed more again "));
    // The disk works again: the message disappears by itself.
    fs::remove_file(&sessions).expect("out of the way");
    if asks(&bench, "Quit MultiSplit?") {
        bench.get_by_label("Cancel").click();
    }
    until(&mut bench, "the trouble is over", |b| !asks(b, "What you type is not on disk"));
    assert!(place.kept().contains("b.txt"));
}

#[test]
fn a_second_window_has_its_own_session_and_touches_nothing_of_the_first() {
    let place = place();
    let mut first = place.open();
    place.edit(&mut first, "b.txt", "typed in the first ");
    place.until_written(&mut first, "typed in the first ");
    first.state_mut().as_mut().expect("open").finish();
    let before = files(place.state.path());
    let mut second = place.open();
    assert!(asks(&second, "open in another window"), "it says so");
    assert!(!has_tab(&second, "b.txt, modified"));
    place.edit(&mut second, "c.txt", "typed in the second ");
    second.state_mut().as_mut().expect("open").finish();
    let after = files(place.state.path());
    for (path, bytes) in &before {
        assert_eq!(after.iter().find(|(p, _)| p == path).map(|(_, b)| b), Some(bytes), "{}", path.display());
    }
    assert!(after.len() > before.len(), "and has a session of its own");
    drop(second);
    drop(first);
    let third = place.open();
    assert!(has_tab(&third, "b.txt, modified"));
    assert!(asks(&third, "closed with unsaved changes in c.txt"), "what the second had is not forgotten");
}

/// Returns all files below a folder with their contents.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut found, mut todo) = (vec![], vec![folder.to_owned()]);
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).expect("listed").flatten() {
            match entry.path() {
                path if path.is_dir() => todo.push(path),
                path => found.push((path.clone(), fs::read(path).expect("readable"))),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_file_that_is_renamed_in_the_tree_takes_its_tab_and_its_text_along() {
    let place = place();
    let mut bench = place.open();
    place.edit(&mut bench, "b.txt", "typed ");
    rename(&mut bench, "b.txt", "new.txt");
    until(&mut bench, "the tab has the new name", |b| has_tab(b, "new.txt, modified"));
    assert!(!has_tab(&bench, "b.txt, modified") && !place.folder.path().join("b.txt").exists());
    bench.get_by_label("new.txt, modified").click();
    bench.step();
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |b| has_tab(b, "new.txt"));
    assert_eq!(read(place.folder.path(), "new.txt"), "typed b.txt\n");
    place.until_written(&mut bench, "editor:new.txt");
}

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_no_text_is_opened_and_saved_as_itself() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = place();
    let path = place.folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    fs::write(&path, "latin\n").expect("written");
    let mut bench = place.open();
    let label = "caf?.txt";
    until(&mut bench, "its row", |b| b.query_all_by_label(label).count() > 0);
    bench.query_all_by_label(label).next().expect("there").click();
    bench.step();
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the editor", |b| asks(b, "Editor: caf"));
    type_text(&mut bench, "typed ");
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is saved", |_| fs::read_to_string(&path).is_ok_and(|text| text == "typed latin\n"));
    let others = fs::read_dir(place.folder.path()).expect("listed").flatten();
    assert_eq!(
        others.filter(|f| f.file_name().to_string_lossy().starts_with("caf")).count(),
        1,
        "no other file was made"
    );
}

#[test]
fn closing_all_other_panes_asks_once_and_is_one_entry() {
    let place = place();
    let mut bench = place.open();
    for name in ["b.txt", "c.txt", "d.txt"] {
        place.edit(&mut bench, name, "typed ");
    }
    let before = crate::fixture::layout(&mut bench);
    palette(&mut bench, "close all other panes");
    until(&mut bench, "one question", |b| asks(b, "Close these panes?"));
    assert!(
        asks(&bench, "b.txt has changes") && asks(&bench, "c.txt has changes") && !asks(&bench, "d.txt has changes")
    );
    press(&mut bench, Modifiers::NONE, Key::Escape);
    until(&mut bench, "it is gone", |b| !asks(b, "Close these panes?"));
    assert_eq!(crate::fixture::layout(&mut bench).save_text(), before.save_text(), "all or nothing");
    palette(&mut bench, "close all other panes");
    until(&mut bench, "the question again", |b| asks(b, "Close these panes?"));
    bench.get_by_label("Save all and close").click();
    let path = place.folder.path().to_owned();
    until(&mut bench, "they are saved", |_| {
        ["b.txt", "c.txt"].iter().all(|name| read(&path, name).starts_with("typed"))
    });
    until(&mut bench, "they are closed", |b| {
        ["b.txt", "c.txt"].iter().all(|name| !has_tab(b, name) && !has_tab(b, &format!("{name}, modified")))
    });
    for name in ["b.txt", "c.txt"] {
        assert_eq!(read(place.folder.path(), name), format!("typed {name}\n"));
    }
    assert_eq!(read(place.folder.path(), "d.txt"), "d.txt\n", "it stays, and is not saved");
    let after = crate::fixture::layout(&mut bench);
    assert_eq!(after.tree().pane_count(), 1);
    let entries = |layout: &Layout| layout.history().undo_names().count();
    assert_eq!(entries(&after), entries(&before) + 1);
}

#[test]
fn folders_that_were_open_before_are_offered_on_the_empty_page() {
    let (first, second) = (place(), tempfile::tempdir().expect("a folder"));
    drop(first.open());
    let again = Place { folder: second, state: first.state };
    let mut bench = again.open();
    let close_one = |b: &Bench| b.query_all_by_label_contains("Close ").next().map(|close| close.click()).is_some();
    while close_one(&bench) {
        for _ in 0..6 {
            bench.step();
        }
    }
    let before = first.folder.path().to_string_lossy().into_owned();
    until(&mut bench, "it is offered", |b| b.query_all_by_label(&before).count() > 0);
    bench.get_by_label(&before).click();
    until(&mut bench, "it is open", |b| asks(b, "b.txt"));
}

#[test]
fn texts_behind_tabs_that_were_not_shown_since_the_start_are_all_saved_however_many_they_are() {
    let place = place();
    let names: Vec<String> = (10..30).map(|n| format!("more{n}.txt")).collect();
    names.iter().for_each(|name| fs::write(place.folder.path().join(name), format!("{name}\n")).expect("written"));
    let mut bench = place.open();
    for name in &names {
        place.edit(&mut bench, name, "typed ");
    }
    bench.state_mut().as_mut().expect("open").finish();
    drop(bench);
    let mut bench = place.open();
    palette(&mut bench, "close all other panes");
    until(&mut bench, "the question", |b| asks(b, "Close these panes?"));
    bench.get_by_label("Save all and close").click();
    // All except the one with the focus.
    let (last, others) = names.split_last().expect("some");
    until(&mut bench, "they are saved", |_| {
        others.iter().all(|name| read(place.folder.path(), name) == format!("typed {name}\n"))
    });
    until(&mut bench, "they are closed", |b| !has_tab(b, "more10.txt") && !has_tab(b, "more10.txt, modified"));
    assert_eq!(read(place.folder.path(), last), format!("{last}\n"));
}
