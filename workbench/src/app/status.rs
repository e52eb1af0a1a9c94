//! The line at the bottom: where one is, and what there is to say. What was refused is said in the pane that has the focus, too: that is
//! where somebody looks who has just asked for it.

use egui::accesskit::Role;
use egui::{Align2, Area, Frame, Label, Order, Panel, Rect, RichText, Ui, vec2};
use multisplit::PaneId;
use multisplit_pane_chrome::{INSET, names};
use std::path::Path;

/// How long something that was said stays, in seconds.
const STAYS: f64 = 8.0;
/// How wide a refusal is at most, in points.
const MAX_WIDTH: f32 = 420.0;

/// What is said, and since when.
#[derive(Debug)]
struct Said {
    words: String,
    since: Option<f64>,
    is_refusal: bool,
    /// The pane in which it was said first: where the user goes on in another one, it is in the way there.
    pane: Option<PaneId>,
}

/// What is said at the moment.
#[derive(Debug, Default)]
pub(super) struct Status {
    said: Option<Said>,
}

impl Status {
    /// Says something to the user.
    pub(super) fn say(&mut self, words: String) {
        tracing::info!("{words}");
        self.said = Some(Said { words, since: None, is_refusal: false, pane: None });
    }

    /// Says why something is not done that was asked for.
    pub(super) fn refuse(&mut self, words: String) {
        tracing::info!("{words}");
        self.said = Some(Said { words, since: None, is_refusal: true, pane: None });
    }

    /// Says in the pane that has the focus what was refused lately.
    pub(super) fn show_refusal(&mut self, ui: &Ui, focused: Option<PaneId>, rect: Rect) {
        let Some(Said { words, is_refusal: true, pane, .. }) = &mut self.said else { return };
        if pane.is_none() {
            *pane = focused;
        }
        if *pane != focused {
            return;
        }
        let id = ui.scope_id().with("refusal");
        let at = rect.center_top() + vec2(0.0, INSET);
        let width = MAX_WIDTH.min(rect.width() - 4.0 * INSET).max(120.0);
        let area = Area::new(id).order(Order::Tooltip).interactable(false).pivot(Align2::CENTER_TOP).fixed_pos(at);
        area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(width);
                let said = ui.add(Label::new(RichText::new(words.as_str()).color(ui.visuals().error_fg_color)).wrap());
                ui.ctx().accesskit_node_builder(said.id, |node| node.set_role(Role::Alert));
            });
        });
    }

    pub(super) fn show(&mut self, ui: &mut Ui, place: &Path, panes: usize) {
        let now = ui.ctx().input(|i| i.time);
        if let Some(said) = &mut self.said {
            let since = *said.since.get_or_insert(now);
            if now - since > STAYS {
                self.said = None;
            } else {
                ui.ctx().request_repaint_after_secs((STAYS - (now - since) + 0.05) as f32);
            }
        }
        Panel::bottom("status").exact_size(22.0).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.label(RichText::new(names::shown_path(place)).small().weak());
                if let Some(said) = &self.said {
                    ui.separator();
                    let words = RichText::new(&said.words).small().strong();
                    let color = ui.visuals().error_fg_color;
                    ui.label(if said.is_refusal { words.color(color) } else { words });
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let words = if panes == 1 { "1 pane".to_owned() } else { format!("{panes} panes") };
                    ui.label(RichText::new(words).small().weak());
                });
            });
        });
    }
}
