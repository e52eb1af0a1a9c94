//! Tests of the marks around drawings. They are in a file of their own, because requests made in `requests.rs` count as marks.

use super::{Between, Requests, mark};
use egui::{Context, RawInput};
use std::time::Duration;

fn pass(ctx: &Context, draw: impl FnMut(&mut egui::Ui)) -> Duration {
    let mut output = ctx.run_ui(RawInput::default(), draw);
    output.textures_delta.clear();
    output.viewport_output.values().map(|v| v.repaint_delay).min().expect("a viewport")
}

#[test]
fn a_request_is_blamed_on_the_drawing_that_made_it() {
    let ctx = Context::default();
    for _ in 0..3 {
        pass(&ctx, |_| ());
    }
    let mut drawings = vec![];
    pass(&ctx, |ui| {
        ui.ctx().request_repaint();
        for intents in [false, true, false] {
            let from = mark(ui.ctx());
            // A drawing within the drawing, which asks for nothing.
            let inner = [mark(ui.ctx()), mark(ui.ctx())];
            if intents {
                ui.ctx().request_repaint_after(Duration::from_secs(1));
            }
            let to = mark(ui.ctx());
            drawings.push((Between { from, to }, Between { from: inner[0], to: inner[1] }));
        }
    });
    let mut found = vec![];
    pass(&ctx, |ui| {
        let requests = Requests::of_last_pass(ui.ctx());
        found = drawings.iter().map(|(o, i)| (requests.none_between(*o), requests.none_between(*i))).collect();
    });
    assert_eq!(found, [(true, true), (false, true), (true, true)]);
    pass(&ctx, |ui| {
        // One pass later, nothing is known any more.
        assert!(!Requests::of_last_pass(ui.ctx()).none_between(drawings[0].0));
    });
}

#[test]
fn marks_bring_no_frame() {
    let ctx = Context::default();
    for _ in 0..3 {
        pass(&ctx, |_| ());
    }
    let delay = pass(&ctx, |ui| {
        mark(ui.ctx());
    });
    assert_eq!(delay, Duration::MAX);
}
