//! The context of a command: the tree behind its gate, the open transaction, the places of nodes, and the rules of the
//! workspace.

use super::CommandError;
use crate::base::limits::{MAX_DEPTH, MAX_NODE_ID, MAX_PANES};
use crate::base::{Direction, NodeId, PaneId, SurfaceId, WidgetId};
use crate::history::{History, Merge};
use crate::placement::{Metrics, Placer};
use crate::tree::{BranchKind, Content, Edit, Home, NodeKind, Tree};
use std::collections::VecDeque;

/// The rules that an application sets once for its workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whether closing the last pane is refused. By default it is allowed, and the surface becomes empty.
    pub keep_last: bool,
    /// Which new panes get a tab bar.
    pub bars: Bars,
    /// The edges at which widgets of some kinds open, as `("outline", Direction::Right)`: tools that belong to an edge and not into the
    /// middle, such as one that a new version of an application adds to layouts of an older one. It is a hint: a widget that is open, or was
    /// closed recently, stays where it is. The others at the same edge get it as a tab.
    pub docks: &'static [(&'static str, Direction)],
}

impl Rules {
    /// Returns the edge at which a widget opens, if its kind has one.
    #[must_use]
    pub fn dock_of(&self, widget: &WidgetId) -> Option<Direction> {
        self.docks.iter().find(|(kind, _)| *kind == widget.kind()).map(|(_, edge)| *edge)
    }
}

/// Which panes have a tab bar. A pane that is a part of the window ([`Role::Chrome`](crate::Role::Chrome)) never has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bars {
    /// Panes that share their place with others: tabs.
    #[default]
    WhenSeveral,
    /// All panes: each new pane gets a tab set of its own, as in editors.
    Always,
}

/// The result of a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The pane that was created, found or moved.
    pub pane: Option<PaneId>,
    /// All panes of a command about several: those of a template (in the order of its widgets), a docked surface, a moved
    /// tab or a group.
    pub panes: Vec<PaneId>,
    /// The widget that left the layout.
    pub widget: Option<WidgetId>,
    /// The floating surface that was created, or that is gone.
    pub surface: Option<SurfaceId>,
    /// Whether a divider was grabbed, or had moved when it was released.
    pub moved: bool,
}

impl Outcome {
    /// Creates an outcome that names a pane and nothing else.
    #[must_use]
    pub fn pane(pane: PaneId) -> Self {
        Self { pane: Some(pane), ..Self::default() }
    }
}

/// The places of recently closed widgets, the latest last.
pub type Homes = VecDeque<(WidgetId, Home)>;

/// The context that a command runs in.
pub struct CommandCx<'a> {
    /// The tree.
    pub tree: &'a mut Tree,
    /// The history, which holds the open transaction.
    pub history: &'a mut History,
    /// The places of nodes as of the last placement.
    pub placer: &'a Placer,
    /// The lengths that the layout is given.
    pub metrics: &'a Metrics,
    /// The panes that had the focus, the focused one first.
    pub recent: &'a [PaneId],
    /// The rules of the workspace.
    pub rules: Rules,
    /// The places of recently closed widgets.
    pub homes: &'a Homes,
    /// The places of the widgets that this command closes.
    pub left: Vec<(WidgetId, Home)>,
    /// The pane that gets the focus afterward, if the command says so.
    pub focus: Option<PaneId>,
    /// Whether the pane that gets the focus stays hidden if it is. Otherwise it is revealed.
    pub keeps_hidden: bool,
    /// The key of the transactions that this one may merge with.
    pub merge: Option<Merge>,
}

impl CommandCx<'_> {
    /// Makes one edit through the gate.
    pub(super) fn edit(&mut self, edit: Edit) -> Result<(), CommandError> {
        Ok(self.history.edit(self.tree, edit)?)
    }

    pub(super) fn require_pane(&self, pane: PaneId) -> Result<&WidgetId, CommandError> {
        self.tree.widget(pane).ok_or(CommandError::NoSuchPane(pane))
    }

    /// Checks that the pane exists and is not locked.
    pub(super) fn require_unlocked(&self, pane: PaneId) -> Result<&WidgetId, CommandError> {
        let widget = self.require_pane(pane)?;
        if self.tree.props(pane.node()).locked { Err(CommandError::Locked(pane)) } else { Ok(widget) }
    }

    /// Checks that the pane exists and that others may be placed in relation to it.
    pub(super) fn require_content(&self, pane: PaneId) -> Result<&WidgetId, CommandError> {
        let widget = self.require_pane(pane)?;
        if self.is_chrome(pane) { Err(CommandError::Chrome(pane)) } else { Ok(widget) }
    }

    /// Returns `true` if a pane is a part of the window.
    pub(super) fn is_chrome(&self, pane: PaneId) -> bool {
        self.tree.is_chrome(pane)
    }

    pub(super) fn require_split(&self, split: NodeId) -> Result<(), CommandError> {
        match self.tree.kind(split) {
            Some(NodeKind::Split(_)) => Ok(()),
            _ => Err(CommandError::NoSuchSplit(split)),
        }
    }

    /// Checks that the widget is not open in any pane.
    pub(super) fn require_closed(&self, widget: &WidgetId) -> Result<(), CommandError> {
        match self.tree.pane_of(widget) {
            Some(pane) => Err(CommandError::WidgetOpen { widget: widget.clone(), pane }),
            None => Ok(()),
        }
    }

    /// Checks that the given number of panes fits into the workspace, one branch deeper than `beside`.
    pub(super) fn require_capacity(&self, panes: usize, beside: Option<NodeId>) -> Result<(), CommandError> {
        if self.tree.pane_count() + panes > MAX_PANES {
            return Err(CommandError::TooManyPanes);
        }
        // No path is deeper than the number of branches. The walk is needed only for trees that could be at the limit.
        let deep = self.tree.branch_count() + 2 > MAX_DEPTH;
        if deep && beside.is_some_and(|node| self.tree.depth(node) + 2 > MAX_DEPTH) {
            return Err(CommandError::TooDeep);
        }
        Ok(())
    }

    /// Checks that the whole main surface may become one branch deeper.
    pub(super) fn require_capacity_around_root(&self) -> Result<(), CommandError> {
        if self.tree.branch_count() + 2 <= MAX_DEPTH {
            return Ok(());
        }
        let deepest = self.tree.root().map_or(0, |root| self.tree.height(root));
        if deepest + 2 > MAX_DEPTH { Err(CommandError::TooDeep) } else { Ok(()) }
    }

    /// Creates a detached pane. Returns the pane and the node to attach, which is its tab set if the rules give every
    /// pane one.
    pub(super) fn make_pane(&mut self, widget: &WidgetId) -> Result<(PaneId, NodeId), CommandError> {
        let node = self.fresh_id()?;
        self.edit(Edit::Create { node, content: Content::Pane(widget.clone()), props: None })?;
        let top = if self.rules.bars == Bars::Always { self.wrap_in_tabs(node)? } else { node };
        Ok((PaneId::new(node), top))
    }

    /// Puts a detached node into a new, detached tab set and returns the set.
    pub(super) fn wrap_in_tabs(&mut self, node: NodeId) -> Result<NodeId, CommandError> {
        let tabs = self.make_branch(BranchKind::Tabs)?;
        self.edit(Edit::Attach { node, parent: tabs, before: None, share: crate::base::Share::EVEN })?;
        Ok(tabs)
    }

    /// Returns an id that was never given out before.
    ///
    /// # Errors
    /// Returns [`CommandError::OutOfIds`] if none is left. There are 2^62 ids, but a file may have used most of the
    /// range.
    pub(super) fn fresh_id(&mut self) -> Result<NodeId, CommandError> {
        if self.tree.next_id().raw() > MAX_NODE_ID { Err(CommandError::OutOfIds) } else { Ok(self.tree.alloc_id()) }
    }

    /// Creates a detached, empty branch.
    pub(super) fn make_branch(&mut self, form: BranchKind) -> Result<NodeId, CommandError> {
        let node = self.fresh_id()?;
        self.edit(Edit::Create { node, content: Content::Branch(form), props: None })?;
        Ok(node)
    }

    /// Returns the node beside which a pane is split: the tab set that the pane is in, or the pane itself.
    pub(super) fn tab_set_or_pane(&self, pane: PaneId) -> NodeId {
        match self.tree.parent(pane.node()) {
            Some(parent) if self.is_tabs(parent) => parent,
            _ => pane.node(),
        }
    }

    pub(super) fn is_tabs(&self, node: NodeId) -> bool {
        matches!(self.tree.kind(node), Some(NodeKind::Tabs { .. }))
    }
}
