//! taffy as a pane layout: nested flex boxes whose children grow by their share from a basis of zero.

use crate::shape::Shape;
use multisplit::geometry::Axis;
use taffy::prelude::{AvailableSpace, Dimension, FlexDirection, NodeId, Size, Style, TaffyTree, length, percent, zero};

/// A tree, its root, and its leaves in reading order.
#[derive(Clone)]
pub(crate) struct Flex {
    tree: TaffyTree<()>,
    root: NodeId,
    leaves: Vec<NodeId>,
    rows: Vec<NodeId>,
}

impl Flex {
    /// Creates a tree of a shape. It is not laid out yet.
    pub(crate) fn new(shape: &Shape) -> Result<Self, String> {
        let (mut tree, mut leaves, mut rows) = (TaffyTree::new(), vec![], vec![]);
        let root = add(&mut tree, &mut leaves, &mut rows, shape).map_err(|error| error.to_string())?;
        let whole = Size { width: percent(1.0), height: percent(1.0) };
        let style = tree.style(root).map(|style| Style { size: whole, ..style.clone() });
        style.and_then(|style| tree.set_style(root, style)).map_err(|error| error.to_string())?;
        Ok(Self { tree, root, leaves, rows })
    }

    /// Places everything that is dirty in a square with the given side.
    pub(crate) fn place(&mut self, side: f32) -> Result<(), String> {
        let space = Size { width: AvailableSpace::Definite(side), height: AvailableSpace::Definite(side) };
        self.tree.compute_layout(self.root, space).map_err(|error| error.to_string())
    }

    /// Gives a leaf another share. This makes the leaf and all its ancestors dirty.
    pub(crate) fn set_leaf(&mut self, number: usize, share: f32) -> Result<(), String> {
        self.set_share(self.leaves[number], share)
    }

    /// Gives a split directly above leaves another share. These splits are counted in reading order.
    pub(crate) fn set_row(&mut self, number: usize, share: f32) -> Result<(), String> {
        self.set_share(self.rows[number], share)
    }

    fn set_share(&mut self, node: NodeId, share: f32) -> Result<(), String> {
        let style = self.tree.style(node).map(|style| Style { flex_grow: share, ..style.clone() });
        style.and_then(|style| self.tree.set_style(node, style)).map_err(|error| error.to_string())
    }
}

fn add(
    tree: &mut TaffyTree<()>,
    leaves: &mut Vec<NodeId>,
    rows: &mut Vec<NodeId>,
    shape: &Shape,
) -> Result<NodeId, taffy::TaffyError> {
    let style = Style {
        flex_grow: 1.0,
        flex_basis: Dimension::length(0.0),
        min_size: zero(),
        gap: length(6.0),
        ..Style::default()
    };
    match shape {
        Shape::Pane(_) => {
            let leaf = tree.new_leaf(style)?;
            leaves.push(leaf);
            Ok(leaf)
        }
        Shape::Split(axis, children) => {
            let flex_direction = match axis {
                Axis::Horizontal => FlexDirection::Row,
                Axis::Vertical => FlexDirection::Column,
            };
            let nodes: Result<Vec<NodeId>, _> = children.iter().map(|child| add(tree, leaves, rows, child)).collect();
            let split = tree.new_with_children(Style { flex_direction, ..style }, &nodes?)?;
            if matches!(children.first(), Some(Shape::Pane(_))) {
                rows.push(split);
            }
            Ok(split)
        }
    }
}
