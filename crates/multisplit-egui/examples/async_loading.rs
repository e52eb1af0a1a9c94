//! Widgets that take long to make. They load on other threads, with progress; the panes in view load first. One of them fails, and its pane
//! offers a retry.

use egui::Ui;
use multisplit::jobs::JobContext;
use multisplit::{Failure, Provided, Request, WidgetProvider};
use multisplit_egui::{Hosted, PaneContext, PaneUi};
use std::time::Duration;

pub(crate) struct Report {
    lines: Vec<String>,
}

impl PaneUi for Report {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        for line in &self.lines {
            ui.label(line);
        }
    }
}

/// Makes a report, on a loader thread.
fn compute(name: &str, context: &JobContext) -> Result<Vec<String>, Failure> {
    let mut lines = vec![];
    for step in 0..10_u8 {
        // A load whose pane was closed ends here.
        context.check()?;
        context.set_progress(f32::from(step) / 10.0);
        if name == "broken" && step == 5 {
            return Err(Failure::failed("the numbers of May are missing"));
        }
        lines.push(format!("{name}: line {step}"));
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(lines)
}

pub(crate) struct Reports;

impl WidgetProvider for Reports {
    type Widget = Report;

    fn provide(&mut self, request: Request<'_, Report>) -> Provided<Report> {
        let name = request.widget.rest().to_owned();
        // The first part runs on a loader thread; the second builds the widget on this one, and may use what is not `Send`.
        Provided::load(move |context| compute(&name, context), |lines| Report { lines })
    }
}

pub(crate) fn hosted(ctx: &egui::Context) -> Result<Hosted<Reports>, multisplit::LoadError> {
    let mut hosted = Hosted::new(ctx, Reports);
    hosted.workspace.arrange("row(report:sales, col(report:stock, report:broken))")?;
    Ok(hosted)
}

fn main() -> eframe::Result {
    let mut app = None;
    eframe::run_ui_native("async loading", eframe::NativeOptions::default(), move |ui, _| {
        match app.get_or_insert_with(|| hosted(ui.ctx())) {
            Ok(hosted) => drop(hosted.show(ui, &mut ())),
            Err(error) => drop(ui.label(error.to_string())),
        }
    })
}
