//! The windows that the workbench is measured beside: `plain empty` is an empty one, and `plain text` has nothing but a text to edit. Both say
//! when they have drawn a frame.

use eframe::NativeOptions;
use egui::{CentralPanel, TextEdit, ViewportBuilder};
use std::process::ExitCode;

fn main() -> ExitCode {
    let text = match std::env::args().nth(1).as_deref() {
        Some("empty") => None,
        Some("text") => Some(String::new()),
        _ => return fail("plain takes `empty` or `text`"),
    };
    match run(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

/// Opens a window until it is killed.
fn run(mut text: Option<String>) -> eframe::Result {
    let viewport = ViewportBuilder::default().with_title("plain").with_inner_size([1280.0, 800.0]);
    let options = NativeOptions { viewport, ..NativeOptions::default() };
    let mut is_first = true;
    eframe::run_ui_native("plain", options, move |ui, _| {
        CentralPanel::default().show(ui, |ui| {
            if let Some(text) = &mut text {
                let size = ui.available_size();
                let field = ui.add_sized(size, TextEdit::multiline(text));
                if is_first {
                    field.request_focus();
                }
            }
        });
        // The words that the workbench traces; the program that measures reads them.
        say("a frame is drawn");
        if std::mem::take(&mut is_first) {
            ui.request_repaint();
        }
    })
}

fn fail(words: &str) -> ExitCode {
    say(words);
    ExitCode::FAILURE
}

#[allow(clippy::print_stderr, reason = "what it says is for people and for the program that measures")]
fn say(words: &str) {
    eprintln!("{words}");
}
