//! The layout tree: splits, tab sets and panes in one arena. Only [`Tree::apply`] changes what the tree is, and
//! `bulk` while a file is read. The layout writes where the nodes are. All others only read the tree.
//!
//! Invariant: [`Tree::problems`] finds nothing between any two commands.

mod arena;
mod bulk;
mod check;
mod diff;
mod edit;
mod groups;
mod node;
mod raw;
mod walk;
mod write;

pub(crate) use bulk::Growing;
pub use diff::TreeDiff;
pub use edit::{Content, Edit, EditError, Home, HomeLevel, SurfaceState};
pub use node::BranchKind;
pub(crate) use node::{Body, Dirty, NIL, Node, NodeIndex, NodeInfo};
pub use walk::{Children, Walk};

use crate::base::limits::MAX_TOUCHED;
use crate::base::{Axis, NodeId, PaneId, Props, Role, Share, SurfaceId, WidgetId};
use arena::Arena;
use groups::Groups;
use std::collections::BTreeMap;

/// The kind of a node, as seen from outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind<'a> {
    /// A pane, with the id of the widget that it shows.
    Pane(&'a WidgetId),
    /// A split: children along an axis.
    Split(Axis),
    /// A tab set: children one behind the other.
    Tabs {
        /// The child in front.
        active: Option<NodeId>,
    },
}

impl NodeKind<'_> {
    /// Returns `true` if the node is a pane.
    #[must_use]
    pub const fn is_pane(self) -> bool {
        matches!(self, Self::Pane(_))
    }
}

/// The layout tree of a workspace, with one root per surface.
///
/// Looking up a node costs one hash lookup; a step to a parent, child or sibling costs an array access.
#[derive(Clone, Debug)]
pub struct Tree {
    arena: Arena,
    surfaces: Vec<SurfaceState>,
    /// The properties of the nodes that have any, without the group.
    props: BTreeMap<NodeId, Props>,
    groups: Groups,
    next_surface: u32,
    panes: usize,
    branches: usize,
    changed: bool,
    changes: u64,
    touched: Touched,
}

/// The panes that were created, deleted or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// These panes; some may be listed twice.
    Panes(Vec<PaneId>),
    /// Too many panes to list.
    All,
}

impl Touched {
    fn note(&mut self, pane: PaneId) {
        match self {
            Self::Panes(panes) if panes.len() < MAX_TOUCHED => panes.push(pane),
            _ => *self = Self::All,
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            arena: Arena::default(),
            surfaces: vec![SurfaceState::empty(SurfaceId::MAIN)],
            props: BTreeMap::new(),
            groups: Groups::default(),
            next_surface: 1,
            panes: 0,
            branches: 0,
            changed: false,
            changes: 0,
            touched: Touched::Panes(vec![]),
        }
    }
}

impl Tree {
    /// Creates an empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of panes.
    #[must_use]
    pub const fn pane_count(&self) -> usize {
        self.panes
    }

    /// Returns the number of splits and tab sets.
    #[must_use]
    pub const fn branch_count(&self) -> usize {
        self.branches
    }

    /// Returns the surfaces: the main surface first, then the floating ones from back to front.
    #[must_use]
    pub fn surfaces(&self) -> &[SurfaceState] {
        &self.surfaces
    }

    /// Returns the surface with this id.
    #[must_use]
    pub fn surface(&self, id: SurfaceId) -> Option<&SurfaceState> {
        self.surfaces.iter().find(|s| s.id == id)
    }

    /// Returns `true` if the surface shows one tab set, whatever its tabs hold, and no pane fills it.
    #[must_use]
    pub fn is_one_tab_set(&self, surface: &SurfaceState) -> bool {
        let form = surface.root.and_then(|root| self.kind(root));
        surface.zoomed.is_none() && matches!(form, Some(NodeKind::Tabs { .. }))
    }

    /// Returns the root of the main surface.
    #[must_use]
    pub fn root(&self) -> Option<NodeId> {
        self.surfaces[0].root
    }

    /// Returns the surface that a node is on, or `None` if the node does not exist or is not attached. Cost: the depth
    /// of the node.
    #[must_use]
    pub fn surface_of(&self, node: NodeId) -> Option<SurfaceId> {
        let top = self.id(self.top_of(self.slot(node)?));
        self.surfaces.iter().find(|s| s.root == Some(top)).map(|s| s.id)
    }

    /// Returns `true` if the node exists.
    #[must_use]
    pub fn contains(&self, node: NodeId) -> bool {
        self.slot(node).is_some()
    }

    /// Returns the kind of a node.
    #[must_use]
    pub fn kind(&self, node: NodeId) -> Option<NodeKind<'_>> {
        let slot = self.slot(node)?;
        Some(match &self.arena.rest(slot).body {
            Body::Pane(widget) => NodeKind::Pane(widget),
            Body::Branch { active, .. } => match self.node(slot).axis() {
                Some(axis) => NodeKind::Split(axis),
                None => NodeKind::Tabs { active: self.id_at(*active) },
            },
        })
    }

    /// Returns the widget that a pane shows.
    #[must_use]
    pub fn widget(&self, pane: PaneId) -> Option<&WidgetId> {
        self.arena.widget(self.slot(pane.node())?)
    }

    /// Returns the pane that shows a widget.
    #[must_use]
    pub fn pane_of(&self, widget: &WidgetId) -> Option<PaneId> {
        self.arena.by_widget(widget).map(|slot| PaneId::new(self.id(slot)))
    }

    /// Returns the branch above a node.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.id_at(self.node(self.slot(node)?).parent)
    }

    /// Returns the share of a node among its siblings.
    #[must_use]
    pub fn share(&self, node: NodeId) -> Option<Share> {
        Some(self.node(self.slot(node)?).share)
    }

    /// Returns the sibling after a node.
    #[must_use]
    pub fn next(&self, node: NodeId) -> Option<NodeId> {
        self.id_at(self.node(self.slot(node)?).next)
    }

    /// Returns the sibling before a node.
    #[must_use]
    pub fn prev(&self, node: NodeId) -> Option<NodeId> {
        self.id_at(self.prev_slot(self.slot(node)?))
    }

    /// Returns `true` if a pane is a part of the window ([`Role::Chrome`]). A pane in a tab set is content, whatever its properties say.
    #[must_use]
    pub fn is_chrome(&self, pane: PaneId) -> bool {
        self.has_props() && self.props(pane.node()).role == Role::Chrome && !self.is_tab(pane)
    }

    /// Returns `true` if other panes may be placed at a pane: beside it, or as tabs. A part of the window takes none, nor does a locked pane,
    /// which would be split or hidden; a locked tab can have others beside it.
    #[must_use]
    pub fn takes_others(&self, pane: PaneId) -> bool {
        !self.is_chrome(pane) && (!self.props(pane.node()).locked || self.is_tab(pane))
    }

    fn is_tab(&self, pane: PaneId) -> bool {
        self.parent(pane.node()).is_some_and(|parent| matches!(self.kind(parent), Some(NodeKind::Tabs { .. })))
    }

    /// Returns `true` if a node shows as a strip: it is a child of a split, and it or its front tab is collapsed. A
    /// collapsed tab elsewhere has nothing to make space for and shows as usual.
    #[must_use]
    pub fn is_collapsed(&self, node: NodeId) -> bool {
        if !self.has_props() {
            return false;
        }
        let Some(parent) = self.parent(node) else { return false };
        matches!(self.kind(parent), Some(NodeKind::Split(_)))
            && self.slot(node).is_some_and(|slot| self.is_folded(slot))
    }

    /// Returns `true` if a node, or the front tab below it, is marked as collapsed.
    pub(crate) fn is_folded(&self, slot: NodeIndex) -> bool {
        let mut at = slot;
        while self.has_props() && at != NIL {
            if self.props(self.id(at)).collapsed {
                return true;
            }
            at = if self.node(at).is_tabs() { self.active(at) } else { NIL };
        }
        false
    }

    /// Returns the children of a branch in order; none for a pane or a node that does not exist.
    #[must_use]
    pub fn children(&self, node: NodeId) -> Children<'_> {
        self.slot(node).map_or_else(|| Children::none(self), |slot| Children::of(self, slot))
    }

    /// Returns `node` and all nodes below it, parents before children, in order; none if the node does not exist.
    #[must_use]
    pub fn walk(&self, node: NodeId) -> Walk<'_> {
        self.slot(node).map_or_else(|| Walk::none(self), |slot| Walk::of(self, slot))
    }

    /// Returns all panes of all surfaces, depth first, the main surface first.
    pub fn panes(&self) -> impl Iterator<Item = PaneId> + '_ {
        self.surfaces
            .iter()
            .filter_map(|s| s.root)
            .flat_map(|root| self.walk(root))
            .filter(|id| matches!(self.kind(*id), Some(NodeKind::Pane(_))))
            .map(PaneId::new)
    }

    /// Returns the properties of a node; the default if it has none.
    #[must_use]
    pub fn props(&self, node: NodeId) -> Props {
        Props { group: self.groups.of(node), ..self.props.get(&node).copied().unwrap_or_default() }
    }

    /// Returns `true` if any node differs from the default properties or is in a group.
    pub(crate) fn has_marks(&self) -> bool {
        self.has_props() || self.groups.has_members()
    }

    /// Returns `true` if any node differs from the default properties; groups do not count.
    #[must_use]
    pub fn has_props(&self) -> bool {
        !self.props.is_empty()
    }

    /// Returns the id that the next new node gets.
    #[must_use]
    pub const fn next_id(&self) -> NodeId {
        self.arena.next_id()
    }

    /// Reserves capacity for the given number of further nodes, `panes` of them panes, which saves growing step by
    /// step.
    pub fn reserve(&mut self, nodes: usize, panes: usize) {
        self.arena.reserve(nodes, panes);
    }

    /// Returns a new id, never given out before.
    pub fn alloc_id(&mut self) -> NodeId {
        self.arena.alloc_id()
    }

    /// Makes sure that ids below `next` are not given out again, as after reading a file.
    pub fn reserve_ids(&mut self, next: NodeId) {
        self.arena.reserve_ids(next);
    }

    /// Continues from another tree: its ids stay taken, and its changes count.
    pub(crate) fn go_on_from(&mut self, next: NodeId, changes: u64) {
        self.reserve_ids(next);
        self.changes += changes + 1;
        self.touched = Touched::All;
    }

    /// Returns the panes that were created, deleted or changed since the last call.
    pub(crate) fn take_touched(&mut self) -> Touched {
        std::mem::replace(&mut self.touched, Touched::Panes(vec![]))
    }

    /// Returns a new id for a floating surface.
    pub fn allot_surface(&mut self) -> SurfaceId {
        let id = SurfaceId::from_raw(self.next_surface);
        self.next_surface = self.next_surface.saturating_add(1);
        id
    }

    /// Returns the number of nested branches above a node. Cost: the depth of the node.
    #[must_use]
    pub fn depth(&self, node: NodeId) -> usize {
        let mut depth = 0;
        let mut at = self.slot(node).map_or(NIL, |slot| self.node(slot).parent);
        while at != NIL {
            depth += 1;
            at = self.node(at).parent;
        }
        depth
    }

    /// Returns the number of nested branches below a node, itself included. Cost: all nodes below it.
    pub(crate) fn height(&self, node: NodeId) -> usize {
        let Some(top) = self.slot(node) else { return 0 };
        let (mut at, mut depth, mut most) = (top, 0usize, 0);
        loop {
            let first = self.node(at).first;
            if first != NIL {
                (at, depth) = (first, depth + 1);
                most = most.max(depth);
                continue;
            }
            while at != top && self.node(at).next == NIL {
                (at, depth) = (self.node(at).parent, depth - 1);
            }
            if at == top {
                return most;
            }
            at = self.node(at).next;
        }
    }

    /// Returns a number that grows with every edit that creates, deletes or changes a pane.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.changes
    }

    /// Returns the number of bytes that the tree takes, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.arena.bytes() + self.props.len() * (size_of::<Props>() + 16) + self.groups.bytes()
    }
}
