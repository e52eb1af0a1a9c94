//! Scrolling by the wheel, and horizontally by the bar below the text.
//!
//! It does not know how far a text reaches vertically: an editor counts lines, and a file of any size has offsets.
//! Invariant: a scroll offset that is returned is finite and not negative.

use egui::{Id, Response, Ui, Vec2};

use crate::area::TextArea;
use crate::scrollbar::{self, Part};

/// Hands the movement of the wheel over the text to `scroll`, in points. A positive movement shows what is above or left.
///
/// If `scroll` returns `true`, the text has moved, and nothing around it scrolls in this frame.
pub fn wheel(ui: &Ui, response: &Response, scroll: impl FnOnce(Vec2) -> bool) {
    let delta = ui.input(egui::InputState::smooth_scroll_delta);
    if delta != Vec2::ZERO && response.contains_pointer() && scroll(delta) {
        // The pane has used this scroll delta; it must not scroll a parent, too.
        ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
    }
}

/// Shows the horizontal scroll bar, if there is one. Returns the scroll offset it was dragged to, in points.
pub fn side_bar(ui: &Ui, area: &TextArea, left: f32, id: Id) -> Option<f32> {
    let track = area.bar_x?;
    let part = Part { shown: area.content.width() / area.width, at: left / area.max_left().max(1e-6) };
    scrollbar::horizontal(ui, track, &part, id).map(|at| at * area.max_left())
}

/// Returns a horizontal scroll offset of an earlier session, or 0 if it is invalid.
#[must_use]
pub fn restored_left(left: f32) -> f32 {
    if left.is_finite() { left.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::restored_left;

    #[test]
    fn a_damaged_offset_scrolls_nowhere() {
        assert_eq!([3.5, -1.0, f32::NAN, f32::INFINITY].map(restored_left), [3.5, 0.0, 0.0, 0.0]);
    }
}
