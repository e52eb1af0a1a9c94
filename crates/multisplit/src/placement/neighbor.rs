//! Finds the pane next to another in a direction. The search goes up to the first split along the direction that has a sibling
//! there, then down the near side of that sibling. Costs the depth and the children along the shared edge, whatever the number of
//! panes.

use super::place::Placer;
use super::scene::Scene;
use crate::base::{Direction, PaneId, PxRect};
use crate::tree::{NIL, NodeIndex, Tree};

impl Placer {
    /// Returns the nearest pane that is wholly beyond `pane`'s edge in a direction and overlaps it on the cross axis.
    ///
    /// Among equally near panes, the one with the highest `recency` wins, then the one with the larger overlap, then the upper or
    /// left one.
    #[must_use]
    pub fn neighbor(
        &self,
        tree: &Tree,
        pane: PaneId,
        direction: Direction,
        recency: impl Fn(PaneId) -> usize,
    ) -> Option<PaneId> {
        self.neighbor_in_view(tree, None, pane, direction, recency)
    }

    /// Returns the nearest pane in a direction. If the caller has a scene, the search among many siblings begins at those in view.
    pub(crate) fn neighbor_in_view(
        &self,
        tree: &Tree,
        scene: Option<&Scene>,
        pane: PaneId,
        direction: Direction,
        recency: impl Fn(PaneId) -> usize,
    ) -> Option<PaneId> {
        let start = tree.slot(pane.node())?;
        let from = tree.px(start);
        let mut at = start;
        while tree.node(at).parent != NIL {
            let above = tree.node(at).parent;
            let along = tree.node(above).axis() == Some(direction.axis());
            let mut sibling = if along { step(tree, at, direction) } else { NIL };
            while sibling != NIL {
                if let Some(found) = self.near_side((tree, scene), sibling, from, direction, &recency) {
                    return Some(found);
                }
                sibling = step(tree, sibling, direction);
            }
            at = above;
        }
        None
    }

    /// Returns the best pane along the near edge of a subtree.
    fn near_side(
        &self,
        (tree, scene): (&Tree, Option<&Scene>),
        top: NodeIndex,
        from: PxRect,
        direction: Direction,
        recency: &impl Fn(PaneId) -> usize,
    ) -> Option<PaneId> {
        let cross = direction.axis().cross().index();
        let along = 1 - cross;
        let mut best = None;
        let mut stack = vec![top];
        while let Some(slot) = stack.pop() {
            let rect = tree.px(slot);
            let overlap = rect.end(cross).min(from.end(cross)) - rect.at[cross].max(from.at[cross]);
            let node = tree.node(slot);
            if overlap <= 0 || rect.size[along] <= 0 || tree.is_collapsed(tree.id(slot)) {
                continue;
            }
            match node.axis() {
                None if !node.is_branch() => {
                    let pane = PaneId::new(tree.id(slot));
                    let far = if direction.is_forward() { rect.at[along] } else { -rect.end(along) };
                    // Nearest first, then most recent, then by overlap, then the upper or left one.
                    best = best.max(Some((-far, recency(pane), overlap, -rect.at[cross], pane)));
                }
                None => stack.extend(Some(tree.active(slot)).filter(|front| *front != NIL)),
                Some(axis) if axis == direction.axis() => {
                    let near = if direction.is_forward() { node.first } else { tree.node(node.first).prev };
                    stack.extend(self.first_shown(tree, near, direction));
                }
                Some(_) => {
                    // A child that begins after the pane does must not be the start: some of those before it overlap, too.
                    let known = scene.and_then(|scene| scene.start_in(tree, slot));
                    let known = known.filter(|child| tree.px(*child).at[cross] <= from.at[cross]);
                    self.overlapping(tree, known.unwrap_or(node.first), from, cross, &mut stack);
                }
            }
        }
        best.map(|(.., pane)| pane)
    }

    /// Returns the first child from `slot` on that is neither hidden nor folded.
    fn first_shown(&self, tree: &Tree, slot: NodeIndex, direction: Direction) -> Option<NodeIndex> {
        let mut at = slot;
        while at != NIL {
            if tree.px(at).size[direction.axis().index()] > 0 && !tree.is_folded(at) {
                return Some(at);
            }
            at = step(tree, at, direction);
        }
        None
    }

    /// Pushes the children from `first` on that overlap `from` on the cross axis.
    fn overlapping(&self, tree: &Tree, first: NodeIndex, from: PxRect, cross: usize, stack: &mut Vec<NodeIndex>) {
        let mut child = first;
        while child != NIL {
            let rect = tree.px(child);
            if rect.at[cross] >= from.end(cross) {
                break;
            }
            if rect.end(cross) > from.at[cross] {
                stack.push(child);
            }
            child = tree.node(child).next;
        }
    }
}

/// Returns the next sibling in a direction.
fn step(tree: &Tree, slot: NodeIndex, direction: Direction) -> NodeIndex {
    if direction.is_forward() { tree.node(slot).next } else { tree.prev_slot(slot) }
}
