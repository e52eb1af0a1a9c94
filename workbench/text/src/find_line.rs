//! The bar that asks for a text to find: its input line, a switch for the case, buttons, and the outcome in words.
//!
//! It does not search. Invariant: a text that cannot be searched for, because it is empty or too long, has no outcome of an
//! earlier search beside it.

use egui::{Id, Rect, Ui};
use multisplit_pane_chrome::line;

use crate::limits::MAX_QUERY_BYTES;
use crate::strip::{Edge, row};

/// What the bar shows in one frame.
#[derive(Debug)]
pub struct FindLine<'a> {
    /// The text that is searched for.
    pub text: &'a mut String,
    /// Whether upper and lower case are distinguished.
    pub match_case: &'a mut bool,
    /// Whether the bar was just opened: its line takes the focus, and all its text is selected.
    pub fresh: bool,
    /// Whether another line follows below. Tab then goes from line to line (see [`line::walk`]).
    pub is_first_of_two: bool,
    /// The outcome of the search, in words.
    pub status: &'a str,
}

/// What the user did in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindResponse {
    /// Whether there was space for the bar. If not, nothing was shown.
    pub shown: bool,
    /// Whether the text or the case changed.
    pub changed: bool,
    /// Whether the switch for the case was clicked, so that the input line lost the focus.
    pub toggled: bool,
    /// The button that was clicked.
    pub clicked: Option<FindButton>,
}

/// A button of the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindButton {
    /// Goes to the previous match.
    Previous,
    /// Goes to the next match.
    Next,
    /// Closes the bar.
    Close,
}

impl FindLine<'_> {
    /// Shows the bar above the text.
    pub fn show(self, ui: &mut Ui, rest: &mut Rect, pane: Id) -> FindResponse {
        let Self { text, match_case, fresh, is_first_of_two, status } = self;
        let input = if is_first_of_two { line::show_first } else { line::show };
        let (mut typed, mut toggled, mut clicked) = (false, false, None);
        let fill = ui.visuals().panel_fill;
        let shown = row(ui, rest, Edge::Top, pane.with("find"), fill, |ui| {
            let label = ui.label("Find");
            typed = input(ui, pane, text, "Find", fresh).labelled_by(label.id).changed();
            toggled = ui.toggle_value(match_case, "Aa").on_hover_text("Match case").changed();
            for (words, button) in
                [("Previous", FindButton::Previous), ("Next", FindButton::Next), ("Close", FindButton::Close)]
            {
                if ui.button(words).clicked() {
                    clicked = Some(button);
                }
            }
            ui.label(match text.len() {
                0 => "",
                len if len > MAX_QUERY_BYTES => "too long",
                _ => status,
            });
        });
        FindResponse { shown, changed: typed || toggled, toggled, clicked }
    }
}
