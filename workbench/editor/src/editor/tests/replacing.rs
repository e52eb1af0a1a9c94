//! Tests of replacing matches in the real pane.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::pane::{Pane, pane};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

/// Opens the bar with a query and a replacement. The keyboard focus is in the second line.
fn replacing(text: &str, query: &str, by: &str) -> Pane {
    let mut pane = pane("a.txt", text);
    pane.press(CTRL, Key::H).type_text(query);
    pane.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Replace with").focus();
    pane.harness.run();
    pane.type_text(by);
    pane
}

#[test]
fn enter_replaces_one_match_after_the_other() {
    let mut pane = replacing("one two one\nONE\n", "one", "1$0");
    assert_eq!(pane.selected(), "one");
    pane.press(NONE, Key::Enter);
    assert_eq!((pane.text().as_str(), pane.selected().as_str()), ("1$0 two one\nONE\n", "one"));
    pane.press(NONE, Key::Enter).press(NONE, Key::Enter);
    assert_eq!(pane.text(), "1$0 two 1$0\n1$0\n");
    assert!(pane.sees("no match"));
    pane.press(NONE, Key::Enter);
    assert_eq!(pane.text(), "1$0 two 1$0\n1$0\n", "what is selected is no match any more");
    pane.press(NONE, Key::Escape).press(CTRL, Key::Z);
    assert_eq!(pane.text(), "1$0 two 1$0\nONE\n");
}

#[test]
fn all_are_replaced_at_once_and_taken_back_at_once() {
    let text = "aa aaa\r\n".repeat(30_000);
    let mut pane = replacing(&text, "a", "bc");
    pane.click("Replace all");
    assert_eq!(pane.text(), text.replace('a', "bc"), "also those beyond what is marked");
    assert!(pane.sees("150000 replaced"));
    pane.press(CTRL, Key::Z);
    assert_eq!(pane.text(), text);
}

#[test]
fn nothing_is_a_replacement_too_and_case_matters_where_it_is_asked_for() {
    let mut pane = replacing("Foo foo", "foo", "");
    pane.click("Aa").click("Replace all");
    assert_eq!(pane.text(), "Foo ");
}
