//! The strip that says how the shell ended, what was not sent, or what is about to be, and offers buttons. Refuses to act itself.
//! Invariant: it stays inside the pane, and a pane too small for it shows none (the keys work all the same).

use egui::{Align, Frame, Layout, Margin, Rect, Ui, UiBuilder, pos2};

/// Below this many points of width or height there is no strip.
const SMALLEST: f32 = 40.0;

/// A strip's button: its name and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    name: &'static str,
    hint: &'static str,
}

/// Another shell.
pub const RESTART: Offer = Offer { name: "Restart", hint: "Start the shell again (Enter)" };
/// Several lines, after all.
pub const PASTE: Offer = Offer { name: "Paste", hint: "Each line runs as a command (Enter)" };
/// They are not pasted.
pub const CANCEL: Offer = Offer { name: "Cancel", hint: "Nothing is pasted (Escape)" };
/// No strip.
pub const DISMISS: Offer = Offer { name: "Dismiss", hint: "Hide this; so does anything that is sent" };

/// Shows the strip at the lower edge of `pane`; answers which button was pressed, the rightmost first.
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
