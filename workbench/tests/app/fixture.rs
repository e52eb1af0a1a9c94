//! The base of all tests: the workbench on a folder, and functions to operate it. It asserts only that things happen in time.

use egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use multisplit_workbench::app::{App, Start};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A deadline that is long enough for a slow machine.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// The Control key as a real keyboard reports it: on all systems but one, it is also the command key.
pub const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };

pub type Bench = Harness<'static, Option<App>>;

/// Opens the workbench on a folder with a few files.
pub fn open() -> (TempDir, Bench) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "# Hello\n").expect("written");
    fs::write(folder.path().join("other.txt"), "other\n").expect("written");
    let path = folder.path().to_owned();
    let mut bench = Harness::builder().with_size(egui::vec2(1200.0, 800.0)).with_max_steps(64).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app =
                app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), &Start::Unsaved).expect("starts"));
            app.frame(ui);
        },
        None,
    );
    until(&mut bench, "the editor", |b| b.query_by_label("Editor: README.md").is_some());
    // The tree lists its folder only once the folder is watched.
    until(&mut bench, "the tree", |b| b.query_all_by_label("other.txt").count() > 0);
    // A shell takes time to start, and its placeholder has a button of its own.
    let start = Instant::now();
    while !bench.state_mut().as_mut().is_some_and(App::is_settled) {
        bench.step();
        assert!(start.elapsed() < DEADLINE, "something loads for ever");
        std::thread::sleep(Duration::from_millis(5));
    }
    (folder, bench)
}

pub fn until(bench: &mut Bench, what: &str, is_so: impl Fn(&Bench) -> bool) {
    let start = Instant::now();
    loop {
        bench.step();
        if is_so(bench) {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "never: {what}; there is {:?}", labels(bench));
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn labels(bench: &Bench) -> Vec<String> {
    // Plain text has no label: its value is the text.
    let words = |node: egui_kittest::Node<'_>| node.accesskit_node().label().or(node.accesskit_node().value());
    bench.query_all_by(|_| true).filter_map(words).collect()
}

pub fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("readable")
}

/// Returns the events of a key that is pressed and released.
pub fn key(key: Key, modifiers: Modifiers) -> [Event; 2] {
    [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers })
}

/// Returns the events of typed letters, one event per letter.
pub fn letters(text: &str) -> impl Iterator<Item = Event> {
    text.chars().map(|letter| Event::Text(letter.to_string()))
}

pub fn press(bench: &mut Bench, modifiers: Modifiers, key: Key) {
    bench.key_press_modifiers(modifiers, key);
    bench.step();
    bench.step();
}

pub fn type_text(bench: &mut Bench, text: &str) {
    bench.event(Event::Text(text.to_owned()));
    bench.step();
    bench.step();
}

pub fn has_tab(bench: &Bench, name: &str) -> bool {
    bench.query_all_by_role(Role::Tab).any(|tab| tab.accesskit_node().label().is_some_and(|l| l == name))
}

/// Runs the command that the palette finds for these words.
pub fn palette(bench: &mut Bench, words: &str) {
    press(bench, CTRL | Modifiers::SHIFT, Key::P);
    type_text(bench, words);
    press(bench, Modifiers::NONE, Key::Enter);
}

/// Opens a file with the quick opener.
pub fn open_file(bench: &mut Bench, name: &str) {
    palette(bench, "open a file");
    until(bench, "the opener", |b| b.query_all_by_label_contains("e.txt").count() > 0);
    type_text(bench, name);
    press(bench, Modifiers::NONE, Key::Enter);
    until(bench, "the editor", |b| b.query_by_label(&format!("Editor: {name}")).is_some());
}

/// Types a new name for a file in the tree, over the old one.
pub fn rename(bench: &mut Bench, old: &str, new: &str) {
    bench.query_all_by_label(old).next().expect("its row in the tree").click();
    bench.step();
    press(bench, Modifiers::NONE, Key::F2);
    until(bench, "the question", |b| b.query_by_label(&format!("Rename {old}")).is_some());
    press(bench, CTRL, Key::A);
    type_text(bench, new);
    press(bench, Modifiers::NONE, Key::Enter);
}

pub fn layout(bench: &mut Bench) -> multisplit::Layout {
    let app = bench.state_mut().as_mut().expect("started");
    app.workspace_mut().layout().clone()
}
