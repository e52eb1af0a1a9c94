//! Many kinds of widgets, each a type of its own: a router makes them, and each knows how it is saved and when it may be closed.

use egui::Ui;
use multisplit::{CloseReason, Cost, Lifecycle, ProviderRouter, Saved, Verdict};
use multisplit_egui::{Hosted, Pane, PaneContext, PaneUi};

/// A note, which is kept when its pane is closed, and over restarts.
struct Note {
    text: String,
}

impl Lifecycle for Note {
    fn save(&mut self) -> Option<Saved> {
        Saved::new(self.text.as_str()).ok()
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.text.len() as u64, rebuild_micros: 50 }
    }
}

impl PaneUi for Note {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        ui.add_sized(ui.available_size(), egui::TextEdit::multiline(&mut self.text)).accessible_name("Note");
    }
}

/// A stopwatch, which does not close while it runs.
#[derive(Default)]
struct Watch {
    seconds: f32,
    runs: bool,
}

impl Lifecycle for Watch {
    fn closing(&mut self, reason: CloseReason) -> Verdict {
        match reason {
            CloseReason::Close if self.runs => Verdict::Veto("the stopwatch is running".to_owned()),
            _ => Verdict::Allow,
        }
    }
}

impl PaneUi for Watch {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        ui.heading(format!("{:.1} s", self.seconds));
        if ui.button(if self.runs { "Stop" } else { "Start" }).clicked() {
            self.runs = !self.runs;
        }
        if self.runs {
            self.seconds += ui.input(|i| i.stable_dt);
            ui.ctx().request_repaint();
        }
    }

    fn title(&self) -> String {
        "Stopwatch".to_owned()
    }
}

type Router = ProviderRouter<Box<dyn Pane<()>>>;

pub(crate) struct App {
    hosted: Hosted<Router>,
    refused: String,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, multisplit::LoadError> {
        let provider = Router::new().kind("watch", |_| Watch::default().ready()).kind("note", |request| {
            let text =
                request.saved.map_or_else(|| format!("Note {}", request.widget.rest()), |s| s.as_str().to_owned());
            Note { text }.ready()
        });
        let mut hosted = Hosted::new(ctx, provider);
        hosted.workspace.arrange("row(tabs(*note:1, note:2), watch)")?;
        Ok(Self { hosted, refused: String::new() })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        let output = self.hosted.show(ui, &mut ());
        for words in output.refusals(self.hosted.workspace.layout()) {
            self.refused = words;
        }
        if !self.refused.is_empty() {
            egui::Window::new("Not done").show(ui.ctx(), |ui| ui.label(&self.refused));
        }
    }
}

fn main() -> eframe::Result {
    let mut app = None;
    eframe::run_ui_native("many kinds", eframe::NativeOptions::default(), move |ui, _| {
        match app.get_or_insert_with(|| App::new(ui.ctx())) {
            Ok(app) => app.ui(ui),
            Err(error) => drop(ui.label(error.to_string())),
        }
    })
}
