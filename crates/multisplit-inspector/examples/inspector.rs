//! An application that looks into itself: notes on the left, and on the right what their workspace does.

use egui::Ui;
use multisplit::stats::Snapshot;
use multisplit::{Lifecycle, ProviderRouter};
use multisplit_egui::{Hooks, Hosted, Pane, PaneContext, PaneUi};
use multisplit_inspector::{HostReading, Inspector, InspectorAction};
use std::time::Duration;

/// What the panes draw with: the latest reading of the workspace, and what the user asked the inspector for.
#[derive(Default)]
pub(crate) struct State {
    reading: Option<Snapshot>,
    actions: Vec<InspectorAction>,
}

type AnyPane = Box<dyn Pane<State>>;
impl Hooks<AnyPane> for State {}

struct Note(String);
impl Lifecycle for Note {}
impl PaneUi<State> for Note {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_, State>) {
        ui.add_sized(ui.available_size(), egui::TextEdit::multiline(&mut self.0)).accessible_name("Note");
    }
}

struct Inside(Inspector);
impl Lifecycle for Inside {}
impl PaneUi<State> for Inside {
    fn ui(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_, State>) {
        if let Some(reading) = cx.app.reading.take() {
            self.0.feed(reading, HostReading::default());
        }
        cx.app.actions.extend(self.0.ui(ui));
    }
}

pub(crate) struct App {
    hosted: Hosted<ProviderRouter<AnyPane>>,
    state: State,
    /// When the next reading is due, in seconds.
    due: f64,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, multisplit::LoadError> {
        let provider = ProviderRouter::new()
            .kind("note", |request| Note(format!("Note {}", request.widget.rest())).ready())
            .kind("inspector", |_| Inside(Inspector::new()).ready());
        let mut hosted = Hosted::new(ctx, provider);
        hosted.workspace.arrange("row(col(note:1, tabs(*note:2, note:3)) .4, inspector .6)")?;
        Ok(Self { hosted, state: State::default(), due: 0.0 })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        let now = ui.input(|i| i.time);
        if now >= self.due {
            self.due = now + 1.0;
            self.state.reading = Some(self.hosted.workspace.snapshot());
            ui.ctx().request_repaint_after(Duration::from_secs(1));
        }
        self.hosted.show(ui, &mut self.state);
        let at = self.hosted.host.now();
        for action in self.state.actions.drain(..) {
            match action {
                InspectorAction::TrimNow => {
                    let half = self.hosted.workspace.accounted_bytes() / 2;
                    self.hosted.workspace.trim(at, half);
                }
                InspectorAction::DropHidden => self.hosted.workspace.trim(at, 0),
                // Writing a file is up to the application.
                InspectorAction::ExportReport { .. } => {}
            }
        }
    }
}

fn main() -> eframe::Result {
    let mut app = None;
    eframe::run_ui_native("inspector", eframe::NativeOptions::default(), move |ui, _| {
        match app.get_or_insert_with(|| App::new(ui.ctx())) {
            Ok(app) => app.ui(ui),
            Err(error) => drop(ui.label(error.to_string())),
        }
    })
}
