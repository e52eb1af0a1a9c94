//! The windows beside the workbench: an empty one, and one with nothing but a text to edit.

use eframe::NativeOptions;
use egui::{CentralPanel, TextEdit, ViewportBuilder};

/// Opens a window until it is killed.
pub(crate) fn run(mut text: Option<String>) -> Result<(), String> {
    let viewport = ViewportBuilder::default().with_title("plain").with_inner_size([1280.0, 800.0]);
    let options = NativeOptions { viewport, ..NativeOptions::default() };
    let mut is_first = true;
    let shown = eframe::run_ui_native("plain", options, move |ui, _| {
        CentralPanel::default().show(ui, |ui| {
            if let Some(text) = &mut text {
                let size = ui.available_size();
                let field = ui.add_sized(size, TextEdit::multiline(text));
                if is_first {
                    field.request_focus();
                }
            }
        });
        say_that_a_frame_is_drawn();
        if std::mem::take(&mut is_first) {
            ui.request_repaint();
        }
    });
    shown.map_err(|error| error.to_string())
}

#[allow(clippy::print_stderr, reason = "the program that measures reads it")]
fn say_that_a_frame_is_drawn() {
    eprintln!("{}", crate::program::DRAWN);
}
