//! The real application without a window: clicks and keys, and their results.

mod asking;
mod finding;
mod fixture;
mod fresh_eye;
mod groups;
mod keyboard;
mod pages;
mod pointer;
mod readers;
mod recents;
mod renames;
mod ring;
mod runtime;
mod settings;
mod shared;
mod unsaved;

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use fixture::{Bench, CTRL, DEADLINE, has_tab, layout, open, palette, press, read, type_text, until};
use multisplit_workbench::app::{App, Start};
use std::fs;
use std::time::{Duration, Instant};

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
fn the_first_layout_of_a_session_is_not_undone() {
    let (_folder, mut bench) = open();
    let before = layout(&mut bench);
    assert!(!before.history().can_undo());
    palette(&mut bench, "undo");
    assert_eq!(layout(&mut bench).save_text(), before.save_text());
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
    type_text(&mut bench, "new tab");
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
    // The watcher may not have started yet: the file is changed until the change is noticed.
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
            app.get_or_insert_with(|| App::new(ui.ctx(), Some(path.clone()), &Start::Unsaved).expect("starts"))
                .frame(ui);
        },
        None,
    );
    until(&mut bench, "the reason", |b| b.query_by_label("Could not be opened").is_some());
    assert!(bench.query_by_label("Retry").is_some());
}

#[test]
fn the_monitor_shows_how_the_panes_are_doing() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "show the monitor");
    until(&mut bench, "its tab", |b| has_tab(b, "Monitor"));
    until(&mut bench, "a reading", |b| b.query_all_by_label_contains("Memory normal").count() > 0);
    bench.get_by_label("Drop all hidden").click();
    until(&mut bench, "the hidden editor went, its pane did not", |b| {
        has_tab(b, "README.md") && b.query_by_label("Editor: README.md").is_none()
    });
    assert!(bench.state_mut().as_mut().expect("started").snapshot().meters.evicted > 0);
}

#[test]
fn an_address_with_a_password_is_opened_without_it_and_a_bad_one_says_why() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "connect to a database");
    until(&mut bench, "the question", |b| b.query_by_role_and_label(Role::Dialog, "Connect to a database").is_some());
    type_text(&mut bench, "postgres://[");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "it is still asked", |b| {
        b.query_by_role_and_label(Role::Dialog, "Connect to a database").is_some()
    });
    press(&mut bench, CTRL, Key::A);
    // No server listens on that port: the test is about what is kept of the address.
    type_text(&mut bench, "postgres://me:s3cret@127.0.0.1:9/shop");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the pane", |b| b.query_by_role_and_label(Role::Dialog, "Connect to a database").is_none());
    let file = layout(&mut bench).save().to_text();
    assert!(file.contains("query:postgres://me@127.0.0.1:9/shop") && !file.contains("s3cret"), "{file}");
    until(&mut bench, "the reason", |b| b.query_by_label("Could not be opened").is_some());
    assert_eq!(bench.query_all_by_label_contains("s3cret").count(), 0);
}

#[test]
fn panes_are_grouped_and_closed_together_from_the_palette() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "add pane to a group");
    until(&mut bench, "the question", |b| b.query_by_label("The group's name").is_some());
    type_text(&mut bench, "docs");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the answer is taken", |b| b.query_by_label("The group's name").is_none());
    let shown = layout(&mut bench);
    let group = shown.tree().group_named("docs").expect("made");
    assert_eq!(shown.tree().group_panes(group).len(), 1);
    palette(&mut bench, "close a group");
    until(&mut bench, "its name is offered", |b| b.query_by_label("docs").is_some());
    bench.get_by_label("docs").click();
    until(&mut bench, "the pane is gone", |b| !has_tab(b, "README.md"));
    press(&mut bench, CTRL | Modifiers::ALT, Key::Z);
    until(&mut bench, "and back", |b| has_tab(b, "README.md"));
}

#[test]
fn a_file_of_any_size_and_a_growing_one_are_shown() {
    let (folder, mut bench) = open();
    let line = "a line of a log that grows and grows\n";
    fs::write(folder.path().join("huge.log"), line.repeat((17 << 20) / line.len())).expect("written");
    press(&mut bench, CTRL, Key::P);
    until(&mut bench, "the opener finds it", |b| b.query_all_by_label_contains("other.txt").count() > 0);
    press(&mut bench, Modifiers::NONE, Key::Escape);
    let app = bench.state_mut().as_mut().expect("started");
    let now = app.now();
    for id in ["editor:huge.log", "log:huge.log"] {
        let widget = multisplit::WidgetId::new(id).expect("an id");
        app.workspace_mut().run(now, &multisplit::Command::Open { widget }).expect("room");
    }
    until(&mut bench, "it is followed", |b| b.query_all_by_label_contains("huge.log").count() > 0);
    until(&mut bench, "all is loaded", |b| b.query_all_by_label_contains("Loading").count() == 0);
    let snapshot = bench.state_mut().as_mut().expect("started").snapshot();
    assert!(snapshot.bytes.live < 16 << 20, "never wholly in memory: {} bytes", snapshot.bytes.live);
}

#[test]
fn the_map_finds_a_pane_by_name_and_goes_there() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "new terminal");
    until(&mut bench, "a terminal has the focus", |b| b.query_by_label("Editor: README.md").is_some());
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::Space);
    type_text(&mut bench, "readme");
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the map is gone", |b| has_tab(b, "README.md"));
    let shown = layout(&mut bench);
    let widget = multisplit::WidgetId::new("editor:README.md").expect("an id");
    assert_eq!(shown.focused_pane(), shown.tree().pane_of(&widget));
    type_text(&mut bench, "typed ");
    until(&mut bench, "and has the keyboard", |b| has_tab(b, "README.md, modified"));
}

#[test]
fn what_is_refused_is_said_in_the_pane_that_asked() {
    let (_folder, mut bench) = open();
    palette(&mut bench, "lock pane");
    palette(&mut bench, "close pane");
    until(&mut bench, "the reason", |b| b.query_by_role(Role::Alert).is_some());
    let (editor, said) = (bench.get_by_label("Editor: README.md").rect(), bench.get_by_role(Role::Alert).rect());
    assert!(
        editor.x_range().contains(said.center().x) && (said.top() - editor.top()).abs() < 40.0,
        "{said:?} {editor:?}"
    );
    assert!(bench.query_all_by_label("README.md is locked").count() > 0, "its title, no number");
    type_text(&mut bench, "typed ");
    until(&mut bench, "it is in nobody's way", |b| has_tab(b, "README.md, modified"));
    press(&mut bench, CTRL | Modifiers::SHIFT, Key::E);
    until(&mut bench, "it stays with its pane", |b| b.query_by_role(Role::Alert).is_none());
}
