//! What is to be drawn: the panes and branches that meet the viewport. They are found by walking only the branches that meet it.
//! A scene holds slots, so it is valid only until the next edit; [`Scene::collect`] builds it again.

use super::place::Placer;
use crate::base::{Axis, NodeId, PaneId, PxRect, SurfaceId, room};
use crate::tree::{NIL, Node, NodeIndex, NodeKind, Tree};
use rustc_hash::FxHashMap;

/// The number of children of a split that are passed one by one on the way to the first one in view. If there are more, the first
/// one in view is remembered.
const NEAR_CHILDREN: usize = 16;
/// The maximum number of panes in view that are searched for a point, instead of walking down from the root.
const LOOKED_THROUGH: usize = 64;

/// What meets the viewport: the main surface first, then the floating ones from back to front.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The panes whose widget shows, in depth-first order.
    panes: Vec<NodeIndex>,
    /// The splits and tab sets.
    branches: Vec<NodeIndex>,
    /// The collapsed nodes: strips without content.
    folded: Vec<NodeIndex>,
    /// Where each floating surface starts in `panes`, `branches` and `folded`.
    floats: Vec<(SurfaceId, [usize; 3])>,
    /// The panes of the main surface that are ahead of the viewport.
    near: Vec<NodeIndex>,
    /// The panes that fill their surface, their rectangles, and those of their surfaces.
    zoomed: Vec<(NodeIndex, PxRect, PxRect)>,
    stack: Vec<NodeIndex>,
    /// For splits with many children, the first child that was in view: the next walk starts there. It is only a hint, so that an edit
    /// in between makes the walk slower at worst.
    starts: FxHashMap<NodeIndex, NodeIndex>,
}

/// A divider and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DividerAt {
    /// The surface that the divider is on.
    pub surface: SurfaceId,
    /// The split that the divider belongs to.
    pub split: NodeId,
    /// The index of the child before the divider, counted from 0.
    pub index: usize,
    /// The axis of the split: a divider of a horizontal split is dragged left and right.
    pub axis: Axis,
    /// The rectangle of the divider, in device pixels of the content.
    pub rect: PxRect,
}

/// The bar of a tab set and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TabBarAt {
    /// The tab set.
    pub tabs: NodeId,
    /// The rectangle of the bar, in device pixels of the content.
    pub rect: PxRect,
}

impl Scene {
    /// Collects what meets `viewport`, in device pixels of the content. Costs what is found, and how many siblings the view has passed
    /// since the last time.
    pub fn collect(&mut self, tree: &Tree, placer: &Placer, viewport: PxRect) {
        self.panes.clear();
        self.branches.clear();
        self.folded.clear();
        self.floats.clear();
        self.zoomed.clear();
        self.near.clear();
        // Each of these splits has many children, so no tree has more of them than this: the others are gone.
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

    /// Finds the panes of the main surface that meet `ahead` but not `viewport`, both in device pixels of the content. It is called after
    /// [`Scene::collect`] and costs the same.
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

    /// Returns the panes ahead of the viewport that [`Scene::look_ahead`] found.
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

    /// Returns the pane that contains a pixel of the content, further than `padding` from its edges, if that is found soon: if few panes
    /// are in view, all on one surface. The root may be far above them. The result is valid only as long as nothing was edited.
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

    /// Returns the first child of a split that ends beyond `begin`. Children are placed in their order, so all later ones do, too.
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

    /// Returns the child of a long split at which a walk through what is in view may start, if it is known.
    pub(super) fn start_in(&self, tree: &Tree, split: NodeIndex) -> Option<NodeIndex> {
        let known = self.starts.get(&split).copied();
        // A slot that was freed or used again since then has another parent.
        known.filter(|child| (*child as usize) < tree.slot_count() && tree.node(*child).parent == split)
    }

    /// Pushes the children from `from` on, the last one first.
    fn push_last_first(&mut self, tree: &Tree, first: NodeIndex, from: NodeIndex) {
        let mut child = if from == NIL { NIL } else { tree.node(first).prev };
        while child != NIL {
            self.stack.push(child);
            child = if child == from { NIL } else { tree.node(child).prev };
        }
    }

    /// Does the same without the children that start at `end` or beyond.
    fn push_until(&mut self, tree: &Tree, from: NodeIndex, i: usize, end: i32) {
        let stacked = self.stack.len();
        let mut child = from;
        while child != NIL && tree.px(child).at[i] < end {
            self.stack.push(child);
            child = tree.node(child).next;
        }
        self.stack[stacked..].reverse();
    }

    /// Returns the visible panes and their rectangles, in device pixels of the content.
    pub fn panes<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (PaneId, PxRect)> + 'a {
        self.panes.iter().map(|slot| (PaneId::new(tree.id(*slot)), self.rect_of(tree, *slot)))
    }

    /// Returns the number of visible panes.
    #[must_use]
    pub const fn pane_count(&self) -> usize {
        self.panes.len()
    }

    /// Returns the visible pane at an index of [`Scene::panes`], and its rectangle in device pixels of the content.
    #[must_use]
    pub fn pane_at(&self, tree: &Tree, index: usize) -> Option<(PaneId, PxRect)> {
        let slot = *self.panes.get(index)?;
        Some((PaneId::new(tree.id(slot)), self.rect_of(tree, slot)))
    }

    /// Returns the surface of the visible pane at an index of [`Scene::panes`].
    #[must_use]
    pub fn surface_at(&self, index: usize) -> SurfaceId {
        self.surface_from(0, index)
    }

    /// Returns the surface of an index into the panes (0), branches (1) or folded nodes (2).
    fn surface_from(&self, list: usize, index: usize) -> SurfaceId {
        self.floats.iter().rev().find(|(_, from)| index >= from[list]).map_or(SurfaceId::MAIN, |(id, _)| *id)
    }

    /// Returns `true` if a visible pane fills its surface.
    #[must_use]
    pub fn is_zoomed(&self, tree: &Tree, pane: PaneId) -> bool {
        self.zoomed.iter().any(|(slot, ..)| tree.id(*slot) == pane.node())
    }

    /// Returns the dividers of the visible splits.
    pub fn dividers<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = DividerAt> + 'a {
        let branches = self.branches.iter().enumerate();
        branches.flat_map(move |(at, slot)| dividers_of(tree, self.surface_from(1, at), *slot))
    }

    /// Returns the panes that fill their surface, and the bars above them that say so. Bars without height are left out.
    pub fn zoom_bars<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (PaneId, PxRect)> + 'a {
        self.zoomed.iter().filter_map(move |(slot, rect, frame)| {
            let bar = rect.at[1] - frame.at[1];
            let bar = PxRect::new(frame.at[0], frame.at[1], frame.size[0], bar);
            (bar.size[1] > 0).then(|| (PaneId::new(tree.id(*slot)), bar))
        })
    }

    /// Returns the bars of the visible tab sets, and of the tab sets whose active pane fills its surface. Bars without height are left
    /// out.
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

    /// Returns the collapsed nodes and their strips, in device pixels of the content.
    pub fn folded<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = (NodeId, PxRect)> + 'a {
        self.folded.iter().map(|slot| (tree.id(*slot), tree.px(*slot)))
    }

    /// Returns the memory that the scene takes, in bytes, spare capacity included.
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

/// Returns the dividers of one split, between the children that are not hidden.
pub(super) fn dividers_of(tree: &Tree, surface: SurfaceId, slot: NodeIndex) -> impl Iterator<Item = DividerAt> + '_ {
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
                return Some(DividerAt { surface, split, index, axis: axis?, rect: between });
            }
        }
        None
    })
}
