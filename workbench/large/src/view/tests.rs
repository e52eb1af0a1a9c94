//! Tests of the pane as a user meets it: with real files, real keys and real clicks.

mod files;
mod scrolling;

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, OutputCommand, Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use tempfile::TempDir;

use crate::{LargeFile, LargeView};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

/// A pane with an open file.
struct Pane {
    folder: TempDir,
    path: PathBuf,
    harness: Harness<'static, LargeView>,
}

/// Opens a view of a file whose lines are counted.
fn view(path: &std::path::Path) -> LargeView {
    let file = LargeFile::open_or_wait(path, Arc::new(|| {})).expect("opens");
    file.be_patient(true);
    let deadline = Instant::now() + Duration::from_secs(60);
    while file.lines().is_none() {
        assert!(Instant::now() < deadline, "waited in vain for the lines");
        std::thread::yield_now();
    }
    LargeView::new(file)
}

fn pane(contents: impl AsRef<[u8]>) -> Pane {
    pane_with(contents, |_| {})
}

fn pane_with(contents: impl AsRef<[u8]>, prepare: impl FnOnce(&mut LargeView)) -> Pane {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    fs::write(&path, contents).expect("a file in it");
    let mut view = view(&path);
    prepare(&mut view);
    show(folder, path, view)
}

fn show(folder: TempDir, path: PathBuf, mut view: LargeView) -> Pane {
    view.request_focus();
    let harness = Harness::builder()
        .with_size(egui::vec2(700.0, 400.0))
        .with_max_steps(400)
        .with_step_dt(0.01)
        .build_ui_state(|ui, view: &mut LargeView| drop(view.ui(ui)), view);
    let mut pane = Pane { folder, path, harness };
    pane.harness.run();
    pane
}

/// Returns the lines "line 0", "line 1" and so on.
fn lines(count: usize) -> String {
    (0..count).map(|line| format!("line {line}\n")).collect()
}

impl Pane {
    fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
        self
    }

    fn send(&mut self, event: Event) -> &mut Self {
        self.harness.event(event);
        self.harness.run();
        self
    }

    fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.harness.event(Event::Text(c.to_string()));
            self.harness.run();
        }
        self
    }

    fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_by_label(label).click();
        self.harness.run();
        self
    }

    fn sees(&self, words: &str) -> bool {
        self.harness.query_by_label(words).is_some()
    }

    fn view(&mut self) -> &mut LargeView {
        self.harness.state_mut()
    }

    /// Returns the text that a screen reader gets.
    fn text(&self) -> String {
        let node = self.harness.get_by_role(egui::Role::MultilineTextInput);
        node.accesskit_node().value().unwrap_or_default()
    }

    fn first(&self) -> String {
        self.text().lines().next().unwrap_or_default().to_owned()
    }

    fn last(&self) -> String {
        self.text().lines().last().unwrap_or_default().to_owned()
    }

    fn area(&self) -> Rect {
        self.harness.get_by_role(egui::Role::MultilineTextInput).rect()
    }

    fn append(&self, text: &str) {
        let mut file = OpenOptions::new().append(true).create(true).open(&self.path).expect("there");
        file.write_all(text.as_bytes()).expect("written");
    }

    /// Shows frames until `done` returns `true`, for at most a minute.
    fn wait(&mut self, what: &str, done: impl Fn(&Pane) -> bool) -> &mut Self {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            self.harness.run();
            if done(self) {
                return self;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}; seen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Returns the center of a cell of the text. `digits` is the number of digits of the line numbers.
    fn cell(&self, row: usize, column: usize, digits: usize) -> Pos2 {
        let font = egui::TextStyle::Monospace.resolve(&self.harness.ctx.global_style());
        let cell =
            self.harness.ctx.fonts_mut(|fonts| egui::vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font)));
        let gutter = (digits.max(3) + 2) as f32 * cell.x;
        self.area().min + egui::vec2(gutter + (column as f32 + 0.5) * cell.x - 1.0, (row as f32 + 0.5) * cell.y)
    }

    fn button(&mut self, pos: Pos2, pressed: bool) -> &mut Self {
        self.harness.event(Event::PointerMoved(pos));
        let button = egui::PointerButton::Primary;
        self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: NONE });
        self.harness.step();
        self
    }

    fn drag(&mut self, from: Pos2, to: Pos2) -> &mut Self {
        self.button(from, true);
        self.harness.event(Event::PointerMoved(to));
        self.harness.step();
        self.button(to, false);
        self.harness.run();
        self
    }

    /// Returns the text that Ctrl+C puts on the clipboard.
    fn copied(&mut self) -> Option<String> {
        self.harness.event(Event::Copy);
        self.harness.step();
        let commands = self.harness.output().platform_output.commands.clone();
        self.harness.run();
        commands.into_iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text),
            _ => None,
        })
    }
}
