//! What is to be drawn: the panes and branches that meet the viewport. Found by walking only branches that do.
//! Holds slots, so it means something only until the next edit; [`Scene::collect`] makes it again.

use super::place::Placer;
use crate::base::{Axis, NodeId, PaneId, PxRect, SurfaceId, room};
use crate::tree::{NIL, Node, NodeIndex, NodeKind, Tree};
use rustc_hash::FxHashMap;

/// Children of a split that are passed one by one on the way to the first in view; where there are more, it is remembered.
const NEAR_CHILDREN: usize = 16;
/// Panes in view that are looked through for a point instead of walking down from the root.
const LOOKED_THROUGH: usize = 64;

/// What meets the viewport, the main surface first, floating ones from back to front.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Panes whose widget shows, in depth-first order.
    panes: Vec<NodeIndex>,
    /// Splits and tab sets.
    branches: Vec<NodeIndex>,
    /// Collapsed nodes: strips without content.
    folded: Vec<NodeIndex>,
    /// Where each floating surface starts in `panes`, `branches` and `folded`.
    floats: Vec<(SurfaceId, [usize; 3])>,
    /// Panes of the main surface that lie ahead of the viewport.
    near: Vec<NodeIndex>,
    /// Panes that fill their surface, their rectangles, and the surface's.
    zoomed: Vec<(NodeIndex, PxRect, PxRect)>,
    stack: Vec<NodeIndex>,
    /// Of splits with many children, the first that was in view: the next look starts there. Means nothing else, so that an
    /// edit in between makes it slower at the worst.
    starts: FxHashMap<NodeIndex, NodeIndex>,
}

/// A divider, the child before it, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DividerAt {
    /// The split it belongs to.
    pub split: NodeId,
    /// The child before it, counted from 0.
    pub index: usize,
    /// The axis of the split: a divider of a horizontal split is dragged left and right.
    pub axis: Axis,
    /// Where, in device pixels of the content.
    pub rect: PxRect,
}

/// The bar of a tab set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TabBarAt {
    /// The tab set.
    pub tabs: NodeId,
    /// Where, in device pixels of the content.
    pub rect: PxRect,
}

impl Scene {
    /// Collects what meets `viewport` (device pixels of the content). Costs what it finds, and how far the view went since the
    /// last time, in siblings.
    pub fn collect(&mut self, tree: &Tree, placer: &Placer, viewport: PxRect) {
        self.panes.clear();
        self.branches.clear();
        self.folded.clear();
        self.floats.clear();
        self.zoomed.clear();
        self.near.clear();
        // No tree has more such splits; what is left over of others goes.
        if self.starts.len() * NEAR_CHILDREN > tree.slot_count() {
            self.starts.clear();
        }
        for surface in tree.surfaces() {
            let float = surface.area.is_some();
            if float {
                self.floats.push((surface.id, [self.panes.len(), self.branches.len(), self.folded.len()]));
            }
            let Some(top) = surface.root.and_then(|root| tree.slot(root)) else { continue };
            let window = if float { placer.frame(tree, surface, viewport) } else { viewport };
            if let Some(zoomed) = surface.zoomed.and_then(|pane| tree.slot(pane.node())) {
                self.zoomed.push((zoomed, placer.zoomed(window), window));
                self.panes.push(zoomed);
            } else {
                self.walk(tree, top, window);
            }
        }
    }

    /// Finds the panes of the main surface that meet `ahead` and not `viewport`, after [`Scene::collect`]. Costs the same.
    pub fn look_ahead(&mut self, tree: &Tree, viewport: PxRect, ahead: PxRect) {
        self.near.clear();
        let main = &tree.surfaces()[0];
        let Some(top) = main.root.and_then(|root| tree.slot(root)).filter(|_| main.zoomed.is_none()) else { return };
        let counts = [self.panes.len(), self.branches.len(), self.folded.len()];
        self.walk(tree, top, ahead);
        let found = self.panes.drain(counts[0]..);
        self.near.extend(found.filter(|slot| !tree.px(*slot).intersects(viewport)));
        self.branches.truncate(counts[1]);
        self.folded.truncate(counts[2]);
    }

    /// The panes that lie ahead of the viewport.
    pub fn near<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = PaneId> + 'a {
        self.near.iter().map(|slot| PaneId::new(tree.id(*slot)))
    }

    fn walk(&mut self, tree: &Tree, top: NodeIndex, window: PxRect) {
        self.stack.clear();
        self.stack.push(top);
        while let Some(slot) = self.stack.pop() {
            let node = tree.node(slot);
            let rect = node.rect;
            if rect.size[0] <= 0 || rect.size[1] <= 0 || !rect.intersects(window) {
                continue;
            }
            if tree.has_props() && slot != top && tree.is_collapsed(tree.id(slot)) {
                self.folded.push(slot);
                continue;
            }
            if !node.is_branch() {
                room::push(&mut self.panes, slot);
                continue;
            }
            room::push(&mut self.branches, slot);
            match node.axis() {
                None => self.stack.extend(Some(tree.active(slot)).filter(|front| *front != NIL)),
                Some(axis) => {
                    let i = axis.index();
                    let first = if rect.at[i] < window.at[i] {
                        self.first_in_view(tree, (slot, node), i, window.at[i])
                    } else {
                        node.first
                    };
                    if rect.end(i) > window.end(i) {
                        self.push_until(tree, first, i, window.end(i));
                    } else {
                        self.push_last_first(tree, node.first, first);
                    }
                }
            }
        }
    }

    /// The pane in which a pixel of the content lies, further than `padding` from its edges, where that is soon found: a few are
    /// in view, all on one surface. The root may be far above them. Means something only as long as nothing was edited.
    pub(crate) fn pane_around(&self, tree: &Tree, at: [i32; 2], padding: i32) -> Option<PaneId> {
        if self.panes.len() > LOOKED_THROUGH || !self.floats.is_empty() || !self.zoomed.is_empty() {
            return None;
        }
        let around = |slot: &&NodeIndex| {
            let rect = tree.px(**slot);
            (0..2).all(|i| at[i] >= rect.at[i].saturating_add(padding) && at[i] < rect.end(i).saturating_sub(padding))
        };
        self.panes.iter().find(around).map(|slot| PaneId::new(tree.id(*slot)))
    }

    /// The first child of a split that ends beyond `begin`; children lie in their order, so that all further ones do.
    fn first_in_view(&mut self, tree: &Tree, (slot, branch): (NodeIndex, &Node), i: usize, begin: i32) -> NodeIndex {
        let is_before = |child: NodeIndex| tree.px(child).end(i) <= begin;
        let (mut child, mut passed) = (branch.first, 0);
        while child != NIL && is_before(child) {
            child = tree.node(child).next;
            passed += 1;
            if passed == NEAR_CHILDREN {
                break;
            }
        }
        if passed < NEAR_CHILDREN || child == NIL {
            return child;
        }
        if let Some(known) = self.start_in(tree, slot) {
            child = known;
            while child != branch.first && !is_before(tree.node(child).prev) {
                child = tree.node(child).prev;
            }
        }
        while child != NIL && is_before(child) {
            child = tree.node(child).next;
        }
        if child != NIL {
            self.starts.insert(slot, child);
        }
        child
    }

    /// Of a split with many children, the one that a walk through what is in view may start at, where that is known.
    pub(super) fn start_in(&self, tree: &Tree, split: NodeIndex) -> Option<NodeIndex> {
        let known = self.starts.get(&split).copied();
        // A slot that is in use for something else by now, or for nothing, has another parent.
        known.filter(|child| (*child as usize) < tree.slot_count() && tree.node(*child).parent == split)
    }

    /// The children from `from` on, the last first.
    fn push_last_first(&mut self, tree: &Tree, first: NodeIndex, from: NodeIndex) {
        let mut child = if from == NIL { NIL } else { tree.node(first).prev };
        while child != NIL {
            self.stack.push(child);
            child = if child == from { NIL } else { tree.node(child).prev };
        }
    }

    /// The same, without those that start at `end` or beyond.
    fn push_until(&mut self, tree: &Tree, from: NodeIndex, i: usize, end: i32) {
        let stacked = self.stack.len();
        let mut child = from;
        while child != NIL && tree.px(child).at[i] < end {
            self.stack.push(child);
            child = tree.node(child).next;
        }
        self.stack[stacked..].reverse();
    }

    /// The visible panes and their rectangles.
    pub fn panes<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (PaneId, PxRect)> + 'a {
        self.panes.iter().map(|slot| (PaneId::new(tree.id(*slot)), self.rect_of(tree, *slot)))
    }

    /// How many panes are visible.
    #[must_use]
    pub const fn pane_count(&self) -> usize {
        self.panes.len()
    }

    /// The visible pane at a place in [`Scene::panes`].
    #[must_use]
    pub fn pane_at(&self, tree: &Tree, index: usize) -> Option<(PaneId, PxRect)> {
        let slot = *self.panes.get(index)?;
        Some((PaneId::new(tree.id(slot)), self.rect_of(tree, slot)))
    }

    /// The surface of the visible pane at a place in [`Scene::panes`].
    #[must_use]
    pub fn surface_at(&self, index: usize) -> SurfaceId {
        self.floats.iter().rev().find(|(_, from)| index >= from[0]).map_or(SurfaceId::MAIN, |(id, _)| *id)
    }

    /// Whether a pane fills its surface.
    #[must_use]
    pub fn is_zoomed(&self, tree: &Tree, pane: PaneId) -> bool {
        self.zoomed.iter().any(|(slot, ..)| tree.id(*slot) == pane.node())
    }

    /// The dividers of the visible splits.
    pub fn dividers<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = DividerAt> + 'a {
        self.branches.iter().flat_map(move |slot| dividers_of(tree, *slot))
    }

    /// The panes that fill their surface, and the bars above them that say so; none where these have no height.
    pub fn zoom_bars<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (PaneId, PxRect)> + 'a {
        self.zoomed.iter().filter_map(move |(slot, rect, frame)| {
            let bar = rect.at[1] - frame.at[1];
            let bar = PxRect::new(frame.at[0], frame.at[1], frame.size[0], bar);
            (bar.size[1] > 0).then(|| (PaneId::new(tree.id(*slot)), bar))
        })
    }

    /// The bars of the visible tab sets, and of those whose front pane fills its surface; none where they have no height.
    pub fn tab_bars<'a>(&'a self, tree: &'a Tree, placer: &'a Placer) -> impl Iterator<Item = TabBarAt> + 'a {
        let placed = self.branches.iter().filter_map(move |slot| {
            let node = tree.node(*slot);
            let mut rect = node.rect;
            rect.size[1] = placer.bar(node.form?, rect.size[1]);
            (rect.size[1] > 0).then(|| TabBarAt { tabs: tree.id(*slot), rect })
        });
        let zoomed = self.zoom_bars(tree).filter_map(move |(pane, rect)| {
            let tabs = tree.parent(pane.node())?;
            matches!(tree.kind(tabs), Some(NodeKind::Tabs { .. })).then_some(TabBarAt { tabs, rect })
        });
        placed.chain(zoomed)
    }

    /// The strips of the collapsed nodes.
    pub fn folded<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (NodeId, PxRect)> + 'a {
        self.folded.iter().map(|slot| (tree.id(*slot), tree.px(*slot)))
    }

    /// Bytes it takes, spare room included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        (self.panes.capacity()
            + self.near.capacity()
            + self.branches.capacity()
            + self.folded.capacity()
            + self.stack.capacity())
            * size_of::<NodeIndex>()
            + self.starts.capacity() * size_of::<(NodeIndex, NodeIndex)>()
    }

    fn rect_of(&self, tree: &Tree, slot: NodeIndex) -> PxRect {
        match self.zoomed.iter().find(|(zoomed, ..)| *zoomed == slot) {
            Some((_, rect, _)) => *rect,
            None => tree.px(slot),
        }
    }
}

/// The dividers of one split, between the children that are not hidden.
pub(super) fn dividers_of(tree: &Tree, slot: NodeIndex) -> impl Iterator<Item = DividerAt> + '_ {
    let (split, node) = (tree.id(slot), tree.node(slot));
    let (axis, whole) = (node.axis(), node.rect);
    let mut child = if axis.is_some() { node.first } else { NIL };
    let mut last: Option<(usize, PxRect)> = None;
    let mut at = 0;
    std::iter::from_fn(move || {
        let i = axis?.index();
        while child != NIL {
            let rect = tree.px(child);
            let before = last;
            child = tree.node(child).next;
            if rect.size[i] > 0 {
                last = Some((at, rect));
            }
            at += 1;
            if let (Some((index, before)), true) = (before, rect.size[i] > 0)
                && rect.at[i] >= before.end(i)
            {
                let mut between = whole;
                between.at[i] = before.end(i);
                between.size[i] = rect.at[i] - before.end(i);
                return Some(DividerAt { split, index, axis: axis?, rect: between });
            }
        }
        None
    })
}
