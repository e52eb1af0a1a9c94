//! iced's pane_grid: a binary tree of boxes. It computes regions from scratch for every query.

use crate::shape::Shape;
use iced_widget::core::{Rectangle, Size};
use iced_widget::pane_grid::{self, Configuration, Pane, State};
use multisplit::geometry::Axis;
use std::collections::BTreeMap;

/// The space between two panes, as in MultiSplit.
const SPACING: f32 = 6.0;
/// The minimum side of a pane, as in MultiSplit.
const LEAST: f32 = 1.0;

/// Returns a state of a shape.
pub(crate) fn state(shape: &Shape) -> State<u32> {
    State::with_configuration(configuration(&shape.halved()))
}

/// Returns all panes with their regions.
pub(crate) fn regions(state: &State<u32>, side: f32) -> BTreeMap<Pane, Rectangle> {
    state.layout().pane_regions(SPACING, LEAST, Size::new(side, side))
}

/// Returns the panes in reading order.
pub(crate) fn panes(state: &State<u32>) -> Vec<Pane> {
    state.panes.keys().copied().collect()
}

fn configuration(shape: &Shape) -> Configuration<u32> {
    match shape {
        Shape::Pane(number) => Configuration::Pane(*number),
        Shape::Split(axis, children) => {
            let (a, b) = (&children[0], &children[1]);
            // The axis of a split is the direction of its divider, not the direction of its children.
            let axis = match axis {
                Axis::Horizontal => pane_grid::Axis::Vertical,
                Axis::Vertical => pane_grid::Axis::Horizontal,
            };
            Configuration::Split { axis, ratio: 0.5, a: Box::new(configuration(a)), b: Box::new(configuration(b)) }
        }
    }
}
