//! A pane with simulated keys and clicks, for the tests of both databases.
//!
//! It does not sleep and hope: it checks a condition until it holds, or a deadline fails the test.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, HarnessBuilder};
use multisplit_pane_query::{Connected, QueryPane, Source};

const DEADLINE: Duration = Duration::from_secs(60);

pub struct Desk {
    pub harness: Harness<'static, QueryPane>,
}

/// Opens the database that `text` names. Blocking.
pub fn pane(text: &str) -> QueryPane {
    let source = Source::parse(text, Path::new("")).unwrap();
    let connected = Connected::open(&source, None, &|| false).unwrap_or_else(|error| panic!("{error}"));
    QueryPane::from_connected(connected, Arc::new(|| {}))
}

/// Creates a pane all of whose characters must be in a font.
pub fn desk(pane: QueryPane) -> Desk {
    build(pane, Harness::builder())
}

/// Creates a pane that may have to show characters that no font has.
#[allow(dead_code, reason = "not all tests that use this file have such data")]
pub fn desk_of_odd_text(pane: QueryPane) -> Desk {
    build(pane, Harness::builder().allow_missing_glyphs())
}

fn build(mut pane: QueryPane, builder: HarnessBuilder<QueryPane>) -> Desk {
    pane.request_focus();
    let app = |ui: &mut egui::Ui, pane: &mut QueryPane| pane.ui(ui);
    let mut harness = builder
        .with_size(egui::vec2(1_800.0, 700.0))
        .with_max_steps(200)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(app, pane);
    harness.run_steps(3);
    Desk { harness }
}

impl Desk {
    pub fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(2);
        self
    }

    pub fn type_text(&mut self, text: &str) -> &mut Self {
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(2);
        self
    }

    pub fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
        self
    }

    /// Returns `true` if a label that contains these words is on screen.
    pub fn sees(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    /// Draws frames until `is_so` returns `true`.
    pub fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        let deadline = Instant::now() + DEADLINE;
        loop {
            self.harness.step();
            if is_so(self) {
                return self;
            }
            assert!(Instant::now() < deadline, "in vain for {what}; on screen: {:#?}", self.labels());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn until_seen(&mut self, words: &str) -> &mut Self {
        self.until(words, |desk| desk.sees(words))
    }

    /// Replaces the text, selects all of it, and runs it to its end.
    pub fn run(&mut self, sql: &str) -> &mut Self {
        self.start(sql).until_idle()
    }

    /// Draws frames until nothing runs.
    pub fn until_idle(&mut self) -> &mut Self {
        self.until("the end of the run", |desk| !desk.harness.state().is_busy());
        self.harness.run_steps(3);
        self
    }

    /// Replaces the text, selects all of it, and starts to run it.
    pub fn start(&mut self, sql: &str) -> &mut Self {
        self.harness.state_mut().request_focus();
        self.harness.run_steps(2);
        self.press(Modifiers::COMMAND, Key::A).type_text(sql).press(Modifiers::COMMAND, Key::A);
        self.press(Modifiers::COMMAND, Key::Enter)
    }

    /// Returns all words on screen, as a screen reader gets them.
    pub fn labels(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut nodes = vec![self.harness.root().accesskit_node()];
        while let Some(node) = nodes.pop() {
            found.extend([node.label(), node.value()].into_iter().flatten().filter(|words| !words.is_empty()));
            nodes.extend(node.children());
        }
        found
    }
}
