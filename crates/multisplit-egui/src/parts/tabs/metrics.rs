//! How large a tab is, and what stands where in it.

use egui::{Color32, FontId, Galley, Rect, Ui, pos2, vec2};
use std::sync::Arc;

/// What a tab takes beside its text.
const AROUND: f32 = 44.0;
/// Before the text.
const MARGIN: f32 = 12.0;
/// How large its title is written.
pub(super) const TEXT: f32 = 13.0;

/// The title laid out, in whatever color it is painted with.
pub(super) fn title(ui: &Ui, text: String) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text, FontId::proportional(TEXT), Color32::PLACEHOLDER)
}

/// How wide a tab with this title would be.
pub(super) fn width(title: &Galley) -> f32 {
    title.size().x + AROUND
}

/// Where its button lies.
pub(super) fn close_rect(rect: Rect) -> Rect {
    Rect::from_center_size(pos2(rect.max.x - 15.0, rect.center().y), vec2(16.0, 16.0))
}

/// Where its title has room.
pub(super) fn title_rect(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.min.x + MARGIN, rect.min.y), pos2(close_rect(rect).min.x - 2.0, rect.max.y))
}

/// Whether a title has to be cut.
pub(super) fn is_cut(title: &Galley, rect: Rect) -> bool {
    title.size().x > title_rect(rect).width()
}
