//! The arena of the tree: dense slots inside, ids that are never reused outside. Two tables find a slot by node id and
//! by widget id; both hold slots only.
//!
//! Invariant: a slot is in the id table exactly while it is in use, except while a tree is read; `nodes` and `rests`
//! have the same length.
//!
//! # Why an arena of linked nodes
//!
//! All nodes stand in two parallel lists. The parent, the siblings and the first child of a node are indices into these
//! lists, so a pass over the tree costs array accesses only: no hash lookup, and no allocation per node.
//!
//! The alternative was a list of children in each branch. There, attaching or detaching a child costs the number of its
//! siblings. With links, an edit costs the same at any number of siblings. The children form a ring (`prev` of the
//! first child is the last), so the end is found without a further field. Walks need no stack, and nothing recurses,
//! however deep the tree is. The price is that the n-th child is found only in n steps.
//!
//! # Why 72 bytes in two parts
//!
//! A [`Node`] holds in 40 bytes what a pass over the tree reads: the rectangle, four links, the share and the marks. A
//! [`NodeInfo`] holds in 32 bytes what the node is: its id, and the widget id of a pane or the front tab and least size
//! of a branch. Placing runs mostly through the first list. The rectangle stands there because the layout writes it on
//! the same pass. Links are `u32`, which is more than enough for the nodes of 2^20 panes. Properties and groups, which
//! few nodes have, are in maps outside. A test holds the two sizes.
//!
//! # Why ids are never reused
//!
//! Slots are reused, ids are not, because ids outlive their nodes: undo entries, homes, files and the application keep
//! them. An undo creates a node again under its old id, in whatever slot is free then, so a slot index could not serve
//! as an id. And a stale id must never name another node. The price is one hash lookup for each id that comes in from
//! outside.

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

/// The id of a new node that is already in use.
#[derive(Debug)]
pub(super) enum Taken {
    /// The id of the node.
    Node(NodeId),
    /// The id of its widget, and the slot that has it.
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

    /// Puts a node into a slot. One lookup in each table finds out whether an id is taken and where to enter it.
    pub(super) fn insert(&mut self, node: Node, rest: NodeInfo) -> Result<NodeIndex, Taken> {
        let slot = self.free.last().copied().unwrap_or_else(|| NodeIndex::try_from(self.nodes.len()).unwrap_or(NIL));
        // Both ids are known to be free before anything is written, so that a refusal changes nothing.
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

    /// Puts a node into a new slot. Its ids are entered later, by [`Arena::index`].
    pub(super) fn append(&mut self, node: Node, rest: NodeInfo) -> NodeIndex {
        self.reserve_ids(after(rest.id));
        room::push(&mut self.nodes, node);
        room::push(&mut self.rests, rest);
        NodeIndex::try_from(self.nodes.len() - 1).unwrap_or(NIL)
    }

    /// Enters the ids of all nodes, `panes` of them panes, into the tables, which must be empty. The two loops do
    /// nothing else, so that the processor waits for the memory of many nodes at a time.
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

    /// Frees a slot and returns what it held.
    pub(super) fn remove(&mut self, slot: NodeIndex) -> Body {
        self.forget_widget(slot);
        let hash = hash_id(self.rest(slot).id);
        if let Ok(entry) = self.ids.find_entry(hash, |s| *s == slot) {
            entry.remove();
        }
        self.free.push(slot);
        std::mem::replace(&mut self.rest_mut(slot).body, Body::BRANCH)
    }

    /// Gives a pane another widget and returns the previous one. Returns `None` for a branch.
    pub(super) fn set_widget(&mut self, slot: NodeIndex, widget: WidgetId) -> Option<WidgetId> {
        self.forget_widget(slot);
        let hash = hash_widget(&widget);
        let Body::Pane(place) = &mut self.rest_mut(slot).body else { return None };
        let old = std::mem::replace(place, widget);
        let rests = &self.rests;
        self.widgets.insert_unique(hash, slot, |s| rehash(rests, *s));
        Some(old)
    }

    /// Reserves capacity for the given number of further nodes, but none in the tables.
    pub(super) fn reserve_nodes(&mut self, nodes: usize) {
        self.nodes.reserve_exact(nodes);
        self.rests.reserve_exact(nodes);
    }

    /// Releases capacity that was reserved and not needed, if it is more than growing leaves.
    pub(super) fn give_back(&mut self) {
        room::give_back(&mut self.nodes);
        room::give_back(&mut self.rests);
    }

    /// Reserves capacity for the given number of further nodes, `panes` of them panes.
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

/// Returns the place in the table where the id of a node is to be entered.
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

/// Returns the place in the table where the id of a widget is to be entered.
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
