//! Homes: the recorded place of a pane or tree that left, and the way back to it.

use super::{CommandCx, CommandError};
use crate::base::limits::{MAX_HOME_LEVELS, MAX_HOME_SIBLINGS};
use crate::base::{NodeId, PaneId, Ratio, Share, SurfaceId};
use crate::tree::{BranchKind, Edit, Home, HomeLevel, NodeKind};

impl CommandCx<'_> {
    /// Records the place of a node among its siblings, and that of each branch around it. Cost: the depth of the node
    /// and the number of its siblings.
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

    /// Returns the share of a child and the total of its branch. Only the first [`MAX_HOME_SIBLINGS`] siblings are
    /// added up.
    fn part_of(&self, node: NodeId, branch: NodeId) -> (Share, u64) {
        let share = |node| self.tree.share(node).unwrap_or(Share::EVEN);
        let looked_at = self.tree.children(branch).take(MAX_HOME_SIBLINGS);
        let total = looked_at.map(|child| u64::from(share(child).get())).sum::<u64>();
        (share(node), total.max(u64::from(share(node).get())))
    }

    /// Puts a detached node back to its recorded place, or to the nearest place that is left, but never onto the
    /// surface `but`. Returns `false` if no place is left.
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

    /// Puts a node back into the branch it was in, which is still there.
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

    /// Puts a node back beside a sibling that is left, because the branch it was in is gone.
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

    /// Puts a detached node into a tab set. If the node is a tab set itself, its tabs move into the other.
    fn put_into_set(&mut self, node: NodeId, set: NodeId, before: Option<NodeId>) -> Result<(), CommandError> {
        if !self.is_tabs(node) {
            self.edit(Edit::Attach { node, parent: set, before, share: Share::EVEN })?;
            return self.edit(Edit::SetActive { tabs: set, child: node });
        }
        let front = self.front_of(node);
        let tabs: Vec<NodeId> = self.tree.children(node).collect();
        self.detach_children(node)?;
        self.edit(Edit::Delete { node })?;
        for tab in tabs {
            self.edit(Edit::Attach { node: tab, parent: set, before, share: Share::EVEN })?;
        }
        front.map_or(Ok(()), |child| self.edit(Edit::SetActive { tabs: set, child }))
    }
}

/// Returns the part that a node had of its branch, or half if it had all of it.
fn part(level: &HomeLevel) -> Ratio {
    Ratio::part(f64::from(level.share.get()) / level.total as f64).unwrap_or(Ratio::HALF)
}
