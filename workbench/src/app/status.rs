//! The line at the bottom: where one is, and what there is to say.

use multisplit_pane_chrome::names;

use egui::{Panel, RichText, Ui};
use std::path::Path;

/// How long something that was said stays, in seconds.
const STAYS: f64 = 8.0;

/// What is said, and since when.
#[derive(Debug, Default)]
pub(super) struct Status {
    said: Option<(String, Option<f64>)>,
}

impl Status {
    /// Says something to the user.
    pub(super) fn say(&mut self, text: String) {
        tracing::info!("{text}");
        self.said = Some((text, None));
    }

    pub(super) fn show(&mut self, ui: &mut Ui, place: &Path, panes: usize) {
        let now = ui.ctx().input(|i| i.time);
        if let Some((_, since)) = &mut self.said {
            let since = *since.get_or_insert(now);
            if now - since > STAYS {
                self.said = None;
            } else {
                ui.ctx().request_repaint_after_secs((STAYS - (now - since) + 0.05) as f32);
            }
        }
        Panel::bottom("status").exact_size(22.0).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(RichText::new(names::shown_path(place)).small().weak());
                if let Some((text, _)) = &self.said {
                    ui.separator();
                    ui.label(RichText::new(text).small().strong());
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let words = if panes == 1 { "1 pane".to_owned() } else { format!("{panes} panes") };
                    ui.label(RichText::new(words).small().weak());
                });
            });
        });
    }
}
