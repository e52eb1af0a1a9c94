//! The caret of every line of text: it blinks while the user types, and rests ten seconds later, so that an idle window draws no
//! frames.
//!
//! Invariant: the style of egui says that carets blink exactly while they do.

use egui::Context;

/// The seconds without input after which carets rest. Carets of editors and terminals rest by themselves.
const RESTS_AFTER: f64 = 10.0;

/// Decides whether carets blink.
#[derive(Debug, Default)]
pub(super) struct Caret {
    /// The time of the last input, in seconds of egui.
    last_input: f64,
    rests: bool,
}

impl Caret {
    /// Takes note of the input of a frame.
    pub(super) fn follow(&mut self, ctx: &Context, had_input: bool) {
        let now = ctx.input(|input| input.time);
        // The first frame counts as input, so that the caret of a new window blinks.
        if had_input || self.last_input == 0.0 {
            self.last_input = now;
        }
        let rests = now - self.last_input >= RESTS_AFTER;
        if rests != self.rests {
            self.rests = rests;
            ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = !rests);
        }
    }
}
