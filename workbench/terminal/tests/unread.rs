//! Tests of programs that do not read, and of output that is more than plain cells: what waits is bounded, counted, and
//! shown to the user. No test depends on timing: each waits until its condition holds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use multisplit_pane_terminal::{Terminal, TerminalOptions};

const PATIENCE: Duration = Duration::from_secs(30);
/// The longest text that is sent at once, in bytes.
const MAX_SEND: usize = 8 << 20;

fn harness<'a>() -> Harness<'a, Terminal> {
    let env = [("PS1", "$ "), ("ENV", ""), ("HISTFILE", "")];
    let options = TerminalOptions {
        shell: Some("/bin/sh".to_owned()),
        env: env.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        scrollback_lines: 500,
        ..TerminalOptions::new("/")
    };
    let terminal = Terminal::spawn(&options, Arc::new(|| {})).expect("the plain shell starts");
    let show = |ui: &mut egui::Ui, terminal: &mut Terminal| {
        terminal.ui(ui);
    };
    let mut harness = Harness::builder().with_size(vec2(640.0, 400.0)).build_ui_state(show, terminal);
    wait(&mut harness, "a prompt", |terminal| terminal.screen_text().contains('$'));
    harness
}

/// Shows frames until `done` returns `true`.
fn wait(harness: &mut Harness<'_, Terminal>, what: &str, done: impl Fn(&Terminal) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        harness.step();
        if done(harness.state()) {
            harness.step();
            return;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}:\n{}", harness.state().screen_text());
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Runs commands that set a title at their end, and waits for that title.
fn run_until_title(harness: &mut Harness<'_, Terminal>, before: &str, after: &str) {
    harness.state_mut().send_text(&format!("{before} printf '\\033]2;ready\\007'; {after}\n"));
    wait(harness, "the title", |terminal| terminal.title().ends_with(": ready"));
}

fn send(harness: &mut Harness<'_, Terminal>, bytes: usize) {
    harness.state_mut().send_text(&"x".repeat(bytes));
    harness.run_steps(2);
}

#[test]
fn a_paste_that_nobody_reads_is_refused_and_the_pane_says_so() {
    let mut harness = harness();
    run_until_title(&mut harness, "stty raw -echo;", "exec sleep 1000");
    let before = harness.state().bytes();
    send(&mut harness, MAX_SEND);
    send(&mut harness, MAX_SEND);
    assert!(harness.query_by_label_contains("not sent").is_none());
    let waiting = harness.state().bytes() - before;
    assert!(waiting > MAX_SEND as u64, "{waiting} bytes wait");
    for _ in 0..3 {
        send(&mut harness, MAX_SEND);
    }
    harness.get_by_label("8388 kB were not sent: the program does not read what was sent before.");
    assert!(harness.state().bytes() - before <= 2 * MAX_SEND as u64, "refused text is not kept");
    harness.get_by_label("Dismiss").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("not sent").is_none());
}

#[test]
fn a_text_that_is_too_long_is_cut_and_the_pane_says_so_until_more_is_sent() {
    let mut harness = harness();
    run_until_title(&mut harness, "stty raw -echo;", "exec cat > /dev/null");
    send(&mut harness, MAX_SEND + 1_000);
    harness.get_by_label("The last 1000 bytes were not sent: the text is too long.");
    send(&mut harness, 1);
    assert!(harness.query_by_label_contains("not sent").is_none());
}

#[test]
fn a_program_that_asks_and_never_reads_costs_no_memory() {
    let mut harness = harness();
    let before = harness.state().bytes();
    let ask = r"yes '[6n' | head -n 200000 | tr '[' '\033' | sed 's/6n/[6n/' | tr -d '\n';";
    run_until_title(&mut harness, &format!("stty raw -echo; {ask}"), "exec sleep 1000");
    let more = harness.state().bytes() - before;
    assert!(more > 0, "answers wait");
    assert!(more <= 64 << 10, "{more} bytes of answers wait");
    // The pane still works: it is shown, resized, and closed.
    harness.set_size(vec2(300.0, 200.0));
    harness.run_steps(2);
}

#[test]
fn cells_with_accents_count_for_what_they_are() {
    let mut harness = harness();
    let before = harness.state().bytes();
    let marks = r"yes 'aAbA' | head -n 100 | sed 's/A/\xcc\x81/g';";
    run_until_title(&mut harness, marks, "");
    let more = harness.state().bytes() - before;
    assert!(more >= 200 * 64, "200 cells with a mark cost {more} bytes");
}

#[test]
fn a_synchronized_update_without_an_end_is_shown_all_the_same() {
    let mut harness = harness();
    harness.state_mut().send_text("clear; printf '\\033[?2026hheld back'; read wait\n");
    wait(&mut harness, "the text", |terminal| {
        terminal.screen_text().contains("held back\n") || terminal.screen_text() == "held back"
    });
    harness.state_mut().send_text("\nprintf '\\033[?2026hlast words'; exit\n");
    wait(&mut harness, "the end", |terminal| terminal.exited().is_some());
    assert!(harness.state().screen_text().contains("last words"));
}
