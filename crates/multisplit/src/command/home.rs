//! Where a pane or a tree was before it left, and the way back there.

use super::{CommandCx, CommandError};
use crate::base::limits::{MAX_HOME_LEVELS, MAX_HOME_SIBLINGS};
use crate::base::{NodeId, PaneId, Ratio, Share, SurfaceId};
use crate::tree::{BranchKind, Edit, Home, HomeLevel, NodeKind};

impl CommandCx<'_> {
    /// Notes where a node is: its place among its siblings, and that of each branch around it. Cost: its depth, and its siblings.
    pub(super) fn home_of(&self, node: NodeId) -> Home {
        let mut levels = vec![];
        let mut at = node;
        while let Some(parent) = self.tree.parent(at).filter(|_| levels.len() < MAX_HOME_LEVELS) {
            let form = match self.tree.kind(parent) {
                Some(NodeKind::Split(axis)) => BranchKind::from(axis),
                _ => BranchKind::Tabs,
            };
            let (prev, next) = (self.tree.prev(at), self.tree.next(at));
            let (share, total) = self.part_of(at, parent);
            levels.push(HomeLevel { parent, form, prev, next, share, total });
            at = parent;
        }
        Home { levels }
    }

    /// The share of a child and the total of its branch. Of very many siblings, as if all were like those that are looked at.
    fn part_of(&self, node: NodeId, branch: NodeId) -> (Share, u64) {
        let share = |node| self.tree.share(node).unwrap_or(Share::EVEN);
        let looked_at = self.tree.children(branch).take(MAX_HOME_SIBLINGS);
        let total = looked_at.map(|child| u64::from(share(child).get())).sum::<u64>();
        (share(node), total.max(u64::from(share(node).get())))
    }

    /// Puts a detached node back to where it was, or the nearest place that is left, but never onto the surface `but`. Returns
    /// whether there was one.
    pub(super) fn put_home(&mut self, node: NodeId, home: &Home, but: Option<SurfaceId>) -> Result<bool, CommandError> {
        for level in &home.levels {
            let is_there = |site: &Self, node: NodeId| {
                let surface = site.tree.surface_of(node);
                site.tree.contains(node) && surface.is_some() && surface != but
            };
            let same = match self.tree.kind(level.parent) {
                Some(NodeKind::Split(axis)) => level.form == BranchKind::from(axis),
                Some(NodeKind::Tabs { .. }) => level.form == BranchKind::Tabs,
                _ => false,
            };
            if same && is_there(self, level.parent) {
                self.put_back_among(node, level)?;
                return Ok(true);
            }
            let next = level.next.filter(|next| is_there(self, *next));
            let prev = level.prev.filter(|prev| is_there(self, *prev));
            if let Some(sibling) = next.or(prev) {
                self.put_back_beside(node, level, sibling, next.is_none())?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The branch it was in is still there.
    fn put_back_among(&mut self, node: NodeId, level: &HomeLevel) -> Result<(), CommandError> {
        let parent = level.parent;
        self.unzoom_around(parent)?;
        let is_child = |site: &Self, node: &NodeId| site.tree.parent(*node) == Some(parent);
        let next = level.next.filter(|next| is_child(self, next));
        let before = next.or_else(|| self.tree.next(level.prev.filter(|prev| is_child(self, prev))?));
        if level.form == BranchKind::Tabs {
            return self.put_into_set(node, parent, before);
        }
        self.insert_among(node, parent, before, part(level))?;
        self.flatten(node)
    }

    /// The branch is gone, but a sibling is left.
    fn put_back_beside(
        &mut self,
        node: NodeId,
        level: &HomeLevel,
        sibling: NodeId,
        after: bool,
    ) -> Result<(), CommandError> {
        self.unzoom_around(sibling)?;
        let axis = match level.form {
            BranchKind::Row => crate::base::Axis::Horizontal,
            BranchKind::Column => crate::base::Axis::Vertical,
            BranchKind::Tabs => return self.insert_tab(node, PaneId::new(sibling), after),
        };
        let target = match self.tree.parent(sibling) {
            Some(parent) if self.is_tabs(parent) => parent,
            _ => sibling,
        };
        self.insert_beside(node, target, (axis, after), part(level))?;
        self.flatten(node)
    }

    /// Puts a detached node into a tab set; a tab set gives its tabs to it.
    fn put_into_set(&mut self, node: NodeId, set: NodeId, before: Option<NodeId>) -> Result<(), CommandError> {
        if !self.is_tabs(node) {
            self.edit(Edit::Attach { node, parent: set, before, share: Share::EVEN })?;
            return self.edit(Edit::SetActive { tabs: set, child: node });
        }
        let front = match self.tree.kind(node) {
            Some(NodeKind::Tabs { active }) => active,
            _ => None,
        };
        let tabs: Vec<NodeId> = self.tree.children(node).collect();
        // The front one goes last: it cannot be detached while others are there.
        let (front_tab, others): (Vec<NodeId>, Vec<NodeId>) = tabs.iter().partition(|tab| Some(**tab) == front);
        for tab in others.into_iter().chain(front_tab) {
            self.edit(Edit::Detach { node: tab })?;
        }
        self.edit(Edit::Delete { node })?;
        for tab in tabs {
            self.edit(Edit::Attach { node: tab, parent: set, before, share: Share::EVEN })?;
        }
        front.map_or(Ok(()), |child| self.edit(Edit::SetActive { tabs: set, child }))
    }
}

/// The part that a node had of its branch; half where it had all of it.
fn part(level: &HomeLevel) -> Ratio {
    Ratio::part(f64::from(level.share.get()) / level.total as f64).unwrap_or(Ratio::HALF)
}
