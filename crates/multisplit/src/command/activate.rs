//! Brings a pane to where it can be seen: to the front of its tab sets, unfolded.

use super::{CommandError, Outcome, Site};
use crate::base::PaneId;
use crate::history::Merge;
use crate::tree::{Edit, NodeKind};

impl Site<'_> {
    pub(super) fn activate(&mut self, pane: PaneId) -> Result<Outcome, CommandError> {
        self.want_pane(pane)?;
        let mut node = pane.node();
        while let Some(parent) = self.tree.parent(node) {
            if let Some(NodeKind::Tabs { active }) = self.tree.kind(parent)
                && active != Some(node)
            {
                self.edit(Edit::SetActive { tabs: parent, child: node })?;
                self.merge = Some(Merge::Activate(parent));
            }
            node = parent;
        }
        Ok(Outcome::pane(pane))
    }

    /// Makes a pane visible, whatever hides it: a tab in front of it, a fold, another pane's zoom.
    pub fn reveal(&mut self, pane: PaneId) -> Result<(), CommandError> {
        self.activate(pane)?;
        let mut node = Some(pane.node());
        while let Some(at) = node.filter(|_| self.tree.has_props()) {
            if self.tree.props(at).collapsed {
                self.change_props(at, |p| p.collapsed = false)?;
            }
            node = self.tree.parent(at);
        }
        let zoomed_here = self.tree.surfaces().iter().any(|s| s.zoomed == Some(pane));
        if zoomed_here { Ok(()) } else { self.unzoom_around(pane.node()) }
    }
}
