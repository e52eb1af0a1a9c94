//! What stands in a pane whose widget is not there: on its way, failed, or not asked for yet.

use crate::pane::Ask;
use crate::show::Frame;
use egui::{Align, Layout, ProgressBar, RichText, Ui};
use multisplit::{FailureKind, PaneId, Slot, WidgetId};
use std::time::Duration;

/// How often a visible load shows how far it is.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Draws the stand-in.
pub(crate) fn placeholder<W>(
    ui: &mut Ui,
    slot: Option<&Slot<W>>,
    widget: &WidgetId,
    pane: PaneId,
    frame: &mut Frame<'_>,
) {
    let room = ui.max_rect();
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((room.height() / 2.0 - 48.0).clamp(4.0, 240.0));
        match slot {
            Some(Slot::Loading { context, .. }) => loading(ui, context, widget, pane, frame),
            Some(Slot::Failed(failure)) => {
                let head = match failure.kind {
                    FailureKind::Unknown => "No such widget",
                    FailureKind::Cancelled => "Stopped",
                    FailureKind::Panicked => "This pane broke",
                    FailureKind::TimedOut => "Took too long",
                    FailureKind::Failed => "Could not be opened",
                };
                ui.label(RichText::new(head).strong());
                ui.label(RichText::new(&failure.reason).weak());
                ui.add_space(6.0);
                if ui.button("Retry").clicked() {
                    frame.asks.push(Ask::Retry(pane));
                }
            }
            _ => {
                ui.label(RichText::new(widget.as_str()).weak());
            }
        }
    });
}

fn loading(ui: &mut Ui, context: &multisplit::JobContext, widget: &WidgetId, pane: PaneId, frame: &mut Frame<'_>) {
    ui.label(RichText::new(format!("Loading {widget}")).weak());
    let width = (ui.available_width() * 0.6).clamp(8.0, 240.0);
    match context.progress() {
        Some(part) => ui.add(ProgressBar::new(part).desired_width(width).show_percentage()),
        None => ui.add(ProgressBar::new(0.0).desired_width(width)),
    };
    ui.add_space(6.0);
    if ui.button("Cancel").clicked() {
        frame.asks.push(Ask::StopLoad(pane));
    }
    frame.wake_after(PROGRESS_EVERY);
}
