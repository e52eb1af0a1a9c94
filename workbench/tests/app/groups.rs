//! Groups of panes from the palette: shown on the map, saved to a file and restored.

use crate::fixture::{Bench, has_tab, layout, open, palette, press, read, type_text, until};
use crate::unsaved::{Place, place};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

/// Opens the workbench; the README is in a group of its own.
fn grouped() -> (tempfile::TempDir, Bench) {
    let (folder, mut bench) = open();
    answer(&mut bench, "add pane to a group", "docs");
    (folder, bench)
}

/// Runs a command of the palette and answers its question.
fn answer(bench: &mut Bench, words: &str, text: &str) {
    palette(bench, words);
    until(bench, "the question", |b| b.query_by_label("Cancel").is_some());
    type_text(bench, text);
    press(bench, Modifiers::NONE, Key::Enter);
}

#[test]
fn the_map_is_zoomed_to_a_group() {
    let (_folder, mut bench) = grouped();
    answer(&mut bench, "zoom to a group", "nobody");
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("nobody").count() > 0);
    press(&mut bench, Modifiers::NONE, Key::Escape);
    answer(&mut bench, "zoom to a group", "docs");
    until(&mut bench, "the map", |b| b.query_by_label("Overview").is_some());
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "the pane", |b| b.query_by_label("Overview").is_none());
    let shown = layout(&mut bench);
    let group = shown.tree().group_named("docs").expect("made");
    assert_eq!(shown.focused_pane(), shown.tree().group_panes(group).first().copied());
}

#[test]
fn a_group_is_saved_to_a_file_and_put_back_into_a_workspace_that_has_other_panes() {
    let (folder, mut bench) = grouped();
    answer(&mut bench, "save a group\'s layout", "docs");
    until(&mut bench, "it is told where", |b| b.query_all_by_label_contains("is saved as").count() > 0);
    let saved = read(folder.path(), "docs.group.json");
    assert!(saved.contains("editor:README.md") && !saved.contains("term:1"), "{saved}");
    answer(&mut bench, "close a group", "docs");
    until(&mut bench, "it is closed", |b| !has_tab(b, "README.md"));
    answer(&mut bench, "open a saved group", "no such file");
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("cannot be read").count() > 0);
    // A row of the tree has that name too.
    until(&mut bench, "it is offered", |b| b.query_by_role_and_label(Role::Button, "docs.group.json").is_some());
    bench.get_by_role_and_label(Role::Button, "docs.group.json").click();
    until(&mut bench, "it is back", |b| has_tab(b, "README.md"));
    let shown = layout(&mut bench);
    let group = shown.tree().group_named("docs").expect("put back");
    assert_eq!(shown.tree().group_panes(group).len(), 1);
    assert!(shown.tree().pane_count() >= 3, "what was there is there");
}

/// A layout file as it may lie in a folder that somebody has cloned.
const FOREIGN: &str = r#"{"format":"multisplit-layout","version":2,"next_id":8,"root":7,"recent":[],
    "groups":[{"group":1,"name":"evil"}],"nodes":[
    {"id":7,"row":[1,2,3,4]},
    {"id":1,"pane":"editor:/etc/hostname","group":1},
    {"id":2,"pane":"term:77","group":1},
    {"id":3,"pane":"query:postgres://127.0.0.1:9/db","group":1},
    {"id":4,"pane":"editor:b.txt","group":1}]}"#;

/// Opens a folder with the foreign layout, and that layout.
fn foreign(place: &Place) -> Bench {
    std::fs::write(place.folder.path().join("evil.group.json"), FOREIGN).expect("written");
    let mut bench = place.open();
    answer(&mut bench, "open a saved group", "evil.group.json");
    until(&mut bench, "the panes", |b| b.query_by_label("Editor: b.txt").is_some());
    bench
}

#[test]
fn a_foreign_layout_runs_nothing_and_leaves_the_folder_for_nothing_before_the_user_says_so() {
    let place = place();
    let mut bench = foreign(&place);
    let waits = |b: &Bench| b.query_all_by_label("Open it").count();
    until(&mut bench, "three panes wait", |b| waits(b) == 3);
    for words in ["It starts a shell in this folder.", "It opens /etc/hostname, which is outside of this folder."] {
        assert_eq!(bench.query_all_by_label(words).count(), 1, "{words}");
    }
    assert_eq!(bench.query_all_by_label_contains("It connects to ").count(), 1);
    assert!(bench.query_by_label("Editor: hostname").is_none());
    // They wait after a restart as well, however the program ended.
    place.until_written(&mut bench, "term:77");
    std::mem::forget(bench.state_mut().take());
    drop(bench);
    std::fs::remove_file(place.session().with_extension("lock")).expect("there");
    let mut bench = place.open();
    until(&mut bench, "three panes wait again", |b| waits(b) == 3);
    let first = bench.query_all_by_label("Open it").next().expect("one");
    first.click();
    until(&mut bench, "one is open", |b| b.query_by_label("Editor: hostname").is_some());
    assert_eq!(waits(&bench), 2);
}

#[test]
fn a_layout_that_was_allowed_opens_without_a_question_until_it_changes_or_trust_is_taken_back() {
    let place = place();
    let mut bench = foreign(&place);
    until(&mut bench, "they wait", |b| b.query_all_by_label("Open it").count() == 3);
    bench.query_all_by_label("Open all 3").next().expect("offered").click();
    until(&mut bench, "all are open", |b| b.query_all_by_label("Open it").count() == 0);
    until(&mut bench, "it is trusted", |_| place.state.path().join("trusted").exists());
    let reopen = |bench: &mut Bench| {
        answer(bench, "close a group", "evil");
        until(bench, "it is closed", |b| !has_tab(b, "b.txt"));
        answer(bench, "open a saved group", "evil.group.json");
        until(bench, "the panes", |b| b.query_by_label("Editor: b.txt").is_some());
        bench.step();
    };
    reopen(&mut bench);
    assert_eq!(bench.query_all_by_label("Open it").count(), 0);
    palette(&mut bench, "trust no layout");
    until(&mut bench, "it is told", |b| b.query_all_by_label_contains("no longer trusted").count() > 0);
    reopen(&mut bench);
    // The text and the shell were open before, and come back as they were. The connection failed, and would be made again.
    until(&mut bench, "it waits", |b| b.query_all_by_label("Open it").count() == 1);
}

#[test]
fn a_pane_that_waits_goes_on_waiting_when_its_file_is_renamed() {
    let place = place();
    std::fs::write(place.folder.path().join("shop.db"), "").expect("written");
    let foreign = r#"{"format":"multisplit-layout","version":2,"next_id":2,"root":1,"groups":[{"group":1,"name":"evil"}],
        "nodes":[{"id":1,"pane":"query:shop.db","group":1}]}"#;
    std::fs::write(place.folder.path().join("evil.group.json"), foreign).expect("written");
    let mut bench = place.open();
    answer(&mut bench, "open a saved group", "evil.group.json");
    until(&mut bench, "it waits", |b| b.query_by_label("Open it").is_some());
    crate::fixture::rename(&mut bench, "shop.db", "store.db");
    until(&mut bench, "it has its new name", |b| b.query_all_by_label_contains("store.db waits").count() == 1);
    assert!(bench.query_by_label("Open it").is_some());
    // A group with a pane that waits is not trusted by being saved.
    answer(&mut bench, "save a group's layout", "evil");
    until(&mut bench, "it is told where", |b| b.query_all_by_label_contains("is saved as").count() > 0);
    assert!(!place.state.path().join("trusted").exists());
}
