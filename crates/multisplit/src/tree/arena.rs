//! Dense slots inside, never-reused ids outside. Two tables find a slot by node id and by widget id; both hold slots only.
//! Invariant: a slot is in the id table exactly while it is in use, but while a tree is read; `nodes` and `rests` are of one length.

use super::node::{Body, NIL, Node, NodeIndex, NodeInfo};
use crate::base::{NodeId, WidgetId, room};
use hashbrown::HashTable;
use hashbrown::hash_table::{Entry, VacantEntry};
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

#[derive(Clone, Debug)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    rests: Vec<NodeInfo>,
    free: Vec<NodeIndex>,
    ids: HashTable<NodeIndex>,
    widgets: HashTable<NodeIndex>,
    next: NodeId,
}

impl Default for Arena {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            rests: Vec::new(),
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
    Node(NodeId),
    /// That of its widget, and where it is.
    Widget(WidgetId, NodeIndex),
}

fn hash_id(id: NodeId) -> u64 {
    FxBuildHasher.hash_one(id.raw())
}

fn hash_widget(widget: &WidgetId) -> u64 {
    FxBuildHasher.hash_one(widget.as_str())
}

impl Arena {
    pub(super) fn node(&self, slot: NodeIndex) -> &Node {
        &self.nodes[slot as usize]
    }

    pub(super) fn node_mut(&mut self, slot: NodeIndex) -> &mut Node {
        &mut self.nodes[slot as usize]
    }

    pub(super) fn rest(&self, slot: NodeIndex) -> &NodeInfo {
        &self.rests[slot as usize]
    }

    pub(super) fn rest_mut(&mut self, slot: NodeIndex) -> &mut NodeInfo {
        &mut self.rests[slot as usize]
    }

    pub(super) fn widget(&self, slot: NodeIndex) -> Option<&WidgetId> {
        widget(&self.rests, slot)
    }

    pub(super) fn parts_mut(&mut self) -> (&mut [Node], &[NodeInfo]) {
        (&mut self.nodes, &self.rests)
    }

    pub(super) fn slot_count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn by_id(&self, id: NodeId) -> Option<NodeIndex> {
        self.ids.find(hash_id(id), |slot| self.rest(*slot).id == id).copied()
    }

    pub(super) fn by_widget(&self, widget: &WidgetId) -> Option<NodeIndex> {
        self.widgets.find(hash_widget(widget), |slot| self.widget(*slot) == Some(widget)).copied()
    }

    pub(super) const fn next_id(&self) -> NodeId {
        self.next
    }

    pub(super) fn alloc_id(&mut self) -> NodeId {
        let id = self.next;
        self.reserve_ids(after(id));
        id
    }

    pub(super) fn reserve_ids(&mut self, next: NodeId) {
        self.next = self.next.max(next);
    }

    /// Puts a node into a slot. One look at each table finds out whether an id is taken and where to note it.
    pub(super) fn insert(&mut self, node: Node, rest: NodeInfo) -> Result<NodeIndex, Taken> {
        let slot = self.free.last().copied().unwrap_or_else(|| NodeIndex::try_from(self.nodes.len()).unwrap_or(NIL));
        let by_id = vacant_id(&mut self.ids, &self.rests, rest.id)?;
        if let Body::Pane(own) = &rest.body {
            vacant_widget(&mut self.widgets, &self.rests, own)?.insert(slot);
        }
        by_id.insert(slot);
        if self.free.pop().is_some() {
            self.reserve_ids(after(rest.id));
            self.nodes[slot as usize] = node;
            self.rests[slot as usize] = rest;
            return Ok(slot);
        }
        Ok(self.append(node, rest))
    }

    /// Puts a node into a new slot. Its ids are noted by [`Arena::index`].
    pub(super) fn append(&mut self, node: Node, rest: NodeInfo) -> NodeIndex {
        self.reserve_ids(after(rest.id));
        room::push(&mut self.nodes, node);
        room::push(&mut self.rests, rest);
        NodeIndex::try_from(self.nodes.len() - 1).unwrap_or(NIL)
    }

    /// Notes the ids of all nodes, so many of them panes, where none is noted yet. Two loops that do nothing else: they wait for
    /// the memory of many nodes at a time.
    pub(super) fn index(&mut self, panes: usize) -> Result<(), Taken> {
        let rests = &self.rests;
        self.ids.reserve(rests.len(), |s| hash_id(rests[*s as usize].id));
        self.widgets.reserve(panes, |s| rehash(rests, *s));
        for (slot, rest) in (0..).zip(rests) {
            vacant_id(&mut self.ids, rests, rest.id)?.insert(slot);
        }
        for (slot, rest) in (0..).zip(rests) {
            if let Body::Pane(own) = &rest.body {
                vacant_widget(&mut self.widgets, rests, own)?.insert(slot);
            }
        }
        Ok(())
    }

    /// Frees a slot and answers what stood there.
    pub(super) fn remove(&mut self, slot: NodeIndex) -> Body {
        self.forget_widget(slot);
        let hash = hash_id(self.rest(slot).id);
        if let Ok(entry) = self.ids.find_entry(hash, |s| *s == slot) {
            entry.remove();
        }
        self.free.push(slot);
        std::mem::replace(&mut self.rest_mut(slot).body, Body::BRANCH)
    }

    /// Gives a pane another widget and answers the one it had.
    pub(super) fn set_widget(&mut self, slot: NodeIndex, widget: WidgetId) -> Option<WidgetId> {
        self.forget_widget(slot);
        let hash = hash_widget(&widget);
        let Body::Pane(place) = &mut self.rest_mut(slot).body else { return None };
        let old = std::mem::replace(place, widget);
        let rests = &self.rests;
        self.widgets.insert_unique(hash, slot, |s| rehash(rests, *s));
        Some(old)
    }

    /// Makes room for so many more nodes, and none in the tables.
    pub(super) fn reserve_nodes(&mut self, nodes: usize) {
        self.nodes.reserve_exact(nodes);
        self.rests.reserve_exact(nodes);
    }

    /// Gives room back that was asked for and not needed, where it is more than growing leaves.
    pub(super) fn give_back(&mut self) {
        room::give_back(&mut self.nodes);
        room::give_back(&mut self.rests);
    }

    /// Makes room for so many more nodes, as many of them panes.
    pub(super) fn reserve(&mut self, nodes: usize, panes: usize) {
        self.reserve_nodes(nodes);
        let all = &self.rests;
        self.ids.reserve(nodes, |s| hash_id(all[*s as usize].id));
        self.widgets.reserve(panes, |s| rehash(all, *s));
    }

    pub(super) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.rests.capacity() * size_of::<NodeInfo>()
            + self.free.capacity() * size_of::<NodeIndex>()
            + self.ids.allocation_size()
            + self.widgets.allocation_size()
    }

    fn forget_widget(&mut self, slot: NodeIndex) {
        let Some(widget) = widget(&self.rests, slot) else { return };
        if let Ok(entry) = self.widgets.find_entry(hash_widget(widget), |s| *s == slot) {
            entry.remove();
        }
    }
}

fn after(id: NodeId) -> NodeId {
    NodeId::from_raw(id.raw().saturating_add(1)).unwrap_or(id)
}

/// Where a node's id is to be noted.
fn vacant_id<'a>(
    ids: &'a mut HashTable<NodeIndex>,
    rests: &[NodeInfo],
    id: NodeId,
) -> Result<VacantEntry<'a, NodeIndex>, Taken> {
    match ids.entry(hash_id(id), |s| rests[*s as usize].id == id, |s| hash_id(rests[*s as usize].id)) {
        Entry::Vacant(vacant) => Ok(vacant),
        Entry::Occupied(_) => Err(Taken::Node(id)),
    }
}

/// Where a widget's id is to be noted.
fn vacant_widget<'a>(
    widgets: &'a mut HashTable<NodeIndex>,
    rests: &[NodeInfo],
    own: &WidgetId,
) -> Result<VacantEntry<'a, NodeIndex>, Taken> {
    match widgets.entry(hash_widget(own), |s| widget(rests, *s) == Some(own), |s| rehash(rests, *s)) {
        Entry::Vacant(vacant) => Ok(vacant),
        Entry::Occupied(other) => Err(Taken::Widget(own.clone(), *other.get())),
    }
}

fn widget(rests: &[NodeInfo], slot: NodeIndex) -> Option<&WidgetId> {
    match &rests[slot as usize].body {
        Body::Pane(widget) => Some(widget),
        Body::Branch { .. } => None,
    }
}

fn rehash(rests: &[NodeInfo], slot: NodeIndex) -> u64 {
    widget(rests, slot).map_or(0, hash_widget)
}
