//! Tests of a terminal that is used again: nothing of the previous shell can be seen. No test depends on timing: each waits
//! until its condition holds.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Key, PointerButton, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use multisplit_pane_terminal::{Terminal, TerminalError, TerminalOptions};

const PATIENCE: Duration = Duration::from_secs(30);

fn options(folder: &Path, env: &[(&str, &str)]) -> TerminalOptions {
    let env = [("PS1", "$ "), ("ENV", ""), ("HISTFILE", "")].iter().chain(env);
    TerminalOptions {
        folder: folder.to_path_buf(),
        shell: Some("/bin/sh".to_owned()),
        env: env.map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        scrollback_lines: 500,
    }
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

fn send(harness: &mut Harness<'_, Terminal>, line: &str) {
    harness.state_mut().send_text(&format!("{line}\n"));
}

/// Returns all words that a screen reader gets.
fn all_words(harness: &Harness<'_, Terminal>) -> String {
    let nodes = harness.root().children_recursive();
    let words = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value()]
    });
    words.flatten().collect::<Vec<_>>().join("\n")
}

/// Creates a terminal in which everything was used: scrollback, title, bell, selection, environment, folder, composing.
fn used(folder: &Path) -> Harness<'static, Terminal> {
    let mut terminal =
        Terminal::spawn(&options(folder, &[("SECRET", "secret env")]), Arc::new(|| {})).expect("the shell starts");
    terminal.request_focus();
    let mut harness = Harness::builder()
        .with_size(vec2(640.0, 400.0))
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(|ui, terminal: &mut Terminal| drop(terminal.ui(ui)), terminal);
    wait(&mut harness, "a prompt", |terminal| terminal.screen_text().contains('$'));
    send(&mut harness, "i=0; while [ $i -lt 100 ]; do echo secret $i; i=$((i+1)); done");
    wait(&mut harness, "lines", |terminal| terminal.screen_text().contains("secret 99"));
    send(&mut harness, "printf '\\033]0;secret title\\007\\007'");
    wait(&mut harness, "a title", |terminal| terminal.title() == "sh: secret title");
    let button = PointerButton::Primary;
    for (pos, pressed) in [(pos2(20.0, 30.0), true), (pos2(300.0, 200.0), false)] {
        harness.event(Event::PointerMoved(pos));
        harness.event(Event::PointerButton { pos, button, pressed, modifiers: egui::Modifiers::NONE });
        harness.step();
    }
    let composing = egui::ImeEvent::Preedit { text: "secret composing".to_owned(), active_range_chars: None };
    harness.event(Event::Ime(composing));
    harness.step();
    assert!(harness.state().selected_text().is_some_and(|text| text.contains("secret")));
    harness
}

fn assert_forgotten(harness: &mut Harness<'_, Terminal>, why: &str) {
    harness.step();
    let terminal = harness.state_mut();
    assert!(!terminal.screen_text().contains("secret"), "{why}:\n{}", terminal.screen_text());
    assert!(!terminal.title().contains("secret"), "{why}: {}", terminal.title());
    assert!(!terminal.folder().display().to_string().contains("secret"), "{why}");
    assert_eq!(terminal.selected_text(), None, "{why}");
    // Nothing is above the screen either.
    for _ in 0..20 {
        harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::PageUp);
        harness.step();
        assert!(!harness.state().screen_text().contains("secret"), "{why}, scrolled back");
    }
    let words = all_words(harness);
    assert!(!words.contains("secret"), "{why}:\n{words}");
}

#[test]
fn a_reset_terminal_shows_nothing_of_its_last_shell() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("secret folder");
    std::fs::create_dir(&folder).expect("a folder in it");
    let mut harness = used(&folder);
    let before = harness.state().bytes();
    // The shell is still writing while the terminal is reset.
    send(&mut harness, "echo $$ > new; mv new pid; while :; do echo secret; done");
    wait(&mut harness, "its number", |_| folder.join("pid").exists());
    let shell = std::fs::read_to_string(folder.join("pid")).expect("written");
    harness.state_mut().reset();
    assert!(harness.state().exited().is_some() && !harness.state().is_busy());
    assert!(harness.state().bytes() < before, "memory was given back");
    let process = Path::new("/proc").join(shell.trim());
    wait(&mut harness, "the shell to end", |_| !process.exists());
    assert_forgotten(&mut harness, "after a reset");
    send(&mut harness, "echo secret");
    assert_forgotten(&mut harness, "a shell that ended reads nothing");
}

#[test]
fn a_shell_in_a_used_terminal_is_as_in_a_new_one() {
    for reset_first in [true, false] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("secret folder");
        let next = place.path().join("next");
        std::fs::create_dir(&folder).expect("a folder in it");
        std::fs::create_dir(&next).expect("another");
        let mut harness = used(&folder);
        send(&mut harness, "export LATER='secret export'; alias other='echo secret'");
        if reset_first {
            harness.state_mut().reset();
        }
        harness.state_mut().reuse(&options(&next, &[("MINE", "my own")])).expect("a shell starts");
        harness.state_mut().request_focus();
        assert!(harness.state().exited().is_none());
        wait(&mut harness, "a prompt", |terminal| terminal.screen_text().contains('$'));
        assert_forgotten(&mut harness, "after a new shell");
        send(&mut harness, "other; echo [$MINE][$SECRET][$LATER] $(basename \"$(pwd)\") $(stty size | cut -d' ' -f2)");
        wait(&mut harness, "its answer", |terminal| terminal.screen_text().contains("[my own][][] next"));
        assert!(!harness.state().screen_text().contains("[my own][][] next 80"), "it has the size of the pane");
        assert_forgotten(&mut harness, "of environment, folder and aliases");
        assert_eq!(harness.state().folder(), next.canonicalize().expect("there"));
    }
}

#[test]
fn a_terminal_that_cannot_be_used_again_says_why_and_stays() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut harness = used(place.path());
    let missing = options(&place.path().join("missing"), &[]);
    let error = harness.state_mut().reuse(&missing).expect_err("there is no such folder");
    assert!(matches!(error, TerminalError::NoFolder { .. }));
    assert_eq!(harness.state().title(), "sh: secret title", "the old shell goes on");
    harness.state_mut().reset();
    assert!(harness.state_mut().reuse(&missing).is_err() && harness.state_mut().restart().is_err());
    assert_forgotten(&mut harness, "a reset terminal stays empty");
    harness.state_mut().reuse(&options(place.path(), &[])).expect("a shell starts");
    wait(&mut harness, "a prompt", |terminal| terminal.screen_text().contains('$'));
}
