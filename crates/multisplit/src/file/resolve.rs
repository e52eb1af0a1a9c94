//! Turns what a file says into drafts of trees: every reference is followed once, every number is checked, and every problem is
//! noted with its place. Strict reading fails at the first problem; repairing goes on and reports what was changed.

use super::draft::{Draft, Part};
use super::format::{FileNode, LayoutFile};
use super::id_index::IdIndex;
use super::problems::Problems;
use super::rare_fields;
use crate::base::limits::{
    MAX_DEPTH, MAX_FILE_BYTES, MAX_FILE_VALUES, MAX_NODE_ID, MAX_PANES, MAX_READ_SHARE_TOTAL, MAX_WIDGET_ID_BYTES,
};
use crate::base::{Axis, GroupId, NodeId, Props, Share, WidgetId};
use crate::tree::BranchKind;
use rustc_hash::{FxBuildHasher, FxHashSet};

/// The limits of a file. The default is what our own sessions need; [`ReadLimits::outside`] is for files from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// The maximum length of the file, in bytes.
    pub bytes: usize,
    /// The maximum number of nodes in the file.
    pub nodes: usize,
    /// The maximum depth of nested branches.
    pub depth: usize,
    /// The maximum length of a widget id, in bytes.
    pub id_bytes: usize,
    /// The maximum cost of the values of a file that is not as this crate writes it, in units of 32 bytes of memory: an object counts
    /// 22, a list 5. It bounds the memory: `{"":0}` takes a hundred times its length once it is read.
    pub values: usize,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            bytes: MAX_FILE_BYTES,
            nodes: 2 * MAX_PANES,
            depth: MAX_DEPTH,
            id_bytes: MAX_WIDGET_ID_BYTES,
            values: MAX_FILE_VALUES,
        }
    }
}

impl ReadLimits {
    /// Returns the limits for a file from elsewhere: 16 MiB, 10,000 nodes, depth 64, ids of 256 bytes, values that cost 500,000.
    #[must_use]
    pub const fn outside() -> Self {
        Self { bytes: 16 << 20, nodes: 10_000, depth: 64, id_bytes: 256, values: 500_000 }
    }
}

/// Follows the references of a file from its roots.
pub(super) struct Reader<'a> {
    file: &'a LayoutFile,
    limits: ReadLimits,
    index: IdIndex,
    used: Vec<bool>,
    widgets: FxHashSet<&'a str>,
    /// Nodes without an id of their own. Nothing leads to them, and they get a fresh id.
    homeless: Vec<usize>,
    fresh: u64,
    /// The groups that exist.
    pub(super) groups: Vec<GroupId>,
    pub(super) problems: Problems,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a LayoutFile, limits: ReadLimits) -> Self {
        let room = file.nodes.len().min(limits.nodes);
        let mut reader = Self {
            file,
            limits,
            index: IdIndex::with_room(room),
            used: vec![false; file.nodes.len()],
            // Reserved at once: a set that grows by doubling moves all entries into a larger table again and again.
            widgets: FxHashSet::with_capacity_and_hasher(room, FxBuildHasher),
            homeless: vec![],
            fresh: file.next_id.clamp(1, MAX_NODE_ID),
            groups: vec![],
            problems: Problems::default(),
        };
        if file.nodes.len() > limits.nodes {
            reader.note("nodes", || format!("{} nodes are more than the {} allowed", file.nodes.len(), limits.nodes));
        }
        for (at, node) in file.nodes.iter().enumerate().take(limits.nodes) {
            reader.fresh = reader.fresh.max(node.id.saturating_add(1));
            if node.id == 0 {
                reader.homeless.push(at);
            } else if reader.index.note(node.id, at) != at {
                reader.note(&format!("nodes[{at}].id"), || format!("the id {} is there twice", node.id));
                reader.homeless.push(at);
            }
        }
        reader
    }

    /// Returns `true` if the node at a place is the first one with its id.
    pub(super) fn is_first(&self, id: u64, at: usize) -> bool {
        self.index.get(id) == Some(at)
    }

    /// Returns the number of nodes that are read: those of the file, up to the limit.
    pub(super) fn node_count(&self) -> usize {
        self.file.nodes.len().min(self.limits.nodes)
    }

    /// Returns the draft of the tree below a root, parents before children, or `None` if the root does not exist. Reserves space for
    /// `room` parts.
    pub(super) fn follow(&mut self, root: u64, path: &str, room: usize) -> Option<Draft> {
        let top = self.take(root, path, 0)?;
        let mut draft = Draft::with_room(room);
        let mut todo = vec![(top, None::<usize>, Share::EVEN, 0usize)];
        // Children are pushed last first, so that parts come depth first.
        while let Some((at, parent, share, depth)) = todo.pop() {
            let Some(part) = self.part(at) else { continue };
            let me = draft.push(part, parent, share);
            let node = &self.file.nodes[at];
            let Some((name, children)) = children_of(node) else { continue };
            let shares = self.shares(at, node, children.len());
            let start = todo.len();
            for (i, child) in children.iter().enumerate() {
                if let Some(child) = self.take_child(at, name, i, *child, depth + 1) {
                    let share = shares.get(i).and_then(|share| Share::new(*share)).unwrap_or(Share::EVEN);
                    todo.push((child, Some(me), share, depth + 1));
                }
            }
            todo[start..].reverse();
        }
        Some(draft)
    }

    /// Returns the trees that no root leads to, each with its root first: whole branches, then single panes.
    pub(super) fn orphans(&mut self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> =
            self.unled_branches().into_iter().filter_map(|at| self.orphan_branch(at)).collect();
        let mut lost: Vec<usize> = self.index.all().filter(|at| !self.used[*at]).collect();
        lost.append(&mut self.homeless);
        lost.sort_unstable();
        for at in lost {
            let id = self.file.nodes[at].id;
            let pane = self.file.nodes[at].pane.is_some();
            self.note(&format!("nodes[{at}]"), || {
                format!("nothing leads to node {id}; {}", if pane { "kept as a tab" } else { "dropped" })
            });
            self.used[at] = true;
            if let Some(mut part) = pane.then(|| self.part(at)).flatten() {
                if self.index.get(id) != Some(at) {
                    part.id = self.fresh_id();
                }
                let mut draft = Draft::default();
                draft.push(part, None, Share::EVEN);
                drafts.push(draft);
            }
        }
        drafts
    }

    /// Returns a root for a file that names none that exists: the branch with the most children that nothing leads to.
    pub(super) fn stand_in_root(&mut self) -> Option<u64> {
        let size = |at: &usize| children_of(&self.file.nodes[*at]).map_or(0, |(_, children)| children.len());
        // `max_by_key` returns the last of several: going backward, that is the first one in the file.
        let at = self.unled_branches().into_iter().rev().max_by_key(size)?;
        let id = self.file.nodes[at].id;
        self.note("root", || format!("nothing is named as the root that is there; node {id} was taken"));
        Some(id)
    }

    /// Returns the branches that were not read and that no node leads to, by their place in the file.
    fn unled_branches(&self) -> Vec<usize> {
        let mut led = vec![false; self.file.nodes.len()];
        for (_, children) in self.file.nodes.iter().take(self.limits.nodes).filter_map(children_of) {
            children.iter().filter_map(|child| self.index.get(*child)).for_each(|at| led[at] = true);
        }
        let is_unled = |at: &usize| !self.used[*at] && !led[*at] && children_of(&self.file.nodes[*at]).is_some();
        let mut unled: Vec<usize> = self.index.all().filter(is_unled).collect();
        unled.sort_unstable();
        unled
    }

    fn orphan_branch(&mut self, at: usize) -> Option<Draft> {
        let id = self.file.nodes[at].id;
        // It may have been read with an earlier branch.
        if self.used[at] {
            return None;
        }
        self.note(&format!("nodes[{at}]"), || {
            format!("nothing leads to node {id}; kept as a tab with what is below it")
        });
        self.follow(id, &format!("nodes[{at}]"), 0)
    }

    /// Returns an id that no node of the file has.
    pub(super) fn fresh_id(&mut self) -> NodeId {
        // After the end of the range, the search goes on at 1.
        while self.fresh > MAX_NODE_ID || self.index.get(self.fresh).is_some() {
            self.fresh = if self.fresh > MAX_NODE_ID { 1 } else { self.fresh + 1 };
        }
        let id = self.fresh;
        self.fresh += 1;
        NodeId::from_raw(id).unwrap_or(NodeId::FIRST)
    }

    pub(super) fn note(&mut self, path: &str, what: impl FnOnce() -> String) {
        self.problems.add(|| path.to_owned(), what);
    }

    /// Returns `true` if a pane of the file that was read has this id.
    pub(super) fn is_pane(&self, id: u64) -> bool {
        self.index.get(id).is_some_and(|at| self.used[at] && self.file.nodes[at].pane.is_some())
    }

    /// Marks a node as read and returns its place. Returns `None` and notes a problem if the node does not exist, is too deep or was
    /// read before.
    fn take(&mut self, id: u64, path: &str, depth: usize) -> Option<usize> {
        let Some(at) = self.index.get(id) else {
            self.note(path, || format!("there is no node {id}; left out"));
            return None;
        };
        if depth > self.limits.depth {
            let most = self.limits.depth;
            self.note(path, || format!("node {id} lies deeper than the {most} allowed; left out"));
            return None;
        }
        if std::mem::replace(&mut self.used[at], true) {
            self.note(path, || format!("node {id} is used twice, or lies inside itself; left out here"));
            return None;
        }
        Some(at)
    }

    /// Does the same for a child. The path is only formatted if there is a problem: formatting costs more than reading the node.
    fn take_child(&mut self, at: usize, name: &str, i: usize, id: u64, depth: usize) -> Option<usize> {
        match self.index.get(id) {
            Some(child) if depth <= self.limits.depth && !self.used[child] => {
                self.used[child] = true;
                Some(child)
            }
            _ => self.take(id, &format!("nodes[{at}].{name}[{i}]"), depth),
        }
    }

    fn part(&mut self, at: usize) -> Option<Part> {
        let node = &self.file.nodes[at];
        let id = NodeId::from_raw(node.id).unwrap_or(NodeId::FIRST);
        let kinds = [node.pane.is_some(), node.row.is_some(), node.column.is_some(), node.tabs.is_some()];
        if kinds.iter().filter(|k| **k).count() != 1 {
            self.note(&format!("nodes[{at}]"), || {
                "a node is exactly one of `pane`, `row`, `column` and `tabs`; the first was taken".to_owned()
            });
        }
        let props = self.props(at);
        if let Some(text) = &node.pane {
            let widget = self.widget(at, text)?;
            return Some(Part { id, form: None, widget: Some(widget), active: None, props });
        }
        let form = match children_of(node)?.0 {
            "row" => BranchKind::from(Axis::Horizontal),
            "column" => BranchKind::from(Axis::Vertical),
            _ => BranchKind::Tabs,
        };
        Some(Part { id, form: Some(form), widget: None, active: node.active.and_then(NodeId::from_raw), props })
    }

    fn widget(&mut self, at: usize, text: &'a str) -> Option<WidgetId> {
        let most = self.limits.id_bytes;
        let widget = match WidgetId::new(text) {
            Ok(widget) if text.len() <= most => widget,
            Ok(_) => {
                self.note(&format!("nodes[{at}].pane"), || format!("an id of {} bytes; at most {most}", text.len()));
                return None;
            }
            Err(error) => {
                self.note(&format!("nodes[{at}].pane"), || format!("{error}; left out"));
                return None;
            }
        };
        if !self.widgets.insert(text) {
            self.note(&format!("nodes[{at}].pane"), || format!("the widget {text:.60} is shown twice; left out here"));
            return None;
        }
        Some(widget)
    }

    /// Returns the shares of a split if they are valid. Otherwise notes a problem and returns an empty list: then all are even.
    fn shares<'n>(&mut self, at: usize, node: &'n FileNode, children: usize) -> &'n [u32] {
        if are_good_shares(&node.shares, children) {
            return &node.shares;
        }
        self.note(&format!("nodes[{at}].shares"), || {
            format!(
                "{children} children need as many shares from 1 on, at most {MAX_READ_SHARE_TOTAL} in all; made equal"
            )
        });
        &[]
    }

    fn props(&mut self, at: usize) -> Option<Box<Props>> {
        let node = &self.file.nodes[at];
        let rare = node.rare.as_deref()?;
        let (groups, problems) = (&self.groups, &mut self.problems);
        rare_fields::read(
            rare,
            node.pane.is_some(),
            |group| groups.contains(&group),
            |field, what| problems.add(|| format!("nodes[{at}]{field}"), || what),
        )
    }
}

/// Returns `true` if that number of children can have these shares. An empty list is valid: then all are even.
pub(super) fn are_good_shares(shares: &[u32], children: usize) -> bool {
    let total: u64 = shares.iter().map(|share| u64::from(*share)).sum();
    let whole = shares.len() == children && !shares.contains(&0);
    shares.is_empty() || (whole && total <= MAX_READ_SHARE_TOTAL)
}

fn children_of(node: &FileNode) -> Option<(&'static str, &Vec<u64>)> {
    if node.pane.is_some() {
        return None;
    }
    let row = node.row.as_ref().map(|c| ("row", c));
    row.or(node.column.as_ref().map(|c| ("column", c))).or(node.tabs.as_ref().map(|c| ("tabs", c)))
}
