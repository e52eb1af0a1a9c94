//! Walks through the tree that need no stack: the links are enough, however deep the tree is.

use super::Tree;
use super::node::{NIL, NodeIndex};
use crate::base::NodeId;

/// An iterator over the children of a branch, in order.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    at: NodeIndex,
}

impl<'a> Children<'a> {
    pub(super) const fn none(tree: &'a Tree) -> Self {
        Self { tree, at: NIL }
    }

    pub(super) fn of(tree: &'a Tree, slot: NodeIndex) -> Self {
        Self { tree, at: tree.node(slot).first }
    }
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.tree.id_at(self.at)?;
        self.at = self.tree.node(self.at).next;
        Some(id)
    }
}

/// An iterator over a node and all nodes below it, parents before children.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    tree: &'a Tree,
    top: NodeIndex,
    at: NodeIndex,
}

impl<'a> Walk<'a> {
    pub(super) const fn none(tree: &'a Tree) -> Self {
        Self { tree, top: NIL, at: NIL }
    }

    pub(super) const fn of(tree: &'a Tree, top: NodeIndex) -> Self {
        Self { tree, top, at: top }
    }
}

impl Iterator for Walk<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.tree.id_at(self.at)?;
        self.at = self.tree.after(self.at, self.top);
        Some(id)
    }
}

impl Tree {
    /// Returns the node after `at` in depth-first order below `top`, or `NIL`.
    pub(crate) fn after(&self, at: NodeIndex, top: NodeIndex) -> NodeIndex {
        let first = self.node(at).first;
        if first == NIL { self.after_subtree(at, top) } else { first }
    }

    /// Returns the node after the whole subtree at `at` in depth-first order below `top`, or `NIL`.
    pub(crate) fn after_subtree(&self, at: NodeIndex, top: NodeIndex) -> NodeIndex {
        let mut at = at;
        while at != top && at != NIL {
            let node = self.node(at);
            if node.next != NIL {
                return node.next;
            }
            at = node.parent;
        }
        NIL
    }
}
