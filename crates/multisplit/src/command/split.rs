//! New panes: opened where the user would expect them, or placed relative to another pane.

use super::{CommandCx, CommandError, Outcome};
use crate::base::{Axis, Direction, PaneId, Placement, Ratio, SurfaceId, WidgetId};
use crate::tree::{Edit, NodeKind, SurfaceState};

impl CommandCx<'_> {
    pub(super) fn open(&mut self, widget: &WidgetId) -> Result<Outcome, CommandError> {
        if let Some(pane) = self.tree.pane_of(widget) {
            self.activate(pane)?;
            self.focus = Some(pane);
            return Ok(Outcome::pane(pane));
        }
        if let Some(outcome) = self.open_at_home(widget)? {
            return Ok(outcome);
        }
        if let Some(edge) = self.dock_of(widget) {
            return self.open_docked(widget, edge);
        }
        let is_open = |pane: &PaneId| self.tree.widget(*pane).is_some() && self.tree.takes_others(*pane);
        let beside = self.recent.iter().copied().find(is_open);
        match beside.or_else(|| self.tree.panes().find(is_open)) {
            None if self.tree.root().is_some() => self.open_at_edge(widget),
            None => self.open_first(widget),
            Some(pane) if self.tree.parent(pane.node()).is_some_and(|parent| self.is_tabs(parent)) => {
                self.split(pane, Placement::Tab, widget, Ratio::HALF)
            }
            Some(pane) => self.split(pane, self.longer_side(pane), widget, Ratio::HALF),
        }
    }

    /// Opens a widget in a tab with one that belongs to the same edge, or else along that edge of the main surface.
    fn open_docked(&mut self, widget: &WidgetId, edge: Direction) -> Result<Outcome, CommandError> {
        let is_peer = |pane: &PaneId| {
            let dock = self.tree.widget(*pane).and_then(|other| self.rules.dock_of(other));
            dock == Some(edge)
                && self.tree.takes_others(*pane)
                && self.tree.surface_of(pane.node()) == Some(SurfaceId::MAIN)
        };
        let beside = self.recent.iter().copied().find(is_peer).or_else(|| self.tree.panes().find(is_peer));
        match beside {
            Some(pane) => self.split(pane, Placement::Tab, widget, Ratio::HALF),
            None => self.put_new_at_edge(widget, edge, Ratio::DOCK),
        }
    }

    /// Returns the edge at which a widget opens. Where an edge has no room for another branch, a widget opens like any other.
    fn dock_of(&self, widget: &WidgetId) -> Option<Direction> {
        let edge = self.rules.dock_of(widget)?;
        (self.tree.root().is_some() && self.require_capacity_around_root().is_ok()).then_some(edge)
    }

    /// Opens a widget along an edge of the main surface, because no pane takes others: below a bar of a fixed height, or else on the right.
    fn open_at_edge(&mut self, widget: &WidgetId) -> Result<Outcome, CommandError> {
        let is_low = |pane: PaneId| self.tree.props(pane.node()).bounds.max()[1].is_some();
        let edge = if self.tree.panes().any(is_low) { Direction::Down } else { Direction::Right };
        self.put_new_at_edge(widget, edge, Ratio::HALF)
    }

    fn put_new_at_edge(&mut self, widget: &WidgetId, edge: Direction, ratio: Ratio) -> Result<Outcome, CommandError> {
        self.require_capacity(1, None)?;
        self.require_capacity_around_root()?;
        let (pane, node) = self.make_pane(widget)?;
        self.put_at_edge(node, edge, ratio)?;
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    /// Returns the longer side of a pane as the place for a new one, or a tab if the halves would be too small to be
    /// useful.
    fn longer_side(&self, pane: PaneId) -> Placement {
        let size = self.placer.rect(self.tree, pane.node()).unwrap_or_default().size;
        // Both sides are measured in widths of a unit, because units that are higher than wide make a high pane out of few.
        let [w, h] = size.map(|px| self.placer.scale().to_units(px));
        let h = h * self.metrics.unit_aspect.get();
        match w.max(h) / 2.0 {
            half if half < self.metrics.min_half.units() => Placement::Tab,
            _ if w >= h => Placement::Right,
            _ => Placement::Bottom,
        }
    }

    /// Opens a recently closed widget at the place where it was. Returns `None` if nothing is recorded or nothing of the
    /// place is left.
    fn open_at_home(&mut self, widget: &WidgetId) -> Result<Option<Outcome>, CommandError> {
        let Some((_, home)) = self.homes.iter().rfind(|(closed, _)| closed == widget) else { return Ok(None) };
        self.require_capacity(1, None)?;
        self.require_capacity_around_root()?;
        let (pane, node) = self.make_pane(widget)?;
        if self.put_home(node, home, None)? {
            self.focus = Some(pane);
            return Ok(Some(Outcome::pane(pane)));
        }
        // Nothing is left of the old place: the pane is removed again, as if it had not been created.
        if node != pane.node() {
            self.edit(Edit::Detach { node: pane.node() })?;
            self.delete(node)?;
        }
        self.delete(pane.node())?;
        Ok(None)
    }

    fn open_first(&mut self, widget: &WidgetId) -> Result<Outcome, CommandError> {
        self.require_capacity(1, None)?;
        let (pane, node) = self.make_pane(widget)?;
        self.edit(Edit::SetSurface(Box::new(SurfaceState {
            root: Some(node),
            ..SurfaceState::empty(SurfaceId::MAIN)
        })))?;
        self.focus = Some(pane);
        Ok(Outcome::pane(pane))
    }

    pub(super) fn split(
        &mut self,
        pane: PaneId,
        place: Placement,
        widget: &WidgetId,
        ratio: Ratio,
    ) -> Result<Outcome, CommandError> {
        self.require_content(pane)?;
        self.require_closed(widget)?;
        self.require_capacity(1, Some(pane.node()))?;
        self.unzoom_around(pane.node())?;
        let (new, node) = if place == Placement::Tab || self.goes_into_tabs(pane, place) {
            let node = self.fresh_id()?;
            let content = crate::tree::Content::Pane(widget.clone());
            self.edit(Edit::Create { node, content, props: None })?;
            (PaneId::new(node), node)
        } else {
            self.make_pane(widget)?
        };
        self.put_at(node, pane, place, ratio)?;
        self.focus = Some(new);
        Ok(Outcome::pane(new))
    }

    /// Puts a detached node, which is a pane or its tab set, at a place relative to the pane `target`.
    pub(super) fn put_at(
        &mut self,
        node: crate::base::NodeId,
        target: PaneId,
        place: Placement,
        ratio: Ratio,
    ) -> Result<(), CommandError> {
        if let Some(side) = place.side() {
            return self.insert_beside(node, self.tab_set_or_pane(target), side, ratio);
        }
        let after = place != Placement::Before;
        if place == Placement::Tab || self.goes_into_tabs(target, place) {
            return self.insert_tab(node, target, after);
        }
        let beside = target.node();
        match self.tree.parent(beside).filter(|p| matches!(self.tree.kind(*p), Some(NodeKind::Split(_)))) {
            Some(split) => {
                let before = if after { self.tree.next(beside) } else { Some(beside) };
                self.insert_among(node, split, before, ratio)
            }
            None => self.insert_beside(node, beside, (Axis::Horizontal, after), ratio),
        }
    }

    /// Returns `true` if `place` is before or after the pane, and the pane is in a tab set: the new pane becomes a tab.
    pub(super) fn goes_into_tabs(&self, pane: PaneId, place: Placement) -> bool {
        matches!(place, Placement::Before | Placement::After) && self.tab_set_or_pane(pane) != pane.node()
    }

    /// Puts a detached node along an edge of the main surface.
    pub(super) fn put_at_edge(
        &mut self,
        node: crate::base::NodeId,
        edge: Direction,
        ratio: Ratio,
    ) -> Result<(), CommandError> {
        match self.tree.root() {
            Some(root) => self.insert_beside(node, root, super::side_of(edge), ratio),
            None => {
                let state = SurfaceState { root: Some(node), ..SurfaceState::empty(SurfaceId::MAIN) };
                self.edit(Edit::SetSurface(Box::new(state)))
            }
        }
    }
}
