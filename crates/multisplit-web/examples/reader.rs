//! Pages beside each other, in panes that split, move, close and come back. For pages that are there again at the next start, keep the
//! workspace as `save_and_restore` of `multisplit-egui` does.
//!
//! `cargo run -p multisplit-web --example reader -- https://example.com https://example.org`

use multisplit::geometry::Ratio;
use multisplit::{Bars, Command, Placement, Provided, Request, Rules, Saved, WidgetId, WidgetProvider, Workspace};
use multisplit_egui::{PaneContext, PaneUi, egui};
use multisplit_web::{Chromium, Kept, Options, WebEngine, WebPane, parse_address};
use std::sync::Arc;

struct Page(WebPane);

impl PaneUi for Page {
    fn ui(&mut self, ui: &mut egui::Ui, cx: &mut PaneContext<'_>) {
        self.0.ui(ui);
        // Links that open elsewhere become panes. An address that is shown already is only gone to.
        for opened in self.0.take_opened() {
            let Ok(widget) = WidgetId::new(format!("web:{}", opened.url)) else { continue };
            let place = if opened.behind { Placement::Tab } else { Placement::Right };
            cx.run(Command::Split { pane: cx.pane, place, widget, ratio: Ratio::HALF });
        }
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
            let rules = Rules { bars: Bars::Always, ..Rules::default() };
            let mut workspace = Workspace::with_rules(Box::new(Pages { engine, ctx: ui.ctx().clone() }), rules);
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
