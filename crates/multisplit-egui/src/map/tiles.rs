//! The tiles of a map: one per pane, tab set or folded node, and one per branch that is too small to be told apart.
//! It walks only branches that meet the map and are large enough, so the cost depends on what is visible.

use egui::Pos2;
use multisplit::geometry::{Axis, PxRect};
use multisplit::groups::GroupId;
use multisplit::tree::NodeKind;
use multisplit::{Layout, NodeId, PaneId};
use rustc_hash::FxHashSet;

/// What a tile stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TileKind {
    /// One pane.
    Pane,
    /// A tab set whose active child is a pane, and its number of tabs.
    Stack(usize),
    /// The bar of a tab set whose active child is a split, and its number of tabs.
    Bar(usize),
    /// A folded node.
    Folded,
    /// A branch, or several siblings, too small to be told apart.
    Merged,
}

/// A rectangle of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tile {
    pub(crate) kind: TileKind,
    /// The pane that it shows, or the first of the panes.
    pub(crate) pane: PaneId,
    /// The place in device pixels of the content.
    pub(crate) rect: PxRect,
    /// Whether the search has found it, or something in it.
    pub(crate) lit: bool,
}

/// The nodes that were found, and all branches above them.
pub(crate) type Matches = FxHashSet<NodeId>;

/// Adjacent siblings that are too small.
struct Run {
    first: NodeId,
    rect: PxRect,
    count: usize,
    lit: bool,
}

/// Collects the tiles that meet `seen`, those of the main surface first. Branches below `least` pixels are not walked.
pub(crate) fn collect(layout: &Layout, seen: PxRect, least: [i32; 2], lit: Option<&Matches>, tiles: &mut Vec<Tile>) {
    let walk = Walk { layout, seen, least, lit };
    let mut stack = vec![];
    for root in layout.tree().surfaces().iter().filter_map(|s| s.root) {
        stack.push(root);
        while let Some(node) = stack.pop() {
            walk.visit(node, &mut stack, tiles);
        }
    }
}

struct Walk<'a> {
    layout: &'a Layout,
    seen: PxRect,
    least: [i32; 2],
    lit: Option<&'a Matches>,
}

impl Walk<'_> {
    fn visit(&self, node: NodeId, stack: &mut Vec<NodeId>, tiles: &mut Vec<Tile>) {
        let tree = self.layout.tree();
        let Some(rect) = self.layout.placer().rect(tree, node) else { return };
        if rect.size[0] <= 0 || rect.size[1] <= 0 || !rect.intersects(self.seen) {
            return;
        }
        if tree.has_props() && tree.props(node).collapsed {
            self.push(tiles, TileKind::Folded, node, rect);
            return;
        }
        match tree.kind(node) {
            Some(NodeKind::Pane(_)) => self.push(tiles, TileKind::Pane, node, rect),
            Some(_) if self.is_small(rect) => self.push(tiles, TileKind::Merged, node, rect),
            Some(NodeKind::Split(axis)) => self.split(node, axis, stack, tiles),
            Some(NodeKind::Tabs { active: Some(active) }) => {
                let count = tree.children(node).count();
                if tree.kind(active).is_some_and(NodeKind::is_pane) {
                    self.push(tiles, if count > 1 { TileKind::Stack(count) } else { TileKind::Pane }, node, rect);
                    return;
                }
                if let Some(below) = self.layout.placer().rect(tree, active) {
                    let bar = PxRect { at: rect.at, size: [rect.size[0], (below.at[1] - rect.at[1]).max(0)] };
                    self.push(tiles, TileKind::Bar(count), node, bar);
                }
                stack.push(active);
            }
            _ => {}
        }
    }

    /// Walks large children, and turns small ones that are side by side into one tile.
    fn split(&self, node: NodeId, axis: Axis, stack: &mut Vec<NodeId>, tiles: &mut Vec<Tile>) {
        let (tree, placer, i) = (self.layout.tree(), self.layout.placer(), axis.index());
        let stacked = stack.len();
        let mut run: Option<Run> = None;
        for child in tree.children(node) {
            let Some(rect) = placer.rect(tree, child) else { continue };
            if rect.size[i] <= 0 || !rect.intersects(self.seen) {
                continue;
            }
            if rect.size[i] >= self.least[i] {
                self.finish(run.take(), tiles);
                stack.push(child);
                continue;
            }
            let lit = self.is_lit(child);
            let open = run.get_or_insert(Run { first: child, rect, count: 0, lit });
            open.count += 1;
            open.lit |= lit;
            open.rect.size[i] = rect.end(i) - open.rect.at[i];
            if open.rect.size[i] >= self.least[i] {
                self.finish(run.take(), tiles);
            }
        }
        self.finish(run, tiles);
        // The stack is popped from its end, and the first child comes first.
        stack[stacked..].reverse();
    }

    fn finish(&self, run: Option<Run>, tiles: &mut Vec<Tile>) {
        let Some(run) = run else { return };
        let alone = run.count == 1 && self.layout.tree().kind(run.first).is_some_and(NodeKind::is_pane);
        let kind = if alone { TileKind::Pane } else { TileKind::Merged };
        if let Some(pane) = self.layout.first_pane(run.first) {
            tiles.push(Tile { kind, pane, rect: run.rect, lit: run.lit });
        }
    }

    fn push(&self, tiles: &mut Vec<Tile>, kind: TileKind, node: NodeId, rect: PxRect) {
        if let Some(pane) = self.layout.first_pane(node) {
            tiles.push(Tile { kind, pane, rect, lit: self.is_lit(node) });
        }
    }

    fn is_small(&self, rect: PxRect) -> bool {
        (0..2).any(|i| rect.size[i] < self.least[i])
    }

    fn is_lit(&self, node: NodeId) -> bool {
        self.lit.is_some_and(|lit| lit.contains(&node))
    }
}

/// Returns the pane at a point of the content, and the whole place that shows it. In a gap, it is the pane before the gap.
pub(crate) fn at(layout: &Layout, at: Pos2) -> Option<(PaneId, PxRect)> {
    let (tree, placer) = (layout.tree(), layout.placer());
    #[allow(clippy::cast_possible_truncation)] // saturates far outside of everything
    let at = [at.x.floor() as i32, at.y.floor() as i32];
    let roots = tree.surfaces().iter().rev().filter_map(|s| s.root);
    let top = roots.into_iter().find(|root| placer.rect(tree, *root).is_some_and(|rect| rect.contains(at)))?;
    let mut node = top;
    loop {
        let whole = || Some((layout.first_pane(node)?, placer.rect(tree, node)?));
        if tree.has_props() && tree.props(node).collapsed {
            return whole();
        }
        node = match tree.kind(node)? {
            NodeKind::Pane(_) => return whole(),
            NodeKind::Tabs { active } => {
                let front = active?;
                let below = placer.rect(tree, front)?;
                if tree.kind(front)?.is_pane() || !below.contains(at) {
                    return whole();
                }
                front
            }
            NodeKind::Split(axis) => {
                let i = axis.index();
                let place = |child: &NodeId| placer.rect(tree, *child).filter(|rect| rect.size[i] > 0);
                let shown = tree.children(node).filter(|child| place(child).is_some());
                let before = |child: &NodeId| place(child).is_some_and(|rect| rect.at[i] <= at[i]);
                shown.take_while(before).last()?
            }
        };
    }
}

/// Returns the place that shows a pane, and the pane that is visible there. If the pane is hidden behind a tab or folded, it is the place
/// of what hides it.
pub(crate) fn spot(layout: &Layout, pane: PaneId) -> Option<(PaneId, PxRect)> {
    let (tree, placer) = (layout.tree(), layout.placer());
    tree.widget(pane)?;
    let (mut shown, mut below) = (pane.node(), pane.node());
    let folded = |node: NodeId| tree.has_props() && tree.props(node).collapsed;
    while let Some(above) = tree.parent(below) {
        let hides = match tree.kind(above) {
            Some(NodeKind::Tabs { active }) => active != Some(below) || below == pane.node(),
            _ => false,
        };
        if hides || folded(above) {
            shown = above;
        }
        below = above;
    }
    Some((layout.first_pane(shown)?, placer.rect(tree, shown)?))
}

/// Returns the smallest rectangle around the places that show the panes of a group.
pub(crate) fn spot_of_group(layout: &Layout, group: GroupId) -> Option<PxRect> {
    let spots = layout.tree().group_panes(group).into_iter().filter_map(|pane| spot(layout, pane));
    let boxes = spots.map(|(_, rect)| rect).filter(|rect| rect.size.iter().all(|size| *size > 0));
    boxes.reduce(|a, b| {
        let at = [0, 1].map(|i| a.at[i].min(b.at[i]));
        PxRect { at, size: [0, 1].map(|i| a.end(i).max(b.end(i)) - at[i]) }
    })
}
