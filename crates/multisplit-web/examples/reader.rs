//! Pages beside each other, in panes that split, move, close and come back.
//!
//! `cargo run -p multisplit-web --example reader -- https://example.com https://example.org`

use multisplit::{Command, Provided, Request, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_egui::{PaneContext, PaneUi, egui};
use multisplit_web::{Chromium, Kept, Options, WebEngine, WebPane, parse_address};
use std::sync::Arc;

struct Page(WebPane);

impl PaneUi for Page {
    fn ui(&mut self, ui: &mut egui::Ui, _: &mut PaneContext<'_>) {
        self.0.ui(ui);
    }

    fn title(&self) -> String {
        self.0.title()
    }

    fn request_focus(&mut self) {
        self.0.request_focus();
    }
}

struct Pages {
    engine: Arc<dyn WebEngine>,
    ctx: egui::Context,
}

impl WidgetProvider for Pages {
    type Widget = Page;

    fn provide(&mut self, request: Request<'_, Page>) -> Provided<Page> {
        let kept: Option<Kept> = request.saved.and_then(|saved| saved.read().ok());
        let kept = kept.unwrap_or_else(|| Kept::new(request.widget.rest()));
        Provided::Ready(Page(WebPane::new(&self.ctx, Arc::clone(&self.engine), kept)))
    }

    fn save(&mut self, _: &WidgetId, page: &mut Page) -> Option<Saved> {
        Saved::json(&page.0.kept()).ok()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Arc::new(Chromium::new(Options::new(std::env::temp_dir().join("multisplit-reader"))));
    let mut urls: Vec<String> = std::env::args().skip(1).map(|text| parse_address(&text)).collect::<Result<_, _>>()?;
    if urls.is_empty() {
        urls = ["https://example.com/", "https://example.org/"].map(str::to_owned).into();
    }
    let mut workspace = None;
    eframe::run_ui_native("reader", eframe::NativeOptions::default(), move |ui, _| {
        let workspace = workspace.get_or_insert_with(|| {
            let engine: Arc<dyn WebEngine> = Arc::<Chromium>::clone(&engine);
            let mut workspace = Workspace::new(Pages { engine, ctx: ui.ctx().clone() });
            for url in &urls {
                let Ok(widget) = WidgetId::new(format!("web:{url}")) else { continue };
                if let Err(error) = workspace.run(multisplit::Moment::ZERO, &Command::Open { widget }) {
                    tracing::warn!(%error, "a page is not opened");
                }
            }
            workspace
        });
        multisplit_egui::show(ui, workspace);
    })?;
    Ok(())
}
