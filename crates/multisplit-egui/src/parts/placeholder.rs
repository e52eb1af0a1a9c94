//! The stand-in in a pane whose widget is not there: it is loading, has failed, or was not asked for yet.

use crate::base::content::{FrameView, Presence};
use crate::base::limits::SKETCH_LINES;
use crate::base::names::name_of;
use crate::base::style::Style;
use crate::drawing::mesh::MeshBuilder;
use crate::drawing::sketch::sketch;
use crate::frame::Frame;
use egui::{Align, Layout, Painter, ProgressBar, Rect, RichText, Ui};
use multisplit::jobs::FailureKind;
use multisplit::{Intent, PaneId, WidgetId};
use std::time::Duration;

/// The time between two updates of the progress of a visible load.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// How far the color of a sketch is from that of the pane towards that of the text.
const SKETCH_TONE: f32 = 0.09;
/// The distance of a sketch from the edges of the pane, in points.
const SKETCH_MARGIN: f32 = 12.0;

/// The distance above the middle at which the text of a stand-in begins, in points.
const WORDS_ABOVE: f32 = 48.0;

/// Draws a light sketch of a pane: in the first frame of a pane that comes into view with many others, and behind a load.
pub(crate) fn sketched(painter: &Painter, room: Rect, widget: &WidgetId, style: &Style) {
    let mut ink = MeshBuilder::new(painter.ctx(), SKETCH_LINES);
    let color = style.pane_fill.lerp_to_gamma(style.text, SKETCH_TONE);
    sketch(&mut ink, room.shrink(SKETCH_MARGIN), widget, color);
    ink.finish().show(painter);
}

/// Draws the stand-in.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, widget: &WidgetId, pane: PaneId, frame: &mut Frame<'_>) {
    if view.content.page(ui, pane, frame.intents) {
        if matches!(view.content.presence(pane), Presence::Loading(_)) {
            frame.wake_after(PROGRESS_EVERY);
        }
        return;
    }
    let (room, presence) = (ui.max_rect(), view.content.presence(pane));
    if !matches!(presence, Presence::Failed(_)) {
        let above = room.with_max_y(room.center().y - WORDS_ABOVE);
        sketched(ui.painter(), above, widget, frame.style);
    }
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((room.height() / 2.0 - WORDS_ABOVE).clamp(4.0, 240.0));
        match presence {
            Presence::Loading(context) => loading(ui, context, &name_of(view.content, pane, widget), pane, frame),
            Presence::Failed(failure) => {
                let head = match failure.kind {
                    FailureKind::Unknown => "Unknown kind of widget",
                    FailureKind::Cancelled => "Stopped",
                    FailureKind::Panicked => "This pane broke",
                    FailureKind::TimedOut => "Took too long",
                    FailureKind::Failed => "Could not be opened",
                };
                ui.label(RichText::new(head).strong());
                ui.label(RichText::new(&failure.reason).weak());
                ui.add_space(6.0);
                if ui.button("Retry").clicked() {
                    frame.intents.push(Intent::Retry(pane));
                }
            }
            _ => {
                ui.label(name_of(view.content, pane, widget));
                ui.label(RichText::new(widget.kind()).weak());
            }
        }
    });
}

/// The time for which a load shows no text. If it is done sooner, the text would only flash.
const QUIET: Duration = Duration::from_millis(150);

fn loading(ui: &mut Ui, context: &multisplit::jobs::JobContext, name: &str, pane: PaneId, frame: &mut Frame<'_>) {
    let quiet = context.started().and_then(|at| QUIET.checked_sub(frame.now.since(at))).filter(|rest| !rest.is_zero());
    if let Some(rest) = quiet {
        frame.wake_after(rest);
        return;
    }
    ui.label(RichText::new(format!("Loading {name}")).weak());
    let width = (ui.available_width() * 0.6).clamp(8.0, 240.0);
    match context.progress() {
        Some(part) => ui.add(ProgressBar::new(part).desired_width(width).show_percentage()),
        None => ui.add(ProgressBar::new(0.0).desired_width(width)),
    };
    ui.add_space(6.0);
    if ui.button("Cancel").clicked() {
        frame.intents.push(Intent::StopLoad(pane));
    }
    frame.wake_after(PROGRESS_EVERY);
}
