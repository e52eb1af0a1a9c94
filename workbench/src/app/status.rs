//! The line at the bottom of the window: the place of the user and the latest message. A refusal is also shown in the focused pane,
//! because that is where the user looks who has just asked for something.

use egui::accesskit::Role;
use egui::{Align2, Area, Event, Frame, Label, Order, Panel, Rect, RichText, Ui, vec2};
use multisplit::PaneId;
use multisplit_pane_chrome::{INSET, names};
use std::path::Path;

/// The time that a message stays, in seconds.
const STAYS: f64 = 8.0;
/// The minimum time that a refusal stays, in seconds.
const NOT_AT_ONCE: f64 = 0.4;
/// The maximum width of a refusal, in points.
const MAX_WIDTH: f32 = 420.0;

/// A message, and when it was first shown.
#[derive(Debug)]
struct Said {
    words: String,
    since: Option<f64>,
    is_refusal: bool,
    /// The pane in which it was first shown: when the user goes on to another pane, it would be in the way there.
    pane: Option<PaneId>,
}

/// The current message.
#[derive(Debug, Default)]
pub(super) struct Status {
    said: Option<Said>,
}

impl Status {
    /// Shows a message to the user.
    pub(super) fn say(&mut self, words: String) {
        tracing::info!("{words}");
        self.said = Some(Said { words, since: None, is_refusal: false, pane: None });
    }

    /// Shows why something that the user asked for is not done.
    pub(super) fn refuse(&mut self, words: String) {
        tracing::info!("{words}");
        self.said = Some(Said { words, since: None, is_refusal: true, pane: None });
    }

    /// Shows the latest refusal in the focused pane until the user goes on: with a key, a click, or in another pane.
    pub(super) fn show_refusal(&mut self, ui: &Ui, focused: Option<PaneId>, rect: Rect) {
        let Some(Said { words, is_refusal, pane, since }) = &mut self.said else { return };
        if !*is_refusal {
            return;
        }
        if pane.is_none() {
            *pane = focused;
        }
        let (now, goes_on) =
            ui.input(|input| (input.time, input.pointer.any_pressed() || input.events.iter().any(is_key)));
        // The key that was refused must not dismiss the message itself.
        let is_read = goes_on && since.is_some_and(|since| now - since > NOT_AT_ONCE);
        if *pane != focused || is_read {
            *is_refusal = false;
            return;
        }
        let id = ui.scope_id().with("refusal");
        let at = rect.center_top() + vec2(0.0, INSET);
        let width = MAX_WIDTH.min(rect.width() - 4.0 * INSET).max(120.0);
        let area = Area::new(id).order(Order::Middle).interactable(false).pivot(Align2::CENTER_TOP).fixed_pos(at);
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
                // Slightly after the end, so that this frame removes the message.
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

/// Returns `true` if the user typed the event.
const fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, repeat: false, .. } | Event::Text(_) | Event::Paste(_))
}
