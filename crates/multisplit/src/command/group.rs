//! Groups of panes: created, filled, emptied, folded, closed, and restored from a file.

use super::load::NewIds;
use super::{CommandCx, CommandError, Outcome};
use crate::base::spelling::spelled;
use crate::base::{Direction, GroupError, GroupId, GroupInfo, NodeId, PaneId, Props, Ratio};
use crate::tree::{BranchKind, Content, Edit, NodeKind, Tree};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An action on a group. If there is no group with the name, `Make`, `Describe` and `Add` create it; the others are
/// refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum GroupAction {
    /// Creates the group if it does not exist.
    Make,
    /// Sets the color, the metadata and the parent of the group. The name stays.
    Describe {
        /// The name of the group that it becomes part of, or `None` for none.
        #[serde(default)]
        parent: Option<String>,
        /// The color: red, green, blue.
        #[serde(default)]
        color: Option<[u8; 3]>,
        /// The metadata that the application keeps with the group.
        #[serde(default)]
        meta: BTreeMap<String, String>,
    },
    /// Gives the group another name.
    Rename(String),
    /// Puts panes into the group. They leave the groups they were in.
    Add(Vec<PaneId>),
    /// Takes panes out of the group.
    Remove(Vec<PaneId>),
    /// Folds the panes of the group to strips, or unfolds them.
    Collapse(bool),
    /// Closes the panes of the group and of the groups inside it, and removes these groups.
    Close,
    /// Removes the group. Its panes and the groups inside it move to its parent.
    Dissolve,
}

spelled!(GroupAction);

impl CommandCx<'_> {
    pub(super) fn group(&mut self, name: &str, act: &GroupAction) -> Result<Outcome, CommandError> {
        let group = match act {
            GroupAction::Remove(_)
            | GroupAction::Close
            | GroupAction::Dissolve
            | GroupAction::Collapse(_)
            | GroupAction::Rename(_) => self.want_group(name)?,
            GroupAction::Make | GroupAction::Describe { .. } | GroupAction::Add(_) => self.group_or_new(name)?,
        };
        match act {
            GroupAction::Make => {}
            GroupAction::Describe { parent, color, meta } => {
                let parent = parent.as_deref().map(|parent| self.want_group(parent)).transpose()?;
                let (color, meta) = (*color, meta.clone());
                self.change_group(group, |info| (info.parent, info.color, info.meta) = (parent, color, meta))?;
            }
            GroupAction::Rename(to) => self.change_group(group, |info| info.name.clone_from(to))?,
            GroupAction::Add(panes) => {
                for pane in panes {
                    self.require_pane(*pane)?;
                    self.change_props(pane.node(), |props| props.group = Some(group))?;
                }
            }
            GroupAction::Remove(panes) => self.remove_from_group(name, group, panes)?,
            GroupAction::Collapse(collapsed) => self.collapse_group(group, *collapsed)?,
            GroupAction::Close => return self.close_group(group),
            GroupAction::Dissolve => self.dissolve_group(group)?,
        }
        Ok(Outcome { panes: self.tree.group_panes(group), ..Outcome::default() })
    }

    /// Puts the panes of a file into the group and along the right edge of the main surface, arranged as in the file.
    /// Panes whose widgets are already open move there; nothing else moves.
    pub(crate) fn restore_group(&mut self, name: &str, file: &Tree) -> Result<Outcome, CommandError> {
        let group = self.group_or_new(name)?;
        if let Some(info) = file.group_named(name).and_then(|id| file.group(id)) {
            let (color, meta) = (info.color, info.meta.clone());
            self.change_group(group, |mine| (mine.color, mine.meta) = (color, meta))?;
        }
        let fresh = file.panes().filter(|p| file.widget(*p).is_some_and(|w| self.tree.pane_of(w).is_none())).count();
        self.require_capacity(fresh, None)?;
        self.require_capacity_around_root()?;
        for pane in file.panes() {
            let Some(open) = file.widget(pane).and_then(|w| self.tree.pane_of(w)) else { continue };
            self.require_unlocked(open)?;
            self.unzoom_around(open.node())?;
        }
        let roots: Vec<NodeId> = file.surfaces().iter().filter_map(|surface| surface.root).collect();
        let mut panes = vec![];
        for root in roots {
            let node = self.copy_branch(file, root, group, &mut panes)?;
            self.put_at_edge(node, Direction::Right, Ratio::HALF)?;
            self.flatten(node)?;
        }
        // A collapsed pane would be expanded by the focus.
        self.focus = panes.iter().copied().find(|pane| self.is_shown(*pane));
        Ok(Outcome { pane: panes.first().copied(), panes, ..Outcome::default() })
    }

    /// Creates a detached copy of a branch of another tree. Panes whose widgets are already open are taken from their
    /// places.
    fn copy_branch(
        &mut self,
        file: &Tree,
        root: NodeId,
        group: GroupId,
        panes: &mut Vec<PaneId>,
    ) -> Result<NodeId, CommandError> {
        let mut copies = NewIds::default();
        for from in file.walk(root) {
            let copy = self.copy_node(file, from, group, panes)?;
            copies.insert(from, copy);
            self.attach_as_in(file, from, copy, &copies)?;
        }
        self.activate_as_in(file, root, &copies)?;
        copies.get(&root).copied().ok_or(CommandError::NoSuchNode(root))
    }

    fn copy_node(
        &mut self,
        file: &Tree,
        node: NodeId,
        group: GroupId,
        panes: &mut Vec<PaneId>,
    ) -> Result<NodeId, CommandError> {
        let props = Props { locked: false, ..file.props(node) };
        match file.kind(node) {
            Some(NodeKind::Pane(widget)) => {
                let props = Props { group: Some(group), ..props };
                let copy = match self.tree.pane_of(widget) {
                    Some(open) => {
                        self.detach_and_clean(open.node())?;
                        open.node()
                    }
                    None => {
                        let fresh = self.fresh_id()?;
                        self.edit(Edit::Create { node: fresh, content: Content::Pane(widget.clone()), props: None })?;
                        fresh
                    }
                };
                self.edit(Edit::SetProps { node: copy, props: Box::new(props) })?;
                panes.push(PaneId::new(copy));
                Ok(copy)
            }
            kind => {
                let form = match kind {
                    Some(NodeKind::Split(axis)) => BranchKind::from(axis),
                    _ => BranchKind::Tabs,
                };
                let copy = self.make_branch(form)?;
                let props = Props { group: None, ..props };
                if !props.is_default() {
                    self.edit(Edit::SetProps { node: copy, props: Box::new(props) })?;
                }
                Ok(copy)
            }
        }
    }

    fn want_group(&self, name: &str) -> Result<GroupId, CommandError> {
        self.tree.group_named(name).ok_or_else(|| GroupError::Unknown(name.to_owned()).into())
    }

    fn group_or_new(&mut self, name: &str) -> Result<GroupId, CommandError> {
        if let Some(group) = self.tree.group_named(name) {
            return Ok(group);
        }
        let (group, info) = (self.tree.next_group(), GroupInfo::named(name)?);
        self.edit(Edit::SetGroup { group, info: Some(Box::new(info)) })?;
        Ok(group)
    }

    fn change_group(&mut self, group: GroupId, change: impl FnOnce(&mut GroupInfo)) -> Result<(), CommandError> {
        let Some(old) = self.tree.group(group) else { return Ok(()) };
        let mut info = old.clone();
        change(&mut info);
        if info == *old {
            return Ok(());
        }
        self.edit(Edit::SetGroup { group, info: Some(Box::new(info)) })
    }

    fn remove_from_group(&mut self, name: &str, group: GroupId, panes: &[PaneId]) -> Result<(), CommandError> {
        for pane in panes {
            self.require_pane(*pane)?;
            if self.tree.group_of(*pane) != Some(group) {
                return Err(CommandError::NotInGroup { pane: *pane, group: name.to_owned() });
            }
            self.change_props(pane.node(), |props| props.group = None)?;
        }
        Ok(())
    }

    /// Folds what shows nothing but panes of the group. A tab set that also holds other panes stays unfolded.
    fn collapse_group(&mut self, group: GroupId, collapsed: bool) -> Result<(), CommandError> {
        let inside = self.tree.groups_below(group);
        for pane in self.tree.group_panes(group) {
            let target = self.tab_set_or_pane(pane);
            let all_inside = |node: NodeId| {
                let mut panes = self.tree.walk(node).filter(|n| self.tree.kind(*n).is_some_and(NodeKind::is_pane));
                panes.all(|n| self.tree.group_of(PaneId::new(n)).is_some_and(|g| inside.contains(&g)))
            };
            if !collapsed || all_inside(target) {
                match self.collapse(pane, collapsed) {
                    Ok(_) | Err(CommandError::NotInASplit(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        self.change_group(group, |info| info.collapsed = collapsed)
    }

    fn close_group(&mut self, group: GroupId) -> Result<Outcome, CommandError> {
        let panes = self.tree.group_panes(group);
        for pane in &panes {
            self.require_unlocked(*pane)?;
        }
        if self.rules.keep_last && !panes.is_empty() && self.tree.pane_count() == panes.len() {
            return Err(CommandError::LastPane(panes[0]));
        }
        self.close_many(&panes)?;
        // Inner groups go first, because a group that others are part of cannot be removed.
        for inner in self.tree.groups_below(group).into_iter().rev() {
            self.edit(Edit::SetGroup { group: inner, info: None })?;
        }
        Ok(Outcome { panes, ..Outcome::default() })
    }

    fn dissolve_group(&mut self, group: GroupId) -> Result<(), CommandError> {
        let parent = self.tree.group(group).and_then(|info| info.parent);
        for pane in self.tree.group_members(group).collect::<Vec<_>>() {
            self.change_props(pane.node(), |props| props.group = parent)?;
        }
        let inside = self.tree.groups().filter(|(_, info)| info.parent == Some(group)).map(|(id, _)| id);
        for inner in inside.collect::<Vec<_>>() {
            self.change_group(inner, |info| info.parent = parent)?;
        }
        self.edit(Edit::SetGroup { group, info: None })
    }
}
