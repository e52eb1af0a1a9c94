//! Marks that go with a node: bounds, priority, locked, collapsed.

use super::{CommandError, Outcome, Site};
use crate::base::{NodeId, PaneId, Props};
use crate::tree::{Edit, NodeKind};

impl Site<'_> {
    pub(super) fn change_props(
        &mut self,
        node: NodeId,
        change: impl FnOnce(&mut Props),
    ) -> Result<Outcome, CommandError> {
        if !self.tree.contains(node) {
            return Err(CommandError::NoSuchNode(node));
        }
        let mut props = self.tree.props(node);
        change(&mut props);
        if props != self.tree.props(node) {
            self.edit(Edit::SetProps { node, props: Box::new(props) })?;
        }
        Ok(Outcome::default())
    }

    pub(super) fn lock(&mut self, pane: PaneId, locked: bool) -> Result<Outcome, CommandError> {
        self.want_pane(pane)?;
        self.change_props(pane.node(), |p| p.locked = locked)
    }

    /// Folds the child of the nearest split above the pane: the pane itself, or the tab set it is in.
    pub(super) fn collapse(&mut self, pane: PaneId, collapsed: bool) -> Result<Outcome, CommandError> {
        self.want_pane(pane)?;
        let mut node = pane.node();
        while let Some(parent) = self.tree.parent(node) {
            if matches!(self.tree.kind(parent), Some(NodeKind::Split(_))) {
                return self.change_props(node, |p| p.collapsed = collapsed);
            }
            node = parent;
        }
        Err(CommandError::NotInASplit(pane))
    }
}
