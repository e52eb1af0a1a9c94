//! The bar that asks for the number of a line.
//!
//! It does not go there: the view knows its lines. Invariant: after each frame the bar holds digits only, at most
//! `MAX_LINE_DIGITS` of them.

use egui::{Id, Rect, Ui};
use multisplit_pane_chrome::line;

use crate::limits::MAX_LINE_DIGITS;
use crate::strip::{Edge, row};

/// The bar, with what was typed so far.
#[derive(Clone, Debug)]
pub struct GoToLine {
    line: String,
    fresh: bool,
}

/// What becomes of the bar after a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stays open.
    Open,
    /// It closes. The line, counted from 1, is gone to if one was typed.
    Closed {
        /// The number of the line.
        line: Option<u64>,
    },
}

impl Default for GoToLine {
    /// Returns an empty bar. It takes the keyboard focus when it is first shown.
    fn default() -> Self {
        Self { line: String::new(), fresh: true }
    }
}

impl GoToLine {
    /// Returns the memory in use, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.line.capacity()
    }

    /// Shows the bar above the text. `lines` says in words which numbers there are, as in "1 to 20".
    ///
    /// It closes if `enter` is `true`, or if there is no space for it.
    pub fn show(&mut self, ui: &mut Ui, rest: &mut Rect, pane: Id, lines: &str, enter: bool) -> Outcome {
        let fill = ui.visuals().panel_fill;
        let shown = row(ui, rest, Edge::Top, pane.with("go to line"), fill, |ui| {
            let label = ui.label(format!("Go to line ({lines})"));
            line::show(ui, pane, &mut self.line, "Line", self.fresh).labelled_by(label.id);
        });
        if enter || !shown {
            ui.ctx().request_repaint();
            return Outcome::Closed { line: self.line.trim().parse().ok() };
        }
        self.line.retain(|c| c.is_ascii_digit());
        self.line.truncate(MAX_LINE_DIGITS);
        self.fresh = false;
        Outcome::Open
    }
}
