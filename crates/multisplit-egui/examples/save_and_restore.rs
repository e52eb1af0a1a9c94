//! A session in one call: the layout, the states of the widgets and a value of the application, written when the window closes and read when
//! it opens.

use egui::Ui;
use multisplit::{Lifecycle, ProviderRouter, Saved, SessionError};
use multisplit_egui::{Hosted, Pane, PaneContext, PaneUi};
use std::path::PathBuf;

const NAME: &str = "save-and-restore";
const FIRST: &str = "row(note:shopping, col(note:garden, note:letters))";

struct Note(String);

impl Lifecycle for Note {
    fn save(&mut self) -> Option<Saved> {
        Saved::new(self.0.as_str()).ok()
    }
}

impl PaneUi for Note {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        ui.add_sized(ui.available_size(), egui::TextEdit::multiline(&mut self.0)).accessible_name("Note");
    }
}

type Router = ProviderRouter<Box<dyn Pane<()>>>;

pub(crate) struct App {
    hosted: Hosted<Router>,
    file: PathBuf,
    /// The application's own part of the session.
    starts: u32,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context, file: PathBuf) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let provider = Router::new().kind("note", |request| {
            Note(request.saved.map(|saved| saved.as_str().to_owned()).unwrap_or_default()).ready()
        });
        let mut hosted = Hosted::new(ctx, provider);
        let starts: u32 = match std::fs::read_to_string(&file) {
            Ok(text) => hosted.workspace.load_session(NAME, &text)?,
            Err(_) => {
                hosted.workspace.arrange(FIRST)?;
                0
            }
        };
        Ok(Self { hosted, file, starts: starts + 1 })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        ui.label(format!("Start number {}", self.starts));
        self.hosted.show(ui, &mut ());
    }

    /// Returns the session as text.
    pub(crate) fn session(&mut self) -> Result<String, SessionError> {
        self.hosted.workspace.save_session(NAME, &self.starts)
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        Self::ui(self, ui);
        if !ui.input(|input| input.viewport().close_requested()) {
            return;
        }
        // `multisplit_host::write_whole` replaces the file in one step: after a crash, it is the old one or the new one.
        let written = self.session().map(|text| multisplit_host::write_whole(&self.file, text.as_bytes()));
        if !matches!(written, Ok(Ok(()))) {
            tracing::error!("the session was not written: {written:?}");
        }
    }
}

fn main() -> eframe::Result {
    let file = std::env::temp_dir().join("multisplit-save-and-restore.json");
    let options = eframe::NativeOptions::default();
    eframe::run_native(NAME, options, Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, file)?))))
}
