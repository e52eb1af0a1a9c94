//! A tree whose nodes come depth first, each where it was announced. Refuses what is not in normal form.

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

/// Puts nodes into a tree as they come.
pub(super) struct NodesBuilder {
    pub(super) limits: ReadLimits,
    tree: Growing,
    /// Tab sets and their children in front.
    fronts: Vec<(NodeId, NodeId)>,
    extras: Extras,
    /// Roots that are still to come, the next one last.
    roots: Vec<u64>,
    /// The branches around the next node, from outside to inside.
    open: Vec<Open>,
    /// Children of those that are still to come, behind those that were there.
    waiting: Vec<(u64, Share)>,
    nodes: usize,
    /// Values of unknown fields that may still be read.
    pub(super) values: usize,
    /// Of the node that is being read.
    pub(super) children: Vec<u64>,
    pub(super) shares: Vec<u32>,
}

/// A branch whose children are being read.
struct Open {
    slot: NodeIndex,
    id: NodeId,
    form: BranchKind,
    active: Option<NodeId>,
    /// Where its children start, and which is the next.
    start: usize,
    next: usize,
}

/// A node, its lists apart.
#[derive(Default)]
pub(super) struct Read {
    pub(super) id: u64,
    pub(super) content: Option<Content>,
    pub(super) active: Option<u64>,
    pub(super) rare: Option<Box<RareFields>>,
}

impl NodesBuilder {
    /// `None` where something is wrong with what comes before the nodes.
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

    /// A node without anything yet.
    pub(super) fn fresh(&mut self) -> Read {
        self.children.clear();
        self.shares.clear();
        Read::default()
    }

    /// Puts a node where one is waited for. `None` where it is another one, or cannot be.
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

    /// `None` where something is wrong with them.
    #[allow(clippy::option_option)] // most nodes have none, and that is fine
    fn props(&mut self, id: NodeId, rare: RareFields, is_pane: bool) -> Option<Option<Box<Props>>> {
        let mut good = true;
        let is_group = |group| self.tree.has_group(group);
        let props = rare_fields::read(&rare, is_pane, is_group, |_, _| good = false);
        self.extras.keep(id, rare.extra);
        good.then_some(props)
    }

    /// The next node, and below what it lies with which share.
    fn next(&mut self) -> Option<(u64, Option<(NodeIndex, Share)>)> {
        let Some(open) = self.open.last_mut() else { return Some((self.roots.pop()?, None)) };
        let (id, share) = *self.waiting.get(open.next)?;
        open.next += 1;
        Some((id, Some((open.slot, share))))
    }

    /// Whether a branch with the children that were read can stand where it stands.
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
        // Each is a node to come.
        (self.waiting.len() <= self.limits.nodes).then_some(())
    }

    /// Leaves the branches whose last child has come.
    fn close(&mut self) -> Option<()> {
        while let Some(open) = self.open.pop_if(|open| open.next == self.waiting.len()) {
            self.waiting.truncate(open.start);
            if open.form == BranchKind::Tabs {
                self.fronts.push((open.id, open.active?));
            }
        }
        Some(())
    }

    /// The layout, where all that was waited for has come.
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
