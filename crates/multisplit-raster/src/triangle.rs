//! Computes which pixels a triangle covers, and the weight of each corner at a pixel. It knows nothing about colors.
//!
//! Invariant: vertices are snapped to 1/256 of a pixel once, and everything after that uses whole numbers. Two triangles with a
//! common edge therefore never both cover a pixel and never leave a gap (the top-left rule of GPUs).

use std::ops::Range;

use egui::Pos2;

use crate::limits::{REACH_PX, SUBPIXELS};

/// The pixels that may be written. `right` and `bottom` are exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clip {
    pub left: u32,
    pub top: u32,
    pub right: u32,
    pub bottom: u32,
}

/// A triangle with a positive area. Its corners are in clockwise order on the screen.
pub(crate) struct Triangle {
    corners: [Point; 3],
    /// Twice the area, in square subpixels.
    area: i64,
    /// Whether the caller's second and third corner are swapped here, which makes the area positive.
    swapped: bool,
}

/// The covered pixels of one row. A span is never empty.
pub(crate) struct Span {
    pub y: u32,
    pub start: u32,
    pub end: u32,
    /// The weights at the first pixel of the span.
    pub weights: Weights,
}

/// The weights of the second and the third corner at a pixel. The first corner has the rest, up to a sum of 1.
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

/// One side of the triangle, starting at `from`. Its function is positive inside the triangle.
#[derive(Clone, Copy)]
struct Edge {
    from: Point,
    dx: i64,
    dy: i64,
}

impl Triangle {
    /// Creates a triangle. Returns `None` if a corner is not finite or if the area is zero.
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

    /// Calls `draw` for the covered part of every row inside the clip, from top to bottom.
    pub(crate) fn spans(&self, clip: Clip, mut draw: impl FnMut(Span)) {
        let [a, b, c] = self.corners;
        // The function of the edge opposite to a corner is zero on that edge and equals the area at the corner. It is the corner's weight.
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

    /// Returns the change of the weights of the second and third corner, per pixel to the right and per pixel down.
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
    /// Returns the weights of the second and third corner at the current pixel.
    #[inline(always)]
    pub(crate) fn now(&self) -> [f32; 2] {
        [self.at[0] as f32 * self.inverse_area, self.at[1] as f32 * self.inverse_area]
    }

    /// Moves to the next pixel on the right.
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

    /// Returns the change of the function per pixel to the right.
    fn right(self) -> i64 {
        -self.dy * SUBPIXELS
    }

    /// Returns the change of the function per pixel down.
    fn down(self) -> i64 {
        self.dx * SUBPIXELS
    }

    /// Returns the bias for pixel centers exactly on the edge. They are inside on a top or a left edge, and outside on any other edge.
    fn bias(self) -> i64 {
        let is_top = self.dy == 0 && self.dx > 0;
        let is_left = self.dy < 0;
        // Values are whole numbers, so subtracting 1 turns "not negative" into "positive".
        if is_top || is_left { 0 } else { -1 }
    }
}

/// Returns the pixels that are inside all three edges. They are counted from the pixel of `values`.
fn covered(edges: [Edge; 3], values: [i64; 3], width: i64) -> Option<Range<i64>> {
    let mut range = 0..width;
    for (edge, value) in edges.into_iter().zip(values) {
        let value = value + edge.bias();
        let step = edge.right();
        if value < 0 {
            if step <= 0 {
                return None;
            }
            // Division with rounding up: the first pixel at which the value is not negative.
            range.start = range.start.max((-value + step - 1) / step);
        } else if step < 0 {
            range.end = range.end.min(value / -step + 1);
        }
    }
    (range.start < range.end).then_some(range)
}
