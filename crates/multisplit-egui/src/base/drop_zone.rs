//! Decides where a drop goes, and shows it beforehand.

use crate::base::style::Style;
use egui::{Painter, Rect, Stroke, StrokeKind, pos2, vec2};
use multisplit::Placement;

/// The part of a pane along each edge in which a drop goes beside the pane.
const EDGE: f32 = 0.25;
/// Draws the place where something dragged would go, and its name beside the pointer.
pub(crate) fn mark(painter: &Painter, style: &Style, place: Option<Rect>, name: String, at: egui::Pos2) {
    if let Some(place) = place.filter(Rect::is_positive) {
        painter.rect_filled(place, 2.0, style.drop_fill);
        painter.rect_stroke(place, 2.0, Stroke::new(1.5, style.divider_hot), StrokeKind::Inside);
    }
    let name = painter.layout_no_wrap(name, style.title_font.clone(), style.text);
    let tag = Rect::from_min_size(at + vec2(12.0, 8.0), name.size() + vec2(16.0, 8.0));
    painter.rect_filled(tag, 3.0, style.pane_fill);
    painter.rect_stroke(tag, 3.0, Stroke::new(1.0, style.weak_text), StrokeKind::Inside);
    painter.galley(tag.min + vec2(8.0, 4.0), name, style.text);
}

/// Returns the zone of a pane that a point is in, and the rectangle that the drop would take.
pub(crate) fn zone(rect: Rect, at: egui::Pos2) -> (Placement, Rect) {
    let part = |value: f32, low: f32, length: f32| (value - low) / length.max(1.0);
    let (x, y) = (part(at.x, rect.min.x, rect.width()), part(at.y, rect.min.y, rect.height()));
    let center = rect.center();
    let edges = [
        (x, Placement::Left, Rect::from_min_max(rect.min, pos2(center.x, rect.max.y))),
        (1.0 - x, Placement::Right, Rect::from_min_max(pos2(center.x, rect.min.y), rect.max)),
        (y, Placement::Top, Rect::from_min_max(rect.min, pos2(rect.max.x, center.y))),
        (1.0 - y, Placement::Bottom, Rect::from_min_max(pos2(rect.min.x, center.y), rect.max)),
    ];
    let nearest = edges.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest
        .filter(|(distance, ..)| *distance < EDGE)
        .map_or((Placement::Tab, rect), |(_, place, preview)| (place, preview))
}

#[cfg(test)]
mod tests {
    use super::zone;
    use egui::{Rect, pos2};
    use multisplit::Placement;

    #[test]
    fn a_drop_near_an_edge_goes_beside_and_elsewhere_into_a_tab() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(200.0, 100.0));
        for (at, place) in [
            (pos2(10.0, 50.0), Placement::Left),
            (pos2(195.0, 50.0), Placement::Right),
            (pos2(100.0, 4.0), Placement::Top),
            (pos2(100.0, 96.0), Placement::Bottom),
            (pos2(100.0, 50.0), Placement::Tab),
        ] {
            assert_eq!(zone(rect, at).0, place, "{at:?}");
        }
    }
}
