//! Widgets within a memory budget. A hundred tabs hold a megabyte each, and the budget is sixteen: those that were not seen for long are
//! evicted, their states saved first, and come back when their tab is shown.

use egui::Ui;
use multisplit::{Cost, Lifecycle, ProviderRouter, RuntimeConfig, Saved};
use multisplit_egui::{Hosted, Pane, PaneContext, PaneUi};
use std::time::Duration;

const MEGABYTE: u64 = 1 << 20;

/// A picture of noise, and how often its button was clicked.
struct Noise {
    bytes: Vec<u8>,
    clicks: u32,
}

impl Noise {
    fn new(clicks: u32) -> Self {
        Self { bytes: (0..MEGABYTE).map(|at| ((at * 2_654_435_761) >> 7) as u8).collect(), clicks }
    }
}

impl Lifecycle for Noise {
    fn save(&mut self) -> Option<Saved> {
        Saved::json(&self.clicks).ok()
    }

    fn cost(&self) -> Cost {
        Cost { bytes: self.bytes.len() as u64, rebuild_micros: 2_000 }
    }
}

impl PaneUi for Noise {
    fn ui(&mut self, ui: &mut Ui, _: &mut PaneContext<'_>) {
        ui.label(format!("{} bytes", self.bytes.len()));
        if ui.button(format!("{} clicks", self.clicks)).clicked() {
            self.clicks += 1;
        }
    }
}

pub(crate) struct App {
    hosted: Hosted<ProviderRouter<Box<dyn Pane<()>>>>,
}

impl App {
    pub(crate) fn new(ctx: &egui::Context) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let provider = ProviderRouter::new().kind("noise", |request| {
            let clicks = request.saved.and_then(|saved| saved.read().ok()).unwrap_or(0);
            Noise::new(clicks).ready()
        });
        let mut hosted = Hosted::new(ctx, provider);
        hosted.workspace.configure(RuntimeConfig {
            soft_bytes: 16 * MEGABYTE,
            hard_bytes: 24 * MEGABYTE,
            max_hidden_live: 4,
            park_after: Duration::from_millis(500),
            ..RuntimeConfig::default()
        })?;
        let tabs: Vec<String> = (1..=100).map(|number| format!("noise:{number}")).collect();
        hosted.workspace.arrange(&format!("tabs({})", tabs.join(", ")))?;
        Ok(Self { hosted })
    }

    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        let levels = self.hosted.workspace.snapshot().levels;
        let megabytes = self.hosted.workspace.accounted_bytes() / MEGABYTE;
        ui.label(format!(
            "{} live, {} parked, {} saved: {megabytes} MB of 16",
            levels.live, levels.parked, levels.saved
        ));
        self.hosted.show(ui, &mut ());
    }
}

fn main() -> eframe::Result {
    let mut app = None;
    eframe::run_ui_native("memory budget", eframe::NativeOptions::default(), move |ui, _| {
        match app.get_or_insert_with(|| App::new(ui.ctx())) {
            Ok(app) => app.ui(ui),
            Err(error) => drop(ui.label(error.to_string())),
        }
    })
}
