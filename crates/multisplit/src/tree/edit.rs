//! The gate: the closed set of primitive edits, and the one function that changes an existing tree. It checks
//! everything first and writes afterward, so a refused edit leaves the tree as it was. It returns the inverse of the
//! edit.

use super::Tree;
use super::node::BranchKind;
use crate::base::limits::{MAX_FLOATING, MAX_PANES};
use crate::base::{Axis, GroupError, GroupId, GroupInfo, NodeId, PaneId, Props, Rect, Share, SurfaceId, WidgetId};
use serde::{Deserialize, Serialize};

/// The content of a new node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A pane that shows a widget.
    Pane(WidgetId),
    /// An empty split or tab set.
    Branch(BranchKind),
}

/// The state of a surface: what it shows, and where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurfaceState {
    /// The id of the surface.
    pub id: SurfaceId,
    /// The root of its tree.
    pub root: Option<NodeId>,
    /// The pane that fills the surface.
    pub zoomed: Option<PaneId>,
    /// The area of a floating surface, in logical units of the main area; `None` for the main surface.
    pub area: Option<Rect>,
    /// The place that a floating surface came from, for docking it again.
    pub home: Option<Box<Home>>,
}

/// The recorded place of a node: its place among its siblings, and that of each branch around it. The ids may belong to
/// nodes that are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The recorded places, from the inside to the outside.
    pub levels: Vec<HomeLevel>,
}

/// A place among siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeLevel {
    /// The branch that the place was in.
    pub parent: NodeId,
    /// The form of that branch: a row, a column or a tab set.
    pub form: BranchKind,
    /// The sibling before the place.
    pub prev: Option<NodeId>,
    /// The sibling after the place.
    pub next: Option<NodeId>,
    /// The share that the node had of the branch.
    pub share: Share,
    /// The sum of the shares of the first 1,024 children of the branch, but at least `share`.
    pub total: u64,
}

impl SurfaceState {
    /// Returns the state of a surface with nothing on it.
    #[must_use]
    pub const fn empty(id: SurfaceId) -> Self {
        Self { id, root: None, zoomed: None, area: None, home: None }
    }
}

/// A primitive edit. Every change of the layout is a sequence of these edits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Creates a node that is attached to nothing.
    Create {
        /// The id, never used for another node.
        node: NodeId,
        /// The content of the node.
        content: Content,
        /// The properties, if they differ from the default.
        props: Option<Box<Props>>,
    },
    /// Deletes a node that is attached to nothing and has no children.
    Delete {
        /// The node.
        node: NodeId,
    },
    /// Attaches a detached node to a branch as a child. The first child of a tab set becomes its front tab.
    Attach {
        /// The node.
        node: NodeId,
        /// The branch.
        parent: NodeId,
        /// The child before which the node is put, or `None` for the end.
        before: Option<NodeId>,
        /// The share of the node.
        share: Share,
    },
    /// Detaches a node from its parent. The front tab can be detached only if it is the only child left: otherwise
    /// another tab must come to the front first.
    Detach {
        /// The node.
        node: NodeId,
    },
    /// Sets the share of a node among its siblings.
    SetShare {
        /// The node.
        node: NodeId,
        /// The new share.
        share: Share,
    },
    /// Shows another widget in a pane.
    SetWidget {
        /// The pane.
        pane: PaneId,
        /// The new widget.
        widget: WidgetId,
    },
    /// Brings a child of a tab set to the front.
    SetActive {
        /// The tab set.
        tabs: NodeId,
        /// The child.
        child: NodeId,
    },
    /// Sets the axis of a split.
    SetAxis {
        /// The split.
        split: NodeId,
        /// The new axis.
        axis: Axis,
    },
    /// Sets the properties of a node: bounds, priority, marks and group.
    SetProps {
        /// The node.
        node: NodeId,
        /// The new properties.
        props: Box<Props>,
    },
    /// Sets the root, zoom and area of a surface. A floating surface without a root is removed.
    SetSurface(Box<SurfaceState>),
    /// Creates, changes or removes a group. Its members are in the properties of the panes.
    SetGroup {
        /// The group.
        group: GroupId,
        /// The new properties of the group, or `None` to remove it.
        info: Option<Box<GroupInfo>>,
    },
}

impl Edit {
    /// Returns the nodes that the edit names and whose place it may change, and whether it gives one of them another axis.
    pub(super) fn nodes(&self) -> ([Option<NodeId>; 2], bool) {
        let nodes = match self {
            Self::Create { node, .. } | Self::Delete { node } | Self::Detach { node } => [Some(*node), None],
            Self::Attach { node, parent, .. } => [Some(*node), Some(*parent)],
            Self::SetActive { tabs, child } => [Some(*tabs), Some(*child)],
            Self::SetAxis { split, .. } => [Some(*split), None],
            Self::SetSurface(state) => [state.root, state.zoomed.map(PaneId::node)],
            Self::SetShare { .. } | Self::SetWidget { .. } | Self::SetProps { .. } | Self::SetGroup { .. } => {
                [None, None]
            }
        };
        (nodes, matches!(self, Self::SetAxis { .. }))
    }
}

/// The error returned when an edit is refused. Commands check before they emit edits, so such an error is a bug of this
/// crate, or of a caller that uses [`Tree::apply`] directly.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// Each edit fits, and all of them together leave a tree that no command makes.
    #[error("the layout would be broken: {problem}")]
    Broken {
        /// What would be wrong, in words.
        problem: String,
    },
    /// There is no node with this id.
    #[error("there is no node {0}")]
    NoSuchNode(NodeId),
    /// The id is in use.
    #[error("there is a node {0} already")]
    NodeExists(NodeId),
    /// The widget is already shown in a pane.
    #[error("the widget {widget} is open in pane {pane} already")]
    WidgetOpen {
        /// The widget.
        widget: WidgetId,
        /// The pane that shows it.
        pane: PaneId,
    },
    /// There are too many panes.
    #[error("a workspace holds at most {MAX_PANES} panes")]
    TooManyPanes,
    /// There are too many floating surfaces.
    #[error("a workspace holds at most {MAX_FLOATING} floating surfaces")]
    TooManySurfaces,
    /// The node is attached.
    #[error("node {0} is attached")]
    Attached(NodeId),
    /// The node is not attached.
    #[error("node {0} is not attached")]
    NotAttached(NodeId),
    /// The branch has children.
    #[error("node {0} has children")]
    HasChildren(NodeId),
    /// The node is not of the kind the edit needs.
    #[error("node {0} is not {1}")]
    WrongKind(NodeId, &'static str),
    /// The second node is not a child of the first.
    #[error("node {1} is not a child of node {0}")]
    NotAChild(NodeId, NodeId),
    /// The node would be attached below itself.
    #[error("node {0} would lie inside itself")]
    IntoItself(NodeId),
    /// The front tab cannot be detached while the set has others.
    #[error("node {0} is the front tab")]
    FrontTab(NodeId),
    /// The zoomed pane is not on the surface.
    #[error("pane {0} is not on the surface that zooms it")]
    ZoomElsewhere(PaneId),
    /// The main surface was given an area, or a floating surface was given none.
    #[error("the surface {0:?} cannot be set so")]
    BadSurface(SurfaceId),
    /// The group is invalid.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// The node cannot be in the group: the group does not exist, or the node is not a pane.
    #[error("node {0} cannot be in that group")]
    BadGroup(NodeId),
}

impl Tree {
    /// Makes one edit and returns its inverse. Cost: a few hash lookups, whatever the size of the tree; attaching a
    /// branch also costs its new depth.
    ///
    /// # Errors
    /// Returns an [`EditError`] if the result would not be a valid tree; nothing has changed then.
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

    /// Counts that a pane was created, deleted or changed.
    fn note_pane(&mut self, pane: PaneId) {
        self.changes += 1;
        self.touched.note(pane);
    }

    /// Records what [`Tree::apply`] records of a new node, for a node that was created otherwise.
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
