//! The groups of panes. Like the rest of the tree they are written by the gate alone.
//!
//! Invariant: every member of a group exists, and so does the group; the two tables say the same.

use super::Tree;
use super::edit::{Edit, EditError};
use crate::base::limits::{MAX_GROUP_DEPTH, MAX_GROUPS};
use crate::base::{GroupError, GroupId, GroupInfo, NodeId, PaneId};
use std::collections::{BTreeMap, BTreeSet};

/// The groups of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    infos: BTreeMap<GroupId, GroupInfo>,
    of: BTreeMap<NodeId, GroupId>,
    /// The same pairs by group, so that the panes of a group are one range.
    members: BTreeSet<(GroupId, NodeId)>,
    next: u32,
}

impl Groups {
    pub(super) fn of(&self, node: NodeId) -> Option<GroupId> {
        if self.of.is_empty() { None } else { self.of.get(&node).copied() }
    }

    pub(super) fn put(&mut self, node: NodeId, group: Option<GroupId>) {
        if let Some(old) = self.of.remove(&node) {
            self.members.remove(&(old, node));
        }
        if let Some(group) = group {
            self.of.insert(node, group);
            self.members.insert((group, node));
        }
    }

    pub(super) fn knows(&self, group: Option<GroupId>) -> bool {
        group.is_none_or(|group| self.infos.contains_key(&group))
    }

    pub(super) fn has_members(&self) -> bool {
        !self.of.is_empty()
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &NodeId> {
        self.of.keys()
    }

    pub(super) fn bytes(&self) -> usize {
        let infos: usize = self.infos.values().map(|info| size_of::<GroupInfo>() + info.name.len()).sum();
        infos + self.of.len() * 2 * (size_of::<NodeId>() + size_of::<GroupId>())
    }
}

impl Tree {
    /// Returns all groups, in the order in which they were created.
    pub fn groups(&self) -> impl Iterator<Item = (GroupId, &GroupInfo)> {
        self.groups.infos.iter().map(|(id, info)| (*id, info))
    }

    /// Returns the properties of a group.
    #[must_use]
    pub fn group(&self, group: GroupId) -> Option<&GroupInfo> {
        self.groups.infos.get(&group)
    }

    /// Returns the group with this name. Cost: all groups.
    #[must_use]
    pub fn group_named(&self, name: &str) -> Option<GroupId> {
        self.groups().find(|(_, info)| info.name == name).map(|(id, _)| id)
    }

    /// Returns the group that a pane is in.
    #[must_use]
    pub fn group_of(&self, pane: PaneId) -> Option<GroupId> {
        self.groups.of(pane.node())
    }

    /// Returns the panes of a group, by id, without those of the groups inside it.
    pub fn group_members(&self, group: GroupId) -> impl Iterator<Item = PaneId> + '_ {
        let range = (group, NodeId::FIRST)..=(group, NodeId::LAST);
        self.groups.members.range(range).map(|(_, node)| PaneId::new(*node))
    }

    /// Returns a group and all groups inside it, outer groups before inner ones.
    #[must_use]
    pub fn groups_below(&self, group: GroupId) -> Vec<GroupId> {
        let mut all = vec![group];
        let mut at = 0;
        while let Some(outer) = all.get(at).copied() {
            all.extend(self.groups().filter(|(_, info)| info.parent == Some(outer)).map(|(id, _)| id));
            at += 1;
        }
        all
    }

    /// Returns the panes of a group and of all groups inside it, by id.
    #[must_use]
    pub fn group_panes(&self, group: GroupId) -> Vec<PaneId> {
        let mut panes: Vec<PaneId> = self.groups_below(group).into_iter().flat_map(|g| self.group_members(g)).collect();
        panes.sort_unstable();
        panes
    }

    /// Returns the id that the next new group gets.
    #[must_use]
    pub const fn next_group(&self) -> GroupId {
        GroupId::from_raw(self.groups.next)
    }

    pub(super) fn set_group(&mut self, group: GroupId, info: Option<&GroupInfo>) -> Result<Edit, EditError> {
        match info {
            Some(info) => self.check_group(group, info)?,
            None => self.check_group_empty(group)?,
        }
        let old = match info {
            Some(info) => self.groups.infos.insert(group, info.clone()),
            None => self.groups.infos.remove(&group),
        };
        self.groups.next = self.groups.next.max(group.raw().saturating_add(1));
        Ok(Edit::SetGroup { group, info: old.map(Box::new) })
    }

    fn check_group(&self, group: GroupId, info: &GroupInfo) -> Result<(), GroupError> {
        info.check()?;
        if self.groups().any(|(other, theirs)| other != group && theirs.name == info.name) {
            return Err(GroupError::Taken(info.name.clone()));
        }
        if !self.groups.infos.contains_key(&group) && self.groups.infos.len() >= MAX_GROUPS {
            return Err(GroupError::TooMany);
        }
        let (mut at, mut depth) = (info.parent, 0);
        while let Some(outer) = at {
            depth += 1;
            if outer == group || depth > MAX_GROUP_DEPTH || !self.groups.infos.contains_key(&outer) {
                return Err(GroupError::Nested(info.name.clone()));
            }
            at = self.group(outer).and_then(|info| info.parent);
        }
        Ok(())
    }

    fn check_group_empty(&self, group: GroupId) -> Result<(), GroupError> {
        let Some(info) = self.group(group) else { return Err(GroupError::Unknown(format!("{}", group.raw()))) };
        let inside = self.groups().any(|(_, other)| other.parent == Some(group));
        if inside || self.group_members(group).next().is_some() {
            return Err(GroupError::NotEmpty(info.name.clone()));
        }
        Ok(())
    }
}
