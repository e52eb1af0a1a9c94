//! iced's pane_grid: a binary tree of boxes; regions are computed anew for every question.

use crate::shape::Shape;
use iced_widget::core::{Rectangle, Size};
use iced_widget::pane_grid::{self, Configuration, Pane, State};
use multisplit::Axis;
use std::collections::BTreeMap;

/// Units between two panes, as ours.
const SPACING: f32 = 6.0;
/// The least side of a pane, as ours.
const LEAST: f32 = 1.0;

/// A state of a shape.
pub(crate) fn state(shape: &Shape) -> State<u32> {
    State::with_configuration(configuration(&shape.halved()))
}

/// All panes and where they lie.
pub(crate) fn regions(state: &State<u32>, side: f32) -> BTreeMap<Pane, Rectangle> {
    state.layout().pane_regions(SPACING, LEAST, Size::new(side, side))
}

/// The panes in reading order.
pub(crate) fn panes(state: &State<u32>) -> Vec<Pane> {
    state.panes.keys().copied().collect()
}

fn configuration(shape: &Shape) -> Configuration<u32> {
    match shape {
        Shape::Pane(number) => Configuration::Pane(*number),
        Shape::Split(axis, children) => {
            let (a, b) = (&children[0], &children[1]);
            // A split says which way its divider runs, not which way its children do.
            let axis = match axis {
                Axis::Horizontal => pane_grid::Axis::Vertical,
                Axis::Vertical => pane_grid::Axis::Horizontal,
            };
            Configuration::Split { axis, ratio: 0.5, a: Box::new(configuration(a)), b: Box::new(configuration(b)) }
        }
    }
}
