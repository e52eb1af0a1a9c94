//! The marks that stay with a node: bounds, priority, locked, collapsed.

use super::{Bars, CommandCx, CommandError, Outcome};
use crate::base::{NodeId, PaneId, Props, Role};
use crate::tree::{Edit, NodeKind};

impl CommandCx<'_> {
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
        self.require_pane(pane)?;
        self.change_props(pane.node(), |p| p.locked = locked)
    }

    /// Makes a pane a part of the window, which has no tab bar, or content, which has one if the rules say so.
    pub(super) fn set_role(&mut self, pane: PaneId, role: Role) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        if self.tree.props(pane.node()).role == role {
            return Ok(Outcome::default());
        }
        let seat = self.tab_set_or_pane(pane);
        match role {
            Role::Chrome if self.whole_seat(pane).is_none() => return Err(CommandError::InTabs(pane)),
            Role::Chrome if seat != pane.node() => {
                self.unzoom_around(seat)?;
                // The pane takes the place of its tab set.
                self.edit(Edit::Detach { node: pane.node() })?;
                self.replace_node(seat, pane.node())?;
                self.delete(seat)?;
            }
            Role::Content if self.rules.bars == Bars::Always && seat == pane.node() => {
                self.unzoom_around(seat)?;
                self.wrap_in_place(seat)?;
            }
            _ => {}
        }
        self.change_props(pane.node(), |p| p.role = role)
    }

    /// Folds or unfolds the child of the nearest split above the pane: the pane itself, or the tab set that the pane is
    /// in. The focus leaves what is folded.
    pub(super) fn collapse(&mut self, pane: PaneId, collapsed: bool) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        let mut node = pane.node();
        while let Some(parent) = self.tree.parent(node) {
            // The tabs on the way are unfolded, too: a tab set shows as a strip if its front tab is folded.
            if !collapsed {
                self.change_props(node, |p| p.collapsed = false)?;
            }
            if matches!(self.tree.kind(parent), Some(NodeKind::Split(_))) {
                let done = self.change_props(node, |p| p.collapsed = collapsed)?;
                if collapsed && self.focused_below(node) {
                    self.focus = self.recent.iter().copied().find(|p| self.is_shown(*p)).or_else(|| self.first_shown());
                }
                return Ok(done);
            }
            node = parent;
        }
        Err(CommandError::NotInASplit(pane))
    }

    fn first_shown(&self) -> Option<PaneId> {
        self.tree.panes().find(|pane| self.is_shown(*pane))
    }
}
