//! The layout of the overview's parts, for any size of the window. It is pure arithmetic.

use egui::{Rect, vec2};

/// The rectangles of the parts.
pub(super) struct Rooms {
    pub(super) search: Rect,
    pub(super) map: Rect,
    pub(super) list: Rect,
    pub(super) hint: Rect,
}

/// Returns the rectangles: the search at the top, the map, and the list beside it, or below it if the window is narrow. If the window is
/// also low, there is no list.
pub(super) fn rooms(whole: Rect) -> Rooms {
    let inner = whole.shrink(8.0_f32.min(whole.width() / 4.0).min(whole.height() / 4.0));
    let (search, below) = inner.split_top_bottom_at_y((inner.min.y + 28.0).min(inner.max.y));
    let (rest, hint) = below.split_top_bottom_at_y((below.max.y - 16.0).max(below.min.y));
    let rest = rest.shrink2(vec2(0.0, 6.0_f32.min(rest.height() / 2.0)));
    let (map, list) = if rest.width() >= 520.0 {
        let (map, list) = rest.split_left_right_at_x(rest.max.x - 248.0);
        (map, list.with_min_x(list.min.x + 8.0))
    } else if rest.height() >= 260.0 {
        rest.split_top_bottom_at_fraction(0.66)
    } else {
        (rest, Rect::NOTHING)
    };
    Rooms { search, map, list, hint }
}

/// Returns a number as text, with commas between the thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, rooms};
    use egui::{Rect, pos2};

    #[test]
    fn all_parts_lie_within_the_window_at_any_size() {
        for (w, h) in [(0.0, 0.0), (1.0, 900.0), (900.0, 1.0), (40.0, 40.0), (300.0, 500.0), (900.0, 500.0)] {
            let whole = Rect::from_min_max(pos2(10.0, 20.0), pos2(10.0 + w, 20.0 + h));
            let rooms = rooms(whole);
            for part in [rooms.search, rooms.map, rooms.list, rooms.hint] {
                assert!(part == Rect::NOTHING || whole.contains_rect(part), "{part:?} in {whole:?}");
            }
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
