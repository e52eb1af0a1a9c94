//! A strip with a message and buttons: how the shell ended, what was not sent, or what is about to be sent.
//!
//! The strip does not perform the actions of its buttons.
//!
//! Invariant: it stays inside the pane, and a pane too small for it shows none (the keys still work).

use egui::{Align, Frame, Layout, Margin, Rect, Ui, UiBuilder, pos2};

/// The smallest width and height of a pane with a strip, in points.
const SMALLEST: f32 = 40.0;

/// A button of a strip: its name and its hint.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    name: &'static str,
    hint: &'static str,
}

/// Restarts the shell.
pub const RESTART: Offer = Offer { name: "Restart", hint: "Start the shell again (Enter)" };
/// Pastes several lines after all.
pub const PASTE: Offer = Offer { name: "Paste", hint: "Each line runs as a command (Enter)" };
/// Discards the lines to paste.
pub const CANCEL: Offer = Offer { name: "Cancel", hint: "Nothing is pasted (Escape)" };
/// Hides the strip.
pub const DISMISS: Offer = Offer { name: "Dismiss", hint: "Hide this; so does anything that is sent" };

/// Shows the strip at the lower edge of `pane`, with the first of `offers` at the right edge.
///
/// Returns the index in `offers` of the button that was pressed.
pub fn show(ui: &mut Ui, pane: Rect, words: &str, offers: &[Offer]) -> Option<usize> {
    let height = ui.spacing().interact_size.y + 12.0;
    if pane.width() < SMALLEST || pane.height() < SMALLEST.max(height) {
        return None;
    }
    let strip = Rect::from_min_max(pos2(pane.left(), pane.bottom() - height), pane.max);
    let builder = UiBuilder::new().id_salt("strip").max_rect(strip).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(strip.intersect(ui.clip_rect()));
        ui.painter().rect_filled(strip, 0.0, ui.visuals().panel_fill);
        let frame = Frame::new().inner_margin(Margin::symmetric(8, 4));
        let strip = frame.show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut pressed = None;
                for (at, offer) in offers.iter().enumerate() {
                    if ui.button(offer.name).on_hover_text(offer.hint).clicked() {
                        pressed = Some(at);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(words).truncate());
                });
                pressed
            })
        });
        strip.inner.inner
    })
    .inner
}
