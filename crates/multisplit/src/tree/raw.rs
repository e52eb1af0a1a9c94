//! What the layout sees of the tree: slots instead of ids, so that a pass over the tree costs array accesses only.

use super::Tree;
use super::node::{Body, Dirty, NIL, Node, NodeIndex, NodeInfo};
use crate::base::{NodeId, PxRect, WidgetId};

impl Tree {
    /// Returns `true` if anything other than shares was edited since [`Tree::take_changed`].
    pub(crate) const fn is_changed(&self) -> bool {
        self.changed
    }

    /// Returns `true` if anything other than shares was edited since the last call.
    pub(crate) const fn take_changed(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    pub(crate) fn slot(&self, node: NodeId) -> Option<NodeIndex> {
        self.arena.by_id(node)
    }

    pub(crate) fn node(&self, slot: NodeIndex) -> &Node {
        self.arena.node(slot)
    }

    /// Returns the rectangle of a slot, in device pixels, as the layout wrote it.
    pub(crate) fn px(&self, slot: NodeIndex) -> PxRect {
        self.node(slot).rect
    }

    pub(crate) fn nodes_mut(&mut self) -> &mut [Node] {
        self.parts_mut().0
    }

    pub(crate) fn parts_mut(&mut self) -> (&mut [Node], &[NodeInfo]) {
        self.arena.parts_mut()
    }

    pub(crate) fn id(&self, slot: NodeIndex) -> NodeId {
        self.arena.rest(slot).id
    }

    pub(crate) fn widget_at(&self, slot: NodeIndex) -> Option<&WidgetId> {
        self.arena.widget(slot)
    }

    /// Returns the front child of a tab set, or `NIL` for anything else.
    pub(crate) fn active(&self, slot: NodeIndex) -> NodeIndex {
        match self.arena.rest(slot).body {
            Body::Branch { active, .. } => active,
            Body::Pane(_) => NIL,
        }
    }

    /// Returns the least size of a branch, in device pixels, as the layout wrote it.
    pub(crate) fn least(&self, slot: NodeIndex) -> [i32; 2] {
        self.arena.rest(slot).least()
    }

    pub(crate) fn set_least(&mut self, slot: NodeIndex, least: [i32; 2]) {
        if let Body::Branch { min, .. } = &mut self.arena.rest_mut(slot).body {
            *min = least;
        }
    }

    pub(crate) fn marks_mut(&mut self, slot: NodeIndex) -> &mut Dirty {
        &mut self.arena.node_mut(slot).marks
    }

    pub(crate) fn id_at(&self, slot: NodeIndex) -> Option<NodeId> {
        (slot != NIL).then(|| self.id(slot))
    }

    pub(crate) fn slot_count(&self) -> usize {
        self.arena.slot_count()
    }

    pub(crate) fn prev_slot(&self, slot: NodeIndex) -> NodeIndex {
        let node = self.node(slot);
        let first_of_parent = (node.parent != NIL).then(|| self.node(node.parent).first);
        if first_of_parent == Some(slot) { NIL } else { node.prev }
    }

    /// Returns the tab sets above a node that show another tab, each with its tab that leads to the node, from the
    /// inside to the outside. The walk follows the links, because ids would cost a hash lookup per level.
    pub(crate) fn hiding(&self, node: NodeId) -> Vec<(NodeId, NodeId)> {
        let mut found = vec![];
        let mut at = self.slot(node).unwrap_or(NIL);
        while at != NIL {
            let above = self.node(at).parent;
            if above != NIL && self.node(above).is_tabs() && self.active(above) != at {
                found.push((self.id(above), self.id(at)));
            }
            at = above;
        }
        found
    }

    pub(crate) fn top_of(&self, slot: NodeIndex) -> NodeIndex {
        let mut at = slot;
        while self.node(at).parent != NIL {
            at = self.node(at).parent;
        }
        at
    }
}
