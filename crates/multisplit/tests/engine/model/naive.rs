//! The model: what the rules say about a layout, in terms of the recursive tree. It knows nothing of the internals of
//! the engine.

use super::node::{Node, normal, wrapped};
use multisplit::Placement;
use multisplit::geometry::{Axis, Direction};
use std::collections::BTreeSet;

/// The id of the new pane, until the engine has reported the real one.
const NEW: u64 = 0;

/// A layout as the rules describe it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    root: Option<Node>,
    recent: Vec<u64>,
    locked: BTreeSet<u64>,
}

impl Model {
    pub(crate) fn with(pane: u64, widget: &str) -> Self {
        Self { root: Some(Node::Pane(pane, widget.to_owned())), recent: vec![pane], locked: BTreeSet::new() }
    }

    pub(crate) fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    pub(crate) fn panes(&self) -> Vec<u64> {
        let mut all = vec![];
        if let Some(root) = &self.root {
            root.panes(&mut all);
        }
        all
    }

    pub(crate) fn focused(&self) -> Option<u64> {
        self.recent.first().copied().filter(|_| self.root.is_some())
    }

    pub(crate) fn is_locked(&self, pane: u64) -> bool {
        self.locked.contains(&pane)
    }

    /// Restores the tree, the locks and the focus of `other`. The panes that had the focus before stay as they are now.
    pub(crate) fn become_again(&mut self, other: &Self) {
        self.root = other.root.clone();
        self.locked = other.locked.clone();
        match other.focused() {
            Some(pane) => self.set_focus(pane),
            None => self.recent.clear(),
        }
    }

    /// Sets the id of the new pane, as the engine has reported it.
    pub(crate) fn number(&mut self, pane: u64) {
        self.each(&mut |node| {
            if let Node::Pane(id, _) = node
                && *id == NEW
            {
                *id = pane;
            }
        });
        self.recent.iter_mut().filter(|id| **id == NEW).for_each(|id| *id = pane);
    }

    pub(crate) fn split(&mut self, pane: u64, place: Placement, widget: &str, ratio: f64) {
        self.put(Node::Pane(NEW, widget.to_owned()), pane, place, ratio);
        self.set_focus(NEW);
    }

    pub(crate) fn close(&mut self, pane: u64) -> bool {
        if self.is_locked(pane) {
            return false;
        }
        self.take_out(pane);
        self.mend_focus();
        true
    }

    pub(crate) fn close_others(&mut self, pane: u64) -> bool {
        let others: Vec<u64> = self.panes().into_iter().filter(|p| *p != pane).collect();
        if others.iter().any(|p| self.is_locked(*p)) {
            return false;
        }
        for other in others {
            self.take_out(other);
        }
        self.focus(pane);
        true
    }

    pub(crate) fn replace(&mut self, pane: u64, widget: &str) -> bool {
        self.each(&mut |node| {
            if let Node::Pane(id, name) = node
                && *id == pane
            {
                widget.clone_into(name);
            }
        });
        !self.is_locked(pane)
    }

    pub(crate) fn swap(&mut self, a: u64, b: u64) -> bool {
        let mut names = (String::new(), String::new());
        self.each(&mut |node| match node {
            Node::Pane(id, name) if *id == a => names.0.clone_from(name),
            Node::Pane(id, name) if *id == b => names.1.clone_from(name),
            _ => {}
        });
        if a != b {
            self.each(&mut |node| match node {
                Node::Pane(id, name) if *id == a => (*id, *name) = (b, names.1.clone()),
                Node::Pane(id, name) if *id == b => (*id, *name) = (a, names.0.clone()),
                _ => {}
            });
        }
        !self.is_locked(a) && !self.is_locked(b)
    }

    pub(crate) fn move_to(&mut self, pane: u64, to: u64, place: Placement) -> bool {
        if self.is_locked(pane) || pane == to {
            return false;
        }
        if !self.reorder(pane, to, place)
            && let Some(moved) = self.pick_up(pane)
        {
            self.put(moved, to, place, 0.5);
        }
        self.set_focus(pane);
        true
    }

    pub(crate) fn move_to_edge(&mut self, pane: u64, edge: Direction) -> bool {
        if self.is_locked(pane) {
            return false;
        }
        if self.panes() != [pane]
            && !self.reorder_to_edge(pane, edge)
            && let Some(moved) = self.pick_up(pane)
            && let Some(root) = self.root.take()
        {
            self.root = Some(wrapped(root, moved, (edge.axis() == Axis::Horizontal, edge.is_forward()), 0.5));
        }
        self.focus(pane);
        true
    }

    /// Moves a pane within one split; it keeps its weight.
    fn reorder(&mut self, pane: u64, to: u64, place: Placement) -> bool {
        let mut done = false;
        self.each(&mut |node| {
            let Node::Split(axis, children) = node else { return };
            let at = |found: &dyn Fn(&Node) -> bool| children.iter().position(|(_, child)| found(child));
            let (Some(from), Some(target)) = (at(&|child| child.is_whole(pane)), at(&|child| child.is_seat_of(to)))
            else {
                return;
            };
            let tabbed = matches!(children[target].1, Node::Tabs(..));
            let after = match place.side() {
                Some((side, after)) if (side == Axis::Horizontal) == *axis => after,
                None if !tabbed && place != Placement::Tab => place != Placement::Before,
                _ => return,
            };
            let moved = children.remove(from);
            let target = if target > from { target - 1 } else { target };
            children.insert(target + usize::from(after), moved);
            done = true;
        });
        done
    }

    fn reorder_to_edge(&mut self, pane: u64, edge: Direction) -> bool {
        let Some(Node::Split(axis, children)) = &mut self.root else { return false };
        let Some(from) = children.iter().position(|(_, child)| child.is_whole(pane)) else { return false };
        if *axis != (edge.axis() == Axis::Horizontal) {
            return false;
        }
        let moved = children.remove(from);
        children.insert(if edge.is_forward() { children.len() } else { 0 }, moved);
        true
    }

    /// Takes over which tabs are in front and which pane has the focus.
    pub(crate) fn look_as(&mut self, root: Option<Node>, focus: Option<u64>) {
        self.root = root;
        match focus {
            Some(pane) => self.set_focus(pane),
            None => self.recent.clear(),
        }
    }

    pub(crate) fn set_shares(&mut self, pane: u64, shares: &[u32]) {
        self.above(pane, |_, children| {
            for ((weight, _), share) in children.iter_mut().zip(shares) {
                *weight = f64::from(*share);
            }
        });
    }

    pub(crate) fn equalize(&mut self) {
        self.each(&mut |node| {
            if let Node::Split(_, children) = node {
                children.iter_mut().for_each(|(weight, _)| *weight = 1.0);
            }
        });
    }

    pub(crate) fn rotate(&mut self, pane: u64) {
        self.above(pane, |axis, children| {
            *axis = !*axis;
            for (_, child) in children {
                child.each(&mut |node| {
                    if let Node::Split(axis, _) = node {
                        *axis = !*axis;
                    }
                });
            }
        });
        self.root = self.root.take().and_then(normal);
    }

    /// Brings a tab to the front. If the focused pane was in one of these sets, the focus moves to the pane.
    pub(crate) fn activate(&mut self, pane: u64) {
        let focused = self.focused();
        if self.bring_to_front(pane).into_iter().any(|tabs| focused.is_some_and(|f| tabs.contains(&f))) {
            self.focus(pane);
        }
    }

    pub(crate) fn focus(&mut self, pane: u64) {
        self.bring_to_front(pane);
        self.set_focus(pane);
    }

    pub(crate) fn lock(&mut self, pane: u64, locked: bool) {
        if locked {
            self.locked.insert(pane);
        } else {
            self.locked.remove(&pane);
        }
    }

    /// Returns the panes of each tab set that switched.
    fn bring_to_front(&mut self, pane: u64) -> Vec<Vec<u64>> {
        let mut switched = vec![];
        self.each(&mut |node| {
            let mut all = vec![];
            node.panes(&mut all);
            if let Node::Tabs(front, children) = node
                && let Some(at) = children.iter().position(|c| c.has(pane))
                && at != *front
            {
                *front = at;
                switched.push(all);
            }
        });
        switched
    }

    fn set_focus(&mut self, pane: u64) {
        self.recent.retain(|p| *p != pane);
        self.recent.insert(0, pane);
    }

    fn mend_focus(&mut self) {
        let panes = self.panes();
        if self.recent.first().is_some_and(|p| panes.contains(p)) {
            return;
        }
        let survivor = self.recent.iter().copied().find(|p| panes.contains(p));
        match survivor.or_else(|| self.first_visible()) {
            Some(pane) => self.focus(pane),
            None => self.recent.clear(),
        }
    }

    fn first_visible(&self) -> Option<u64> {
        let mut at = self.root.as_ref()?;
        loop {
            at = match at {
                Node::Pane(id, _) => return Some(*id),
                Node::Split(_, children) => &children.first()?.1,
                Node::Tabs(front, children) => children.get(*front)?,
            };
        }
    }

    fn take_out(&mut self, pane: u64) {
        self.locked.remove(&pane);
        let recent = self.recent.clone();
        self.root = self.root.take().and_then(|root| root.without(pane, &recent));
    }

    /// Takes a pane out and returns it, with its name.
    fn pick_up(&mut self, pane: u64) -> Option<Node> {
        let mut found = None;
        self.each(&mut |node| {
            if matches!(node, Node::Pane(id, _) if *id == pane) {
                found = Some(node.clone());
            }
        });
        let locked = self.locked.clone();
        self.take_out(pane);
        self.locked = locked;
        found
    }

    fn put(&mut self, new: Node, to: u64, place: Placement, ratio: f64) {
        let Some(mut root) = self.root.take() else { return };
        let in_tabs = |node: &Node| matches!(node, Node::Tabs(..)) && node.is_seat_of(to);
        let mut tabbed = false;
        root.each(&mut |node| tabbed |= in_tabs(node));
        let is_pane = |node: &Node| matches!(node, Node::Pane(id, _) if *id == to);
        let is_seat = |node: &Node| if tabbed { in_tabs(node) } else { is_pane(node) };
        if let Some((axis, second)) = place.side() {
            root = root.with_beside(&is_seat, &new, (axis == Axis::Horizontal, second), ratio);
        } else if place == Placement::Tab && !tabbed {
            let mut new = Some(new);
            root.each(&mut |node| {
                if is_pane(node)
                    && let Some(new) = new.take()
                {
                    *node = Node::Tabs(1, vec![node.clone(), new]);
                }
            });
        } else if !root.with_among(to, &new, place != Placement::Before, ratio) {
            root = wrapped(root, new, (true, place != Placement::Before), ratio);
        }
        self.root = Some(root);
    }

    /// Changes the innermost split that a pane is in.
    fn above(&mut self, pane: u64, mut change: impl FnMut(&mut bool, &mut [(f64, Node)])) {
        self.each(&mut |node| {
            if let Node::Split(axis, children) = node
                && children.iter().any(|(_, c)| c.is_seat_of(pane))
            {
                change(axis, children);
            }
        });
    }

    fn each(&mut self, change: &mut dyn FnMut(&mut Node)) {
        if let Some(root) = &mut self.root {
            root.each(change);
        }
    }
}
