//! The two scroll bars.
//!
//! They keep no state of their own: their position follows from the view.

use egui::{Id, Ui};
use multisplit_text_view::scroll;
use multisplit_text_view::scrollbar::{self, Part};

use crate::editor::view::{TextLayout, View};

/// Shows the scroll bars that are needed, and scrolls the view as they are dragged.
pub(super) fn show(ui: &Ui, layout: &TextLayout, view: &mut View, id: Id) {
    let (top, left) = view.offset();
    if let Some(track) = layout.area.bar_y {
        let total = layout.max_top + layout.rows();
        let part = Part { shown: (layout.rows() / total) as f32, at: (top / layout.max_top.max(1e-9)) as f32 };
        if let Some(at) = scrollbar::vertical(ui, track, &part, id) {
            view.scroll_to(layout, f64::from(at) * layout.max_top, left);
        }
    }
    let (top, left) = view.offset();
    if let Some(left) = scroll::side_bar(ui, &layout.area, left, id) {
        view.scroll_to(layout, top, left);
    }
}
