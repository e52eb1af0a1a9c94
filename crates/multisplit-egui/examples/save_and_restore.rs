//! A session in a file: the layout, the states of the widgets and a value of the application, written when the window closes and read when it
//! opens.

use egui::Ui;
use multisplit::{Lifecycle, Saved};
use multisplit_egui::{Hosted, Pane, PaneContext, PaneUi, Router, SessionFile};

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

pub(crate) struct App {
    hosted: Hosted<Router<()>>,
    session: SessionFile,
    /// The application's own part of the session.
    starts: u32,
    /// Why the last session was not read, if it was not.
    trouble: Option<String>,
}

impl App {
    pub(crate) fn new(
        ctx: &egui::Context,
        session: SessionFile,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let provider = Router::new().kind("note", |request| {
            Note(request.saved.map(|saved| saved.as_str().to_owned()).unwrap_or_default()).ready()
        });
        let mut hosted = Hosted::new(ctx, provider);
        let start = session.begin(&mut hosted.workspace, FIRST)?;
        let trouble = start.unread.map(|unread| unread.to_string());
        Ok(Self { hosted, session, starts: start.value.unwrap_or(0) + 1, trouble })
    }

    pub(crate) fn save(&mut self) {
        if let Err(error) = self.session.save(&mut self.hosted.workspace, &self.starts) {
            tracing::error!("the session was not written: {error}");
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        ui.label(format!("Start number {}", self.starts));
        if let Some(trouble) = &self.trouble {
            ui.colored_label(ui.visuals().warn_fg_color, trouble);
        }
        self.hosted.show(ui, &mut ());
        // Or in `eframe::App::on_exit`, which has no argument with eframe's default features, and one with `glow`.
        if ui.input(|input| input.viewport().close_requested()) {
            self.save();
        }
    }
}

fn main() -> eframe::Result {
    let session = SessionFile::new(NAME, std::env::temp_dir().join("multisplit-save-and-restore.json"));
    let options = eframe::NativeOptions::default();
    eframe::run_native(NAME, options, Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, session)?))))
}
