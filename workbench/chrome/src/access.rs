//! Text for screen readers: reports text that a pane draws itself in the way egui reports the text of its own fields.
//!
//! It does not shape any text unless AccessKit is active. Invariant: all characters of the given text are reported, and a
//! caret is reported only if it is within that text.

use std::ops::Range;

use egui::emath::TSTransform;
use egui::text::{CCursor, CCursorRange};
use egui::text_selection::accesskit_text::update_accesskit_for_text_widget;
use egui::{Color32, Id, Pos2, TextStyle, Ui};

/// Reports the text of a widget, in the monospace font, to screen readers.
///
/// The first line begins at `origin`, in points. Lines wider than `width` points are wrapped; with `None` no line is
/// wrapped. `selection` is the anchor and the caret, in characters from the start of `text`. Does nothing if AccessKit is
/// not active.
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

/// Returns the part of a selection that is within `part`, in characters from the start of `part`.
///
/// The selection is the anchor and the caret. The anchor is clamped to `part`. Returns `None` if the caret is outside
/// `part`.
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
