//! egui_dock: a binary tree in a vector, in which the children of node `i` are `2i + 1` and `2i + 2`.

use crate::shape::Shape;
use egui_036::{Pos2, Rect, Vec2};
use egui_dock::{DockState, Node, NodeIndex, Split};
use multisplit::geometry::Axis;

/// Returns a dock state of a shape, and its leaves in reading order.
pub(crate) fn state(shape: &Shape) -> (DockState<u32>, Vec<NodeIndex>) {
    let halved = shape.halved();
    let mut state = DockState::new(vec![first(&halved)]);
    let mut leaves = vec![];
    let mut todo = vec![(NodeIndex::root(), &halved)];
    while let Some((at, shape)) = todo.pop() {
        match shape {
            Shape::Pane(_) => leaves.push(at),
            Shape::Split(axis, children) => {
                let new = Node::leaf(first(&children[1]));
                let [a, b] = state.main_surface_mut().split(at, side(*axis), 0.5, new);
                todo.push((b, &children[1]));
                todo.push((a, &children[0]));
            }
        }
    }
    (state, leaves)
}

/// Gives every node a rectangle, like a frame would. A state that was never drawn is written to a file that cannot be read again.
pub(crate) fn place(state: &mut DockState<u32>) {
    let somewhere = Rect::from_min_size(Pos2::ZERO, Vec2::splat(64.0));
    for node in state.main_surface_mut().iter_mut() {
        node.set_rect(somewhere);
        if let Some(leaf) = node.get_leaf_mut() {
            leaf.viewport = somewhere;
        }
    }
}

/// Splits a leaf, and returns the new leaf.
pub(crate) fn split(state: &mut DockState<u32>, leaf: NodeIndex, axis: Axis, number: u32) -> NodeIndex {
    state.main_surface_mut().split(leaf, side(axis), 0.5, Node::leaf(number))[1]
}

const fn side(axis: Axis) -> Split {
    match axis {
        Axis::Horizontal => Split::Right,
        Axis::Vertical => Split::Below,
    }
}

fn first(shape: &Shape) -> u32 {
    match shape {
        Shape::Pane(number) => *number,
        Shape::Split(_, children) => first(&children[0]),
    }
}
