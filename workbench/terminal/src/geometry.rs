//! Where cells lie: a pane's rectangle and a cell's size to columns, rows and back. Refuses to paint or to ask fonts.
//! Invariant: no rectangle it gives is negative, whatever the pane's size, and all edges lie on whole pixels.

use alacritty_terminal::index::Side;
use egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::limits;
use crate::session::GridSize;

#[cfg(test)]
mod tests;

/// Where everything in a pane lies, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    /// The whole pane.
    pub outer: Rect,
    /// Where cells are drawn; the last column and row may be cut off in a tiny pane.
    pub text: Rect,
    /// The scrollbar's column.
    pub bar: Rect,
    /// Size of a cell; whole pixels.
    pub cell: Vec2,
    pixels_per_point: f32,
}

/// A cell of the screen and the half of it that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Row from the top of the view.
    pub row: usize,
    /// Column from the left.
    pub column: usize,
    /// The half.
    pub side: Side,
}

impl Geometry {
    /// Divides `outer`; `cell` is the font's, not rounded yet.
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

    /// The grid that fits, or `None` if not even one cell does: then the grid had better stay as it is.
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

    /// The rectangle of `count` cells of a row.
    #[must_use]
    pub fn cells(&self, row: usize, column: usize, count: usize) -> Rect {
        let min = self.text.min + vec2(column as f32 * self.cell.x, row as f32 * self.cell.y);
        Rect::from_min_size(min, vec2(count as f32 * self.cell.x, self.cell.y))
    }

    /// The cell under `pos`; outside, the nearest one of a grid of `size`.
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

/// How many whole cells fit; zero for anything strange.
fn cells(length: f32, cell: f32) -> usize {
    // The small excess forgives lengths that are whole cells but for rounding.
    let count = (length / cell + 1e-3).floor();
    if count.is_finite() && count > 0.0 { count as usize } else { 0 }
}

fn index(place: f32, last: usize) -> usize {
    if place.is_finite() && place > 0.0 { (place as usize).min(last) } else { 0 }
}
