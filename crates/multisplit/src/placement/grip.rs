//! The edges and corners of a floating surface, which resize it, and where the pointer finds them.
//!
//! Edges take no space: they lie over the border of the surface and beside it. It resizes nothing itself; it computes areas.

use crate::base::{Point, PxRect, Rect};

/// An edge or a corner of a floating surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grip {
    /// The left edge.
    Left,
    /// The right edge.
    Right,
    /// The upper edge.
    Top,
    /// The lower edge.
    Bottom,
    /// The upper left corner.
    TopLeft,
    /// The upper right corner.
    TopRight,
    /// The lower left corner.
    BottomLeft,
    /// The lower right corner.
    BottomRight,
}

impl Grip {
    /// Returns which edges the grip moves, as `[x, y]`: -1 for the left or upper edge, 1 for the right or lower one, 0 for none.
    #[must_use]
    pub const fn edges(self) -> [i8; 2] {
        match self {
            Self::Left => [-1, 0],
            Self::Right => [1, 0],
            Self::Top => [0, -1],
            Self::Bottom => [0, 1],
            Self::TopLeft => [-1, -1],
            Self::TopRight => [1, -1],
            Self::BottomLeft => [-1, 1],
            Self::BottomRight => [1, 1],
        }
    }

    /// Returns an area whose edges were moved by a distance in logical units, for [`Command::SetArea`](crate::Command::SetArea). The
    /// opposite edges stay. No side becomes shorter than `least`, `[width, height]`, or than one unit.
    ///
    /// Computing each move from the area at the press keeps a drag exact.
    #[must_use]
    pub fn resized(self, area: Rect, by: Point, least: [f64; 2]) -> Rect {
        let [x, y] = self.edges();
        let (x, w) = moved(x, [area.x, area.w], by.x, least[0]);
        let (y, h) = moved(y, [area.y, area.h], by.y, least[1]);
        Rect { x, y, w, h }
    }

    /// Returns the grip that moves these edges; see [`Grip::edges`].
    const fn of(edges: [i8; 2]) -> Option<Self> {
        Some(match edges {
            [-1, 0] => Self::Left,
            [1, 0] => Self::Right,
            [0, -1] => Self::Top,
            [0, 1] => Self::Bottom,
            [-1, -1] => Self::TopLeft,
            [1, -1] => Self::TopRight,
            [-1, 1] => Self::BottomLeft,
            [1, 1] => Self::BottomRight,
            _ => return None,
        })
    }

    /// Returns the grip of a surface that is at a pixel. Edges reach `inward` pixels over the surface and `outward` pixels beyond it.
    pub(super) fn at(outer: PxRect, at: [i32; 2], inward: i32, outward: i32) -> Option<Self> {
        let (inward, outward) = (inward.max(0), outward.max(0));
        // A third of a short side is left between its two edges, so that what is small can still be used.
        let reach = [0, 1].map(|i| inward.min(outer.size[i] / 3));
        let is_around = (0..2).all(|i| at[i] >= outer.at[i] - outward && at[i] < outer.end(i) + outward);
        let is_inside = (0..2).all(|i| at[i] >= outer.at[i] + reach[i] && at[i] < outer.end(i) - reach[i]);
        if !is_around || is_inside {
            return None;
        }
        // Corners reach along the edges as far as edges reach across, whichever way that is farther.
        Self::of([0, 1].map(|i| {
            let corner = inward.max(outward).min(outer.size[i] / 3);
            match at[i] {
                near if near < outer.at[i] + corner => -1,
                far if far >= outer.end(i) - corner => 1,
                _ => 0,
            }
        }))
    }
}

/// Returns the start and the length of a side whose near edge (-1) or far edge (1) is moved.
fn moved(edge: i8, [start, length]: [f64; 2], by: f64, least: f64) -> (f64, f64) {
    let by = if by.is_finite() { by } else { 0.0 };
    let new = (length + f64::from(edge) * by).max(least).max(1.0);
    match edge {
        -1 => (start + length - new, new),
        1 => (start, new),
        _ => (start, length),
    }
}

#[cfg(test)]
mod tests {
    use super::{Grip, Point, PxRect, Rect};

    #[test]
    fn the_opposite_edges_of_a_resized_area_stay_even_where_it_gets_no_smaller() {
        let area = Rect::new(100.0, 50.0, 200.0, 80.0);
        let table = [
            (Grip::Left, [10.0, 10.0], Rect::new(110.0, 50.0, 190.0, 80.0)),
            (Grip::TopLeft, [-10.0, -5.0], Rect::new(90.0, 45.0, 210.0, 85.0)),
            (Grip::BottomRight, [7.0, 9.0], Rect::new(100.0, 50.0, 207.0, 89.0)),
            (Grip::Right, [-500.0, 3.0], Rect::new(100.0, 50.0, 40.0, 80.0)),
            (Grip::Left, [500.0, 0.0], Rect::new(260.0, 50.0, 40.0, 80.0)),
            (Grip::Bottom, [0.0, f64::NAN], area),
        ];
        for (grip, [x, y], expect) in table {
            assert_eq!(grip.resized(area, Point::new(x, y), [40.0, 20.0]), expect, "{grip:?}");
        }
    }

    #[test]
    fn something_is_left_between_the_edges_of_a_small_surface() {
        let outer = PxRect::new(0, 0, 3, 3);
        let found = |x, y| Grip::at(outer, [x, y], 5, 0);
        assert_eq!(
            [found(0, 0), found(1, 0), found(2, 0)],
            [Some(Grip::TopLeft), Some(Grip::Top), Some(Grip::TopRight)]
        );
        assert_eq!([found(0, 1), found(1, 1), found(2, 1)], [Some(Grip::Left), None, Some(Grip::Right)]);
        assert_eq!(found(3, 1), None);
    }
}
