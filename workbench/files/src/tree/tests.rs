//! Drives the tree as a user would: keys, clicks, and files that come and go.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tempfile::TempDir;

use super::{FileAction, FileTree, FilesState};
use crate::FilesError;

struct Bench {
    dir: TempDir,
    harness: Harness<'static, Pane>,
    woken: Receiver<()>,
}

struct Pane {
    tree: FileTree,
    actions: Vec<FileAction>,
}

impl Bench {
    /// Creates a folder with the given files; a name that ends in a slash is a folder.
    fn new(files: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            make(dir.path(), file);
        }
        Self::show(dir, egui::vec2(240.0, 400.0), |_| {})
    }

    fn show(dir: TempDir, size: egui::Vec2, prepare: impl FnOnce(&mut FileTree)) -> Self {
        let (wake, woken) = channel();
        let wake = Arc::new(move || wake.send(()).unwrap_or_default());
        let mut tree = FileTree::open(dir.path(), wake).unwrap();
        prepare(&mut tree);
        let app = |ui: &mut egui::Ui, pane: &mut Pane| pane.actions.extend(pane.tree.ui(ui));
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .build_ui_state(app, Pane { tree, actions: Vec::new() });
        let mut bench = Self { dir, harness, woken };
        bench.until(|bench| !bench.harness.state().tree.folders.busy());
        bench
    }

    /// Runs frames until `holds` returns `true`.
    fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        self.harness.run();
        while !holds(self) {
            assert!(Instant::now() < deadline, "never came true; rows: {:?}", self.rows());
            // Either something happened, or a short time passed; a frame is due in both cases.
            let _news = self.woken.recv_timeout(Duration::from_millis(20));
            self.harness.run();
        }
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn settle(&mut self) {
        self.until(|bench| {
            let tree = &bench.harness.state().tree;
            !tree.folders.busy() && tree.making.is_none()
        });
    }

    /// Returns the visible rows, indented, with `*` for the selected one.
    fn rows(&self) -> Vec<String> {
        let mut rows: Vec<(i32, String)> = self
            .harness
            .query_all_by_role(Role::TreeItem)
            .map(|node| {
                let (row, item) = (node.rect().top() as i32, node.accesskit_node());
                let mark = if item.is_selected() == Some(true) { "*" } else { "" };
                let indent = "  ".repeat(item.level().unwrap_or(1) - 1);
                (row, format!("{indent}{}{mark}", item.label().unwrap_or_default()))
            })
            .collect();
        rows.sort();
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    fn double_click(&mut self, label: &str, modifiers: Modifiers) {
        self.harness.get_by_label(label).click_modifiers(modifiers);
        self.harness.get_by_label(label).click_modifiers(modifiers);
        self.settle();
    }

    fn focus(&mut self) {
        self.harness.state_mut().tree.request_focus();
        self.harness.run();
    }

    fn actions(&mut self) -> Vec<FileAction> {
        std::mem::take(&mut self.harness.state_mut().actions)
    }

    fn path(&self, below: &str) -> std::path::PathBuf {
        self.dir.path().join(below)
    }
}

fn make(dir: &Path, file: &str) {
    let path = dir.join(file);
    if file.ends_with('/') {
        fs::create_dir_all(path).unwrap();
    } else {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
}

const FILES: [&str; 5] = ["src/main.rs", "src/deep/x.rs", "a2.txt", "a10.txt", "readme"];

#[test]
fn the_keyboard_walks_opens_and_closes() {
    let mut bench = Bench::new(&FILES);
    assert_eq!(bench.rows(), ["src", "a2.txt", "a10.txt", "readme"]);
    bench.focus();
    bench.press(Key::ArrowDown);
    bench.press(Key::ArrowRight);
    assert_eq!(bench.rows(), ["src*", "  deep", "  main.rs", "a2.txt", "a10.txt", "readme"]);
    bench.press(Key::ArrowRight);
    bench.press(Key::ArrowDown);
    assert_eq!(bench.rows()[2], "  main.rs*");
    bench.press(Key::Enter);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    bench.settle();
    let path = bench.path("src/main.rs");
    assert_eq!(bench.actions(), [FileAction::Open(path.clone()), FileAction::OpenBeside(path)]);
    bench.press(Key::End);
    assert_eq!(bench.rows()[5], "readme*");
    bench.press(Key::Home);
    bench.press(Key::ArrowDown);
    bench.press(Key::ArrowLeft);
    assert_eq!(bench.rows()[0], "src*", "left goes to the folder above");
    bench.press(Key::ArrowLeft);
    assert_eq!(bench.rows(), ["src*", "a2.txt", "a10.txt", "readme"], "and then closes it");
}

#[test]
fn typing_letters_finds_a_name() {
    let mut bench = Bench::new(&FILES);
    bench.focus();
    bench.harness.event(egui::Event::Text("a".to_owned()));
    bench.settle();
    assert_eq!(bench.rows()[1], "a2.txt*");
    bench.harness.event(egui::Event::Text("1".to_owned()));
    bench.settle();
    assert_eq!(bench.rows()[2], "a10.txt*");
}

#[test]
fn a_click_selects_and_a_double_click_opens() {
    let mut bench = Bench::new(&FILES);
    bench.click("readme");
    assert_eq!((bench.rows()[3].as_str(), bench.actions()), ("readme*", vec![]));
    bench.double_click("a2.txt", Modifiers::NONE);
    let path = bench.path("a2.txt");
    assert_eq!(bench.actions(), [FileAction::Open(path)]);
    bench.double_click("a10.txt", Modifiers::COMMAND);
    let path = bench.path("a10.txt");
    assert_eq!(bench.actions(), [FileAction::OpenBeside(path)]);
    bench.click("src");
    assert_eq!(bench.rows()[..3], ["src*", "  deep", "  main.rs"]);
}

#[test]
fn the_menu_starts_a_terminal_and_opens_beside() {
    let mut bench = Bench::new(&FILES);
    for (row, item) in [("src", "Open terminal here"), ("readme", "Open to the side"), ("readme", "Open terminal here")]
    {
        bench.harness.get_by_label(row).click_secondary();
        bench.harness.run();
        bench.click(item);
    }
    let expect = [
        FileAction::OpenTerminal(bench.path("src")),
        FileAction::OpenBeside(bench.path("readme")),
        FileAction::OpenTerminal(bench.dir.path().to_owned()),
    ];
    assert_eq!(bench.actions(), expect);
}

#[test]
fn ignored_files_are_out_of_sight_until_asked_for() {
    let mut bench = Bench::new(&["target/x", "b.log", "c.rs", ".env"]);
    fs::write(bench.path(".gitignore"), "*.log\n/target\n").unwrap();
    bench.until(|bench| bench.rows() == [".env", ".gitignore", "c.rs"]);
    bench.click("Show ignored files");
    assert_eq!(bench.rows(), ["target", ".env", ".gitignore", "b.log", "c.rs"]);
    bench.click("Show hidden files");
    assert_eq!(bench.rows(), ["target", "b.log", "c.rs"]);
}

#[test]
fn of_rules_in_several_folders_the_innermost_wins() {
    let mut bench = Bench::new(&["a/b/keep.log", "a/b/x.txt"]);
    fs::write(bench.path(".gitignore"), "*.log\n").unwrap();
    fs::write(bench.path("a/.gitignore"), "!keep.log\n").unwrap();
    bench.click("Show hidden files");
    bench.click("a");
    bench.until(|bench| bench.rows().len() == 2);
    bench.click("b");
    bench.until(|bench| bench.rows().len() > 2);
    assert_eq!(bench.rows(), ["a", "  b*", "    keep.log", "    x.txt"]);
}

#[test]
fn a_file_that_appears_on_disk_appears_in_the_tree() {
    let mut bench = Bench::new(&FILES);
    bench.click("src");
    bench.click("readme");
    fs::write(bench.path("src/new.rs"), "").unwrap();
    bench.until(|bench| bench.rows().contains(&"  new.rs".to_owned()));
    assert_eq!(bench.rows().last().unwrap(), "readme*", "the selection stays");
    let new = bench.path("src/new.rs");
    assert!(bench.harness.state_mut().tree.changed_paths().contains(&new));
    assert_eq!(bench.harness.state_mut().tree.changed_paths(), Vec::<std::path::PathBuf>::new());
    fs::remove_file(bench.path("readme")).unwrap();
    bench.until(|bench| bench.rows().last().is_some_and(|row| row == "a10.txt*"));
    fs::remove_dir_all(bench.path("src")).unwrap();
    bench.until(|bench| bench.rows() == ["a2.txt", "a10.txt*"]);
}

#[test]
fn the_rows_on_screen_stay_when_files_appear_above() {
    let dir = tempfile::tempdir().unwrap();
    for i in 100..300 {
        make(dir.path(), &format!("f{i}"));
    }
    let mut bench = Bench::show(dir, egui::vec2(240.0, 200.0), |_| {});
    bench.focus();
    bench.press(Key::End);
    let before = bench.rows();
    make(bench.dir.path(), "a");
    bench.until(|bench| bench.harness.state().tree.folders.find_row(Path::new("a")).is_some());
    assert_eq!(bench.rows(), before);
}

#[test]
fn an_open_file_elsewhere_is_reported_when_it_changes() {
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("notes");
    fs::write(&file, "1").unwrap();
    let mut bench = Bench::new(&FILES);
    bench.harness.state_mut().tree.watch(&file);
    fs::write(&file, "2").unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while !bench.harness.state_mut().tree.changed_paths().contains(&file) {
        assert!(Instant::now() < deadline, "the change was never reported");
        let _news = bench.woken.recv_timeout(Duration::from_millis(20));
    }
    bench.harness.state_mut().tree.unwatch(&file);
    assert!(bench.harness.state().tree.asked.is_empty());
}

#[test]
fn without_a_watch_the_tree_refreshes_when_it_is_focused() {
    let mut bench = Bench::new(&FILES);
    let root = bench.dir.path().to_owned();
    let tree = &mut bench.harness.state_mut().tree;
    tree.watch.degrade("the limit is reached".to_owned());
    tree.watch.release(&root);
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains("Not following changes").is_some());
    make(&root, "late");
    bench.focus();
    bench.until(|bench| bench.rows().contains(&"late".to_owned()));
}

#[test]
fn a_new_file_is_made_opened_and_selected() {
    let mut bench = Bench::new(&FILES);
    bench.harness.get_by_label("src").click_secondary();
    bench.harness.run();
    bench.click("New file...");
    bench.harness.get_by_role(Role::TextInput).type_text("main.rs");
    bench.harness.run();
    bench.press(Key::Enter);
    assert!(bench.harness.query_by_label_contains("exists already").is_some(), "nothing is overwritten");
    bench.harness.get_by_role(Role::TextInput).type_text("x");
    bench.harness.run();
    bench.press(Key::Enter);
    bench.until(|bench| bench.rows().contains(&"  main.rsx*".to_owned()));
    assert_eq!(bench.actions(), [FileAction::Open(bench.path("src/main.rsx"))]);
    bench.press(Key::F2);
    bench.press(Key::Escape);
    assert!(bench.harness.query_by_role(Role::TextInput).is_none(), "escape leaves the name as it is");
}

#[test]
fn the_menu_key_opens_the_menu_of_the_selected_row_and_escape_leads_back() {
    let mut bench = Bench::new(&FILES);
    bench.focus();
    for menu_key in [(Modifiers::NONE, Key::Menu), (Modifiers::SHIFT, Key::F10)] {
        bench.press(Key::Home);
        let before = bench.rows();
        bench.harness.key_press_modifiers(menu_key.0, menu_key.1);
        bench.settle();
        assert!(bench.harness.query_by_label("Move to trash...").is_some(), "{menu_key:?}");
        bench.press(Key::Escape);
        assert!(bench.harness.query_by_label("Move to trash...").is_none());
        bench.press(Key::ArrowDown);
        assert_ne!(bench.rows(), before, "the tree has the keyboard again");
    }
    bench.press(Key::Home);
    bench.press(Key::Menu);
    bench.press(Key::ArrowDown);
    bench.press(Key::ArrowUp);
    bench.press(Key::Enter);
    assert!(
        matches!(bench.actions().as_slice(), [FileAction::OpenTerminal(_)]),
        "arrows choose: {:?}",
        bench.actions()
    );
}

#[test]
fn what_is_selected_is_asked_to_the_trash_by_its_key() {
    let mut bench = Bench::new(&FILES);
    bench.focus();
    bench.press(Key::Home);
    bench.press(Key::Delete);
    assert_eq!(bench.actions(), [FileAction::Trash(bench.path("src"))]);
}

#[test]
fn a_kept_state_comes_back() {
    let mut bench = Bench::new(&FILES);
    bench.click("src");
    bench.click("deep");
    bench.click("x.rs");
    let text = serde_json::to_string(&bench.harness.state().tree.state()).unwrap();
    let state: FilesState = serde_json::from_str(&text).unwrap();
    let (before, dir) = (bench.rows(), bench.dir);
    let again = Bench::show(dir, egui::vec2(240.0, 400.0), |tree| tree.restore(&state));
    assert_eq!(again.rows(), before);
    assert_eq!(again.harness.state().tree.state().open, ["src", "src/deep"]);
}

#[test]
fn a_kept_scroll_position_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    for i in 100..300 {
        make(dir.path(), &format!("f{i}"));
    }
    let state = FilesState { scroll_rows: 50.0, ..FilesState::default() };
    let bench = Bench::show(dir, egui::vec2(240.0, 200.0), |tree| tree.restore(&state));
    assert_eq!(bench.rows()[0], "f150");
    assert!((bench.harness.state().tree.state().scroll_rows - 50.0).abs() < 0.1);
}

#[test]
fn a_huge_folder_draws_only_what_is_seen_and_then_rests() {
    let dir = tempfile::tempdir().unwrap();
    for i in 0..20_000 {
        fs::write(dir.path().join(format!("f{i}")), "").unwrap();
    }
    let mut bench = Bench::show(dir, egui::vec2(240.0, 200.0), |_| {});
    assert!((1..=12).contains(&bench.rows().len()), "{:?}", bench.rows());
    bench.focus();
    bench.press(Key::End);
    assert_eq!(bench.rows().last().unwrap(), "f19999*");
    bench.press(Key::PageUp);
    assert!(bench.rows().iter().any(|row| row.ends_with('*')), "the selection is kept in view");
    // Hover fades and similar animations are over by now.
    bench.harness.run_steps(60);
    let delay = bench.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert_eq!(delay, Duration::MAX, "an idle tree asks for no frames");
}

#[test]
fn a_pane_without_room_is_no_reason_to_panic() {
    for size in [egui::vec2(1.0, 1.0), egui::vec2(1.0, 300.0), egui::vec2(300.0, 1.0)] {
        let dir = tempfile::tempdir().unwrap();
        make(dir.path(), "src/main.rs");
        let mut bench = Bench::show(dir, size, |_| {});
        bench.focus();
        bench.press(Key::ArrowDown);
        bench.press(Key::ArrowRight);
        bench.press(Key::F2);
    }
}

#[test]
fn a_folder_that_cannot_be_opened_says_why() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), "file");
    let open = |path: &Path| FileTree::open(path, Arc::new(|| ())).map(drop);
    assert!(matches!(open(&dir.path().join("gone")), Err(FilesError::Missing { .. })));
    assert!(matches!(open(&dir.path().join("file")), Err(FilesError::NotAFolder { .. })));
}

#[test]
fn a_folder_that_vanishes_while_it_opens_says_so() {
    let mut bench = Bench::new(&FILES);
    bench.harness.state_mut().tree.watch.take();
    let root = bench.dir.path().to_owned();
    // The watch does not report the change, as on a network share.
    bench.harness.state_mut().tree.watch.release(&root);
    fs::remove_dir_all(root.join("src")).unwrap();
    bench.click("src");
    assert_eq!(bench.rows()[0], "src*");
    let tree = &bench.harness.state().tree;
    let fault = tree.folders.rows().iter().find_map(|row| tree.folders.fault(*row));
    assert!(fault.is_some_and(|fault| fault.contains("does not exist")), "{fault:?}");
}

#[test]
fn selecting_a_path_opens_the_folders_above_it() {
    let mut bench = Bench::new(&FILES);
    let path = bench.path("src/deep/x.rs");
    bench.harness.state_mut().tree.select(&path);
    bench.until(|bench| bench.rows().contains(&"    x.rs*".to_owned()));
}
