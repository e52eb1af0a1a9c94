//! A tree that is being read: its nodes come depth first, and each is attached where it comes. Part of the gate: what is checked
//! here is what creating and attaching check, with the ids looked at once for all at the end, when it costs least. Nobody sees
//! the tree before.

use super::Tree;
use super::arena::Arena;
use super::edit::{Content, EditError};
use super::node::{NIL, NodeIndex};
use crate::base::{GroupId, NodeId, Props, Share};

/// Such a tree.
#[derive(Debug)]
pub(crate) struct Growing {
    tree: Tree,
}

impl Growing {
    /// Goes on from a tree without nodes, with room for so many.
    pub(crate) fn new(mut tree: Tree, nodes: usize) -> Self {
        tree.arena.reserve_nodes(nodes);
        Self { tree }
    }

    pub(crate) fn has_group(&self, group: GroupId) -> bool {
        self.tree.group(group).is_some()
    }

    /// A node as the last child of a branch that came before, or below nothing. That a node or a widget is there twice is found
    /// out by [`Growing::finish`].
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

    /// The tree.
    ///
    /// # Errors
    /// Where an id is there twice.
    pub(crate) fn finish(mut self) -> Result<Tree, EditError> {
        self.tree.arena.give_back();
        let indexed = self.tree.arena.index(self.tree.panes);
        indexed.map_err(|taken| self.tree.taken(taken))?;
        Ok(self.tree)
    }
}
