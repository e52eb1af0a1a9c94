//! The steps that commands are made of: detaching a node, inserting one beside another, and keeping the normal form (no
//! split directly inside a split of the same axis, no split with one child, no empty tab set) while proportions stay.

use super::load::NewIds;
use super::{CommandCx, CommandError};
use crate::base::{Axis, NodeId, PaneId, Ratio, Share, share};
use crate::tree::{BranchKind, Edit, NodeKind, SurfaceState, Tree};

impl CommandCx<'_> {
    /// Detaches a node from its parent or surface and repairs what it leaves behind. The node itself stays, detached.
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
            // After the first turn the detached node is a branch that became empty: it goes, too.
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

    /// Brings another tab to the front before the front tab leaves: the one that had the focus most recently, or the
    /// next one.
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

    /// Replaces a split that is left with one child by that child.
    fn unwrap_split(&mut self, split: NodeId, only: NodeId) -> Result<(), CommandError> {
        // The zoom ends before the child is detached and comes back after it. Undone in reverse order, every step is
        // possible.
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

    /// Puts the detached `new` in the place of `old`, which is detached afterward.
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

    /// Dissolves a split that is directly inside a split of the same axis: its children move to the outer split and
    /// keep their sizes.
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
        // Multiplied crosswise, the weights of both levels stay whole numbers in exact proportion; `normalize` makes
        // them small again.
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

    /// Puts a detached node beside `target` and cuts the target's space. `second` means the right or lower side.
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

    /// Puts a new split in the place of `target`, with `target` and the detached node below it.
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

    /// Returns the two shares that the share of `target` is cut into. Refines the shares of its siblings first if they
    /// are too coarse.
    fn cut(&mut self, parent: NodeId, target: NodeId, ratio: Ratio) -> Result<(Share, Share), CommandError> {
        let own = self.tree.share(target).unwrap_or(Share::EVEN);
        if let Some(cut) = share::cut(own, ratio) {
            return Ok(cut);
        }
        let total = self.tree.children(parent).map(|n| self.weight(n)).sum::<u128>();
        let Some(factor) = share::refine(own, u64::try_from(total).unwrap_or(u64::MAX)) else {
            // The siblings are huge in comparison: whatever the share is cut into is smaller than a pixel.
            return Ok(share::cut_coarsely(own, ratio));
        };
        for node in self.tree.children(parent).collect::<Vec<_>>() {
            let share = self.tree.share(node).unwrap_or(Share::EVEN).times(factor);
            self.edit(Edit::SetShare { node, share })?;
        }
        Ok(share::cut_coarsely(own.times(factor), ratio))
    }

    /// Puts a detached node among the children of a split. It takes `ratio` of the whole, and the others keep their
    /// proportions.
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

    /// Puts a detached node into a tab after or before a pane. A pane that is in no tab set gets one.
    pub(super) fn insert_tab(&mut self, node: NodeId, target: PaneId, after: bool) -> Result<(), CommandError> {
        let tabs = match self.tree.parent(target.node()).filter(|p| self.is_tabs(*p)) {
            Some(tabs) => tabs,
            None => self.wrap_in_place(target.node())?,
        };
        let before = if after { self.tree.next(target.node()) } else { Some(target.node()) };
        self.edit(Edit::Attach { node, parent: tabs, before, share: Share::EVEN })?;
        self.edit(Edit::SetActive { tabs, child: node })
    }

    /// Puts a tab set in the place of a node, and the node into it. Returns the tab set.
    pub(super) fn wrap_in_place(&mut self, node: NodeId) -> Result<NodeId, CommandError> {
        let tabs = self.make_branch(BranchKind::Tabs)?;
        self.replace_node(node, tabs)?;
        self.edit(Edit::Attach { node, parent: tabs, before: None, share: Share::EVEN })?;
        Ok(tabs)
    }

    /// Detaches the children of a branch. The front tab goes last: it cannot be detached while the set has others.
    pub(super) fn detach_children(&mut self, branch: NodeId) -> Result<(), CommandError> {
        let front = self.front_of(branch);
        let (last, others): (Vec<NodeId>, Vec<NodeId>) =
            self.tree.children(branch).partition(|node| Some(*node) == front);
        others.into_iter().chain(last).try_for_each(|node| self.edit(Edit::Detach { node }))
    }

    /// Returns the front tab of a tab set, or `None` for other nodes.
    pub(super) fn front_of(&self, node: NodeId) -> Option<NodeId> {
        match self.tree.kind(node) {
            Some(NodeKind::Tabs { active }) => active,
            _ => None,
        }
    }

    /// Attaches `node`, which stands for the node `from` of another tree, where that one is there. `ids` has what stands for its branch. If
    /// it has nothing, the node is the top, and stays detached.
    pub(super) fn attach_as_in(
        &mut self,
        file: &Tree,
        from: NodeId,
        node: NodeId,
        ids: &NewIds,
    ) -> Result<(), CommandError> {
        let Some(parent) = file.parent(from).and_then(|parent| ids.get(&parent)) else { return Ok(()) };
        let share = file.share(from).unwrap_or(Share::EVEN);
        self.edit(Edit::Attach { node, parent: *parent, before: None, share })
    }

    /// Brings the tabs to the front that are there in a branch of another tree. They must be attached.
    pub(super) fn activate_as_in(&mut self, file: &Tree, root: NodeId, ids: &NewIds) -> Result<(), CommandError> {
        for from in file.walk(root) {
            if let Some(NodeKind::Tabs { active: Some(active) }) = file.kind(from)
                && let (Some(tabs), Some(child)) = (ids.get(&from).copied(), ids.get(&active).copied())
            {
                self.edit(Edit::SetActive { tabs, child })?;
            }
        }
        Ok(())
    }

    /// Sets the shares of the children of a split, in order. An unchanged share costs no edit.
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

    /// Ends the zoom of the surface that a node is on, because a change there would not be seen.
    pub(super) fn unzoom_around(&mut self, node: NodeId) -> Result<(), CommandError> {
        // Finding the surface costs the depth of the node, so it is looked up only if some surface is zoomed.
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
