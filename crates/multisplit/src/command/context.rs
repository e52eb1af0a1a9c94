//! What a command works on: the tree behind its gate, the open transaction, where things lie, and the rules of the workspace.

use super::CommandError;
use crate::base::limits::{MAX_DEPTH, MAX_NODE_ID, MAX_PANES};
use crate::base::{NodeId, PaneId, SurfaceId, WidgetId};
use crate::history::{History, Merge};
use crate::placement::Placer;
use crate::tree::{BranchKind, Content, Edit, Home, NodeKind, Tree};
use std::collections::VecDeque;

/// What an application decides once for its workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Refuse to close the last pane. Default: false, the surface becomes empty.
    pub keep_last: bool,
    /// Give every new pane a tab set of its own, as editors do. Default: false.
    pub tabs_everywhere: bool,
}

/// What a command answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The pane that was made, found or moved.
    pub pane: Option<PaneId>,
    /// All panes that were made, in the order of their widgets.
    pub panes: Vec<PaneId>,
    /// The widget that left the layout.
    pub widget: Option<WidgetId>,
    /// The floating surface that was made, or is gone.
    pub surface: Option<SurfaceId>,
}

impl Outcome {
    /// Just a pane.
    #[must_use]
    pub fn pane(pane: PaneId) -> Self {
        Self { pane: Some(pane), ..Self::default() }
    }
}

/// Where widgets that were closed lately were, the latest last.
pub type Homes = VecDeque<(WidgetId, Home)>;

/// What a command works on.
pub struct CommandCx<'a> {
    /// The tree.
    pub tree: &'a mut Tree,
    /// Holds the open transaction.
    pub history: &'a mut History,
    /// Where things lay at the last placing.
    pub placer: &'a Placer,
    /// The focused panes, the present one first.
    pub recent: &'a [PaneId],
    /// The rules of the workspace.
    pub rules: Rules,
    /// Where widgets that were closed lately were.
    pub homes: &'a Homes,
    /// Where those were that this command closes.
    pub left: Vec<(WidgetId, Home)>,
    /// Where the focus goes afterwards, where the command says so.
    pub focus: Option<PaneId>,
    /// Which transactions this one may merge with.
    pub merge: Option<Merge>,
}

impl CommandCx<'_> {
    /// One edit through the gate.
    pub(super) fn edit(&mut self, edit: Edit) -> Result<(), CommandError> {
        Ok(self.history.edit(self.tree, edit)?)
    }

    pub(super) fn require_pane(&self, pane: PaneId) -> Result<&WidgetId, CommandError> {
        self.tree.widget(pane).ok_or(CommandError::NoSuchPane(pane))
    }

    /// The pane is there and not locked.
    pub(super) fn require_unlocked(&self, pane: PaneId) -> Result<&WidgetId, CommandError> {
        let widget = self.require_pane(pane)?;
        if self.tree.props(pane.node()).locked { Err(CommandError::Locked(pane)) } else { Ok(widget) }
    }

    pub(super) fn require_split(&self, split: NodeId) -> Result<(), CommandError> {
        match self.tree.kind(split) {
            Some(NodeKind::Split(_)) => Ok(()),
            _ => Err(CommandError::NoSuchSplit(split)),
        }
    }

    /// The widget is open nowhere.
    pub(super) fn require_closed(&self, widget: &WidgetId) -> Result<(), CommandError> {
        match self.tree.pane_of(widget) {
            Some(pane) => Err(CommandError::WidgetOpen { widget: widget.clone(), pane }),
            None => Ok(()),
        }
    }

    /// There is room for so many more panes, one branch deeper than `beside`.
    pub(super) fn require_capacity(&self, panes: usize, beside: Option<NodeId>) -> Result<(), CommandError> {
        if self.tree.pane_count() + panes > MAX_PANES {
            return Err(CommandError::TooManyPanes);
        }
        // No path is deeper than there are branches: the walk is only for trees that could be at the limit.
        let deep = self.tree.branch_count() + 2 > MAX_DEPTH;
        if deep && beside.is_some_and(|node| self.tree.depth(node) + 2 > MAX_DEPTH) {
            return Err(CommandError::TooDeep);
        }
        Ok(())
    }

    /// The whole main surface may become one branch deeper.
    pub(super) fn require_capacity_around_root(&self) -> Result<(), CommandError> {
        if self.tree.branch_count() + 2 <= MAX_DEPTH {
            return Ok(());
        }
        let deepest = self.tree.root().map_or(0, |root| self.tree.height(root));
        if deepest + 2 > MAX_DEPTH { Err(CommandError::TooDeep) } else { Ok(()) }
    }

    /// Makes a detached pane; answers it and the node to attach, which is its tab set where every pane has one.
    pub(super) fn make_pane(&mut self, widget: &WidgetId) -> Result<(PaneId, NodeId), CommandError> {
        let node = self.fresh_id()?;
        self.edit(Edit::Create { node, content: Content::Pane(widget.clone()), props: None })?;
        let top = if self.rules.tabs_everywhere { self.wrap_in_tabs(node)? } else { node };
        Ok((PaneId::new(node), top))
    }

    /// Puts a detached node into a new, detached tab set.
    pub(super) fn wrap_in_tabs(&mut self, node: NodeId) -> Result<NodeId, CommandError> {
        let tabs = self.make_branch(BranchKind::Tabs)?;
        self.edit(Edit::Attach { node, parent: tabs, before: None, share: crate::base::Share::EVEN })?;
        Ok(tabs)
    }

    /// An id never given out before; there are 2^62 of them, and a file may have taken most.
    pub(super) fn fresh_id(&mut self) -> Result<NodeId, CommandError> {
        if self.tree.next_id().raw() > MAX_NODE_ID { Err(CommandError::OutOfIds) } else { Ok(self.tree.alloc_id()) }
    }

    /// Makes a detached, empty branch.
    pub(super) fn make_branch(&mut self, form: BranchKind) -> Result<NodeId, CommandError> {
        let node = self.fresh_id()?;
        self.edit(Edit::Create { node, content: Content::Branch(form), props: None })?;
        Ok(node)
    }

    /// The node beside which a pane is split: the tab set it is in, or the pane itself.
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
