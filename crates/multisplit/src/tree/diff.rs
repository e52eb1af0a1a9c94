//! The difference between two trees, pane by pane, reported as widgets. Numbers of panes and nodes do not count: a layout that was written
//! by another program, or numbered again, differs in nothing if it looks the same.
//!
//! # How places are compared without numbers
//! A pane is the same one if it shows the same widget. A branch has no name, so it stands for its first pane, and each pane carries the
//! branches that begin with it: `a` in `row(col(a, b), c)` begins a row and a column. What is highest of these has a sibling before it,
//! which again stands for its first pane. The kinds of the branches, the branch above and that sibling are the place of the pane.
//!
//! Together the places say everything about the shape of a tree, so two trees with equal places are of the same shape, and a change
//! touches the places next to it only. Matching the branches of both trees by the panes in them was the alternative. It needs a choice
//! where panes of one branch are in several now, and it does not notice two branches that change places.
//!
//! # Limitations
//! Shares, bounds and marks of branches, and areas of floating surfaces, are not compared.

use super::{BranchKind, Tree};
use crate::base::{NodeId, PaneId, Props, Share, WidgetId};
use rustc_hash::FxHashMap;

/// The difference between an old and a new tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeDiff {
    /// Widgets that are in the new tree only.
    pub added: Vec<WidgetId>,
    /// Widgets that are in the old tree only.
    pub removed: Vec<WidgetId>,
    /// Widgets in both trees whose place differs: the kind of the branch above, the sibling before, or the branches that begin with the
    /// widget's pane.
    pub moved: Vec<WidgetId>,
    /// Widgets in both trees whose place is the same, and whose pane has another share, other bounds or other marks.
    pub changed: Vec<WidgetId>,
}

impl TreeDiff {
    /// Returns `true` if the trees have the same shape and show the same widgets in it in the same way. Numbers of panes do not count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Tree {
    /// Returns what differs between this tree and `new`. Widgets come in depth-first order. Cost: a pass over both
    /// trees.
    #[must_use]
    pub fn diff(&self, new: &Self) -> TreeDiff {
        let mut diff = TreeDiff::default();
        for pane in self.panes() {
            if let Some(widget) = self.widget(pane).filter(|widget| new.pane_of(widget).is_none()) {
                diff.removed.push(widget.clone());
            }
        }
        let (olds, news) = (Places::of(self), Places::of(new));
        for pane in new.panes() {
            let Some(widget) = new.widget(pane) else { continue };
            match self.pane_of(widget) {
                None => diff.added.push(widget.clone()),
                Some(old) if olds.place(old) != news.place(pane) => diff.moved.push(widget.clone()),
                Some(old) if self.looks_of(old) != new.looks_of(pane) => diff.changed.push(widget.clone()),
                Some(_) => {}
            }
        }
        diff
    }

    /// Returns the share, the properties and the name of the group of a pane. Groups are numbered, too.
    fn looks_of(&self, pane: PaneId) -> (Option<Share>, Props, Option<&str>) {
        let props = self.props(pane.node());
        let group = props.group.and_then(|group| self.group(group)).map(|info| info.name.as_str());
        (self.share(pane.node()), Props { group: None, ..props }, group)
    }

    /// Returns how a branch arranges its children, or `None` for a pane.
    fn form_of(&self, node: NodeId) -> Option<BranchKind> {
        self.node(self.slot(node)?).form
    }
}

/// The place of a pane, without any number of a node.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    /// The branches that begin with the pane, the lowest first.
    begun: Vec<BranchKind>,
    /// The branch above the highest of them, or `None` if that is a root.
    above: Option<BranchKind>,
    /// The sibling before it: its first pane, and the number of branches that begin with that pane in it. Several branches may begin with
    /// a pane, and the number says which of them the sibling is.
    before: Option<(&'a WidgetId, usize)>,
    /// Whether it is the root of a floating surface.
    floats: bool,
}

/// The places of the panes of a tree.
struct Places<'a> {
    tree: &'a Tree,
    /// The first pane of each node, and the number of branches that begin with it in the node, the node included.
    firsts: FxHashMap<NodeId, (PaneId, usize)>,
}

impl<'a> Places<'a> {
    /// Finds the first pane of every node. Each node begins with one pane, so all climbs together are one pass over the nodes.
    fn of(tree: &'a Tree) -> Self {
        let mut firsts = FxHashMap::default();
        for pane in tree.panes() {
            firsts.extend(begin_with(tree, pane).zip(0..).map(|(node, begun)| (node, (pane, begun))));
        }
        Self { tree, firsts }
    }

    fn place(&self, pane: PaneId) -> Place<'a> {
        let tree = self.tree;
        let begun = begin_with(tree, pane).filter_map(|node| tree.form_of(node)).collect();
        let top = begin_with(tree, pane).last().unwrap_or(pane.node());
        let above = tree.parent(top).and_then(|parent| tree.form_of(parent));
        let before = tree.prev(top).and_then(|before| self.firsts.get(&before));
        let before = before.and_then(|(first, begun)| Some((tree.widget(*first)?, *begun)));
        Place { begun, above, before, floats: above.is_none() && tree.root() != Some(top) }
    }
}

/// Returns a pane and the branches that begin with it, the lowest first.
fn begin_with(tree: &Tree, pane: PaneId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(Some(pane.node()), |node| tree.parent(*node).filter(|_| tree.prev(*node).is_none()))
}
