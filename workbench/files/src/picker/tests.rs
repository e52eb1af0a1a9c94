//! Drives the picker and the quick opener with keys and clicks.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{PickItem, PickResult, Picker};
use crate::{Index, QuickChoice, QuickOpen};

fn items() -> Vec<PickItem> {
    let item = |label: &str, enabled: bool| PickItem {
        label: label.to_owned(),
        detail: "Ctrl+K".to_owned(),
        enabled,
        why: "Nothing is open.".to_owned(),
    };
    vec![item("Close pane", true), item("Split right", true), item("Split down", false), item("Save all", true)]
}

struct Shown {
    picker: Picker,
    items: Vec<PickItem>,
    results: Vec<PickResult>,
}

fn shown() -> Harness<'static, Shown> {
    let state = Shown { picker: Picker::new("Run a command"), items: items(), results: Vec::new() };
    let app = |ui: &mut egui::Ui, shown: &mut Shown| {
        let result = shown.picker.ui(ui.ctx(), &shown.items);
        if result != PickResult::None {
            shown.results.push(result);
        }
    };
    let mut harness = Harness::builder().with_size(egui::vec2(500.0, 400.0)).build_ui_state(app, state);
    harness.run();
    harness
}

#[test]
fn what_cannot_be_chosen_comes_after_what_matches_about_as_well() {
    let mut harness = shown();
    type_in(&mut harness, "split");
    assert_eq!(rows(&harness), ["Split right*", "Split down"]);
    harness.state_mut().items[1].enabled = false;
    harness.state_mut().items[2].enabled = true;
    harness.run();
    assert_eq!(rows(&harness), ["Split down*", "Split right"]);
    harness.state_mut().items = vec![
        PickItem { label: "Undo".to_owned(), enabled: false, ..items()[0].clone() },
        PickItem { label: "About MultiSplit, and the licenses of its parts".to_owned(), ..items()[0].clone() },
    ];
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_in(&mut harness, "undo");
    assert_eq!(rows(&harness), ["Undo*", "About MultiSplit, and the licenses of its parts"]);
}

fn rows<S>(harness: &Harness<'_, S>) -> Vec<String> {
    let mut rows: Vec<(i32, String)> = harness
        .query_all_by_role(Role::ListBoxOption)
        .map(|node| {
            let mark = if node.accesskit_node().is_selected() == Some(true) { "*" } else { "" };
            (node.rect().top() as i32, format!("{}{mark}", node.accesskit_node().label().unwrap_or_default()))
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

fn type_in<S>(harness: &mut Harness<'_, S>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
}

#[test]
fn typing_narrows_and_enter_chooses() {
    let mut harness = shown();
    assert_eq!(rows(&harness), ["Close pane*", "Split right", "Split down", "Save all"]);
    type_in(&mut harness, "spr");
    assert_eq!(rows(&harness), ["Split right*"]);
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().results, [PickResult::Chosen(1)]);
}

#[test]
fn arrows_go_around_and_the_command_key_chooses_beside() {
    let mut harness = shown();
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(rows(&harness)[3], "Save all*");
    harness.key_press(Key::ArrowDown);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(rows(&harness)[1], "Split right*");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert_eq!(harness.state().results, [PickResult::ChosenBeside(1)]);
}

#[test]
fn a_disabled_item_cannot_be_chosen() {
    let mut harness = shown();
    harness.get_by_label("Split down").click();
    harness.run();
    type_in(&mut harness, "down");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().results, []);
}

#[test]
fn a_click_chooses_and_escape_dismisses() {
    let mut harness = shown();
    harness.get_by_label("Save all").click();
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().results, [PickResult::Chosen(3), PickResult::Dismissed]);
}

#[test]
fn an_idle_picker_asks_for_no_frames_but_the_cursors() {
    let mut harness = shown();
    harness.run_steps(60);
    let delay = harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > Duration::from_millis(50), "{delay:?}");
}

#[test]
fn a_window_without_room_is_no_reason_to_panic() {
    let state = Shown { picker: Picker::new("Run a command"), items: items(), results: Vec::new() };
    let app = |ui: &mut egui::Ui, shown: &mut Shown| {
        shown.results.push(shown.picker.ui(ui.ctx(), &shown.items));
    };
    Harness::builder().with_size(egui::vec2(1.0, 1.0)).build_ui_state(app, state).run();
}

#[test]
fn the_quick_opener_finds_a_file_and_its_line() {
    let dir = tempfile::tempdir().unwrap();
    for file in ["main.rs", "manual.md", "lib.rs"] {
        std::fs::write(dir.path().join(file), "").unwrap();
    }
    let (wake, woken) = channel();
    let mut index = Index::start(dir.path(), Arc::new(move || wake.send(()).unwrap_or_default())).unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while index.status().walking {
        assert!(Instant::now() < deadline, "the walk never ended");
        let _news = woken.recv_timeout(Duration::from_millis(20));
    }
    let state = (QuickOpen::new(), index, Vec::new());
    let app = |ui: &mut egui::Ui, (quick, index, choices): &mut (QuickOpen, Index, Vec<QuickChoice>)| {
        choices.extend(quick.ui(ui.ctx(), index));
    };
    let mut harness = Harness::builder().with_size(egui::vec2(500.0, 400.0)).build_ui_state(app, state);
    harness.run();
    type_in(&mut harness, "mrs:12");
    assert_eq!(rows(&harness), ["main.rs*"]);
    harness.key_press(Key::Enter);
    harness.run();
    let path = dir.path().join("main.rs");
    assert_eq!(harness.state().2, [QuickChoice::Open { path: path.clone(), line: Some(12) }]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert_eq!(harness.state().2.last(), Some(&QuickChoice::OpenBeside { path, line: Some(12) }));
}

#[test]
fn a_screen_reader_is_told_the_marked_row_while_the_keyboard_is_in_the_line() {
    let mut harness = shown();
    let list = harness.get_by_role_and_label(Role::ListBox, "What matches in Run a command");
    assert_eq!(list.query_all_by_role(Role::ListBoxOption).count(), 4);
    assert!(harness.query_by_role_and_label(Role::Dialog, "Run a command").is_some());
    for row in ["Close pane", "Split right"] {
        let line = harness.get_by_role(Role::TextInput);
        let told = line.accesskit_node().active_descendant().and_then(|node| node.label());
        assert_eq!(told.as_deref(), Some(row));
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
}
