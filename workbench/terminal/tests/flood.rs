//! Tests of hostile output through a real pty: megabytes of every family of codes cost about as much as plain text.
//!
//! They assert no absolute times and sizes: each stream runs in its own process, and is compared with a plain stream.

#![cfg(target_os = "linux")]

use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use egui::vec2;
use egui_kittest::Harness;
use multisplit_pane_terminal::{Terminal, TerminalOptions};

const PATIENCE: Duration = Duration::from_secs(300);
/// The length of a stream, in bytes.
const BYTES: usize = 10_000_000;
/// The length of a stream in which every few bytes touch the whole screen.
const SCREEN_BYTES: usize = 300_000;
/// The variable that tells a started process its stream.
const FAMILY: &str = "MULTISPLIT_FLOOD_FAMILY";
/// The variable that tells a started process where to write what it measured.
const ANSWER: &str = "MULTISPLIT_FLOOD_ANSWER";
/// The variable that names a file for all measurements, for a developer to read.
const REPORT: &str = "MULTISPLIT_FLOOD_REPORT";
/// How many times the plain stream's time a stream may take, and what it may take beside.
const TIMES: u32 = 30;
const TIME_GRACE: Duration = Duration::from_secs(2);
/// How much memory a stream may add to that of the plain one: marks in all cells of the scrollback stay far below.
const MEMORY_GRACE_KB: u64 = 48 << 10;

/// The streams: a name, a start, and a piece that is repeated.
const FAMILIES: [(&str, &str, &str); 24] = [
    ("plain", "", "the quick brown fox jumps over the lazy dog 0123456789\r\n"),
    ("marks", "a", "\u{301}"),
    ("marks with motion", "a", "\x1b[1;2H\u{301}\x1b[C\x1b[D\u{302}"),
    ("marks in all cells", "", "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}"),
    ("marks on wide characters", "", "\u{4f60}\u{301}\x08\u{302}\x08\u{303}"),
    ("underline colors", "", "\x1b[4;58;5;196mu\x1b[58;2;1;2;3mv"),
    ("an endless command", "\x1b]2;", "title "),
    ("an endless unknown command", "\x1b]777;", "x;"),
    ("an endless clipboard", "\x1b]52;c;", "QUJD"),
    ("an endless device string", "\x1bP", "1;2q#0"),
    ("an endless application string", "\x1b_", "G"),
    ("an endless private string", "\x1b^", "G"),
    ("endless parameters", "\x1b[", "1;2:3;"),
    ("titles", "", "\x1b]0;a title that is put away\x07\x1b[22t"),
    ("links", "", "\x1b]8;;https://example.org/one\x1b\\a"),
    ("questions", "", "\x1b[6n\x1b[c\x1b]11;?\x07\x1b[14t\x1b[18t\x1b[?2026$p"),
    ("repetitions", "a", "\x1b[65535b"),
    ("repetitions of insertions", "\x1b[4ha", "\x1b[65535b"),
    ("tab stops", "\x1b[3g", "\x1b[65535Z\x1b[65535I\x1b[80G"),
    ("bells and modes", "", "\x07\x1b[?1049h\x1b[?2004h\x1b[?1000h\x1b[>1u\x1b[?1049l"),
    ("colors", "", "\x1b]4;1;rgb:1/2/3\x07\x1b]104\x07\x1b[38;2;1;2;3;48;5;9m"),
    ("an endless update", "\x1b[?2026h", "the quick brown fox jumps over the lazy dog\r\n"),
    ("updates", "", "\x1b[?2026hx\x1b[?2026l\x1b[?2026hy\x1b[?2026h"),
    ("no text at all", "", "\u{fffd}\u{0}\u{9b}\x1b\x1b[\x18\x1a\x1b]\x1b"),
];
/// Codes that touch every cell with a few bytes. Their streams are shorter: other terminals are slow with them as well.
const SCREEN_FAMILIES: [(&str, &str, &str); 5] = [
    ("full screens", "", "\x1b#8"),
    ("scrolling in color", "", "\x1b[41m\x1b[99S\x1b[42m\x1b[99T"),
    ("clearing", "", "\x1b#8\x1b[2J\x1b[3J"),
    ("resets", "", "\x1b[41m\x1b[J\x1bc"),
    ("full screens in an update", "\x1b[?2026h", "\x1b#8"),
];

/// Peak memory in KiB, and the processor time until the last byte is on the screen and shown.
#[derive(Debug)]
struct Cost {
    memory: u64,
    time: Duration,
}

/// Measures one stream in a process of its own: this same test program, asked for a single test.
fn measure(family: &str) -> Cost {
    let program = env::current_exe().expect("this program");
    let folder = tempfile::tempdir().expect("a folder");
    let answer = folder.path().join("answer");
    let args = ["--exact", "one_stream", "--test-threads=1"];
    let out = Command::new(program).args(args).env(FAMILY, family).env(ANSWER, &answer).output().expect("it runs");
    let words = fs::read_to_string(&answer).unwrap_or_else(|why| panic!("{family}: {why}; {out:?}"));
    let mut numbers = words.split(' ').map(|word| word.parse::<u64>().expect("a number"));
    let (memory, micros) = (numbers.next().expect("memory"), numbers.next().expect("time"));
    Cost { memory, time: Duration::from_micros(micros) }
}

fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number")
}

/// Processor time of all threads of this process: another program on the machine does not change it.
fn processor_time() -> Duration {
    // The program's name is the second field and may hold blanks.
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields = stat.rsplit_once(')').expect("a name").1.split_whitespace();
    // User and system time are the fields 14 and 15, in hundredths of a second on all Linux machines.
    let ticks: u64 = fields.skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum();
    Duration::from_millis(ticks * 10)
}

/// Writes the stream piece by piece: this process's own memory must not hide the terminal's.
fn write_stream(path: &Path, family: &str) {
    let mut all = FAMILIES.into_iter().map(|family| (family, BYTES));
    let screen = SCREEN_FAMILIES.into_iter().map(|family| (family, SCREEN_BYTES));
    let find = |(family_name, ..): (&str, &str, &str)| family_name == family;
    let ((_, start, piece), length) =
        all.by_ref().chain(screen).find(|(family, _)| find(*family)).expect("a known family");
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    file.write_all(start.as_bytes()).expect("the start is written");
    for _ in 0..length / piece.len() {
        file.write_all(piece.as_bytes()).expect("a piece is written");
    }
    file.flush().expect("the stream is written");
}

/// Runs one stream; does nothing except in the processes that [`measure`] starts.
#[test]
fn one_stream() {
    let Ok(family) = env::var(FAMILY) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write_stream(&folder.path().join("stream"), &family);
    let (before, time_before) = (peak_kb(), processor_time());
    let (wake, woken) = channel();
    let options = TerminalOptions {
        folder: folder.path().to_path_buf(),
        shell: Some("/bin/sh".to_owned()),
        env: vec![("PS1".to_owned(), String::new()), ("ENV".to_owned(), String::new())],
        scrollback_lines: 500,
    };
    let wake = Arc::new(move || {
        // If the receiver is gone, the test is over.
        let _ = wake.send(());
    });
    let mut terminal = Terminal::spawn(&options, wake).expect("the shell starts");
    let start = Instant::now();
    terminal.send_text("exec cat stream\n");
    let show = |ui: &mut egui::Ui, terminal: &mut Terminal| drop(terminal.ui(ui));
    let mut harness =
        Harness::builder().allow_missing_glyphs().with_size(vec2(640.0, 400.0)).build_ui_state(show, terminal);
    while harness.state().exited().is_none() {
        assert!(start.elapsed() < PATIENCE, "{family}: waited in vain");
        let _ = woken.recv_timeout(Duration::from_millis(20));
        harness.step();
    }
    harness.step();
    let words = format!("{} {}", peak_kb() - before, (processor_time() - time_before).as_micros());
    fs::write(env::var(ANSWER).expect("a place for the answer"), words).expect("the answer is written");
}

#[test]
fn no_stream_costs_much_more_than_plain_text() {
    let plain = measure("plain");
    let (mut wrong, mut report) = (Vec::new(), String::new());
    for (family, ..) in FAMILIES.into_iter().chain(SCREEN_FAMILIES) {
        let cost = measure(family);
        report += &format!("{family}: {} KiB, {:?}\n", cost.memory, cost.time);
        if cost.memory > plain.memory + MEMORY_GRACE_KB || cost.time > plain.time * TIMES + TIME_GRACE {
            wrong.push((family, cost));
        }
    }
    if let Ok(file) = env::var(REPORT) {
        fs::write(file, &report).expect("the report is written");
    }
    assert!(wrong.is_empty(), "plain text: {plain:?}\nbut {wrong:#?}\nof all:\n{report}");
}
