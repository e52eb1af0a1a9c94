//! Activating and revealing: brings a pane to where it can be seen, at the front of its tab sets and unfolded.

use super::{CommandCx, CommandError, Outcome};
use crate::base::{NodeId, PaneId};
use crate::tree::{Edit, NodeKind, SurfaceState};

impl CommandCx<'_> {
    /// Brings a pane to the front of its tab sets. If that hides the focused pane, the focus moves to the new front
    /// pane.
    pub(super) fn activate(&mut self, pane: PaneId) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        let mut switched = None;
        for (tabs, child) in self.tree.hiding(pane.node()) {
            self.edit(Edit::SetActive { tabs, child })?;
            switched = Some(tabs);
        }
        if switched.is_some_and(|tabs| self.focused_below(tabs)) {
            self.focus.get_or_insert(pane);
        }
        Ok(Outcome::pane(pane))
    }

    /// Returns `true` if the focused pane is this node or is below it.
    pub(super) fn focused_below(&self, node: NodeId) -> bool {
        let mut at = self.recent.first().map(|pane| pane.node());
        while at.is_some_and(|n| n != node) {
            at = at.and_then(|n| self.tree.parent(n));
        }
        at.is_some()
    }

    /// Returns `true` if no tab and no fold hides the pane.
    pub(super) fn is_shown(&self, pane: PaneId) -> bool {
        let mut at = pane.node();
        while let Some(parent) = self.tree.parent(at) {
            let behind = matches!(self.tree.kind(parent), Some(NodeKind::Tabs { active }) if active != Some(at));
            if behind || self.tree.is_collapsed(at) {
                return false;
            }
            at = parent;
        }
        self.tree.contains(at)
    }

    /// Makes a pane visible, whatever hides it: a tab in front of it, a fold, or the zoom of another pane.
    ///
    /// # Errors
    /// Returns [`CommandError::NoSuchPane`] if the pane is not there.
    pub fn reveal(&mut self, pane: PaneId) -> Result<(), CommandError> {
        self.activate(pane)?;
        let mut node = Some(pane.node());
        // Without properties nothing is folded, and the walk up is skipped.
        while let Some(at) = node.filter(|_| self.tree.has_props()) {
            if self.tree.props(at).collapsed {
                self.change_props(at, |p| p.collapsed = false)?;
            }
            node = self.tree.parent(at);
        }
        self.zoom_along(pane)
    }

    /// Ends the zoom that hides a pane. If another tab of the same set was zoomed, the zoom moves to the pane instead,
    /// because the set is what the user looks at.
    fn zoom_along(&mut self, pane: PaneId) -> Result<(), CommandError> {
        let zoomed = self.tree.surfaces().iter().filter_map(|surface| surface.zoomed);
        let target = self.tab_set_or_pane(pane);
        let is_beside = |other: PaneId| target != pane.node() && self.tab_set_or_pane(other) == target;
        let Some(other) = zoomed.clone().find(|other| *other == pane || is_beside(*other)) else {
            return self.unzoom_around(pane.node());
        };
        let surface = self.tree.surfaces().iter().find(|surface| surface.zoomed == Some(other)).cloned();
        match surface.filter(|_| other != pane) {
            Some(surface) => self.edit(Edit::SetSurface(Box::new(SurfaceState { zoomed: Some(pane), ..surface }))),
            None => Ok(()),
        }
    }
}
