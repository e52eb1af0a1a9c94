//! How far a surface scrolls, and where its bars lie, as numbers.

use egui::{Rect, Vec2, vec2};
use multisplit::{Area, Direction, Layout, Point};

/// How thick the zone is in which a scroll bar can be grabbed.
const ZONE: f32 = 10.0;

/// How much of what is seen a key scrolls by.
const STEP: f64 = 0.8;

/// Where a key scrolls to from a place.
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

/// Places the layout scrolled to a point. The next frame of the workspace goes on from there.
pub(crate) fn to(layout: &mut Layout, to: Point) {
    if let Ok(area) = layout.area().with_scroll(to) {
        layout.place(area);
    }
}

/// The scroll offset at which a rectangle of the area is seen, no further than needed.
pub(crate) fn seen_at(area: Area, rect: multisplit::Rect) -> Point {
    let (size, now) = (area.size(), area.scroll());
    Point::new(now.x + nudge(rect.x, rect.w, size.w), now.y + nudge(rect.y, rect.h, size.h))
}

/// Where a bar can be grabbed.
pub(crate) fn track(whole: Rect, axis: usize, most: Vec2) -> Rect {
    let other = 1 - axis;
    let mut track = whole;
    track.min[other] = (whole.max[other] - ZONE).max(whole.min[other]);
    if most[other] > 0.0 {
        track.max[axis] -= ZONE;
    }
    track
}

/// How far to scroll so that a pane is seen, its beginning rather than its end.
fn nudge(at: f64, length: f64, room: f64) -> f64 {
    let end = (at + length - room).max(0.0);
    if at < 0.0 { at } else { end.min(at) }
}

/// How far the surface can be scrolled.
#[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
pub(crate) fn most(layout: &Layout, window: Vec2) -> Vec2 {
    let content = layout.placer().scale().rect(layout.placer().content());
    let most = vec2(content.w as f32, content.h as f32) - window;
    // Less than a pixel is rounding.
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
