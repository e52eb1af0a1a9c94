//! Tests of cells and pixels, as tables. They use no fonts.

use alacritty_terminal::index::Side;
use egui::{Rect, pos2, vec2};

use super::{Geometry, Hit};
use crate::limits;
use crate::session::GridSize;

fn pane(width: f32, height: f32) -> Geometry {
    Geometry::new(Rect::from_min_size(pos2(10.0, 20.0), vec2(width, height)), vec2(7.4, 14.0), 1.0)
}

#[test]
fn a_pane_holds_as_many_whole_cells_as_fit() {
    let full = pane(4.0 + 7.0 * 80.0 + limits::BAR_WIDTH, 4.0 + 14.0 * 24.0);
    assert_eq!(full.grid(), Some(GridSize { columns: 80, rows: 24, cell: (7, 14) }));
    let shy = pane(4.0 + 7.0 * 80.0 + limits::BAR_WIDTH - 1.0, 4.0 + 14.0 * 24.0 - 1.0);
    assert_eq!(shy.grid(), Some(GridSize { columns: 79, rows: 23, cell: (7, 14) }));
}

#[test]
fn a_tiny_pane_keeps_its_grid_and_nothing_is_negative() {
    for size in [0.0, 0.5, 1.0, 3.0, 7.0, 13.0] {
        for other in [0.0, 1.0, 500.0] {
            for pane in [pane(size, other), pane(other, size)] {
                assert!(pane.text.width() >= 0.0 && pane.text.height() >= 0.0, "{pane:?}");
                assert!(pane.bar.width() >= 0.0 && pane.bar.height() >= 0.0, "{pane:?}");
            }
            assert_eq!(pane(size, other).grid(), None);
        }
    }
    let narrow = pane(4.0 + 7.0 * 2.0 + limits::BAR_WIDTH, 100.0).grid().expect("two columns are shown");
    assert_eq!(narrow.columns, limits::MIN_COLUMNS);
}

#[test]
fn a_fractional_scale_still_puts_cells_on_whole_pixels() {
    let pane = Geometry::new(Rect::from_min_size(pos2(0.3, 0.7), vec2(640.0, 480.0)), vec2(7.4, 14.1), 1.25);
    for column in 0..40 {
        let left = pane.cells(3, column, 1).left() * 1.25;
        assert!((left - left.round()).abs() < 1e-2, "column {column} starts at pixel {left}");
    }
}

#[test]
fn the_pointer_hits_the_nearest_cell_and_the_right_half() {
    let pane = pane(600.0, 400.0);
    let size = GridSize { columns: 80, rows: 24, cell: (7, 14) };
    let corner = pane.text.min;
    let hit = |x: f32, y: f32| pane.hit(corner + vec2(x, y), size);
    assert_eq!(hit(0.0, 0.0), Hit { row: 0, column: 0, side: Side::Left });
    assert_eq!(hit(6.0, 15.0), Hit { row: 1, column: 0, side: Side::Right });
    assert_eq!(hit(-50.0, -50.0), Hit { row: 0, column: 0, side: Side::Left });
    assert_eq!(hit(9e9, 9e9), Hit { row: 23, column: 79, side: Side::Right });
}
