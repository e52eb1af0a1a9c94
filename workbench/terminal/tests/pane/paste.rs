//! Pastes: in their order among what is typed, and asked about where each line would run as a command.

use std::path::Path;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::{Pane, harness, options, type_line, wait, wait_line};

#[test]
fn a_paste_is_marked_for_programs_that_ask() {
    let mut harness = harness();
    type_line(&mut harness, r"printf '\033[?2004hready\n'; head -n1 | od -An -c");
    wait_line(&mut harness, "ready");
    harness.event(Event::Paste("ab".to_owned()));
    harness.step();
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    wait(&mut harness, "the marks", |pane| {
        pane.terminal.screen_text().contains("033   [   2   0   0   ~   a   b 033   [   2   0   1   ~")
    });
}

#[test]
fn several_lines_are_asked_about_before_they_run() {
    let mut harness = harness();
    let lines = || Event::Paste("echo one\necho two\n".to_owned());
    let asks =
        |harness: &Harness<'_, Pane>| harness.query_by_label("Paste 2 lines? Each would run as a command").is_some();
    harness.event(lines());
    harness.run_steps(2);
    assert!(asks(&harness));
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(!asks(&harness));
    type_line(&mut harness, "echo three");
    wait_line(&mut harness, "three");
    assert!(!harness.state().terminal.screen_text().contains("one"), "nothing of it was sent");
    harness.event(lines());
    harness.run_steps(2);
    harness.get_by_label("Paste").click();
    wait_line(&mut harness, "one");
    wait_line(&mut harness, "two");
    // One line needs no question, however it ends.
    harness.event(Event::Paste("echo four\n".to_owned()));
    wait_line(&mut harness, "four");
}

#[test]
fn an_enter_that_came_before_anybody_read_the_question_is_no_answer() {
    let mut harness = harness();
    let lines = || Event::Paste("echo one\necho two\n".to_owned());
    let asks =
        |harness: &Harness<'_, Pane>| harness.query_by_label("Paste 2 lines? Each would run as a command").is_some();
    // Enter comes in the same frame as the lines, and right after it.
    harness.event(lines());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(asks(&harness));
    harness.run_steps(30);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(!asks(&harness));
    // The clipboard answers while the user has typed on: that waits, and its Enter is no answer.
    ask_paste(&mut harness);
    harness.event(Event::Text("echo three".to_owned()));
    harness.step();
    harness.event(lines());
    harness.step();
    harness.run_steps(30);
    harness.key_press(Key::Enter);
    harness.run_steps(30);
    assert!(harness.query_by_label_contains("What you typed since waits").is_some());
    assert!(!harness.state().terminal.screen_text().contains("three"));
    harness.key_press(Key::Escape);
    wait_line(&mut harness, "three");
    assert!(!asks(&harness));
    assert!(!harness.state().terminal.screen_text().contains("one"), "nothing of it was sent");
    // A question that was visible long enough is answered.
    harness.event(lines());
    harness.run_steps(30);
    harness.key_press(Key::Enter);
    wait_line(&mut harness, "one");
    wait_line(&mut harness, "two");
}

/// Presses the key that pastes, which asks for the clipboard.
fn ask_paste(harness: &mut Harness<'_, Pane>) {
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Insert);
    harness.step();
}

#[test]
fn what_is_typed_behind_a_paste_comes_behind_it() {
    let mut harness = harness();
    ask_paste(&mut harness);
    harness.event(Event::Text("two".to_owned()));
    harness.step();
    harness.key_press(Key::Enter);
    harness.step();
    harness.event(Event::Paste("echo one".to_owned()));
    wait_line(&mut harness, "onetwo");
    // A clipboard without text never answers.
    ask_paste(&mut harness);
    type_line(&mut harness, "echo alone");
    wait_line(&mut harness, "alone");
    // Two pastes in a row.
    ask_paste(&mut harness);
    ask_paste(&mut harness);
    harness.event(Event::Text("c".to_owned()));
    harness.key_press(Key::Enter);
    harness.step();
    harness.event(Event::Paste("echo a".to_owned()));
    harness.run_steps(3);
    harness.event(Event::Paste("b".to_owned()));
    wait_line(&mut harness, "abc");
}

#[test]
fn a_question_is_gone_with_the_shell_it_was_for() {
    let mut harness = harness();
    harness.event(Event::Paste("echo one\necho two\n".to_owned()));
    harness.run_steps(2);
    harness.state_mut().terminal.reuse(&options(Path::new("/"))).expect("starts");
    harness.run_steps(2);
    assert!(harness.query_by_label("Paste 2 lines? Each would run as a command").is_none());
}
