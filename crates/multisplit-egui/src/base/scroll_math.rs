//! Computes how far a surface scrolls, and where its scroll bars are.

use egui::{Rect, Vec2, vec2};
use multisplit::Layout;
use multisplit::geometry::{Direction, Point};
use multisplit::placement::Area;

/// The thickness of the zone in which a scroll bar can be grabbed, in points.
const ZONE: f32 = 10.0;

/// The part of the visible size by which a key scrolls.
const STEP: f64 = 0.8;

/// Returns the place that a key scrolls to.
pub(crate) fn stepped(layout: &Layout, from: Point, direction: Direction) -> Point {
    let (size, content) = (layout.area().size(), layout.placer().scale().rect(layout.placer().content()));
    let by = match direction {
        Direction::Left | Direction::Up => -STEP,
        Direction::Right | Direction::Down => STEP,
    };
    match direction {
        Direction::Left | Direction::Right => {
            Point::new((from.x + by * size.w).clamp(0.0, (content.w - size.w).max(0.0)), from.y)
        }
        Direction::Up | Direction::Down => {
            Point::new(from.x, (from.y + by * size.h).clamp(0.0, (content.h - size.h).max(0.0)))
        }
    }
}

/// Places the layout, scrolled to a point. The next frame of the workspace continues from there.
pub(crate) fn to(layout: &mut Layout, to: Point) {
    if let Ok(area) = layout.area().with_scroll(to) {
        layout.place(area);
    }
}

/// Returns the scroll offset at which a rectangle of the area is visible, changed no more than needed.
pub(crate) fn seen_at(area: Area, rect: multisplit::geometry::Rect) -> Point {
    let (size, now) = (area.size(), area.scroll());
    Point::new(now.x + nudge(rect.x, rect.w, size.w), now.y + nudge(rect.y, rect.h, size.h))
}

/// Returns the rectangle in which a scroll bar can be grabbed.
pub(crate) fn track(whole: Rect, axis: usize, most: Vec2) -> Rect {
    let other = 1 - axis;
    let mut track = whole;
    track.min[other] = (whole.max[other] - ZONE).max(whole.min[other]);
    if most[other] > 0.0 {
        // Both bars are shown, so this one ends before the corner.
        track.max[axis] -= ZONE;
    }
    track
}

/// Returns how far to scroll so that a pane is visible. If it does not fit, its beginning is.
fn nudge(at: f64, length: f64, room: f64) -> f64 {
    let end = (at + length - room).max(0.0);
    if at < 0.0 { at } else { end.min(at) }
}

/// Returns how far the surface can be scrolled, in points.
#[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
pub(crate) fn most(layout: &Layout, window: Vec2) -> Vec2 {
    let content = layout.placer().scale().rect(layout.placer().content());
    let most = vec2(content.w as f32, content.h as f32) - window;
    // A smaller difference comes from rounding to pixels.
    vec2(if most.x > 0.75 { most.x } else { 0.0 }, if most.y > 0.75 { most.y } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::nudge;

    #[test]
    fn a_pane_in_view_is_not_scrolled_and_one_out_of_view_no_further_than_needed() {
        for (at, length, room, by) in [
            (10.0, 50.0, 100.0, 0.0),
            (80.0, 50.0, 100.0, 30.0),
            (-20.0, 50.0, 100.0, -20.0),
            (40.0, 300.0, 100.0, 40.0),
        ] {
            assert_eq!(nudge(at, length, room), by, "{at} {length} {room}");
        }
    }
}
