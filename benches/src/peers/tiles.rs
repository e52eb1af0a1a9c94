//! egui_tiles: tiles in a hash map, with linear containers of any number of children.

use crate::shape::Shape;
use egui_tiles::{Container, LinearDir, Tile, TileId, Tiles, Tree};
use multisplit::geometry::Axis;

/// Returns a tree of a shape, and its panes in reading order.
pub(crate) fn tree(shape: &Shape) -> (Tree<u32>, Vec<TileId>) {
    let (mut tiles, mut panes) = (Tiles::default(), vec![]);
    let root = add(&mut tiles, &mut panes, shape);
    (Tree::new(egui::Id::unique("peers"), root, tiles), panes)
}

/// Splits a pane. egui_tiles has no call for this, so a container takes the pane's place in its parent, like in its own insertion.
pub(crate) fn split(tree: &mut Tree<u32>, target: TileId, axis: Axis, number: u32) -> Option<TileId> {
    let parent = tree.tiles.parent_of(target)?;
    let new = tree.tiles.insert_pane(number);
    let both = vec![target, new];
    let wrapper = tree.tiles.insert_container(Container::new_linear(direction(axis), both));
    match tree.tiles.get_mut(parent) {
        Some(Tile::Container(container)) => container.replace_child(target, wrapper).map(|_| new),
        _ => None,
    }
}

fn add(tiles: &mut Tiles<u32>, panes: &mut Vec<TileId>, shape: &Shape) -> TileId {
    match shape {
        Shape::Pane(number) => {
            let pane = tiles.insert_pane(*number);
            panes.push(pane);
            pane
        }
        Shape::Split(axis, children) => {
            let children = children.iter().map(|child| add(tiles, panes, child)).collect();
            tiles.insert_container(Container::new_linear(direction(*axis), children))
        }
    }
}

const fn direction(axis: Axis) -> LinearDir {
    match axis {
        Axis::Horizontal => LinearDir::Horizontal,
        Axis::Vertical => LinearDir::Vertical,
    }
}
