//! Groups of panes from the palette: shown on the map, saved to a file and restored.

use crate::fixture::{Bench, has_tab, layout, open, palette, press, read, type_text, until};
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
