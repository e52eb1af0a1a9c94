//! A layout in place of the present one, as ordinary edits: so it is one undo entry, and panes that are in both keep their ids.
//!
//! The present tree is taken down to its nodes, and the new one is built from those that stay and from new ones. An edit that swaps whole
//! trees would be faster, but it would keep a second tree in the history for each load, and the journal would have to write it.
//!
//! Invariant: an id that was given out never names another pane. A node of the file keeps the id that it has there if no node ever had it,
//! or if it is a branch here and there.

use super::{CommandCx, CommandError};
use crate::base::{GroupId, GroupInfo, NodeId, PaneId, Props, WidgetId};
use crate::history::Cause;
use crate::tree::{BranchKind, Content, Edit, Home, HomeLevel, NodeKind, SurfaceState, Tree};
use rustc_hash::FxHashMap;

/// The ids of the nodes of a file, and those that the nodes get.
pub(super) type NewIds = FxHashMap<NodeId, NodeId>;

impl CommandCx<'_> {
    /// Replaces everything by the tree of a file. Returns the ids that its nodes got.
    pub(crate) fn load(&mut self, file: &Tree) -> Result<FxHashMap<NodeId, NodeId>, CommandError> {
        // Panes that stay are attached elsewhere, but no one has moved them.
        self.history.set_cause(Cause::Space);
        let ids = self.new_ids(file)?;
        self.take_down(&|widget| file.pane_of(widget).is_some())?;
        self.replace_groups(file)?;
        for surface in file.surfaces() {
            if let Some(root) = surface.root {
                self.build_tree(file, root, &ids)?;
                let pane = |pane: PaneId| ids.get(&pane.node()).copied().map(PaneId::new);
                let state = SurfaceState {
                    root: ids.get(&root).copied(),
                    zoomed: surface.zoomed.and_then(pane),
                    home: surface.home.as_deref().map(|home| Box::new(renamed(home, &ids))),
                    ..*surface
                };
                self.edit(Edit::SetSurface(Box::new(state)))?;
            }
        }
        Ok(ids)
    }

    fn new_ids(&mut self, file: &Tree) -> Result<NewIds, CommandError> {
        let first_free = self.tree.next_id();
        // Ids that are given out from here on collide with none of the file.
        self.tree.reserve_ids(file.next_id());
        let mut ids = NewIds::default();
        for root in file.surfaces().iter().filter_map(|surface| surface.root) {
            for node in file.walk(root) {
                let open = file.widget(PaneId::new(node)).and_then(|widget| self.tree.pane_of(widget));
                let is_branch = |tree: &Tree| matches!(tree.kind(node), Some(kind) if !kind.is_pane());
                let id = match open {
                    Some(open) => open.node(),
                    None if node >= first_free || (is_branch(file) && is_branch(self.tree)) => node,
                    None => self.fresh_id()?,
                };
                ids.insert(node, id);
            }
        }
        Ok(ids)
    }

    /// Detaches all nodes from one another, and deletes all but the panes of widgets that stay.
    fn take_down(&mut self, stays: &dyn Fn(&WidgetId) -> bool) -> Result<(), CommandError> {
        let mut nodes = vec![];
        for surface in self.tree.surfaces().to_vec() {
            nodes.extend(surface.root.into_iter().flat_map(|root| self.tree.walk(root)));
            self.edit(Edit::SetSurface(Box::new(SurfaceState { root: None, zoomed: None, ..surface })))?;
        }
        for node in &nodes {
            self.detach_children(*node)?;
        }
        for node in nodes {
            if self.tree.widget(PaneId::new(node)).is_some_and(stays) {
                self.change_props(node, |props| *props = Props::default())?;
            } else {
                self.delete(node)?;
            }
        }
        Ok(())
    }

    fn replace_groups(&mut self, file: &Tree) -> Result<(), CommandError> {
        let (old, new) = (by_depth(self.tree), by_depth(file));
        if old == new {
            return Ok(());
        }
        // Inner groups go first and come last, because a group exists as long as others are part of it.
        for (group, _) in old.into_iter().rev() {
            self.edit(Edit::SetGroup { group, info: None })?;
        }
        for (group, info) in new {
            self.edit(Edit::SetGroup { group, info: Some(Box::new(info)) })?;
        }
        Ok(())
    }

    fn build_tree(&mut self, file: &Tree, root: NodeId, ids: &NewIds) -> Result<(), CommandError> {
        for from in file.walk(root) {
            let Some(node) = ids.get(&from).copied() else { continue };
            self.build_node(file, from, node)?;
            self.attach_as_in(file, from, node, ids)?;
        }
        self.activate_as_in(file, root, ids)
    }

    fn build_node(&mut self, file: &Tree, from: NodeId, node: NodeId) -> Result<(), CommandError> {
        let props = file.props(from);
        let content = match file.kind(from) {
            Some(NodeKind::Pane(_)) if self.tree.contains(node) => {
                return self.change_props(node, |own| *own = props).map(drop);
            }
            Some(NodeKind::Pane(widget)) => Content::Pane(widget.clone()),
            Some(NodeKind::Split(axis)) => Content::Branch(BranchKind::from(axis)),
            _ => Content::Branch(BranchKind::Tabs),
        };
        let props = (!props.is_default()).then(|| Box::new(props));
        self.edit(Edit::Create { node, content, props })
    }
}

/// Returns the groups of a tree, outer ones first.
fn by_depth(tree: &Tree) -> Vec<(GroupId, GroupInfo)> {
    let depth = |group: GroupId| std::iter::successors(Some(group), |at| tree.group(*at)?.parent).count();
    let mut groups: Vec<(GroupId, GroupInfo)> = tree.groups().map(|(id, info)| (id, info.clone())).collect();
    groups.sort_by_key(|(group, _)| (depth(*group), *group));
    groups
}

/// Returns a recorded place with the ids that its nodes got. Places around nodes that are not in the file are left out: their ids may name
/// other nodes here.
fn renamed(home: &Home, ids: &NewIds) -> Home {
    let new = |node: NodeId| ids.get(&node).copied();
    let level = |level: &HomeLevel| {
        Some(HomeLevel {
            parent: new(level.parent)?,
            prev: level.prev.and_then(new),
            next: level.next.and_then(new),
            ..*level
        })
    };
    Home { levels: home.levels.iter().filter_map(level).collect() }
}
