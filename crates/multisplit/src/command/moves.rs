//! Moving panes. A pane keeps its size if possible: within one split it keeps its share, elsewhere its size along the
//! axis, up to half of the target's space. A move to the place where the pane already is makes no edit.

use super::{Bars, CommandCx, CommandError, MoveTarget, Outcome};
use crate::base::limits::MAX_DEPTH;
use crate::base::{Axis, NodeId, PaneId, Placement, Ratio, Share};
use crate::tree::{Edit, NodeKind};

/// A place among siblings: before one of them, or at the end for `None`.
type Before = Option<NodeId>;

impl CommandCx<'_> {
    pub(super) fn move_to(&mut self, pane: PaneId, to: MoveTarget) -> Result<Outcome, CommandError> {
        self.require_unlocked(pane)?;
        if let MoveTarget::Pane { pane: other, .. } = to {
            if other == pane {
                return Err(CommandError::IntoItself(pane));
            }
            self.require_content(other)?;
            self.require_capacity(0, Some(other.node()))?;
        } else {
            self.require_capacity_around_root()?;
        }
        if let MoveTarget::Pane { pane: other, place } = to
            && self.is_chrome(pane)
            && (place == Placement::Tab || self.goes_into_tabs(other, place))
        {
            return Err(CommandError::Chrome(pane));
        }
        self.focus = Some(pane);
        if let Some((node, before)) = self.reordered(pane, to) {
            self.reorder(node, before)?;
            return Ok(Outcome::pane(pane));
        }
        if self.is_alone_on_main(pane) && matches!(to, MoveTarget::Edge(_)) {
            return Ok(Outcome::pane(pane));
        }
        let ratio = self.ratio_kept(pane, to);
        if let MoveTarget::Pane { pane: other, .. } = to {
            self.unzoom_around(other.node())?;
        }
        self.unzoom_around(pane.node())?;
        self.detach_and_clean(pane.node())?;
        match to {
            MoveTarget::Pane { pane: other, place } => {
                let tabbed = place == Placement::Tab || self.goes_into_tabs(other, place);
                let node = self.dressed(pane, !tabbed)?;
                self.put_at(node, other, place, ratio)?;
            }
            MoveTarget::Edge(edge) => {
                let node = self.dressed(pane, true)?;
                self.put_at_edge(node, edge, ratio)?;
            }
        }
        Ok(Outcome::pane(pane))
    }

    /// Moves a child of a tab set. A child that is a pane moves as a pane.
    pub(super) fn move_tab(&mut self, tab: NodeId, to: MoveTarget) -> Result<Outcome, CommandError> {
        if self.tree.widget(PaneId::new(tab)).is_some() {
            return self.move_to(PaneId::new(tab), to);
        }
        let set = self.tree.parent(tab).filter(|set| self.is_tabs(*set)).ok_or(CommandError::NoSuchNode(tab))?;
        let inside: Vec<NodeId> = self.tree.walk(tab).collect();
        let panes = inside.iter().map(|node| PaneId::new(*node)).filter(|pane| self.tree.widget(*pane).is_some());
        let panes: Vec<PaneId> = panes.collect();
        for pane in &panes {
            self.require_unlocked(*pane)?;
        }
        if let MoveTarget::Pane { pane: other, .. } = to {
            self.require_content(other)?;
            if panes.contains(&other) {
                return Err(CommandError::IntoItself(other));
            }
        }
        self.want_room_for(inside.len() - panes.len(), to)?;
        self.focus = self.recent.iter().copied().find(|pane| panes.contains(pane)).or(panes.first().copied());
        if let MoveTarget::Pane { pane: other, place } = to
            && (place == Placement::Tab || self.goes_into_tabs(other, place))
            && self.tree.parent(other.node()) == Some(set)
        {
            self.reorder(tab, self.beside(other.node(), place != Placement::Before))?;
            return Ok(Outcome { panes, ..Outcome::default() });
        }
        if let MoveTarget::Pane { pane: other, .. } = to {
            self.unzoom_around(other.node())?;
        }
        self.unzoom_around(tab)?;
        self.detach_and_clean(tab)?;
        match to {
            MoveTarget::Pane { pane: other, place } => self.put_at(tab, other, place, Ratio::HALF)?,
            MoveTarget::Edge(edge) => self.put_at_edge(tab, edge, Ratio::HALF)?,
        }
        self.flatten(tab)?;
        Ok(Outcome { panes, ..Outcome::default() })
    }

    /// Checks that a tree with the given number of branches fits below its new place.
    fn want_room_for(&self, branches: usize, to: MoveTarget) -> Result<(), CommandError> {
        let MoveTarget::Pane { pane, .. } = to else { return self.require_capacity_around_root() };
        let is_deep = self.tree.branch_count() + 2 > MAX_DEPTH;
        if is_deep && self.tree.depth(pane.node()) + branches + 2 > MAX_DEPTH {
            return Err(CommandError::TooDeep);
        }
        Ok(())
    }

    /// Returns the end of a move within one branch: the child that moves, and the sibling before which it ends. Returns
    /// `None` for any other move.
    fn reordered(&self, pane: PaneId, to: MoveTarget) -> Option<(NodeId, Before)> {
        if let MoveTarget::Pane { pane: other, place } = to
            && (place == Placement::Tab || self.goes_into_tabs(other, place))
        {
            let set = self.tree.parent(other.node()).filter(|set| self.is_tabs(*set))?;
            let same = self.tree.parent(pane.node()) == Some(set);
            return same.then(|| (pane.node(), self.beside(other.node(), place != Placement::Before)));
        }
        let node = self.whole_seat(pane)?;
        let split = self.tree.parent(node)?;
        let NodeKind::Split(axis) = self.tree.kind(split)? else { return None };
        match to {
            MoveTarget::Edge(edge) => {
                let along = self.tree.root() == Some(split) && axis == edge.axis();
                let first = self.tree.children(split).next();
                along.then_some((node, if edge.is_forward() { None } else { first }))
            }
            MoveTarget::Pane { pane: other, place } => {
                let target = self.tab_set_or_pane(other);
                let after = match place.side() {
                    Some((along, after)) if along == axis => after,
                    Some(_) => return None,
                    None => place != Placement::Before,
                };
                (self.tree.parent(target) == Some(split)).then(|| (node, self.beside(target, after)))
            }
        }
    }

    /// Returns the sibling before which a node ends if it is put before or after `node`.
    fn beside(&self, node: NodeId, after: bool) -> Before {
        if after { self.tree.next(node) } else { Some(node) }
    }

    /// Returns the node that holds this pane and nothing else: the pane itself, or its tab set. Returns `None` if the
    /// tab set has other tabs.
    pub(super) fn whole_seat(&self, pane: PaneId) -> Option<NodeId> {
        let seat = self.tab_set_or_pane(pane);
        (seat == pane.node() || self.tree.children(seat).take(2).count() == 1).then_some(seat)
    }

    /// Moves a child to another place among its siblings; it keeps its share. Makes no edit if the child is already
    /// there.
    fn reorder(&mut self, node: NodeId, before: Before) -> Result<(), CommandError> {
        let Some(parent) = self.tree.parent(node) else { return Ok(()) };
        if before == Some(node) || before == self.tree.next(node) {
            return Ok(());
        }
        self.unzoom_around(node)?;
        let share = self.tree.share(node).unwrap_or(Share::EVEN);
        self.step_back(parent, node)?;
        self.edit(Edit::Detach { node })?;
        self.edit(Edit::Attach { node, parent, before, share })
    }

    /// Returns the part of the target's space that keeps a pane as large as it is along the axis of the move: at most
    /// half, and half if nothing was placed yet.
    fn ratio_kept(&self, pane: PaneId, to: MoveTarget) -> Ratio {
        let (axis, target) = match to {
            MoveTarget::Edge(edge) => (edge.axis(), self.tree.root()),
            MoveTarget::Pane { pane: other, place } => match place.side() {
                Some((axis, _)) => (axis, Some(self.tab_set_or_pane(other))),
                None => {
                    match self.tree.parent(self.tab_set_or_pane(other)).map(|parent| (self.tree.kind(parent), parent)) {
                        Some((Some(NodeKind::Split(axis)), split)) => (axis, Some(split)),
                        _ => (Axis::Horizontal, Some(self.tab_set_or_pane(other))),
                    }
                }
            },
        };
        let kept = || {
            let (own, whole) = (self.extent_of(self.tab_set_or_pane(pane), axis)?, self.space_in(target?, axis)?);
            let most = match to {
                // A sibling takes its part from all children. It is to be no larger than half of the pane beside it.
                MoveTarget::Pane { pane: other, place: Placement::Before | Placement::After } => {
                    self.extent_of(self.tab_set_or_pane(other), axis)? / 2.0 / whole
                }
                _ => 0.5,
            };
            Ratio::part((own / whole).min(most))
        };
        let is_sized = self.placer.has_area() && !self.tree.is_collapsed(self.tab_set_or_pane(pane));
        if is_sized { kept().unwrap_or(Ratio::HALF) } else { Ratio::HALF }
    }

    /// Returns the length of a node along an axis, in pixels, if it was placed.
    fn extent_of(&self, node: NodeId, axis: Axis) -> Option<f64> {
        let rect = self.placer.rect(self.tree, node)?;
        Some(f64::from(rect.size[axis.index()])).filter(|size| *size > 0.0)
    }

    /// Returns the space that a node and its new neighbor share along an axis, without the dividers that will be
    /// between them.
    fn space_in(&self, target: NodeId, axis: Axis) -> Option<f64> {
        let gaps = match self.tree.kind(target)? {
            NodeKind::Split(own) if own == axis => self.tree.children(target).count(),
            _ => 1,
        };
        let whole = self.extent_of(target, axis)? - f64::from(self.placer.divider()) * gaps as f64;
        (whole > 0.0).then_some(whole)
    }

    /// Returns the node that goes to the new place: the pane, or a new tab set around it if the rules require one.
    pub(super) fn dressed(&mut self, pane: PaneId, bare: bool) -> Result<NodeId, CommandError> {
        if bare && self.rules.bars == Bars::Always && !self.is_chrome(pane) {
            self.wrap_in_tabs(pane.node())
        } else {
            Ok(pane.node())
        }
    }

    fn is_alone_on_main(&self, pane: PaneId) -> bool {
        let seat = self.tab_set_or_pane(pane);
        self.tree.root() == Some(seat) && self.tree.children(seat).count() <= 1
    }
}
