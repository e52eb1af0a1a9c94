//! Finds what is at a point, by walking down from the root of the topmost surface there. Costs the depth, and the siblings that are
//! passed on the way: from the nearer end, or from where the view begins.

use super::place::Placer;
use super::scene::{DividerAt, Scene, dividers_of};
use crate::base::{NodeId, PaneId, PxRect};
use crate::tree::{BranchKind, NIL, NodeIndex, NodeKind, Tree};

/// A part of the layout that is at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A pane.
    Pane(PaneId),
    /// A divider.
    Divider(DividerAt),
    /// The bar of a tab set.
    TabBar(NodeId),
    /// The strip of a collapsed node.
    Folded(NodeId),
}

impl Placer {
    /// Returns what is at a pixel of the content. Dividers reach `padding` device pixels over their neighbors.
    ///
    /// `viewport` is the visible part of the content; it matters for surfaces that a pane fills.
    #[must_use]
    pub fn hit(&self, tree: &Tree, viewport: PxRect, at: [i32; 2], padding: i32) -> Option<Hit> {
        self.hit_in_view(tree, None, viewport, at, padding)
    }

    /// Returns what is at a pixel of the content. Long splits are walked faster if the caller has a scene.
    pub(crate) fn hit_in_view(
        &self,
        tree: &Tree,
        scene: Option<&Scene>,
        viewport: PxRect,
        at: [i32; 2],
        padding: i32,
    ) -> Option<Hit> {
        for surface in tree.surfaces().iter().rev() {
            let window = if surface.area.is_some() { self.frame(tree, surface, viewport) } else { viewport };
            let Some(top) = surface.root.and_then(|root| tree.slot(root)) else { continue };
            if let Some(pane) = surface.zoomed {
                if self.zoomed(window).contains(at) {
                    return Some(Hit::Pane(pane));
                }
                if window.contains(at) {
                    let tabs = tree.parent(pane.node());
                    return tabs
                        .filter(|tabs| matches!(tree.kind(*tabs), Some(NodeKind::Tabs { .. })))
                        .map(Hit::TabBar);
                }
                continue;
            }
            if tree.px(top).contains(at) {
                return self.hit_below(tree, scene, top, at, padding);
            }
        }
        None
    }

    /// Returns what is at a pixel of the tree below `top`.
    fn hit_below(&self, tree: &Tree, scene: Option<&Scene>, top: NodeIndex, at: [i32; 2], padding: i32) -> Option<Hit> {
        let mut slot = top;
        loop {
            let node = tree.node(slot);
            if !node.is_branch() {
                return Some(Hit::Pane(PaneId::new(tree.id(slot))));
            }
            let rect = node.rect;
            let Some(axis) = node.axis() else {
                if at[1] < rect.at[1] + self.bar(BranchKind::Tabs, rect.size[1]) {
                    return Some(Hit::TabBar(tree.id(slot)));
                }
                slot = Some(tree.active(slot)).filter(|front| *front != NIL)?;
                continue;
            };
            let i = axis.index();
            let start = scene.and_then(|scene| scene.start_in(tree, slot));
            let near = self.child_near(tree, node.first, start, i, at[i])?;
            let found = tree.px(near);
            if at[i] >= found.end(i) - padding || at[i] < found.at[i] + padding {
                let divider = dividers_of(tree, slot)
                    .find(|d| at[i] >= d.rect.at[i] - padding && at[i] < d.rect.end(i) + padding);
                if let Some(divider) = divider {
                    return Some(Hit::Divider(divider));
                }
            }
            if !found.contains(at) {
                return None;
            }
            if tree.is_folded(near) {
                return Some(Hit::Folded(tree.id(near)));
            }
            slot = near;
        }
    }

    /// Returns the child at a coordinate, or the last one before it. Hidden children are not found. The search begins at `start` if
    /// that is not beyond the coordinate, otherwise at the nearer end.
    fn child_near(
        &self,
        tree: &Tree,
        first: NodeIndex,
        start: Option<NodeIndex>,
        i: usize,
        at: i32,
    ) -> Option<NodeIndex> {
        let starts_by_then = |slot: NodeIndex| tree.px(slot).at[i] <= at;
        let shows = |slot: NodeIndex| tree.px(slot).size[i] > 0;
        if first == NIL {
            return None;
        }
        let (mut found, mut child) = (None, first);
        let last = tree.node(first).prev;
        let (begin, end) = (tree.px(first).at[i], tree.px(last).end(i));
        if let Some(start) = start.filter(|start| starts_by_then(*start) && shows(*start)) {
            child = start;
        } else if i64::from(at) - i64::from(begin) > i64::from(end) - i64::from(at) {
            child = last;
            while !(starts_by_then(child) && shows(child)) {
                child = if child == first { return None } else { tree.node(child).prev };
            }
            return Some(child);
        }
        while child != NIL && starts_by_then(child) {
            if shows(child) {
                found = Some(child);
            }
            child = tree.node(child).next;
        }
        found
    }
}
