//! Finds what is at a point, by walking down from the root of the topmost surface there. Costs the depth, and the siblings that are
//! passed on the way: from the nearer end, or from where the view begins.
//!
//! The topmost surface is the last one of the tree. A front end that raises surfaces otherwise, as egui does, finds them itself.

use super::grip::Grip;
use super::place::Placer;
use super::scene::{DividerAt, Scene, dividers_of};
use crate::base::{NodeId, PaneId, PxRect, SurfaceId};
use crate::tree::{BranchKind, NIL, NodeIndex, NodeKind, SurfaceState, Tree};

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
    /// The strip above the panes of a floating surface, which has its name and moves it. If all panes are tabs of one set, the bar of the
    /// set is that strip, and it is hit as a [`Hit::TabBar`].
    Title(SurfaceId),
    /// An edge or a corner of a floating surface, which resizes it ([`Grip::resized`]).
    Edge {
        /// The surface.
        surface: SurfaceId,
        /// The edge or corner.
        grip: Grip,
    },
}

/// What is looked for at a point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// How many device pixels dividers reach over their neighbors, and edges of floating surfaces beyond these.
    pub(crate) padding: i32,
    /// Whether the strips and the edges of floating surfaces are found. Without them, what is below is found.
    pub(crate) frames: bool,
}

impl Placer {
    /// Returns what is at a pixel of the content. Dividers reach `padding` device pixels over their neighbors, and the edges of floating
    /// surfaces as far beyond these.
    ///
    /// `viewport` is the visible part of the content; it matters for surfaces that a pane fills.
    #[must_use]
    pub fn hit(&self, tree: &Tree, viewport: PxRect, at: [i32; 2], padding: i32) -> Option<Hit> {
        self.hit_in_view(tree, None, viewport, at, Reach { padding, frames: true })
    }

    /// Returns what is at a pixel of the content. Long splits are walked faster if the caller has a scene.
    pub(crate) fn hit_in_view(
        &self,
        tree: &Tree,
        scene: Option<&Scene>,
        viewport: PxRect,
        at: [i32; 2],
        reach: Reach,
    ) -> Option<Hit> {
        for surface in tree.surfaces().iter().rev() {
            let window = if surface.area.is_some() { self.frame(tree, surface, viewport) } else { viewport };
            let Some(top) = surface.root.and_then(|root| tree.slot(root)) else { continue };
            if let Some(hit) = self.hit_frame(tree, (surface, top), window, at, reach) {
                return Some(hit);
            }
            if let Some(pane) = surface.zoomed {
                if self.zoomed(window).contains(at) {
                    return Some(Hit::Pane(pane));
                }
                if window.contains(at) {
                    return parent_tabs(tree, pane).map(Hit::TabBar);
                }
                continue;
            }
            if tree.px(top).contains(at) {
                return self.hit_below(tree, scene, (surface.id, top), at, reach.padding);
            }
        }
        None
    }

    /// Returns the edge, the corner or the strip of a floating surface that is at a pixel.
    fn hit_frame(
        &self,
        tree: &Tree,
        (surface, top): (&SurfaceState, NodeIndex),
        window: PxRect,
        at: [i32; 2],
        reach: Reach,
    ) -> Option<Hit> {
        if surface.area.is_none() || !reach.frames {
            return None;
        }
        // Panes that do not fit make the surface larger than its area.
        let inner = if surface.zoomed.is_some() { window } else { tree.px(top) };
        let strip = self.strip(tree, surface);
        let mut outer = inner;
        outer.at[1] -= strip;
        outer.size[1] += strip;
        let bar = match surface.zoomed {
            Some(_) => self.zoomed(window).at[1] - window.at[1],
            None if tree.is_one_tab_set(surface) => self.metrics.tab_bar,
            None => 0,
        };
        // A strip or bar may be as thin as the edge, so it goes before the upper edge. Its ends are corners all the same.
        let is_covered = |grip| grip == Grip::Top && strip + bar > 0 && outer.contains(at);
        let grip = Grip::at(outer, at, self.metrics.float_edge, reach.padding).filter(|grip| !is_covered(*grip));
        if let Some(grip) = grip {
            return Some(Hit::Edge { surface: surface.id, grip });
        }
        let has_tabs = match surface.zoomed {
            Some(pane) => parent_tabs(tree, pane).is_some(),
            None => bar > 0,
        };
        let titled = if has_tabs { strip } else { strip + bar };
        (outer.contains(at) && at[1] < outer.at[1] + titled).then_some(Hit::Title(surface.id))
    }

    /// Returns what is at a pixel of the tree below `top`.
    fn hit_below(
        &self,
        tree: &Tree,
        scene: Option<&Scene>,
        (surface, top): (SurfaceId, NodeIndex),
        at: [i32; 2],
        padding: i32,
    ) -> Option<Hit> {
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
                let divider = dividers_of(tree, surface, slot)
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

/// Returns the tab set that a pane is in.
fn parent_tabs(tree: &Tree, pane: PaneId) -> Option<NodeId> {
    tree.parent(pane.node()).filter(|tabs| matches!(tree.kind(*tabs), Some(NodeKind::Tabs { .. })))
}
