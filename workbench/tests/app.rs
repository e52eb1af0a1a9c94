//! The real application without a window: what is clicked and typed, and what comes of it.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use multisplit_workbench::app::{App, Start};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a slow machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Control as a real keyboard reports it, which is also the command key on all systems but one.
const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };

type Bench = Harness<'static, Option<App>>;

/// The workbench on a folder with a few files.
fn open() -> (TempDir, Bench) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "# Hello\n").expect("written");
    fs::write(folder.path().join("other.txt"), "other\n").expect("written");
    let path = folder.path().to_owned();
    let mut bench = Harness::builder().with_size(egui::vec2(1200.0, 800.0)).with_max_steps(64).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app =
                app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), Start::Unsaved).expect("starts"));
            app.frame(ui);
        },
        None,
    );
    until(&mut bench, "the editor", |b| b.query_by_label("Editor: README.md").is_some());
    (folder, bench)
}

fn until(bench: &mut Bench, what: &str, is_so: impl Fn(&Bench) -> bool) {
    let start = Instant::now();
    loop {
        bench.step();
        if is_so(bench) {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("readable")
}

fn press(bench: &mut Bench, modifiers: Modifiers, key: Key) {
    bench.key_press_modifiers(modifiers, key);
    bench.step();
    bench.step();
}

fn type_text(bench: &mut Bench, text: &str) {
    bench.event(egui::Event::Text(text.to_owned()));
    bench.step();
    bench.step();
}

fn has_tab(bench: &Bench, name: &str) -> bool {
    bench.query_all_by_role(Role::Tab).any(|tab| tab.accesskit_node().label().is_some_and(|l| l == name))
}

#[test]
fn what_is_typed_lands_in_the_editor_and_is_saved() {
    let (folder, mut bench) = open();
    type_text(&mut bench, "new ");
    assert!(has_tab(&bench, "README.md, modified"));
    press(&mut bench, CTRL, Key::S);
    until(&mut bench, "it is no longer modified", |b| has_tab(b, "README.md"));
    assert_eq!(read(folder.path(), "README.md"), "new # Hello\n");
}

#[test]
fn closing_what_is_not_saved_is_asked_first() {
    let (folder, mut bench) = open();
    type_text(&mut bench, "lost ");
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "the question", |b| b.query_by_label("Close without saving").is_some());
    bench.get_by_label("Cancel").click();
    bench.step();
    until(&mut bench, "the pane is still there", |b| has_tab(b, "README.md, modified"));
    press(&mut bench, CTRL, Key::W);
    until(&mut bench, "the question again", |b| b.query_by_label("Close without saving").is_some());
    bench.get_by_label("Close without saving").click();
    until(&mut bench, "the pane is gone", |b| b.query_by_label("Editor: README.md").is_none());
    assert_eq!(read(folder.path(), "README.md"), "# Hello\n");
    press(&mut bench, CTRL | Modifiers::ALT, Key::Z);
    until(&mut bench, "undo brings it back with what was typed", |b| has_tab(b, "README.md, modified"));
}

#[test]
fn a_file_is_found_by_a_few_letters() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL, Key::P);
    until(&mut bench, "the opener finds it", |b| b.query_all_by_label_contains("other.txt").count() > 0);
    type_text(&mut bench, "oth");
    until(&mut bench, "it is listed", |b| b.query_all_by_label_contains("other.txt").count() > 0);
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "it is open in a tab beside the first", |b| b.query_by_label("Editor: other.txt").is_some());
    assert!(has_tab(&bench, "README.md") && has_tab(&bench, "other.txt"));
}

#[test]
fn every_command_is_in_the_palette() {
    let (_folder, mut bench) = open();
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::P);
    type_text(&mut bench, "split to the right");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "a new pane", |b| has_tab(b, "Start"));
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::P);
    type_text(&mut bench, "undo layout");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "it is gone again", |b| !has_tab(b, "Start"));
}

#[test]
fn a_file_that_changes_on_disk_is_shown_anew() {
    let (folder, mut bench) = open();
    let path = folder.path().join("README.md");
    let start = Instant::now();
    let mut round = 0;
    // The watcher may not be there yet: the file is changed until it is noticed.
    while !shows(&mut bench, "changed outside") {
        round += 1;
        fs::write(&path, format!("changed outside {round}\n")).expect("written");
        assert!(start.elapsed() < DEADLINE, "nobody noticed");
        for _ in 0..20 {
            bench.step();
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn shows(bench: &mut Bench, text: &str) -> bool {
    bench.step();
    let editor = bench.get_by_label("Editor: README.md");
    editor.accesskit_node().value().is_some_and(|value| value.contains(text))
}

#[test]
fn a_file_that_cannot_be_shown_says_why_in_its_pane() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.png"), "no picture").expect("written");
    let path = folder.path().join("bad.png");
    let mut bench: Bench = Harness::builder().with_size(egui::vec2(900.0, 600.0)).build_ui_state(
        move |ui, app: &mut Option<App>| {
            app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), Start::Unsaved).expect("starts"))
                .frame(ui);
        },
        None,
    );
    until(&mut bench, "the reason", |b| b.query_by_label("Could not be opened").is_some());
    assert!(bench.query_by_label("Retry").is_some());
}
