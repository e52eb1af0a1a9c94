//! Dense slots inside, never-reused ids outside. Two tables find a slot by node id and by widget id; both hold slots only.
//! Invariant: a slot is in the id table exactly while it is in use.

use super::node::{Kind, NIL, Node, Slot};
use crate::base::{NodeId, PxRect, Share, WidgetId};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

#[derive(Clone, Debug)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    free: Vec<Slot>,
    ids: HashTable<Slot>,
    widgets: HashTable<Slot>,
    next: NodeId,
}

impl Default for Arena {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            free: Vec::new(),
            ids: HashTable::new(),
            widgets: HashTable::new(),
            next: NodeId::FIRST,
        }
    }
}

/// Which id of a new node is in use.
#[derive(Debug)]
pub(super) enum Taken {
    /// Its own.
    Node,
    /// That of its widget, and where it is.
    Widget(WidgetId, Slot),
}

fn hash_id(id: NodeId) -> u64 {
    FxBuildHasher.hash_one(id.raw())
}

fn hash_widget(widget: &WidgetId) -> u64 {
    FxBuildHasher.hash_one(widget.as_str())
}

impl Arena {
    pub(super) fn node(&self, slot: Slot) -> &Node {
        &self.nodes[slot as usize]
    }

    pub(super) fn node_mut(&mut self, slot: Slot) -> &mut Node {
        &mut self.nodes[slot as usize]
    }

    pub(super) fn nodes_mut(&mut self) -> &mut [Node] {
        &mut self.nodes
    }

    pub(super) fn slot_count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn by_id(&self, id: NodeId) -> Option<Slot> {
        self.ids.find(hash_id(id), |slot| self.node(*slot).id == id).copied()
    }

    pub(super) fn by_widget(&self, widget: &WidgetId) -> Option<Slot> {
        self.widgets.find(hash_widget(widget), |slot| self.node(*slot).widget() == Some(widget)).copied()
    }

    pub(super) const fn next_id(&self) -> NodeId {
        self.next
    }

    pub(super) fn allot(&mut self) -> NodeId {
        let id = self.next;
        self.reserve_ids(NodeId::from_raw(id.raw().saturating_add(1)).unwrap_or(id));
        id
    }

    pub(super) fn reserve_ids(&mut self, next: NodeId) {
        self.next = self.next.max(next);
    }

    /// Puts a detached node into a slot. One look at each table finds out whether an id is taken and where to note it.
    pub(super) fn insert(&mut self, id: NodeId, kind: Kind) -> Result<Slot, Taken> {
        let slot = self.free.last().copied().unwrap_or_else(|| Slot::try_from(self.nodes.len()).unwrap_or(NIL));
        let nodes = &self.nodes;
        let by_id = self.ids.entry(hash_id(id), |s| nodes[*s as usize].id == id, |s| hash_id(nodes[*s as usize].id));
        let Entry::Vacant(by_id) = by_id else { return Err(Taken::Node) };
        if let Kind::Pane(widget) = &kind {
            let is_same = |s: &Slot| nodes[*s as usize].widget() == Some(widget);
            match self.widgets.entry(hash_widget(widget), is_same, |s| rehash(nodes, *s)) {
                Entry::Vacant(by_widget) => by_widget.insert(slot),
                Entry::Occupied(other) => return Err(Taken::Widget(widget.clone(), *other.get())),
            };
        }
        by_id.insert(slot);
        let rect = PxRect::default();
        let node = Node { id, parent: NIL, prev: NIL, next: NIL, share: Share::EVEN, rect, kind };
        if self.free.pop().is_some() {
            self.nodes[slot as usize] = node;
        } else {
            grow(&mut self.nodes);
            self.nodes.push(node);
        }
        self.reserve_ids(NodeId::from_raw(id.raw().saturating_add(1)).unwrap_or(id));
        Ok(slot)
    }

    /// Frees a slot and answers what stood there.
    pub(super) fn remove(&mut self, slot: Slot) -> Kind {
        self.forget_widget(slot);
        let hash = hash_id(self.node(slot).id);
        if let Ok(entry) = self.ids.find_entry(hash, |s| *s == slot) {
            entry.remove();
        }
        self.free.push(slot);
        let blank = super::node::Branch {
            first: NIL,
            active: NIL,
            min: [0; 2],
            form: super::node::Form::Tabs,
            marks: super::node::Marks::default(),
        };
        std::mem::replace(&mut self.nodes[slot as usize].kind, Kind::Branch(blank))
    }

    /// Gives a pane another widget and answers the one it had.
    pub(super) fn set_widget(&mut self, slot: Slot, widget: WidgetId) -> Option<WidgetId> {
        self.forget_widget(slot);
        let hash = hash_widget(&widget);
        let Kind::Pane(place) = &mut self.nodes[slot as usize].kind else { return None };
        let old = std::mem::replace(place, widget);
        let nodes = &self.nodes;
        self.widgets.insert_unique(hash, slot, |s| rehash(nodes, *s));
        Some(old)
    }

    /// Makes room for so many more nodes, as many of them panes.
    pub(super) fn reserve(&mut self, nodes: usize, panes: usize) {
        self.nodes.reserve_exact(nodes);
        let all = &self.nodes;
        self.ids.reserve(nodes, |s| hash_id(all[*s as usize].id));
        self.widgets.reserve(panes, |s| rehash(all, *s));
    }

    pub(super) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.free.capacity() * size_of::<Slot>()
            + self.ids.allocation_size()
            + self.widgets.allocation_size()
    }

    fn forget_widget(&mut self, slot: Slot) {
        let Some(widget) = self.nodes[slot as usize].widget() else { return };
        if let Ok(entry) = self.widgets.find_entry(hash_widget(widget), |s| *s == slot) {
            entry.remove();
        }
    }
}

fn rehash(nodes: &[Node], slot: Slot) -> u64 {
    nodes[slot as usize].widget().map_or(0, hash_widget)
}

/// Grows by an eighth instead of doubling once it is large: spare room counts against the bytes a pane may take.
fn grow<T>(items: &mut Vec<T>) {
    if items.len() == items.capacity() {
        items.reserve_exact((items.len() / 8).max(64));
    }
}
