//! The gate: the closed set of primitive edits, and the one function that writes a tree that is there. It checks everything first and
//! writes afterwards, so that a refused edit leaves the tree as it was, and answers the edit that takes it back.

use super::Tree;
use super::node::BranchKind;
use crate::base::limits::{MAX_FLOATING, MAX_PANES};
use crate::base::{Axis, GroupError, GroupId, GroupInfo, NodeId, PaneId, Props, Rect, Share, SurfaceId, WidgetId};

/// What a new node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A pane that shows a widget.
    Pane(WidgetId),
    /// An empty split or tab set.
    Branch(BranchKind),
}

/// A surface and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceState {
    /// Which one.
    pub id: SurfaceId,
    /// The root of its tree.
    pub root: Option<NodeId>,
    /// The pane that fills it.
    pub zoomed: Option<PaneId>,
    /// Where a floating surface lies, in logical units of the main area; `None` for the main surface.
    pub area: Option<Rect>,
    /// Where a floating surface came from, for docking it again.
    pub home: Option<Box<Home>>,
}

/// Where a node was: its place among its siblings, and that of each branch around it, from inside to outside. The ids may be those of
/// nodes that are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// From inside to outside.
    pub levels: Vec<HomeLevel>,
}

/// A place among siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomeLevel {
    /// The branch.
    pub parent: NodeId,
    /// What it was.
    pub form: BranchKind,
    /// The sibling before.
    pub prev: Option<NodeId>,
    /// The sibling after.
    pub next: Option<NodeId>,
    /// The share that the node had of the branch.
    pub share: Share,
    /// The shares of all its children together.
    pub total: u64,
}

impl SurfaceState {
    /// A surface with nothing on it.
    #[must_use]
    pub const fn empty(id: SurfaceId) -> Self {
        Self { id, root: None, zoomed: None, area: None, home: None }
    }
}

/// A primitive edit. Every change of the layout is a sequence of these.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Makes a node that is attached to nothing.
    Create {
        /// Its id, never used for another node.
        node: NodeId,
        /// What it is.
        content: Content,
        /// Its properties, where they differ from the default.
        props: Option<Box<Props>>,
    },
    /// Forgets a node that is attached to nothing and has no children.
    Delete {
        /// Which.
        node: NodeId,
    },
    /// Puts a detached node among the children of a branch. The first child of a tab set comes to its front.
    Attach {
        /// Which.
        node: NodeId,
        /// Below which branch.
        parent: NodeId,
        /// Before which child; last where there is none.
        before: Option<NodeId>,
        /// Its share.
        share: Share,
    },
    /// Takes a node out of its parent. The front tab goes last: another must be brought to the front before.
    Detach {
        /// Which.
        node: NodeId,
    },
    /// Sets the share of a node among its siblings.
    SetShare {
        /// Which.
        node: NodeId,
        /// Its share.
        share: Share,
    },
    /// Shows another widget in a pane.
    SetWidget {
        /// Where.
        pane: PaneId,
        /// Which.
        widget: WidgetId,
    },
    /// Brings a child of a tab set to the front.
    SetActive {
        /// The tab set.
        tabs: NodeId,
        /// Its child.
        child: NodeId,
    },
    /// Turns a split.
    SetAxis {
        /// Which.
        split: NodeId,
        /// Its new axis.
        axis: Axis,
    },
    /// Sets bounds, priority and marks of a node.
    SetProps {
        /// Which.
        node: NodeId,
        /// The new ones.
        props: Box<Props>,
    },
    /// Sets root, zoom and area of a surface. A floating surface without a root is gone.
    SetSurface(Box<SurfaceState>),
    /// Makes, changes or forgets a group. Who is in it stands in the properties of the panes.
    SetGroup {
        /// Which.
        group: GroupId,
        /// What is known of it; `None` forgets it.
        info: Option<Box<GroupInfo>>,
    },
}

/// Why an edit was refused. Commands check before they emit edits, so that seeing one of these is a bug of ours or of whoever
/// feeds [`Tree::apply`] by hand.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditError {
    /// No node with this id.
    #[error("there is no node {0}")]
    NoSuchNode(NodeId),
    /// The id is in use.
    #[error("there is a node {0} already")]
    NodeExists(NodeId),
    /// The widget is shown already.
    #[error("the widget {widget} is open in pane {pane} already")]
    WidgetOpen {
        /// The widget.
        widget: WidgetId,
        /// Where it is shown.
        pane: PaneId,
    },
    /// Too many panes.
    #[error("a workspace holds at most {MAX_PANES} panes")]
    TooManyPanes,
    /// Too many floating surfaces.
    #[error("a workspace holds at most {MAX_FLOATING} floating surfaces")]
    TooManySurfaces,
    /// The node hangs somewhere.
    #[error("node {0} is attached")]
    Attached(NodeId),
    /// The node hangs nowhere.
    #[error("node {0} is not attached")]
    NotAttached(NodeId),
    /// The branch has children.
    #[error("node {0} has children")]
    HasChildren(NodeId),
    /// The node is not of the kind the edit needs.
    #[error("node {0} is not {1}")]
    WrongKind(NodeId, &'static str),
    /// The second is not a child of the first.
    #[error("node {1} is not a child of node {0}")]
    NotAChild(NodeId, NodeId),
    /// The node would hang below itself.
    #[error("node {0} would lie inside itself")]
    IntoItself(NodeId),
    /// The front tab cannot be taken out while there are others.
    #[error("node {0} is the front tab")]
    FrontTab(NodeId),
    /// The zoomed pane is not on the surface.
    #[error("pane {0} is not on the surface that zooms it")]
    ZoomElsewhere(PaneId),
    /// No surface with this id, or the main one was to be taken away.
    #[error("the surface {0:?} cannot be set so")]
    BadSurface(SurfaceId),
    /// The group cannot be so.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// The node cannot be in a group: there is none, or it is no pane.
    #[error("node {0} cannot be in that group")]
    BadGroup(NodeId),
}

impl Tree {
    /// Does one edit and answers its inverse. Costs a few hash lookups, whatever the size of the tree; attaching a branch
    /// costs its new depth besides.
    ///
    /// # Errors
    /// [`EditError`] where the tree would no longer be one; nothing has changed then.
    pub fn apply(&mut self, edit: &Edit) -> Result<Edit, EditError> {
        let inverse = self.dispatch(edit)?;
        self.changed |= !matches!(edit, Edit::SetShare { .. });
        let touched = match edit {
            Edit::Create { node, .. } | Edit::Delete { node } => Some(PaneId::new(*node)),
            Edit::SetWidget { pane, .. } => Some(*pane),
            _ => None,
        };
        if let Some(pane) = touched {
            self.note_pane(pane);
        }
        Ok(inverse)
    }

    /// Counts that a pane was made, deleted or changed.
    fn note_pane(&mut self, pane: PaneId) {
        self.changes += 1;
        self.touched.note(pane);
    }

    /// What [`Tree::apply`] notes of a node that is made otherwise.
    pub(super) fn note_new(&mut self, node: NodeId) {
        self.changed = true;
        self.note_pane(PaneId::new(node));
    }

    fn dispatch(&mut self, edit: &Edit) -> Result<Edit, EditError> {
        match edit {
            Edit::Create { node, content, props } => self.create(*node, content, props.as_deref()),
            Edit::Delete { node } => self.delete(*node),
            Edit::Attach { node, parent, before, share } => self.attach(*node, *parent, *before, *share),
            Edit::Detach { node } => self.detach(*node),
            Edit::SetShare { node, share } => self.set_share(*node, *share),
            Edit::SetWidget { pane, widget } => self.set_widget(*pane, widget),
            Edit::SetActive { tabs, child } => self.set_active(*tabs, *child),
            Edit::SetAxis { split, axis } => self.set_axis(*split, *axis),
            Edit::SetProps { node, props } => self.set_props(*node, props),
            Edit::SetSurface(state) => self.set_surface(state),
            Edit::SetGroup { group, info } => self.set_group(*group, info.as_deref()),
        }
    }
}
