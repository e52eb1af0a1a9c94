//! Reading a tree: its nodes come depth first, and each is attached where it comes. This is part of the gate. It checks
//! what creating and attaching check, but looks at the ids all at once at the end, where that costs least. The tree is
//! not accessible before that.

use super::Tree;
use super::arena::Arena;
use super::edit::{Content, EditError};
use super::node::{NIL, NodeIndex};
use crate::base::{GroupId, NodeId, Props, Share};

/// A tree that is being read.
#[derive(Debug)]
pub(crate) struct Growing {
    tree: Tree,
}

impl Growing {
    /// Continues from a tree without nodes, with capacity for the given number of nodes.
    pub(crate) fn new(mut tree: Tree, nodes: usize) -> Self {
        tree.arena.reserve_nodes(nodes);
        Self { tree }
    }

    pub(crate) fn has_group(&self, group: GroupId) -> bool {
        self.tree.group(group).is_some()
    }

    /// Appends a node as the last child of a branch that came before, or without a parent. A node or widget that is
    /// there twice is found only by [`Growing::finish`].
    pub(crate) fn append(
        &mut self,
        node: NodeId,
        content: Content,
        props: Option<&Props>,
        below: Option<(NodeIndex, Share)>,
    ) -> Result<NodeIndex, EditError> {
        let slot = self.tree.make(node, content, props, |arena, node, rest| Ok(Arena::append(arena, node, rest)))?;
        self.tree.note_new(node);
        if let Some((above, share)) = below {
            self.tree.link(slot, above, self.tree.node(above).first, NIL, share);
        }
        Ok(slot)
    }

    /// Returns the finished tree.
    ///
    /// # Errors
    /// Returns an [`EditError`] if an id is there twice.
    pub(crate) fn finish(mut self) -> Result<Tree, EditError> {
        self.tree.arena.give_back();
        let indexed = self.tree.arena.index(self.tree.panes);
        indexed.map_err(|taken| self.tree.taken(taken))?;
        Ok(self.tree)
    }
}
