//! Which pixels a triangle covers, and how much each corner counts there. Knows nothing of colors.
//!
//! Invariant: vertices are snapped to 1/256 of a pixel once, and everything after is whole numbers, so two triangles
//! with a common edge never both cover a pixel and never leave one out (the top-left rule of GPUs).

use std::ops::Range;

use egui::Pos2;

use crate::limits::{REACH_PX, SUBPIXELS};

/// Pixels that may be written: right and bottom are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clip {
    pub left: u32,
    pub top: u32,
    pub right: u32,
    pub bottom: u32,
}

/// A triangle with a positive area, its corners in clockwise order on the screen.
pub(crate) struct Triangle {
    corners: [Point; 3],
    /// Twice the area, in square subpixels.
    area: i64,
    /// The caller's first, second and third corner are `order[0]`, `order[1]` and `order[2]` here.
    swapped: bool,
}

/// The covered pixels of one row, never empty.
pub(crate) struct Span {
    pub y: u32,
    pub start: u32,
    pub end: u32,
    /// At the first pixel of the span.
    pub weights: Weights,
}

/// How much the second and the third corner count at a pixel; the first has the rest.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    at: [i64; 2],
    step: [i64; 2],
    inverse_area: f32,
}

#[derive(Clone, Copy)]
struct Point {
    x: i64,
    y: i64,
}

/// One side, running from `from`; positive inside.
#[derive(Clone, Copy)]
struct Edge {
    from: Point,
    dx: i64,
    dy: i64,
}

impl Triangle {
    /// `None` when a corner is not finite or when the area is nothing.
    pub(crate) fn new(corners: [Pos2; 3]) -> Option<Self> {
        if !corners.iter().all(|corner| corner.is_finite()) {
            return None;
        }
        let [a, b, c] = corners.map(Point::snap);
        let area = Edge::between(a, b).at(c);
        match area {
            0 => None,
            1.. => Some(Self { corners: [a, b, c], area, swapped: false }),
            _ => Some(Self { corners: [a, c, b], area: -area, swapped: true }),
        }
    }

    /// Calls `draw` for the covered part of every row inside the clip, from the top.
    pub(crate) fn spans(&self, clip: Clip, mut draw: impl FnMut(Span)) {
        let [a, b, c] = self.corners;
        // The edge opposite to a corner is zero on that edge and the whole area at the corner: its weight.
        let edges = [Edge::between(b, c), Edge::between(c, a), Edge::between(a, b)];
        let mut values = edges.map(|edge| edge.at(Point::center(clip.left, self.first_row(clip))));
        for y in self.first_row(clip)..self.end_row(clip) {
            if let Some(covered) = covered(edges, values, i64::from(clip.right.saturating_sub(clip.left))) {
                draw(Span {
                    y,
                    start: clip.left + covered.start as u32,
                    end: clip.left + covered.end as u32,
                    weights: self.weights(edges, values, covered.start),
                });
            }
            for (value, edge) in values.iter_mut().zip(edges) {
                *value += edge.down();
            }
        }
    }

    /// How fast the weights of the second and third corner change, a pixel to the right and a pixel down.
    pub(crate) fn slopes(&self) -> [[f32; 2]; 2] {
        let [a, b, c] = self.corners;
        let area = self.area as f32;
        let slope = |edge: Edge| [edge.right() as f32 / area, edge.down() as f32 / area];
        self.in_order([slope(Edge::between(c, a)), slope(Edge::between(a, b))])
    }

    fn weights(&self, edges: [Edge; 3], values: [i64; 3], offset: i64) -> Weights {
        let at = |index: usize| values[index] + edges[index].right() * offset;
        Weights {
            at: self.in_order([at(1), at(2)]),
            step: self.in_order([edges[1].right(), edges[2].right()]),
            inverse_area: 1.0 / self.area as f32,
        }
    }

    fn in_order<T: Copy>(&self, [second, third]: [T; 2]) -> [T; 2] {
        if self.swapped { [third, second] } else { [second, third] }
    }

    fn first_row(&self, clip: Clip) -> u32 {
        let top = self.corners.iter().map(|corner| corner.y).min().unwrap_or(0);
        top.div_euclid(SUBPIXELS).clamp(i64::from(clip.top), i64::from(clip.bottom.max(clip.top))) as u32
    }

    fn end_row(&self, clip: Clip) -> u32 {
        let bottom = self.corners.iter().map(|corner| corner.y).max().unwrap_or(0);
        (bottom.div_euclid(SUBPIXELS) + 1).clamp(i64::from(clip.top), i64::from(clip.bottom.max(clip.top))) as u32
    }
}

impl Weights {
    /// The weights of the second and third corner here.
    #[inline(always)]
    pub(crate) fn now(&self) -> [f32; 2] {
        [self.at[0] as f32 * self.inverse_area, self.at[1] as f32 * self.inverse_area]
    }

    /// Moves one pixel to the right.
    #[inline(always)]
    pub(crate) fn advance(&mut self) {
        self.at[0] += self.step[0];
        self.at[1] += self.step[1];
    }
}

impl Point {
    fn snap(at: Pos2) -> Self {
        let snap = |value: f32| (value.clamp(-REACH_PX, REACH_PX) * SUBPIXELS as f32).round() as i64;
        Self { x: snap(at.x), y: snap(at.y) }
    }

    fn center(x: u32, y: u32) -> Self {
        let center = |value: u32| i64::from(value) * SUBPIXELS + SUBPIXELS / 2;
        Self { x: center(x), y: center(y) }
    }
}

impl Edge {
    fn between(from: Point, to: Point) -> Self {
        Self { from, dx: to.x - from.x, dy: to.y - from.y }
    }

    fn at(self, point: Point) -> i64 {
        self.dx * (point.y - self.from.y) - self.dy * (point.x - self.from.x)
    }

    /// What one pixel to the right adds.
    fn right(self) -> i64 {
        -self.dy * SUBPIXELS
    }

    /// What one pixel down adds.
    fn down(self) -> i64 {
        self.dx * SUBPIXELS
    }

    /// A pixel center exactly on a top or a left edge is inside, on any other edge it is outside.
    fn bias(self) -> i64 {
        let is_top = self.dy == 0 && self.dx > 0;
        let is_left = self.dy < 0;
        if is_top || is_left { 0 } else { -1 }
    }
}

/// The pixels, counted from where `values` hold, that lie inside all three edges.
fn covered(edges: [Edge; 3], values: [i64; 3], width: i64) -> Option<Range<i64>> {
    let mut range = 0..width;
    for (edge, value) in edges.into_iter().zip(values) {
        let value = value + edge.bias();
        let step = edge.right();
        if value < 0 {
            if step <= 0 {
                return None;
            }
            range.start = range.start.max((-value + step - 1) / step);
        } else if step < 0 {
            range.end = range.end.min(value / -step + 1);
        }
    }
    (range.start < range.end).then_some(range)
}
