//! Checks of the invariants of the tree, from scratch. They are never called on a path that a user waits for.

use super::Tree;
use super::edit::{Edit, EditError, SurfaceState};
use super::node::{Dirty, NIL, NodeIndex};
use crate::base::limits::{MAX_NODE_ID, MAX_PROBLEMS, MAX_SURFACE};
use crate::base::{NodeId, PaneId, SurfaceId};
use std::collections::HashSet;

impl Tree {
    /// Returns what is wrong with the tree, in words; nothing for any tree that commands and readers can make. Cost: a
    /// pass over the whole tree.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for surface in &self.surfaces {
            if let Some(root) = surface.root {
                self.check_surface_tree(root, &mut seen, &mut found);
            }
            found.extend(self.zoom_problem(surface));
        }
        let (panes, branches) = (self.panes, self.branches);
        if seen.len() != panes + branches {
            found.push(format!(
                "{} nodes are attached, but there are {panes} panes and {branches} branches",
                seen.len()
            ));
        }
        for node in self.props.keys().filter(|node| !self.contains(**node)) {
            found.push(format!("node {node} has properties but is not there"));
        }
        for node in self.groups.nodes().filter(|node| self.widget(PaneId::new(**node)).is_none()) {
            found.push(format!("node {node} is in a group but is no pane"));
        }
        found.truncate(MAX_PROBLEMS);
        found
    }

    /// Panics if the tree is broken, for tests.
    ///
    /// # Panics
    /// Panics with the first problem if [`Tree::problems`] finds any.
    pub fn assert_valid(&self) {
        if let Some(problem) = self.problems().first() {
            panic!("the tree is broken: {problem}");
        }
    }

    /// Checks what edits have touched, for edits that do not come from a command: each of them may fit, and all of them together leave a
    /// node that is attached to nothing, or a split with one child. Cost: the edits, and the children of the branches that they name.
    ///
    /// # Errors
    /// Returns the first problem.
    pub(crate) fn check_touched<'a>(&self, edits: impl Iterator<Item = &'a Edit>) -> Result<(), EditError> {
        let mut found = Vec::new();
        let mut checked = HashSet::new();
        for edit in edits {
            let (nodes, has_new_axis) = edit.nodes();
            for at in nodes.into_iter().flatten().filter_map(|node| self.slot(node)) {
                if checked.insert(at) {
                    self.check_attached(at, &mut found);
                    self.check_node(at, &mut found);
                }
                let mut child = if has_new_axis { self.node(at).first } else { NIL };
                while child != NIL {
                    self.check_node(child, &mut found);
                    child = self.node(child).next;
                }
            }
            if let Some(problem) = found.pop() {
                return Err(EditError::Broken { problem });
            }
        }
        if self.next_id().raw() > MAX_NODE_ID + 1 {
            return Err(EditError::Broken { problem: "a node has a number beyond the limit".to_owned() });
        }
        let problem = self.surfaces.iter().find_map(|surface| self.surface_problem(surface));
        problem.map_or(Ok(()), |problem| Err(EditError::Broken { problem }))
    }

    fn surface_problem(&self, surface: &SurfaceState) -> Option<String> {
        let number = surface.id.raw();
        let is_main = surface.id == SurfaceId::MAIN;
        if surface.area.is_none() != is_main || number > MAX_SURFACE {
            return Some(format!("the surface {number} is none"));
        }
        if surface.area.is_some_and(|area| !area.is_area()) {
            return Some(format!("the surface {number} has an impossible area"));
        }
        self.zoom_problem(surface)
    }

    fn zoom_problem(&self, surface: &SurfaceState) -> Option<String> {
        let zoomed = surface.zoomed.filter(|pane| self.surface_of(pane.node()) != Some(surface.id));
        zoomed.map(|pane| format!("the zoomed pane {pane} is not on its surface"))
    }

    fn check_attached(&self, at: NodeIndex, found: &mut Vec<String>) {
        let id = self.id(at);
        let is_root = self.surfaces.iter().any(|surface| surface.root == Some(id));
        if is_root == (self.node(at).parent != NIL) {
            found
                .push(format!("node {id} is {}", if is_root { "a root with a parent" } else { "attached to nothing" }));
        }
    }

    fn check_surface_tree(&self, root: NodeId, seen: &mut HashSet<NodeId>, found: &mut Vec<String>) {
        let Some(top) = self.slot(root) else {
            found.push(format!("the root {root} is not there"));
            return;
        };
        if self.node(top).parent != NIL {
            found.push(format!("the root {root} has a parent"));
        }
        let mut at = top;
        while at != NIL && found.len() < MAX_PROBLEMS {
            let id = self.id(at);
            if !seen.insert(id) {
                found.push(format!("node {id} is attached twice"));
                return;
            }
            if self.slot(id) != Some(at) {
                found.push(format!("node {id} is not found by its id"));
            }
            self.check_node(at, found);
            at = self.after(at, top);
        }
    }

    fn check_node(&self, at: NodeIndex, found: &mut Vec<String>) {
        let (node, id) = (self.node(at), self.id(at));
        let Some(form) = node.form else {
            match self.widget_at(at) {
                Some(widget) if self.pane_of(widget) == Some(PaneId::new(id)) => {}
                Some(widget) => found.push(format!("pane {id} is not found by its widget {widget}")),
                None => found.push(format!("pane {id} has no widget")),
            }
            return;
        };
        let count = self.check_ring(at, node.first, found);
        if node.is_tabs() {
            let active = self.active(at);
            if active == NIL || self.node(active).parent != at {
                found.push(format!("the tab set {id} has no child in front"));
            }
        } else if count < 2 {
            found.push(format!("the split {id} has {count} children"));
        }
        if node.first == NIL {
            found.push(format!("the branch {id} is empty"));
        }
        let above = (node.parent != NIL).then(|| self.node(node.parent));
        if !node.is_tabs() && above.is_some_and(|above| above.form == Some(form)) {
            found.push(format!("the split {id} lies inside a split of the same axis"));
        }
        if node.marks.has(Dirty::MEASURE_ANY) && above.is_some_and(|above| !above.marks.has(Dirty::MEASURE_ANY)) {
            found.push(format!("the way to the changed branch {id} is not marked"));
        }
    }

    fn check_ring(&self, parent: NodeIndex, first: NodeIndex, found: &mut Vec<String>) -> usize {
        let (mut count, mut at, mut last) = (0, first, NIL);
        while at != NIL {
            let node = self.node(at);
            if node.parent != parent || (last != NIL && node.prev != last) {
                found.push(format!("the links of node {} are wrong", self.id(at)));
                return count;
            }
            count += 1;
            (last, at) = (at, node.next);
        }
        if first != NIL && self.node(first).prev != last {
            found.push(format!("the ring below node {} is open", self.id(parent)));
        }
        count
    }
}
