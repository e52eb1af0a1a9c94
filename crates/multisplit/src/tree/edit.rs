//! The gate: the closed set of primitive edits, and the one function that writes the tree. It checks everything first and
//! writes afterwards, so that a refused edit leaves the tree as it was, and answers the edit that takes it back.

use super::Tree;
use super::node::{Branch, Form, Kind, Marks, NIL, Slot};
use crate::base::limits::{MAX_FLOATING, MAX_PANES};
use crate::base::{Axis, GroupError, GroupId, GroupInfo, NodeId, PaneId, Props, Rect, Share, SurfaceId, WidgetId};

/// What a new node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A pane that shows a widget.
    Pane(WidgetId),
    /// An empty split or tab set.
    Branch(Form),
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
}

impl SurfaceState {
    /// A surface with nothing on it.
    #[must_use]
    pub const fn empty(id: SurfaceId) -> Self {
        Self { id, root: None, zoomed: None, area: None }
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
        let panes = matches!(edit, Edit::Create { .. } | Edit::Delete { .. } | Edit::SetWidget { .. });
        self.changes += u64::from(panes);
        Ok(inverse)
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

    fn create(&mut self, node: NodeId, content: &Content, props: Option<&Props>) -> Result<Edit, EditError> {
        if self.contains(node) {
            return Err(EditError::NodeExists(node));
        }
        self.check_in_group(node, props, matches!(content, Content::Pane(_)))?;
        let kind = match content {
            Content::Pane(widget) => {
                self.check_widget_free(widget)?;
                if self.panes >= MAX_PANES {
                    return Err(EditError::TooManyPanes);
                }
                self.panes += 1;
                Kind::Pane(widget.clone())
            }
            Content::Branch(form) => {
                self.branches += 1;
                Kind::Branch(Branch { first: NIL, active: NIL, min: [0; 2], form: *form, marks: Marks::CHANGED })
            }
        };
        self.arena.insert(node, kind);
        if let Some(props) = props {
            self.write_props(node, props);
        }
        Ok(Edit::Delete { node })
    }

    fn delete(&mut self, node: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        if self.is_attached(slot) {
            return Err(EditError::Attached(node));
        }
        if self.node(slot).first() != NIL {
            return Err(EditError::HasChildren(node));
        }
        let content = match self.arena.remove(slot) {
            Kind::Pane(widget) => {
                self.panes -= 1;
                Content::Pane(widget)
            }
            Kind::Branch(branch) => {
                self.branches -= 1;
                Content::Branch(branch.form)
            }
        };
        let props = self.props(node);
        self.write_props(node, &Props::default());
        Ok(Edit::Create { node, content, props: (!props.is_default()).then(|| Box::new(props)) })
    }

    fn attach(
        &mut self,
        node: NodeId,
        parent: NodeId,
        before: Option<NodeId>,
        share: Share,
    ) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let above = self.want(parent)?;
        let Some(branch) = self.node(above).branch() else { return Err(EditError::WrongKind(parent, "a branch")) };
        let first = branch.first;
        if self.is_attached(slot) {
            return Err(EditError::Attached(node));
        }
        let next = match before {
            None => NIL,
            Some(sibling) => self.want(sibling)?,
        };
        if let Some(sibling) = before.filter(|_| self.node(next).parent != above) {
            return Err(EditError::NotAChild(parent, sibling));
        }
        if self.node(slot).branch().is_some() && self.top_of(above) == slot {
            return Err(EditError::IntoItself(node));
        }
        self.link(slot, above, first, next, share);
        Ok(Edit::Detach { node })
    }

    /// Writes the ring: `next` is `NIL` for the end.
    fn link(&mut self, slot: Slot, above: Slot, first: Slot, next: Slot, share: Share) {
        let prev = match (next, first) {
            (_, NIL) => slot,
            (NIL, first) => self.node(first).prev,
            (next, _) => self.node(next).prev,
        };
        let node = self.arena.node_mut(slot);
        (node.parent, node.prev, node.next, node.share) = (above, prev, next, share);
        if first != NIL && next != first {
            self.arena.node_mut(prev).next = slot;
        }
        if first != NIL {
            let after = if next == NIL { first } else { next };
            self.arena.node_mut(after).prev = slot;
        }
        let marked = self.node(slot).branch().is_some_and(|b| b.marks != Marks::default());
        if let Some(branch) = self.branch_mut(above) {
            if marked {
                // The way down to what is to be placed starts here.
                branch.marks = branch.marks.with(Marks::CHANGED_BELOW);
            }
            if next == first {
                branch.first = slot;
            }
            if first == NIL && branch.form == Form::Tabs {
                branch.active = slot;
            }
        }
        self.touch(above);
    }

    fn detach(&mut self, node: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let (above, prev, next, share) = {
            let n = self.node(slot);
            (n.parent, n.prev, n.next, n.share)
        };
        let Some(parent) = self.id_at(above) else { return Err(EditError::NotAttached(node)) };
        let (first, active) = self.node(above).branch().map_or((NIL, NIL), |b| (b.first, b.active));
        let alone = first == slot && next == NIL;
        if active == slot && !alone {
            return Err(EditError::FrontTab(node));
        }
        if first != slot {
            self.arena.node_mut(prev).next = next;
        }
        if !alone {
            let after = if next == NIL { first } else { next };
            self.arena.node_mut(after).prev = prev;
        }
        if let Some(branch) = self.branch_mut(above) {
            if first == slot {
                branch.first = next;
            }
            if alone {
                branch.active = NIL;
            }
        }
        self.touch(above);
        let n = self.arena.node_mut(slot);
        (n.parent, n.prev, n.next) = (NIL, NIL, NIL);
        Ok(Edit::Attach { node, parent, before: self.id_at(next), share })
    }

    fn set_share(&mut self, node: NodeId, share: Share) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let old = std::mem::replace(&mut self.arena.node_mut(slot).share, share);
        self.touch(self.node(slot).parent);
        Ok(Edit::SetShare { node, share: old })
    }

    fn set_widget(&mut self, pane: PaneId, widget: &WidgetId) -> Result<Edit, EditError> {
        let slot = self.want(pane.node())?;
        if self.node(slot).widget() != Some(widget) {
            self.check_widget_free(widget)?;
        }
        match self.arena.set_widget(slot, widget.clone()) {
            Some(widget) => Ok(Edit::SetWidget { pane, widget }),
            None => Err(EditError::WrongKind(pane.node(), "a pane")),
        }
    }

    fn set_active(&mut self, tabs: NodeId, child: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(tabs)?;
        let child_slot = self.want(child)?;
        if self.node(slot).branch().is_none_or(|b| b.form != Form::Tabs) {
            return Err(EditError::WrongKind(tabs, "a tab set"));
        }
        if self.node(child_slot).parent != slot {
            return Err(EditError::NotAChild(tabs, child));
        }
        let old = self.branch_mut(slot).map_or(NIL, |b| std::mem::replace(&mut b.active, child_slot));
        // How small the set may be depends on all tabs, not on which is in front: none needs to be asked.
        self.mark(slot, Marks::PLACE, Marks::PLACE_BELOW);
        Ok(Edit::SetActive { tabs, child: self.id_at(old).unwrap_or(child) })
    }

    fn set_axis(&mut self, split: NodeId, axis: Axis) -> Result<Edit, EditError> {
        let slot = self.want(split)?;
        let old = self.node(slot).branch().and_then(|b| b.form.axis());
        let Some(old) = old else { return Err(EditError::WrongKind(split, "a split")) };
        if let Some(branch) = self.branch_mut(slot) {
            branch.form = Form::from(axis);
        }
        self.touch(slot);
        Ok(Edit::SetAxis { split, axis: old })
    }

    fn set_props(&mut self, node: NodeId, props: &Props) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        self.check_in_group(node, Some(props), self.node(slot).widget().is_some())?;
        let old = self.props(node);
        self.write_props(node, props);
        if old.without_group() != props.without_group() {
            self.touch(slot);
            self.touch(self.node(slot).parent);
        }
        Ok(Edit::SetProps { node, props: Box::new(old) })
    }

    fn write_props(&mut self, node: NodeId, props: &Props) {
        self.groups.put(node, props.group);
        let props = props.without_group();
        if props.is_default() {
            self.props.remove(&node);
        } else {
            self.props.insert(node, props);
        }
    }

    /// Panes only are in groups, and in such as there are.
    fn check_in_group(&self, node: NodeId, props: Option<&Props>, is_pane: bool) -> Result<(), EditError> {
        let group = props.and_then(|props| props.group);
        let good = group.is_none() || (is_pane && self.groups.knows(group));
        if good { Ok(()) } else { Err(EditError::BadGroup(node)) }
    }

    fn set_surface(&mut self, state: &SurfaceState) -> Result<Edit, EditError> {
        let at = self.surfaces.iter().position(|s| s.id == state.id);
        let old = at.map_or_else(|| SurfaceState::empty(state.id), |at| self.surfaces[at].clone());
        self.check_surface(state, &old, at.is_none())?;
        if state.root.is_none() && state.id != SurfaceId::MAIN {
            self.surfaces.retain(|s| s.id != state.id);
        } else if let Some(at) = at {
            self.surfaces[at] = state.clone();
        } else {
            // By number, which is from back to front, so that one that comes back comes to its old place.
            let place = self.surfaces.partition_point(|s| s.id < state.id);
            self.surfaces.insert(place, state.clone());
            self.next_surface = self.next_surface.max(state.id.0.saturating_add(1));
        }
        if let Some(slot) = state.root.and_then(|root| self.slot(root)) {
            self.touch(slot);
        }
        Ok(Edit::SetSurface(Box::new(old)))
    }

    fn check_surface(&self, state: &SurfaceState, old: &SurfaceState, is_new: bool) -> Result<(), EditError> {
        if (state.id == SurfaceId::MAIN) != state.area.is_none() && state.root.is_some() {
            return Err(EditError::BadSurface(state.id));
        }
        if is_new && self.surfaces.len() > MAX_FLOATING {
            return Err(EditError::TooManySurfaces);
        }
        let mut top = NIL;
        if let Some(root) = state.root {
            top = self.want(root)?;
            if state.root != old.root && self.is_attached(top) {
                return Err(EditError::Attached(root));
            }
        }
        match state.zoomed {
            None => Ok(()),
            Some(pane) => {
                let slot = self.want(pane.node())?;
                let good = self.node(slot).widget().is_some() && self.top_of(slot) == top;
                if good { Ok(()) } else { Err(EditError::ZoomElsewhere(pane)) }
            }
        }
    }

    fn check_widget_free(&self, widget: &WidgetId) -> Result<(), EditError> {
        match self.pane_of(widget) {
            Some(pane) => Err(EditError::WidgetOpen { widget: widget.clone(), pane }),
            None => Ok(()),
        }
    }

    fn want(&self, node: NodeId) -> Result<Slot, EditError> {
        self.slot(node).ok_or(EditError::NoSuchNode(node))
    }

    fn is_attached(&self, slot: Slot) -> bool {
        let node = self.node(slot);
        node.parent != NIL || self.surfaces.iter().any(|s| s.root == Some(node.id))
    }

    /// Marks a branch to be measured and placed again, and the way up to it.
    fn touch(&mut self, slot: Slot) {
        self.mark(slot, Marks::CHANGED, Marks::CHANGED_BELOW);
    }

    /// Marks a branch, and the way up to it. Stops where the way is marked already.
    fn mark(&mut self, slot: Slot, own: Marks, below: Marks) {
        if slot == NIL {
            return;
        }
        if let Some(branch) = self.branch_mut(slot) {
            branch.marks = branch.marks.with(own);
        }
        let mut at = self.node(slot).parent;
        while at != NIL {
            let above = self.node(at).parent;
            match self.branch_mut(at) {
                Some(branch) if !branch.marks.has_all(below) => branch.marks = branch.marks.with(below),
                _ => break,
            }
            at = above;
        }
    }
}
