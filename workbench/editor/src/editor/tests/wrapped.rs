//! Tests of wrapped lines: the cursor, the mouse and the wheel move by visible rows.

use super::pane::{Pane, pane};
use crate::EditorOptions;
use egui_kittest::kittest::Queryable as _;

use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};

const NONE: Modifiers = Modifiers::NONE;

/// Creates a pane, 700 points wide, that wraps lines.
fn wrapped(contents: &str) -> Pane {
    let mut pane = pane("a.txt", contents);
    pane.harness.state_mut().set_options(EditorOptions { wrap: true, tab_columns: 4 });
    pane.harness.run();
    pane
}

fn cursor(pane: &Pane) -> usize {
    pane.harness.state().file().buffer.selection().cursor
}

fn place(pane: &Pane, text: &str) -> bool {
    pane.sees(text)
}

/// Returns the number of columns of a row, found with the End key.
fn columns(pane: &mut Pane) -> usize {
    pane.press(Modifiers::COMMAND, Key::Home).press(NONE, Key::End);
    let columns = cursor(pane) + 1;
    pane.press(Modifiers::COMMAND, Key::Home);
    columns
}

#[test]
fn the_arrows_go_from_row_to_row_of_one_line_and_on_to_the_next() {
    let mut pane = wrapped(&format!("{}\nshort\n", "x".repeat(200)));
    let row = columns(&mut pane);
    assert!((60..100).contains(&row), "{row}");
    pane.press(NONE, Key::ArrowRight).press(NONE, Key::ArrowDown);
    assert_eq!(cursor(&pane), row + 1, "the same column of the second row");
    pane.press(NONE, Key::ArrowDown);
    assert!(place(&pane, "Ln 1, Col 2") || cursor(&pane) == 2 * row + 1);
    pane.press(NONE, Key::ArrowDown);
    assert!(place(&pane, "Ln 2, Col 2"), "the next line");
    pane.press(NONE, Key::ArrowUp).press(NONE, Key::ArrowUp).press(NONE, Key::ArrowUp);
    assert_eq!(cursor(&pane), 1, "and back");
}

#[test]
fn home_and_end_stop_at_the_row_and_go_to_the_line_from_there() {
    let mut pane = wrapped(&"word ".repeat(60));
    let row = columns(&mut pane);
    pane.press(NONE, Key::ArrowDown).press(NONE, Key::End);
    let end = cursor(&pane);
    assert!(end < 2 * row && end > row, "the end of the second row");
    pane.press(NONE, Key::End);
    assert_eq!(cursor(&pane), 300, "the end of the line");
    pane.press(NONE, Key::Home);
    assert!(cursor(&pane) > 2 * row, "the start of its last row");
    pane.press(NONE, Key::Home);
    assert_eq!(cursor(&pane), 0, "the start of the line");
}

#[test]
fn a_click_into_a_further_row_is_in_that_row_and_typing_goes_on_there() {
    let mut pane = wrapped(&format!("{}\n", "x".repeat(200)));
    let row = columns(&mut pane);
    let pos = pane.cell(1, 3);
    pane.click_pos(pos);
    assert_eq!(cursor(&pane), row + 3);
    pane.type_text("y");
    assert_eq!(pane.text().find('y'), Some(row + 3));
}

#[test]
fn the_wheel_moves_by_rows_and_the_end_of_one_long_line_can_be_reached() {
    let mut pane = wrapped(&"word ".repeat(4_000));
    pane.press(Modifiers::COMMAND, Key::End);
    let at_end = pane.harness.state().pane.view.position_in_lines();
    assert!(at_end > 0.5 && at_end < 1.0, "{at_end}");
    let over = pane.cell(2, 2);
    for _ in 0..200 {
        pane.wheel(over, vec2(0.0, 400.0));
    }
    assert_eq!(pane.harness.state().pane.view.position_in_lines(), 0.0);
    pane.wheel(over, vec2(0.0, -40.0));
    let moved = pane.harness.state().pane.view.position_in_lines();
    assert!(moved > 0.0 && moved < at_end, "{moved}");
}

#[test]
fn what_is_typed_at_the_end_of_a_row_stays_in_view_and_nothing_is_scrolled_to_the_side() {
    let mut pane = wrapped("");
    for _ in 0..40 {
        pane.type_text("some words ");
    }
    assert_eq!(pane.text(), "some words ".repeat(40));
    assert_eq!(pane.harness.state().pane.view.position_after(0).1, 0.0);
    let rows = pane.harness.state().text().len() / 90;
    assert!(rows >= 4);
}

#[test]
fn an_input_method_pushes_the_text_aside_and_what_it_composes_is_kept_when_the_focus_leaves() {
    let mut pane = pane("a.txt", "end");
    pane.event(Event::Ime(egui::ImeEvent::Preedit { text: "ni".to_owned(), active_range_chars: None }));
    assert_eq!(pane.text(), "end", "it is no text yet");
    pane.harness.ctx.memory_mut(egui::Memory::stop_text_input);
    pane.harness.run();
    assert_eq!(pane.text(), "niend");
}

#[test]
fn what_a_mouse_selects_is_pasted_by_a_middle_click() {
    let mut pane = pane("a.txt", "one two\n\n");
    let word = pane.cell(0, 1);
    pane.click_pos(word).click_pos(word);
    assert_eq!(pane.selected(), "one");
    let told = pane.harness.output().platform_output.commands.clone();
    let is_settled = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::TextSelectionSettled(text) if text == "one");
    assert!(pane.settled.iter().chain(&told).any(is_settled), "the system hears of it");
    let pos = pane.cell(1, 0);
    pane.event(Event::PointerMoved(pos));
    pane.event(Event::MiddleClickPaste { pos, text: "one".to_owned() });
    assert_eq!(pane.text(), "one two\none\n");
    let outside = pos2(-50.0, -50.0);
    pane.event(Event::MiddleClickPaste { pos: outside, text: "elsewhere".to_owned() });
    assert_eq!(pane.text(), "one two\none\n");
}

#[test]
fn the_menu_opens_by_mouse_and_by_key_and_says_the_keys() {
    let mut pane = pane("a.txt", "one two\n");
    let word: Pos2 = pane.cell(0, 1);
    pane.click_pos(word).click_pos(word);
    pane.press(NONE, Key::Menu);
    assert!(pane.sees("Cut") && pane.sees("Select all") && pane.sees("Go to line..."));
    // The item "Cut" has the keyboard focus.
    pane.press(NONE, Key::Enter);
    assert_eq!(pane.text(), " two\n");
    assert!(!pane.sees("Cut"));
    pane.type_text("x");
    assert_eq!(pane.text(), "x two\n", "the text has the keyboard again");
    pane.press(Modifiers::SHIFT, Key::F10);
    assert!(pane.harness.get_by_label("Paste").is_focused(), "nothing is selected: the first that can be chosen");
    pane.press(NONE, Key::Escape);
    assert!(!pane.sees("Cut"));
    pane.type_text("y");
    assert_eq!(pane.text(), "xy two\n");
    let end = pane.cell(0, 6);
    pane.secondary(end);
    assert_eq!(cursor(&pane), 6, "the cursor is where the menu was opened");
    pane.click("Undo");
    assert_eq!(pane.text(), " two\n", "what was typed in one go");
}

#[test]
fn a_pane_narrower_than_its_line_numbers_opens_its_menu() {
    let mut pane = pane("a.txt", "one\n");
    pane.harness.ctx.all_styles_mut(|style| {
        style.text_styles.insert(egui::TextStyle::Monospace, egui::FontId::monospace(300.0));
    });
    pane.harness.run();
    pane.press(NONE, Key::Menu);
    assert!(pane.sees("Paste"));
}

#[test]
fn a_screen_reader_is_told_rows_that_lie_where_they_are_seen() {
    let mut pane = wrapped(&format!("{}\nlast\n", "word ".repeat(4000)));
    pane.harness.run();
    let runs = |pane: &Pane| -> Vec<egui::Rect> {
        let runs = pane.harness.query_all_by_role(egui::accesskit::Role::TextRun);
        // The runs of the text, not those of the labels below it.
        runs.map(|run| run.rect()).filter(|run| run.top() < 366.0).collect()
    };
    let editor = pane.harness.get_by_label("Editor: a.txt").rect();
    let told = runs(&pane);
    assert!(told.len() > 10, "{} rows", told.len());
    assert!(told.iter().all(|run| run.right() <= editor.right() + 1.0), "{editor:?}: {:?}", told.first());
    // Far into the single line: the reported text begins with the first visible row.
    pane.press(Modifiers::COMMAND, Key::End);
    pane.harness.run();
    let told = runs(&pane);
    assert!(
        told.first().is_some_and(|first| (first.top() - editor.top()).abs() < 40.0),
        "{editor:?}: {:?}",
        told.first()
    );
    assert!(told.len() < 60, "{} rows", told.len());
}
