//! Tests of the pane from the user's view: real files, real keys.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tempfile::TempDir;

use super::{FoundLine, SearchPane, SearchState};

struct Shown {
    pane: SearchPane,
    wanted: Vec<FoundLine>,
}

struct Bench {
    dir: TempDir,
    harness: Harness<'static, Shown>,
}

fn bench(files: &[(&str, &[u8])]) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut pane = SearchPane::new(dir.path(), Arc::new(|| ()));
    pane.request_focus();
    let app = |ui: &mut egui::Ui, shown: &mut Shown| shown.wanted.extend(shown.pane.ui(ui));
    let builder = Harness::builder().with_size(egui::vec2(600.0, 400.0)).with_step_dt(0.1).with_max_steps(200);
    let mut harness = builder.build_ui_state(app, Shown { pane, wanted: vec![] });
    harness.run_ok();
    Bench { dir, harness }
}

impl Bench {
    fn type_text(&mut self, text: &str) -> &mut Self {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_ok();
        self
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_ok();
        self
    }

    /// Shows frames until the search is over, and returns the rows.
    fn settle(&mut self) -> Vec<String> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            self.harness.step();
            let pane = &self.harness.state().pane;
            if pane.running.is_none() && pane.changed_at.is_none() {
                break;
            }
            assert!(Instant::now() < deadline, "it never ends");
            std::thread::sleep(Duration::from_millis(2));
        }
        self.harness.run_ok();
        let mut rows: Vec<(i32, String)> = self
            .harness
            .query_all_by_role(Role::ListBoxOption)
            .map(|node| (node.rect().top() as i32, node.accesskit_node().label().unwrap_or_default()))
            .collect();
        rows.sort();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn sees(&self, words: &str) -> bool {
        self.harness.query_by_label(words).is_some()
    }
}

const FILES: [(&str, &[u8]); 6] = [
    ("b.rs", b"fn main() {\n    needle();\n}\n"),
    ("a/x.txt", b"Needle one\r\nhay\r\nneedle two needle\r\n"),
    ("target/x.txt", b"needle that git ignores"),
    (".gitignore", b"/target\n"),
    ("picture.bin", b"\x00\x01needle"),
    ("latin.txt", b"caf\xe9 needle"),
];

#[test]
fn what_is_typed_is_found_in_all_text_files_and_enter_goes_there() {
    let mut bench = bench(&FILES);
    let rows = bench.type_text("needle").settle();
    assert_eq!(
        rows,
        [
            "a/x.txt",
            "a/x.txt:1: Needle one",
            "a/x.txt:3: needle two needle",
            "b.rs",
            "b.rs:2: needle();",
            "latin.txt",
            "latin.txt:1: caf\u{fffd} needle",
        ]
    );
    assert!(bench.sees("4 lines in 3 files"));
    bench
        .press(Modifiers::NONE, Key::ArrowDown)
        .press(Modifiers::NONE, Key::ArrowDown)
        .press(Modifiers::NONE, Key::Enter);
    bench.press(Modifiers::COMMAND, Key::Enter);
    bench.harness.get_by_label("b.rs:2: needle();").click();
    bench.harness.run_ok();
    let line = |path: &str, line, beside| {
        let word = "needle".to_owned();
        FoundLine { path: bench.dir.path().join(path), line, word, beside }
    };
    let expect = [line("a/x.txt", 3, false), line("a/x.txt", 3, true), line("b.rs", 2, false)];
    assert_eq!(bench.harness.state().wanted, expect);
}

#[test]
fn case_and_expressions_are_asked_for() {
    let mut bench = bench(&FILES);
    bench.type_text("Needle");
    bench.harness.get_by_label("Aa").click();
    bench.harness.run_ok();
    assert_eq!(bench.settle(), ["a/x.txt", "a/x.txt:1: Needle one"]);
    bench.press(Modifiers::COMMAND, Key::A);
    bench.type_text("ma[");
    bench.harness.get_by_label(".*").click();
    bench.harness.run_ok();
    assert_eq!(bench.settle(), Vec::<String>::new());
    assert!(bench.sees("unclosed character class"), "a bad expression says why, and nothing of how it was rewritten");
    assert_eq!(bench.type_text("i]n").settle(), ["b.rs", "b.rs:1: fn main() {"]);
}

#[test]
fn a_kept_search_is_done_again_and_more_than_is_shown_is_said() {
    let many: Vec<u8> = b"hit\n".repeat(5_000);
    let mut bench = bench(&[("a.txt", &many)]);
    let state = SearchState { query: "hit".to_owned(), ..SearchState::default() };
    bench.harness.state_mut().pane.restore(&state);
    let rows = bench.settle();
    assert!((1..40).contains(&rows.len()), "only what is in view is drawn: {}", rows.len());
    assert!(bench.sees("1000 lines in 1 file, and there are more"));
    assert_eq!(bench.harness.state().pane.state(), state);
}

#[cfg(unix)]
#[test]
fn a_folder_full_of_traps_is_searched_within_bounds() {
    let mut bench = bench(&[("good.txt", b"needle\n")]);
    let dir = bench.dir.path().to_owned();
    rustix::fs::mkfifoat(rustix::fs::CWD, dir.join("pipe.txt"), rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", dir.join("zero.txt")).unwrap();
    std::os::unix::fs::symlink(&dir, dir.join("loop")).unwrap();
    fs::File::create(dir.join("sparse.txt")).unwrap().set_len(20 << 30).unwrap();
    fs::write(dir.join("line.txt"), b"x".repeat(10 << 20)).unwrap();
    let since = Instant::now();
    assert_eq!(bench.type_text("needle").settle(), ["good.txt", "good.txt:1: needle"]);
    assert!(bench.sees("1 line in 1 file; 2 files are too long, and were searched in part"));
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
    bench.press(Modifiers::COMMAND, Key::A);
    // Hits of the previous query do not appear.
    bench.type_text("good");
    bench.type_text("x");
    assert!(bench.settle().is_empty());
}
