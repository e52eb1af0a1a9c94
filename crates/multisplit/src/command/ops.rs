//! The moves that commands are made of: take a node out, put one beside another, and keep the normal form (no split in a
//! split of the same axis, no split with one child, no empty tab set) while proportions stay.

use super::{CommandCx, CommandError};
use crate::base::{Axis, NodeId, PaneId, Ratio, Share, share};
use crate::tree::{BranchKind, Edit, NodeKind, SurfaceState};

impl CommandCx<'_> {
    /// Takes a node out of its parent or surface and mends what it leaves behind. The node stays, detached.
    pub(super) fn detach_and_clean(&mut self, node: NodeId) -> Result<(), CommandError> {
        let mut node = node;
        let mut first = true;
        loop {
            let parent = self.tree.parent(node);
            match parent {
                None => self.clear_root(node)?,
                Some(parent) => {
                    self.step_back(parent, node)?;
                    self.edit(Edit::Detach { node })?;
                }
            }
            if !first {
                self.edit(Edit::Delete { node })?;
            }
            first = false;
            let Some(parent) = parent else { return Ok(()) };
            let mut left = self.tree.children(parent);
            match (left.next(), left.next()) {
                (None, _) => node = parent,
                (Some(only), None) if !self.is_tabs(parent) => return self.unwrap_split(parent, only),
                _ => return Ok(()),
            }
        }
    }

    /// Deletes a detached pane or branch.
    pub(super) fn delete(&mut self, node: NodeId) -> Result<(), CommandError> {
        self.edit(Edit::Delete { node })
    }

    /// Brings another tab to the front before the front one leaves: the most recently focused, or the next.
    pub(super) fn step_back(&mut self, parent: NodeId, leaving: NodeId) -> Result<(), CommandError> {
        if self.tree.kind(parent) != Some(NodeKind::Tabs { active: Some(leaving) }) {
            return Ok(());
        }
        let recent = self.recent.iter().map(|p| p.node());
        let other = recent
            .filter(|n| *n != leaving)
            .find(|n| self.tree.parent(*n) == Some(parent))
            .or_else(|| self.tree.next(leaving))
            .or_else(|| self.tree.prev(leaving));
        match other {
            Some(child) => self.edit(Edit::SetActive { tabs: parent, child }),
            None => Ok(()),
        }
    }

    fn clear_root(&mut self, root: NodeId) -> Result<(), CommandError> {
        match self.surface_with_root(root) {
            Some(surface) => {
                self.edit(Edit::SetSurface(Box::new(SurfaceState { root: None, zoomed: None, ..surface })))
            }
            None => Ok(()),
        }
    }

    fn surface_with_root(&self, root: NodeId) -> Option<SurfaceState> {
        self.tree.surfaces().iter().find(|s| s.root == Some(root)).cloned()
    }

    /// A split that is left with one child gives its place to the child.
    fn unwrap_split(&mut self, split: NodeId, only: NodeId) -> Result<(), CommandError> {
        // The zoom ends before the child is detached and comes back after: taken back in reverse, every step is possible.
        let zoomed = self.surface_with_root(split).and_then(|surface| surface.zoomed);
        self.set_zoomed(split, None)?;
        self.edit(Edit::Detach { node: only })?;
        self.replace_node(split, only)?;
        self.edit(Edit::Delete { node: split })?;
        self.set_zoomed(only, zoomed)?;
        self.flatten(only)
    }

    /// Sets the zoom of the surface that has this root, if there is one.
    fn set_zoomed(&mut self, root: NodeId, zoomed: Option<PaneId>) -> Result<(), CommandError> {
        match self.surface_with_root(root).filter(|surface| surface.zoomed != zoomed) {
            Some(surface) => self.edit(Edit::SetSurface(Box::new(SurfaceState { zoomed, ..surface }))),
            None => Ok(()),
        }
    }

    /// Puts the detached `new` where `old` is; `old` is detached afterwards.
    pub(super) fn replace_node(&mut self, old: NodeId, new: NodeId) -> Result<(), CommandError> {
        let Some(parent) = self.tree.parent(old) else {
            return match self.surface_with_root(old) {
                Some(surface) => {
                    self.edit(Edit::SetSurface(Box::new(SurfaceState { root: Some(new), zoomed: None, ..surface })))
                }
                None => Ok(()),
            };
        };
        let share = self.tree.share(old).unwrap_or(Share::EVEN);
        self.edit(Edit::Attach { node: new, parent, before: Some(old), share })?;
        if self.tree.kind(parent) == Some(NodeKind::Tabs { active: Some(old) }) {
            self.edit(Edit::SetActive { tabs: parent, child: new })?;
        }
        self.edit(Edit::Detach { node: old })
    }

    /// A split inside a split of the same axis gives its children to it, keeping all sizes.
    pub(super) fn flatten(&mut self, inner: NodeId) -> Result<(), CommandError> {
        let (Some(NodeKind::Split(axis)), Some(outer)) = (self.tree.kind(inner), self.tree.parent(inner)) else {
            return Ok(());
        };
        if self.tree.kind(outer) != Some(NodeKind::Split(axis)) {
            return Ok(());
        }
        let inside: Vec<NodeId> = self.tree.children(inner).collect();
        let parts: u128 = inside.iter().map(|n| self.weight(*n)).sum();
        let whole = self.weight(inner);
        let mut weights = vec![];
        for child in self.tree.children(outer) {
            if child == inner {
                weights.extend(inside.iter().map(|n| whole * self.weight(*n)));
            } else {
                weights.push(self.weight(child) * parts);
            }
        }
        for node in inside {
            self.edit(Edit::Detach { node })?;
            self.edit(Edit::Attach { node, parent: outer, before: Some(inner), share: Share::ONE })?;
        }
        self.edit(Edit::Detach { node: inner })?;
        self.edit(Edit::Delete { node: inner })?;
        self.set_child_shares(outer, &share::normalize(&weights))
    }

    /// Puts a detached node beside `target`, cutting its room; `second` is the right or lower side.
    pub(super) fn insert_beside(
        &mut self,
        node: NodeId,
        target: NodeId,
        (axis, second): (Axis, bool),
        ratio: Ratio,
    ) -> Result<(), CommandError> {
        if self.tree.kind(target) == Some(NodeKind::Split(axis)) {
            let before = if second { None } else { self.tree.children(target).next() };
            return self.insert_among(node, target, before, ratio);
        }
        let parent = self.tree.parent(target).filter(|p| self.tree.kind(*p) == Some(NodeKind::Split(axis)));
        let Some(parent) = parent else { return self.wrap(node, target, (axis, second), ratio) };
        let (kept, share) = self.cut(parent, target, ratio)?;
        self.edit(Edit::SetShare { node: target, share: kept })?;
        let before = if second { self.tree.next(target) } else { Some(target) };
        self.edit(Edit::Attach { node, parent, before, share })
    }

    /// Puts a new split where `target` is, with `target` and the detached node below it.
    fn wrap(
        &mut self,
        node: NodeId,
        target: NodeId,
        (axis, second): (Axis, bool),
        ratio: Ratio,
    ) -> Result<(), CommandError> {
        let split = self.make_branch(BranchKind::from(axis))?;
        self.replace_node(target, split)?;
        let (kept, taken) = share::pair(ratio);
        self.edit(Edit::Attach { node: target, parent: split, before: None, share: kept })?;
        let before = (!second).then_some(target);
        self.edit(Edit::Attach { node, parent: split, before, share: taken })
    }

    /// The two shares that `target`'s is cut into, after refining those of its siblings where they are too coarse.
    fn cut(&mut self, parent: NodeId, target: NodeId, ratio: Ratio) -> Result<(Share, Share), CommandError> {
        let own = self.tree.share(target).unwrap_or(Share::EVEN);
        if let Some(cut) = share::cut(own, ratio) {
            return Ok(cut);
        }
        let total = self.tree.children(parent).map(|n| self.weight(n)).sum::<u128>();
        let Some(factor) = share::refine(own, u64::try_from(total).unwrap_or(u64::MAX)) else {
            // Beside this one the others are huge: whatever it is cut into is less than a pixel.
            return Ok(share::cut_coarsely(own, ratio));
        };
        for node in self.tree.children(parent).collect::<Vec<_>>() {
            let share = self.tree.share(node).unwrap_or(Share::EVEN).times(factor);
            self.edit(Edit::SetShare { node, share })?;
        }
        Ok(share::cut_coarsely(own.times(factor), ratio))
    }

    /// Puts a detached node among the children of a split: it takes `ratio` of the whole, the others keep their proportions.
    pub(super) fn insert_among(
        &mut self,
        node: NodeId,
        split: NodeId,
        before: Option<NodeId>,
        ratio: Ratio,
    ) -> Result<(), CommandError> {
        let weights: Vec<u128> = self.tree.children(split).map(|n| self.weight(n)).collect();
        let total: u128 = weights.iter().sum();
        let (shares, share) = share::make_room(&weights, total, ratio);
        self.set_child_shares(split, &shares)?;
        self.edit(Edit::Attach { node, parent: split, before, share })
    }

    /// Puts a detached node into a tab after (or before) a pane, which gets a tab set where it has none.
    pub(super) fn insert_tab(&mut self, node: NodeId, target: PaneId, after: bool) -> Result<(), CommandError> {
        let tabs = match self.tree.parent(target.node()).filter(|p| self.is_tabs(*p)) {
            Some(tabs) => tabs,
            None => {
                let tabs = self.make_branch(BranchKind::Tabs)?;
                self.replace_node(target.node(), tabs)?;
                self.edit(Edit::Attach { node: target.node(), parent: tabs, before: None, share: Share::EVEN })?;
                tabs
            }
        };
        let before = if after { self.tree.next(target.node()) } else { Some(target.node()) };
        self.edit(Edit::Attach { node, parent: tabs, before, share: Share::EVEN })?;
        self.edit(Edit::SetActive { tabs, child: node })
    }

    /// Gives the children of a split these shares, in order; unchanged ones cost no edit.
    pub(super) fn set_child_shares(&mut self, split: NodeId, shares: &[Share]) -> Result<(), CommandError> {
        let children: Vec<NodeId> = self.tree.children(split).collect();
        for (node, share) in children.into_iter().zip(shares) {
            if self.tree.share(node) != Some(*share) {
                self.edit(Edit::SetShare { node, share: *share })?;
            }
        }
        Ok(())
    }

    fn weight(&self, node: NodeId) -> u128 {
        u128::from(self.tree.share(node).unwrap_or(Share::EVEN).get())
    }

    /// Ends the zoom of the surface a node is on, because what happens there would not be seen.
    pub(super) fn unzoom_around(&mut self, node: NodeId) -> Result<(), CommandError> {
        // Only then does it cost the depth of the node to find its surface.
        if self.tree.surfaces().iter().all(|s| s.zoomed.is_none()) {
            return Ok(());
        }
        let surface = self.tree.surface_of(node).and_then(|id| self.tree.surface(id)).cloned();
        match surface.filter(|s| s.zoomed.is_some()) {
            Some(surface) => self.edit(Edit::SetSurface(Box::new(SurfaceState { zoomed: None, ..surface }))),
            None => Ok(()),
        }
    }
}
