//! Builds a tree from nodes that come in depth-first order, each where it was announced. It refuses what is not in normal form.

use crate::base::limits::{MAX_FLOATING, MAX_NODE_ID};
use crate::base::{NodeId, PaneId, Props, Rect, Share, SurfaceId};
use crate::file::bounded_value::FAST_VALUES;
use crate::file::finish::area_of;
use crate::file::format::{LayoutFile, RareFields};
use crate::file::loaded::{Extras, Loaded};
use crate::file::problems::Problems;
use crate::file::resolve::{ReadLimits, are_good_shares};
use crate::file::{groups, home, rare_fields};
use crate::tree::{BranchKind, Content, Edit, Growing, NodeIndex, SurfaceState, Tree};

/// Puts nodes into a tree while they are read.
pub(super) struct NodesBuilder {
    pub(super) limits: ReadLimits,
    tree: Growing,
    /// The tab sets and their active children.
    fronts: Vec<(NodeId, NodeId)>,
    extras: Extras,
    /// The roots that are still to come, the next one last.
    roots: Vec<u64>,
    /// The branches around the next node, from the outside to the inside.
    open: Vec<Open>,
    /// The announced children of the open branches, those of inner branches after those of outer ones.
    waiting: Vec<(u64, Share)>,
    nodes: usize,
    /// The number of values of unknown fields that may still be read.
    pub(super) values: usize,
    /// The children of the node that is being read, and their shares.
    pub(super) children: Vec<u64>,
    pub(super) shares: Vec<u32>,
}

/// A branch whose children are still being read.
struct Open {
    slot: NodeIndex,
    id: NodeId,
    form: BranchKind,
    active: Option<NodeId>,
    /// Where its children start in `waiting`, and the index of the next one.
    start: usize,
    next: usize,
}

/// A node that was read, without its lists: those are in the builder, so that their memory is used again.
#[derive(Default)]
pub(super) struct Read {
    pub(super) id: u64,
    pub(super) content: Option<Content>,
    pub(super) active: Option<u64>,
    pub(super) rare: Option<Box<RareFields>>,
}

impl NodesBuilder {
    /// Creates a builder with space for `room` nodes. Returns `None` if something that comes before the nodes is invalid.
    pub(super) fn new(file: &LayoutFile, limits: ReadLimits, room: usize) -> Option<Self> {
        let mut tree = Tree::new();
        let mut problems = Problems::default();
        groups::read(&file.groups, &mut tree, &mut problems);
        if !problems.is_empty() || file.floating.len() > MAX_FLOATING {
            return None;
        }
        let mut roots: Vec<u64> = file.root.into_iter().chain(file.floating.iter().map(|float| float.root)).collect();
        roots.reverse();
        Some(Self {
            limits,
            tree: Growing::new(tree, room),
            fronts: vec![],
            extras: Extras::default(),
            roots,
            open: vec![],
            waiting: vec![],
            nodes: 0,
            values: FAST_VALUES,
            children: vec![],
            shares: vec![],
        })
    }

    /// Returns an empty node and clears the lists.
    pub(super) fn fresh(&mut self) -> Read {
        self.children.clear();
        self.shares.clear();
        Read::default()
    }

    /// Puts a node into the announced place. Returns `None` if another node was announced, or if this one is invalid.
    pub(super) fn take(&mut self, node: Read) -> Option<()> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes || self.open.len() > self.limits.depth || node.id > MAX_NODE_ID {
            return None;
        }
        let (wanted, below) = self.next()?;
        let id = NodeId::from_raw(node.id).filter(|_| wanted == node.id)?;
        let content = node.content?;
        let props = match node.rare {
            None => None,
            Some(rare) => self.props(id, *rare, matches!(content, Content::Pane(_)))?,
        };
        let form = match &content {
            Content::Pane(_) => None,
            Content::Branch(form) => Some(*form),
        };
        let good = form.is_none_or(|form| self.is_normal(form));
        let slot = good.then(|| self.tree.append(id, content, props.as_deref(), below).ok())??;
        match form {
            None => self.close(),
            Some(form) => self.open(slot, id, form, node.active),
        }
    }

    /// Returns the properties of a node, if it has any. The outer `None` means that they are invalid.
    #[allow(clippy::option_option)] // most nodes have none, and that is fine
    fn props(&mut self, id: NodeId, rare: RareFields, is_pane: bool) -> Option<Option<Box<Props>>> {
        let mut good = true;
        let is_group = |group| self.tree.has_group(group);
        let props = rare_fields::read(&rare, is_pane, is_group, |_, _| good = false);
        self.extras.keep(id, rare.extra);
        good.then_some(props)
    }

    /// Returns the id of the next node, and its parent and share unless it is a root.
    fn next(&mut self) -> Option<(u64, Option<(NodeIndex, Share)>)> {
        let Some(open) = self.open.last_mut() else { return Some((self.roots.pop()?, None)) };
        let (id, share) = *self.waiting.get(open.next)?;
        open.next += 1;
        Some((id, Some((open.slot, share))))
    }

    /// Returns `true` if a branch with the children that were read would be in normal form at the next place.
    fn is_normal(&self, form: BranchKind) -> bool {
        let least = if form == BranchKind::Tabs { 1 } else { 2 };
        let nested = form != BranchKind::Tabs && self.open.last().is_some_and(|open| open.form == form);
        self.children.len() >= least && !nested && are_good_shares(&self.shares, self.children.len())
    }

    fn open(&mut self, slot: NodeIndex, id: NodeId, form: BranchKind, active: Option<u64>) -> Option<()> {
        let start = self.waiting.len();
        let shares = self.shares.iter().map(|share| Share::new(*share).unwrap_or(Share::EVEN));
        self.waiting.extend(self.children.drain(..).zip(shares.chain(std::iter::repeat(Share::EVEN))));
        self.open.push(Open { slot, id, form, active: active.and_then(NodeId::from_raw), start, next: start });
        // Each announced child is a node still to come, so there cannot be more of them than nodes.
        (self.waiting.len() <= self.limits.nodes).then_some(())
    }

    /// Closes the branches whose last child was read. Returns `None` if one of them is a tab set without an active child.
    fn close(&mut self) -> Option<()> {
        while let Some(open) = self.open.pop_if(|open| open.next == self.waiting.len()) {
            self.waiting.truncate(open.start);
            if open.form == BranchKind::Tabs {
                self.fronts.push((open.id, open.active?));
            }
        }
        Some(())
    }

    /// Returns the layout, or `None` if an announced node is missing or a surface is invalid.
    pub(super) fn end(self, file: &LayoutFile) -> Option<Loaded> {
        if !self.open.is_empty() || !self.roots.is_empty() {
            return None;
        }
        let mut tree = self.tree.finish().ok()?;
        for (tabs, child) in self.fronts {
            tree.apply(&Edit::SetActive { tabs, child }).ok()?;
        }
        let mut show = |id: SurfaceId, root: Option<u64>, zoomed: Option<u64>, (area, home): (Option<Rect>, _)| {
            let (root, zoomed) = (root.and_then(NodeId::from_raw), zoomed.and_then(PaneId::from_raw));
            tree.apply(&Edit::SetSurface(Box::new(SurfaceState { id, root, zoomed, area, home }))).ok()
        };
        show(SurfaceId::MAIN, file.root, None, (None, None))?;
        for (at, float) in file.floating.iter().enumerate() {
            let twice = file.floating[..at].iter().any(|other| other.surface == float.surface);
            let area = area_of(float).filter(|_| !twice)?;
            show(
                SurfaceId::from_raw(float.surface),
                Some(float.root),
                float.zoomed,
                (Some(area), home::read(&float.home)),
            )?;
        }
        Some(Loaded { tree, recent: vec![], extras: self.extras })
    }
}
