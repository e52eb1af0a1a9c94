//! What each primitive edit does to the tree. This is part of the gate: everything is checked first and written
//! afterward, and each function returns the inverse of its edit.

use super::Tree;
use super::arena::{Arena, Taken};
use super::edit::{Content, Edit, EditError, SurfaceState};
use super::node::{Body, BranchKind, Dirty, NIL, Node, NodeIndex, NodeInfo};
use crate::base::limits::{MAX_FLOATING, MAX_PANES};
use crate::base::{Axis, NodeId, PaneId, Props, Share, SurfaceId, WidgetId};

impl Tree {
    pub(super) fn create(&mut self, node: NodeId, content: &Content, props: Option<&Props>) -> Result<Edit, EditError> {
        self.make(node, content.clone(), props, Arena::insert)?;
        Ok(Edit::Delete { node })
    }

    /// Creates a node whose ids are not in use; `put`, which puts it into the arena, finds out whether one is.
    pub(super) fn make(
        &mut self,
        node: NodeId,
        content: Content,
        props: Option<&Props>,
        put: impl FnOnce(&mut Arena, Node, NodeInfo) -> Result<NodeIndex, Taken>,
    ) -> Result<NodeIndex, EditError> {
        let is_pane = matches!(content, Content::Pane(_));
        self.check_in_group(node, props, is_pane)?;
        if is_pane && self.panes >= MAX_PANES {
            return Err(EditError::TooManyPanes);
        }
        let (form, body) = match content {
            Content::Pane(widget) => (None, Body::Pane(widget)),
            Content::Branch(form) => (Some(form), Body::BRANCH),
        };
        let put = put(&mut self.arena, Node::detached(form), NodeInfo { id: node, body });
        let slot = put.map_err(|taken| self.taken(taken))?;
        if is_pane {
            self.panes += 1;
        } else {
            self.branches += 1;
        }
        if let Some(props) = props {
            self.write_props(node, props);
        }
        Ok(slot)
    }

    pub(super) fn taken(&self, taken: Taken) -> EditError {
        match taken {
            Taken::Node(node) => EditError::NodeExists(node),
            Taken::Widget(widget, slot) => EditError::WidgetOpen { widget, pane: PaneId::new(self.id(slot)) },
        }
    }

    pub(super) fn delete(&mut self, node: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        if self.is_attached(slot) {
            return Err(EditError::Attached(node));
        }
        if self.node(slot).first != NIL {
            return Err(EditError::HasChildren(node));
        }
        let form = self.node(slot).form;
        let content = match (self.arena.remove(slot), form) {
            (Body::Pane(widget), _) => {
                self.panes -= 1;
                Content::Pane(widget)
            }
            (Body::Branch { .. }, form) => {
                self.branches -= 1;
                Content::Branch(form.unwrap_or(BranchKind::Tabs))
            }
        };
        let props = self.props(node);
        self.write_props(node, &Props::default());
        Ok(Edit::Create { node, content, props: (!props.is_default()).then(|| Box::new(props)) })
    }

    pub(super) fn attach(
        &mut self,
        node: NodeId,
        parent: NodeId,
        before: Option<NodeId>,
        share: Share,
    ) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let above = self.want(parent)?;
        if !self.node(above).is_branch() {
            return Err(EditError::WrongKind(parent, "a branch"));
        }
        let first = self.node(above).first;
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
        if self.node(slot).is_branch() && self.top_of(above) == slot {
            return Err(EditError::IntoItself(node));
        }
        self.link(slot, above, first, next, share);
        Ok(Edit::Detach { node })
    }

    /// Links a node into the ring of children; `next` is `NIL` for the end.
    pub(super) fn link(&mut self, slot: NodeIndex, above: NodeIndex, first: NodeIndex, next: NodeIndex, share: Share) {
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
        let marked = self.node(slot).marks != Dirty::default();
        let branch = self.arena.node_mut(above);
        if marked {
            // The way down to what must be placed starts here.
            branch.marks = branch.marks.with(Dirty::CHANGED_BELOW);
        }
        if next == first {
            branch.first = slot;
        }
        if first == NIL && branch.is_tabs() {
            self.bring_to_front(above, slot);
        }
        self.touch(above);
    }

    pub(super) fn detach(&mut self, node: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let (above, prev, next, share) = {
            let n = self.node(slot);
            (n.parent, n.prev, n.next, n.share)
        };
        let Some(parent) = self.id_at(above) else { return Err(EditError::NotAttached(node)) };
        let (first, active) = (self.node(above).first, self.active(above));
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
        if first == slot {
            self.arena.node_mut(above).first = next;
        }
        if alone {
            self.bring_to_front(above, NIL);
        }
        self.touch(above);
        let n = self.arena.node_mut(slot);
        (n.parent, n.prev, n.next) = (NIL, NIL, NIL);
        Ok(Edit::Attach { node, parent, before: self.id_at(next), share })
    }

    pub(super) fn set_share(&mut self, node: NodeId, share: Share) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        let old = std::mem::replace(&mut self.arena.node_mut(slot).share, share);
        self.touch(self.node(slot).parent);
        Ok(Edit::SetShare { node, share: old })
    }

    pub(super) fn set_widget(&mut self, pane: PaneId, widget: &WidgetId) -> Result<Edit, EditError> {
        let slot = self.want(pane.node())?;
        if self.widget_at(slot) != Some(widget) {
            self.check_widget_free(widget)?;
        }
        match self.arena.set_widget(slot, widget.clone()) {
            Some(widget) => Ok(Edit::SetWidget { pane, widget }),
            None => Err(EditError::WrongKind(pane.node(), "a pane")),
        }
    }

    pub(super) fn set_active(&mut self, tabs: NodeId, child: NodeId) -> Result<Edit, EditError> {
        let slot = self.want(tabs)?;
        let child_slot = self.want(child)?;
        if !self.node(slot).is_tabs() {
            return Err(EditError::WrongKind(tabs, "a tab set"));
        }
        if self.node(child_slot).parent != slot {
            return Err(EditError::NotAChild(tabs, child));
        }
        let old = self.bring_to_front(slot, child_slot);
        // The least size of the set depends on all tabs, not on the front tab: nothing needs to be measured again.
        self.mark(slot, Dirty::PLACE, Dirty::PLACE_BELOW);
        if self.has_props() && old != NIL && self.is_folded(old) != self.is_folded(child_slot) {
            self.touch_around(slot);
        }
        Ok(Edit::SetActive { tabs, child: self.id_at(old).unwrap_or(child) })
    }

    pub(super) fn set_axis(&mut self, split: NodeId, axis: Axis) -> Result<Edit, EditError> {
        let slot = self.want(split)?;
        let Some(old) = self.node(slot).axis() else { return Err(EditError::WrongKind(split, "a split")) };
        self.arena.node_mut(slot).form = Some(BranchKind::from(axis));
        self.touch(slot);
        Ok(Edit::SetAxis { split, axis: old })
    }

    pub(super) fn set_props(&mut self, node: NodeId, props: &Props) -> Result<Edit, EditError> {
        let slot = self.want(node)?;
        self.check_in_group(node, Some(props), !self.node(slot).is_branch())?;
        let old = self.props(node);
        self.write_props(node, props);
        if old.without_group() != props.without_group() {
            self.touch(slot);
            self.touch_around(slot);
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

    /// Checks that only panes are in groups, and only in groups that exist.
    fn check_in_group(&self, node: NodeId, props: Option<&Props>, is_pane: bool) -> Result<(), EditError> {
        let group = props.and_then(|props| props.group);
        let good = group.is_none() || (is_pane && self.groups.knows(group));
        if good { Ok(()) } else { Err(EditError::BadGroup(node)) }
    }

    pub(super) fn set_surface(&mut self, state: &SurfaceState) -> Result<Edit, EditError> {
        let at = self.surfaces.iter().position(|s| s.id == state.id);
        let old = at.map_or_else(|| SurfaceState::empty(state.id), |at| self.surfaces[at].clone());
        self.check_surface(state, &old, at.is_none())?;
        if state.root.is_none() && state.id != SurfaceId::MAIN {
            self.surfaces.retain(|s| s.id != state.id);
        } else if let Some(at) = at {
            self.surfaces[at] = state.clone();
        } else {
            // Surfaces are ordered by number, which is from back to front, so that one that comes back gets its old
            // place.
            let place = self.surfaces.partition_point(|s| s.id < state.id);
            self.surfaces.insert(place, state.clone());
            self.next_surface = self.next_surface.max(state.id.raw().saturating_add(1));
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
                let good = !self.node(slot).is_branch() && self.top_of(slot) == top;
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

    fn want(&self, node: NodeId) -> Result<NodeIndex, EditError> {
        self.slot(node).ok_or(EditError::NoSuchNode(node))
    }

    fn is_attached(&self, slot: NodeIndex) -> bool {
        let node = self.node(slot);
        node.parent != NIL || self.surfaces.iter().any(|s| s.root == Some(self.id(slot)))
    }

    /// Sets the front child of a tab set and returns the previous one.
    fn bring_to_front(&mut self, tabs: NodeIndex, child: NodeIndex) -> NodeIndex {
        match &mut self.arena.rest_mut(tabs).body {
            Body::Branch { active, .. } => std::mem::replace(active, child),
            Body::Pane(_) => NIL,
        }
    }

    /// Marks the branches around a node to be measured and placed again, up to the next split. Tab sets on the way are
    /// included, because their front tab decides whether they are strips.
    fn touch_around(&mut self, slot: NodeIndex) {
        let mut at = self.node(slot).parent;
        while at != NIL {
            self.touch(at);
            at = if self.node(at).is_tabs() { self.node(at).parent } else { NIL };
        }
    }

    /// Marks a branch to be measured and placed again, and the way up to it.
    fn touch(&mut self, slot: NodeIndex) {
        self.mark(slot, Dirty::CHANGED, Dirty::CHANGED_BELOW);
    }

    /// Marks a branch and the way up to it. Stops where the way is already marked.
    fn mark(&mut self, slot: NodeIndex, own: Dirty, below: Dirty) {
        if slot == NIL {
            return;
        }
        let node = self.arena.node_mut(slot);
        if node.is_branch() {
            node.marks = node.marks.with(own);
        }
        let mut at = self.node(slot).parent;
        while at != NIL {
            let node = self.arena.node_mut(at);
            if node.marks.has_all(below) {
                break;
            }
            node.marks = node.marks.with(below);
            at = node.parent;
        }
    }
}
