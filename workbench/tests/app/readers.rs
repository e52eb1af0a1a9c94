//! What panes tell a screen reader: text with its caret, names, rows.

use crate::fixture::{Bench, has_tab, open, palette, press, type_text, until};
use crate::renames::{open_database, run_sql};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Returns the text of a widget as a screen reader reads it, with a bar at the caret; of a selection, only its end is marked.
fn heard(bench: &Bench, role: Role, name: &str) -> String {
    let node = bench.query_all_by_role(role).find(|node| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.starts_with(name)
    });
    let node = node.unwrap_or_else(|| panic!("no {name}"));
    let node = node.accesskit_node();
    assert!(node.supports_text_ranges(), "{name} has no text to go through");
    let whole = node.document_range();
    let Some(mut range) = node.text_selection_focus().map(|caret| {
        let mut range = whole;
        range.set_end(caret);
        range
    }) else {
        return whole.text();
    };
    let before = range.text();
    range = whole;
    format!("{before}|{}", &range.text()[before.len()..])
}

#[test]
fn an_editor_is_heard_with_its_caret() {
    let (_folder, mut bench) = open();
    type_text(&mut bench, "one ");
    assert_eq!(heard(&bench, Role::MultilineTextInput, "Editor: README.md"), "one |# Hello\n");
    press(&mut bench, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(heard(&bench, Role::MultilineTextInput, "Editor: README.md"), "one # Hello\n|");
}

#[test]
fn a_terminal_is_heard_and_is_called_by_its_title() {
    let (_folder, mut bench) = open();
    press(&mut bench, Modifiers::ALT, Key::ArrowDown);
    // A shell that is not ready would print its prompt after the typed text.
    let has_prompt = |b: &Bench| !heard(b, Role::Terminal, "Terminal: ").trim_matches(['|', '\n', ' ']).is_empty();
    until(&mut bench, "a prompt", has_prompt);
    type_text(&mut bench, "echo told-to-readers");
    until(&mut bench, "its text", |b| heard(b, Role::Terminal, "Terminal: ").contains("echo told-to-readers|"));
}

#[test]
fn results_of_a_query_are_cells_with_their_row_and_the_name_of_their_column() {
    let (_folder, mut bench) = open_database();
    run_sql(&mut bench, "SELECT 'tea' AS name, 3 AS pounds UNION SELECT 'salt', 1");
    let is_there = |b: &Bench, words| b.query_by_role_and_label(Role::Cell, words).is_some();
    until(&mut bench, "the cells", |b| is_there(b, "Row 1, name: salt") && is_there(b, "Row 2, pounds: 3"));
    let cell = bench.get_by_role_and_label(Role::Cell, "Row 2, pounds: 3");
    let (row, column) = (cell.accesskit_node().data().row_index(), cell.accesskit_node().data().column_index());
    assert_eq!((row, column), (Some(1), Some(1)));
    assert!(bench.query_by_role_and_label(Role::Table, "Results").is_some());
}

#[test]
fn overlays_and_bars_have_names() {
    let (_folder, mut bench) = open();
    let window = bench.root().accesskit_node().label().unwrap_or_default();
    assert!(window.starts_with("README.md") && window.ends_with("MultiSplit"), "{window:?}");
    assert!(bench.query_all_by_role(Role::TabList).all(|bar| bar.accesskit_node().label().is_some()));
    press(&mut bench, Modifiers { shift: true, ..crate::fixture::CTRL }, Key::P);
    assert!(bench.query_by_role_and_label(Role::Dialog, "Commands").is_some());
    press(&mut bench, Modifiers::NONE, Key::Escape);
    type_text(&mut bench, "x");
    until(&mut bench, "it is typed", |b| has_tab(b, "README.md, modified"));
    palette(&mut bench, "close pane");
    until(&mut bench, "the question", |b| b.query_by_role_and_label(Role::Dialog, "Close this pane?").is_some());
}
