//! A window with two panes, in as few lines as it takes.

use multisplit::{Provided, Request, WidgetProvider, Workspace};
use multisplit_egui::{PaneContext, PaneUi, egui};

pub(crate) struct Hello(String);

impl PaneUi for Hello {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut PaneContext<'_>) {
        ui.centered_and_justified(|ui| ui.heading(&self.0));
    }
}

pub(crate) struct Greetings;

impl WidgetProvider for Greetings {
    type Widget = Hello;

    fn provide(&mut self, request: Request<'_, Hello>) -> Provided<Hello> {
        Provided::Ready(Hello(format!("Hello, {}!", request.widget)))
    }
}

pub(crate) fn workspace() -> Result<Workspace<Greetings>, multisplit::LoadError> {
    let mut workspace = Workspace::new(Greetings);
    workspace.arrange("row(world, panes)")?;
    Ok(workspace)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut workspace = workspace()?;
    eframe::run_ui_native("hello", eframe::NativeOptions::default(), move |ui, _| {
        multisplit_egui::show(ui, &mut workspace);
    })?;
    Ok(())
}
