//! Tests of a real shell in a real pane: typing, sizes, colors, the mouse, the end. No test depends on timing: each waits
//! until its condition holds.

mod paste;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, MouseWheelUnit, OutputCommand, PointerButton, Pos2, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use multisplit_pane_terminal::{Terminal, TerminalError, TerminalOptions};

const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const PATIENCE: Duration = Duration::from_secs(30);

struct Pane {
    terminal: Terminal,
    woken: Receiver<()>,
}

fn options(folder: &Path) -> TerminalOptions {
    let env = [("PS1", "$ "), ("ENV", ""), ("HISTFILE", "")];
    TerminalOptions {
        folder: folder.to_path_buf(),
        shell: Some("/bin/sh".to_owned()),
        env: env.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        scrollback_lines: 500,
    }
}

fn spawn(folder: &Path) -> Pane {
    let (wake, woken) = channel();
    let wake = Arc::new(move || {
        // If the receiver is gone, the pane is gone.
        let _ = wake.send(());
    });
    let terminal = Terminal::spawn(&options(folder), wake).expect("the plain shell starts");
    Pane { terminal, woken }
}

fn harness<'a>() -> Harness<'a, Pane> {
    harness_in(Path::new("/"))
}

fn harness_in<'a>(folder: &Path) -> Harness<'a, Pane> {
    let mut pane = spawn(folder);
    pane.terminal.request_focus();
    let show = |ui: &mut egui::Ui, pane: &mut Pane| {
        pane.terminal.ui(ui);
    };
    let mut harness =
        Harness::builder().with_size(vec2(640.0, 400.0)).with_step_dt(1.0 / 60.0).build_ui_state(show, pane);
    wait(&mut harness, "a prompt", |pane| pane.terminal.screen_text().contains("$"));
    harness
}

/// Shows frames until `done` returns `true`, each after something has arrived.
fn wait(harness: &mut Harness<'_, Pane>, what: &str, done: impl Fn(&Pane) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        harness.step();
        if done(harness.state()) {
            // The state of the terminal is shown one frame later.
            harness.step();
            return;
        }
        let text = harness.state().terminal.screen_text();
        assert!(Instant::now() < deadline, "waited in vain for {what}; on the screen:\n{text}");
        // Wait for a wake-up; the timeout covers what changes without one.
        let _ = harness.state().woken.recv_timeout(Duration::from_millis(20));
    }
}

fn wait_line(harness: &mut Harness<'_, Pane>, line: &str) {
    wait(harness, line, |pane| has_line(&pane.terminal.screen_text(), line));
}

/// Returns `true` if a line was printed; the prompt may precede it, if the echo came first.
fn has_line(text: &str, line: &str) -> bool {
    text.lines().any(|shown| shown.trim_start_matches("$ ") == line)
}

fn run(harness: &mut Harness<'_, Pane>, command: &str) {
    harness.state_mut().terminal.send_text(&format!("{command}\n"));
}

fn type_line(harness: &mut Harness<'_, Pane>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

/// Returns the middle of a cell; like the pane, it takes the cell's size from the font.
fn cell(harness: &Harness<'_, Pane>, row: usize, column: usize) -> Pos2 {
    let size = cell_size(harness);
    // The harness gives the pane a margin, so the left upper corner is that of the widget.
    let corner = harness.get_by_role(egui::accesskit::Role::Terminal).rect().min + vec2(4.0, 4.0);
    corner + vec2((column as f32 + 0.5) * size.x, (row as f32 + 0.5) * size.y)
}

fn cell_size(harness: &Harness<'_, Pane>) -> Vec2 {
    let font = egui::TextStyle::Monospace.resolve(&harness.ctx.global_style());
    let (width, height) = harness.ctx.fonts_mut(|fonts| (fonts.glyph_width(&font, 'M'), fonts.row_height(&font)));
    vec2(width.round(), height.round())
}

fn button(harness: &mut Harness<'_, Pane>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    let button = PointerButton::Primary;
    harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    harness.step();
}

fn point_at(harness: &mut Harness<'_, Pane>, pos: Pos2) {
    harness.hover_at(pos);
    harness.step();
}

fn size_now(harness: &mut Harness<'_, Pane>, mark: &str) -> (usize, usize) {
    run(harness, &format!("echo {mark} $(stty size) end"));
    let find = |text: &str| -> Option<(usize, usize)> {
        // The prompt may have been written before or after the command was echoed.
        let lines = text.lines().map(|line| line.trim_start_matches("$ "));
        let line = lines.filter(|line| line.starts_with(mark)).find(|line| line.ends_with("end"))?;
        let mut words = line.split(' ').skip(1);
        Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    };
    wait(harness, "a size", |pane| find(&pane.terminal.screen_text()).is_some());
    find(&harness.state().terminal.screen_text()).expect("it was just there")
}

#[test]
fn typing_a_command_shows_what_it_prints() {
    let mut harness = harness();
    type_line(&mut harness, "echo hi");
    wait_line(&mut harness, "hi");
    let node = harness.get_by_role(egui::accesskit::Role::Terminal);
    assert!(node.value().expect("a screen reader gets the text").contains("$ echo hi\nhi"));
}

#[test]
fn the_program_is_told_when_the_pane_changes_size() {
    let mut harness = harness();
    let (rows, columns) = size_now(&mut harness, "a");
    let cell = cell_size(&harness);
    harness.set_size(vec2(640.0 + 10.0 * cell.x, 400.0 + 3.0 * cell.y));
    harness.step();
    assert_eq!(size_now(&mut harness, "b"), (rows + 3, columns + 10));
}

#[test]
fn a_pane_of_any_size_is_shown_and_comes_back_with_its_text() {
    let mut harness = harness();
    type_line(&mut harness, "echo 'a line that is wider than a tiny pane could show'");
    wait_line(&mut harness, "a line that is wider than a tiny pane could show");
    for size in [vec2(1.0, 1.0), vec2(17.0, 300.0), vec2(300.0, 2.0), vec2(30.0, 30.0), vec2(90.0, 40.0)] {
        harness.set_size(size);
        harness.run_steps(2);
    }
    harness.set_size(vec2(640.0, 400.0));
    wait_line(&mut harness, "a line that is wider than a tiny pane could show");
}

#[test]
fn control_c_stops_the_program() {
    let mut harness = harness();
    type_line(&mut harness, "cat");
    wait(&mut harness, "cat in the foreground", |pane| pane.terminal.is_busy());
    harness.event_modifiers(Event::Copy, CTRL);
    wait(&mut harness, "the shell in the foreground", |pane| !pane.terminal.is_busy());
    harness.step();
    type_line(&mut harness, "echo still here");
    wait_line(&mut harness, "still here");
}

#[test]
fn tab_escape_and_arrows_reach_the_program_and_keep_the_focus() {
    let mut harness = harness();
    type_line(&mut harness, r"stty raw -echo; printf 'ready\r\n'; dd bs=1 count=6 2>/dev/null | od -An -c; stty sane");
    wait_line(&mut harness, "ready");
    for key in [Key::Tab, Key::Escape, Key::ArrowUp] {
        harness.key_press(key);
        harness.run_steps(3);
    }
    harness.key_press_modifiers(CTRL, Key::D);
    harness.run_steps(3);
    wait(&mut harness, "the keys", |pane| pane.terminal.screen_text().contains(r"\t 033 033   [   A 004"));
    assert!(harness.get_by_role(egui::accesskit::Role::Terminal).is_focused());
}

#[test]
fn reserved_chords_are_left_to_the_application() {
    let mut harness = harness();
    harness.state_mut().terminal.set_reserved(|modifiers, key| modifiers.ctrl && key == Key::D);
    harness.key_press_modifiers(CTRL, Key::D);
    harness.run_steps(3);
    type_line(&mut harness, "echo alive");
    wait_line(&mut harness, "alive");
    assert_eq!(harness.state().terminal.exited(), None);
}

#[test]
fn dragging_selects_and_control_shift_c_copies() {
    let mut harness = harness();
    run(&mut harness, "clear; echo one two three");
    wait(&mut harness, "a clear screen", |pane| pane.terminal.screen_text().starts_with("one two three"));
    let size = cell_size(&harness);
    let (from, to) = (cell(&harness, 0, 4), cell(&harness, 0, 6));
    point_at(&mut harness, from - vec2(0.4 * size.x, 0.0));
    button(&mut harness, from - vec2(0.4 * size.x, 0.0), true, Modifiers::NONE);
    point_at(&mut harness, to + vec2(0.4 * size.x, 0.0));
    harness.event(Event::PointerButton {
        pos: to + vec2(0.4 * size.x, 0.0),
        button: PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    harness.step();
    assert_eq!(harness.state().terminal.selected_text().as_deref(), Some("two"));
    let settled = OutputCommand::TextSelectionSettled("two".to_owned());
    assert!(harness.output().platform_output.commands.contains(&settled));
    harness.event(Event::ModifiersChanged(CTRL_SHIFT));
    harness.step();
    harness.event(Event::Copy);
    harness.step();
    assert!(harness.output().platform_output.commands.contains(&OutputCommand::CopyText("two".to_owned())));
}

#[test]
fn two_presses_select_a_word_and_three_a_line() {
    let mut harness = harness();
    run(&mut harness, "clear; echo one two three");
    wait(&mut harness, "a clear screen", |pane| pane.terminal.screen_text().starts_with("one two three"));
    let pos = cell(&harness, 0, 5);
    point_at(&mut harness, pos);
    let mut selected = Vec::new();
    for _ in 0..3 {
        button(&mut harness, pos, true, Modifiers::NONE);
        button(&mut harness, pos, false, Modifiers::NONE);
        selected.push(harness.state().terminal.selected_text());
    }
    assert_eq!(selected, [None, Some("two".to_owned()), Some("one two three\n".to_owned())]);
}

#[test]
fn the_wheel_and_shift_page_up_show_what_scrolled_away() {
    let mut harness = harness();
    run(&mut harness, "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line$i; done; echo done");
    wait_line(&mut harness, "done");
    let bottom = harness.state().terminal.screen_text();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::PageUp);
    harness.run_steps(2);
    assert_ne!(harness.state().terminal.screen_text(), bottom);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::End);
    harness.run_steps(2);
    assert_eq!(harness.state().terminal.screen_text(), bottom);
    let middle = cell(&harness, 5, 5);
    point_at(&mut harness, middle);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, 50.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    wait(&mut harness, "the first line", |pane| pane.terminal.screen_text().contains("line1\n"));
    // The wheel's movement is smoothed over a few frames.
    harness.run_steps(60);
    type_line(&mut harness, "echo back");
    wait_line(&mut harness, "back");
}

#[test]
fn the_scrollbar_can_be_dragged_to_the_top() {
    let mut harness = harness();
    run(&mut harness, "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line$i; done; echo done");
    wait_line(&mut harness, "done");
    let bar = harness.get_by_label("Scrollback").rect();
    let top = pos2(bar.center().x, bar.top() + 1.0);
    point_at(&mut harness, top);
    button(&mut harness, top, true, Modifiers::NONE);
    button(&mut harness, top, false, Modifiers::NONE);
    assert!(harness.state().terminal.screen_text().contains("line1\n"));
}

#[test]
fn a_program_that_asks_gets_the_mouse_and_shift_overrides() {
    let mut harness = harness();
    type_line(
        &mut harness,
        r"stty raw -echo; printf '\033[?1000h\033[?1006hready\r\n'; dd bs=1 count=18 2>/dev/null | od -An -c",
    );
    wait_line(&mut harness, "ready");
    let pos = cell(&harness, 2, 4);
    point_at(&mut harness, pos);
    button(&mut harness, pos, true, Modifiers::SHIFT);
    button(&mut harness, pos, false, Modifiers::SHIFT);
    button(&mut harness, pos, true, Modifiers::NONE);
    button(&mut harness, pos, false, Modifiers::NONE);
    wait(&mut harness, "two reports", |pane| {
        let shown: String = pane.terminal.screen_text().split_whitespace().collect();
        shown.contains("033[<0;5;3M033[<0;5;3m")
    });
}

#[test]
fn the_menu_copies_everything_and_is_the_programs_where_that_asks_for_the_mouse() {
    let mut harness = harness();
    run(&mut harness, "echo mar''ked");
    wait_line(&mut harness, "marked");
    harness.key_press(Key::Menu);
    harness.run();
    harness.get_by_label("Select all").click();
    harness.run();
    assert!(harness.state().terminal.selected_text().is_some_and(|text| text.contains("marked")));
    harness.key_press(Key::Menu);
    harness.run();
    assert!(harness.get_by_label("Copy").is_focused(), "the first that can be chosen");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Copy").is_none());
    type_line(&mut harness, "echo ag''ain");
    wait_line(&mut harness, "again");
    let middle = cell(&harness, 3, 3);
    let right = |harness: &mut Harness<'_, Pane>| {
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
            harness.event(Event::PointerMoved(middle));
            harness.event(Event::PointerButton { pos: middle, button, pressed, modifiers });
            harness.step();
        }
        harness.step();
    };
    right(&mut harness);
    assert!(harness.query_by_label("Paste").is_some());
    harness.key_press(Key::Escape);
    harness.run();
    run(&mut harness, "printf '\\033[?1000h'; echo mou''se");
    wait_line(&mut harness, "mouse");
    right(&mut harness);
    assert!(harness.query_by_label("Paste").is_none(), "the program has the mouse");
}

#[test]
fn a_full_screen_program_leaves_the_screen_as_it_was() {
    let mut harness = harness();
    run(&mut harness, "echo before");
    wait_line(&mut harness, "before");
    run(&mut harness, r"printf '\033[?1049h\033[H\033[2Jfull'; read wait; printf '\033[?1049l'");
    wait(&mut harness, "the other screen", |pane| pane.terminal.screen_text() == "full");
    harness.key_press(Key::Enter);
    wait(&mut harness, "the first screen", |pane| {
        let text = pane.terminal.screen_text();
        has_line(&text, "before") && !text.contains("full\n")
    });
}

#[test]
fn an_ended_shell_says_so_and_starts_again() {
    let mut harness = harness();
    run(&mut harness, "exit 3");
    wait(&mut harness, "the end", |pane| pane.terminal.exited().is_some());
    harness.run_steps(2);
    assert_eq!(harness.state().terminal.exited().and_then(|info| info.code), Some(3));
    harness.get_by_label("The shell ended with code 3.");
    harness.get_by_label("Restart").click();
    wait(&mut harness, "a new prompt", |pane| {
        pane.terminal.exited().is_none() && pane.terminal.screen_text().contains("$")
    });
    type_line(&mut harness, "echo again");
    wait_line(&mut harness, "again");
    type_line(&mut harness, "exit");
    wait(&mut harness, "the second end", |pane| pane.terminal.exited().is_some());
    harness.key_press(Key::Enter);
    wait(&mut harness, "a third prompt", |pane| {
        pane.terminal.exited().is_none() && pane.terminal.screen_text().contains("$")
    });
}

#[test]
fn a_restart_that_fails_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = harness_in(folder.path());
    run(&mut harness, "exit");
    wait(&mut harness, "the end", |pane| pane.terminal.exited().is_some());
    folder.close().expect("the folder goes");
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("there is no folder").is_some());
}

#[test]
fn the_folder_follows_the_shell() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().canonicalize().expect("a real path").join("inner");
    fs::create_dir(&inner).expect("a folder inside");
    let mut harness = harness_in(folder.path());
    run(&mut harness, "cd inner");
    wait(&mut harness, "the folder inside", |pane| pane.terminal.folder() == inner);
    assert_eq!(harness.state().terminal.title(), "sh: inner");
    run(&mut harness, r"printf '\033]2;a title\007'");
    wait(&mut harness, "a title", |pane| pane.terminal.title() == "sh: a title");
}

#[test]
fn no_title_that_a_program_writes_is_that_of_another_pane() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = harness_in(folder.path());
    // A name of a file, one that is turned around, lines, escapes within, spaces only, and more than a tab shows.
    let long = "x".repeat(1_000);
    for title in ["README.md", r"\342\200\256dm.EMDAER", r"a\nb", r"\033[2J", "   ", long.as_str()] {
        run(&mut harness, &format!(r"printf '\033]0;{title}\007\033]2;{title}\007'; echo do''ne {}", title.len()));
        wait(&mut harness, "the title was written", |pane| {
            pane.terminal.screen_text().contains(&format!("done {}", title.len()))
        });
        let shown = harness.state().terminal.title();
        assert!(shown.starts_with("sh: ") && shown.chars().count() < 300, "{shown:?}");
        assert!(shown.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{shown:?}");
    }
}

/// Returns `true` if the process still runs; a zombie counts as gone.
fn runs(pid: &str) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn a_closed_terminal_takes_its_shell_along_even_a_stubborn_one() {
    for trap in ["", "trap '' HUP; "] {
        let folder = tempfile::tempdir().expect("a folder");
        let file: PathBuf = folder.path().join("pid");
        let mut harness = harness_in(folder.path());
        run(&mut harness, &format!("{trap}echo $$ > pid; echo ready"));
        wait_line(&mut harness, "ready");
        let pid = fs::read_to_string(&file).expect("the shell wrote its number");
        let pid = pid.trim();
        assert!(runs(pid));
        drop(harness);
        let deadline = Instant::now() + PATIENCE;
        while runs(pid) {
            assert!(Instant::now() < deadline, "the shell outlived its terminal (after {trap:?})");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn an_idle_terminal_asks_for_no_frame() {
    let mut harness = harness();
    wait(&mut harness, "quiet", |pane| pane.woken.recv_timeout(Duration::from_millis(200)).is_err());
    harness.run_steps(3);
    let delay = harness.output().viewport_output.values().map(|output| output.repaint_delay).min();
    assert_eq!(delay, Some(Duration::MAX));
}

#[test]
fn a_flood_wakes_the_host_once_a_frame() {
    let mut harness = harness();
    run(&mut harness, "yes | head -n 200000; echo over");
    let mut frames = 0;
    let mut wakes = 0;
    let deadline = Instant::now() + PATIENCE;
    while !has_line(&harness.state().terminal.screen_text(), "over") {
        assert!(Instant::now() < deadline);
        harness.step();
        frames += 1;
        wakes += harness.state().woken.try_iter().count();
    }
    assert!(wakes <= frames + 1, "{wakes} wake-ups for {frames} frames");
}

#[test]
fn programs_do_not_get_at_the_clipboard() {
    let mut harness = harness();
    run(&mut harness, r"printf '\033]52;c;c3RvbGVu\007'; echo told");
    wait_line(&mut harness, "told");
    let copies = |command: &OutputCommand| matches!(command, OutputCommand::CopyText(_));
    assert!(!harness.output().platform_output.commands.iter().any(copies));
}

#[test]
fn memory_grows_with_the_scrollback() {
    let mut harness = harness();
    let before = harness.state().terminal.bytes();
    run(&mut harness, "i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo line$i; done; echo done");
    wait_line(&mut harness, "done");
    let after = harness.state().terminal.bytes();
    assert!(after > before + 300 * 80 * 20, "{before} then {after}");
}

#[test]
fn what_cannot_start_says_why() {
    let wake: Arc<dyn Fn() + Send + Sync> = Arc::new(|| {});
    let no_folder = TerminalOptions::new("/no/such/folder");
    let why = Terminal::spawn(&no_folder, Arc::clone(&wake)).err().expect("no folder, no shell");
    assert!(matches!(why, TerminalError::NoFolder { .. }));
    assert_eq!(why.to_string(), "the terminal cannot start: there is no folder /no/such/folder");
    let no_shell = TerminalOptions { shell: Some("/no/such/shell".to_owned()), ..TerminalOptions::new("/") };
    let why = Terminal::spawn(&no_shell, wake).err().expect("no program, no shell");
    assert_eq!(why.to_string(), "the terminal cannot start /no/such/shell: there is no such program");
}

#[test]
fn the_terminal_may_be_built_on_another_thread() {
    fn check<T: Send>() {}
    check::<Terminal>();
}
