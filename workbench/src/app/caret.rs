//! The caret of every line of text: it blinks while somebody types, and rests ten seconds after that, so that a window at rest
//! draws no frame.
//!
//! Invariant: the toolkit's style says that carets blink exactly while they do.

use egui::Context;

/// Seconds without input after which carets rest; those of editors and terminals rest by themselves.
const RESTS_AFTER: f64 = 10.0;

/// Whether carets blink.
#[derive(Debug, Default)]
pub(super) struct Caret {
    /// When there was input last, in the toolkit's seconds.
    last_input: f64,
    rests: bool,
}

impl Caret {
    /// Takes note of the input of a frame.
    pub(super) fn follow(&mut self, ctx: &Context, had_input: bool) {
        let now = ctx.input(|input| input.time);
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
