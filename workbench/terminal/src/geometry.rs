//! The layout of a pane: converts a pane's rectangle and a cell's size to columns and rows, and back.
//!
//! This module does not paint and does not ask fonts.
//!
//! Invariant: no rectangle is negative, whatever the pane's size, and all edges of cells are on whole pixels.

use alacritty_terminal::index::Side;
use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::limits;
use crate::session::GridSize;

#[cfg(test)]
mod tests;

/// The rectangles of a pane, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// The whole pane.
    pub outer: Rect,
    /// The area of the cells; in a tiny pane the last column and row may be cut off.
    pub text: Rect,
    /// The column of the scrollbar.
    pub bar: Rect,
    /// The size of a cell; a whole number of pixels.
    pub cell: Vec2,
    pixels_per_point: f32,
}

/// The cell at a position, and the half of it that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The row, from the top of the view.
    pub row: usize,
    /// The column, from the left.
    pub column: usize,
    /// The half that was hit.
    pub side: Side,
}

impl Geometry {
    /// Divides `outer` into text and scrollbar. `cell` is the size of the font's cell in points, not yet rounded.
    #[must_use]
    pub fn new(outer: Rect, cell: Vec2, pixels_per_point: f32) -> Self {
        let whole = |points: f32| (points * pixels_per_point).round().max(1.0) / pixels_per_point;
        let on_pixel = |points: f32| (points * pixels_per_point).round() / pixels_per_point;
        let bar_left = (outer.right() - limits::BAR_WIDTH).max(outer.left());
        let padding = limits::PADDING.min(outer.width() / 4.0).min(outer.height() / 4.0);
        let origin = pos2(on_pixel(outer.left() + padding), on_pixel(outer.top() + padding));
        let end = pos2(bar_left.max(origin.x), outer.bottom().max(origin.y));
        Self {
            outer,
            text: Rect::from_min_max(origin, end),
            bar: Rect::from_min_max(pos2(bar_left, outer.top()), outer.max),
            cell: vec2(whole(cell.x), whole(cell.y)),
            pixels_per_point,
        }
    }

    /// Returns the size of the grid that fits, or `None` if not even one cell fits: the grid should then stay as it is.
    #[must_use]
    pub fn grid(&self) -> Option<GridSize> {
        let columns = cells(self.text.width(), self.cell.x);
        let rows = cells(self.text.height(), self.cell.y);
        if columns == 0 || rows == 0 {
            return None;
        }
        let pixels = |points: f32| (points * self.pixels_per_point).round().clamp(1.0, f32::from(u16::MAX)) as u16;
        Some(GridSize {
            columns: columns.clamp(limits::MIN_COLUMNS, limits::MAX_COLUMNS),
            rows: rows.clamp(limits::MIN_ROWS, limits::MAX_ROWS),
            cell: (pixels(self.cell.x), pixels(self.cell.y)),
        })
    }

    /// Returns the rectangle of `count` cells of a row, in points.
    #[must_use]
    pub fn cells(&self, row: usize, column: usize, count: usize) -> Rect {
        let min = self.text.min + vec2(column as f32 * self.cell.x, row as f32 * self.cell.y);
        Rect::from_min_size(min, vec2(count as f32 * self.cell.x, self.cell.y))
    }

    /// Returns the cell at `pos`, in points. Outside the grid of `size`, this is the nearest cell of the grid.
    #[must_use]
    pub fn hit(&self, pos: Pos2, size: GridSize) -> Hit {
        let place = (pos - self.text.min) / self.cell;
        let last = |count: usize| count.saturating_sub(1);
        if place.x >= size.columns as f32 {
            return Hit { row: index(place.y, last(size.rows)), column: last(size.columns), side: Side::Right };
        }
        let side = if place.x > 0.0 && place.x.fract() >= 0.5 { Side::Right } else { Side::Left };
        Hit { row: index(place.y, last(size.rows)), column: index(place.x, last(size.columns)), side }
    }
}

/// Returns how many whole cells fit into `length`; zero if the quotient is not finite or not positive.
fn cells(length: f32, cell: f32) -> usize {
    // The small excess forgives lengths that are whole cells except for rounding.
    let count = (length / cell + 1e-3).floor();
    if count.is_finite() && count > 0.0 { count as usize } else { 0 }
}

fn index(place: f32, last: usize) -> usize {
    if place.is_finite() && place > 0.0 { (place as usize).min(last) } else { 0 }
}
