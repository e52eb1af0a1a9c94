//! The size of a tab, and the places of its parts.

use egui::{Color32, FontId, Galley, Rect, Ui, pos2, vec2};
use std::sync::Arc;

/// The width of a tab besides its text, in points.
const AROUND: f32 = 44.0;
/// The space before the text or the icon, in points.
const MARGIN: f32 = 12.0;
/// The width and height of an icon, and the space after it, in points.
const ICON: f32 = 16.0;
const ICON_GAP: f32 = 5.0;

/// Shapes a title. Its color is given when it is painted.
pub(super) fn title(ui: &Ui, text: String, font: &FontId) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text, font.clone(), Color32::PLACEHOLDER)
}

/// Returns the width that a tab with this title, and an icon or none, would have.
pub(super) fn width(title: &Galley, has_icon: bool) -> f32 {
    title.size().x + AROUND + icon_room(has_icon)
}

const fn icon_room(has_icon: bool) -> f32 {
    if has_icon { ICON + ICON_GAP } else { 0.0 }
}

/// Returns the rectangle of the icon.
pub(super) fn icon_rect(rect: Rect) -> Rect {
    let size = vec2(ICON, ICON);
    Rect::from_min_size(pos2(rect.min.x + MARGIN, (rect.center().y - ICON / 2.0).round()), size)
}

/// Returns the rectangle of the close button.
pub(super) fn close_rect(rect: Rect) -> Rect {
    Rect::from_center_size(pos2(rect.max.x - 15.0, rect.center().y), vec2(16.0, 16.0))
}

/// Returns the space for the title.
pub(super) fn title_rect(rect: Rect, has_icon: bool) -> Rect {
    Rect::from_min_max(
        pos2(rect.min.x + MARGIN + icon_room(has_icon), rect.min.y),
        pos2(close_rect(rect).min.x - 2.0, rect.max.y),
    )
}

/// Returns `true` if the title has to be cut.
pub(super) fn is_cut(title: &Galley, rect: Rect, has_icon: bool) -> bool {
    title.size().x > title_rect(rect, has_icon).width()
}

/// Splits the rectangle of a bar into the part for tabs and its end, which takes at most half of the bar.
pub(super) fn split_end(bar: Rect, width: f32) -> [Rect; 2] {
    let x = bar.max.x - width.min(bar.width() / 2.0);
    [Rect::from_min_max(bar.min, pos2(x, bar.max.y)), Rect::from_min_max(pos2(x, bar.min.y), bar.max)]
}
