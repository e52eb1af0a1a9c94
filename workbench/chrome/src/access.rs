//! Text for screen readers: lines of which a pane draws itself, told as egui tells those of its own fields.
//!
//! It refuses to lay anything out while nobody listens. Invariant: a line is told with its characters, and a caret only where it
//! stands in what is told.

use std::ops::Range;

use egui::emath::TSTransform;
use egui::text::{CCursor, CCursorRange};
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Color32, Id, Pos2, TextStyle, Ui};

/// Tells the text of a widget whose first line begins at `origin`, in monospace, and what is selected of it: from the first to the
/// second, in characters, where the caret is the second. Lines are as long as they are, or broken where they are wider than `width`, in
/// points.
pub fn text(ui: &Ui, widget: Id, text: &str, origin: Pos2, width: Option<f32>, selection: Option<(usize, usize)>) {
    if ui.ctx().accesskit_node_builder(widget, |_| ()).is_none() {
        return;
    }
    let font = TextStyle::Monospace.resolve(ui.style());
    let galley = ui.painter().layout(text.to_owned(), font, Color32::PLACEHOLDER, width.unwrap_or(f32::INFINITY));
    let cursor = |at: usize| CCursor::new(at);
    let range = selection.map(|(anchor, caret)| CCursorRange::two(cursor(anchor), cursor(caret)));
    let place = TSTransform::from_translation(origin.to_vec2());
    update_accesskit_for_text_widget(ui.ctx(), widget, range, place, &galley);
}

/// Returns what of a selection lies in a part of the text, counted from its start; `None` where the caret lies elsewhere.
#[must_use]
pub fn within(part: &Range<usize>, (anchor, caret): (usize, usize)) -> Option<(usize, usize)> {
    let is_inside = (part.start..=part.end).contains(&caret);
    is_inside.then(|| (anchor.clamp(part.start, part.end) - part.start, caret - part.start))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_caret_elsewhere_is_not_told_and_a_selection_is_cut_to_what_is_seen() {
        assert_eq!(within(&(10..20), (12, 15)), Some((2, 5)));
        assert_eq!(within(&(10..20), (3, 20)), Some((0, 10)));
        assert_eq!(within(&(10..20), (3, 21)), None);
        assert_eq!(within(&(10..20), (30, 9)), None);
    }
}
