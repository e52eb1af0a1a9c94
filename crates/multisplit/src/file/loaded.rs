//! A layout that was read, and what else its file said.

use crate::base::{NodeId, PaneId};
use crate::tree::Tree;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The fields of a file that this version does not know. They are kept and written back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    pub(super) file: Map<String, Value>,
    pub(super) nodes: BTreeMap<NodeId, Map<String, Value>>,
}

impl Extras {
    /// Keeps the unknown fields of a node.
    pub(super) fn keep(&mut self, node: NodeId, extra: Map<String, Value>) {
        if !extra.is_empty() {
            self.nodes.insert(node, extra);
        }
    }
}

/// A layout that was read from a file.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The tree. It is valid and in normal form.
    pub tree: Tree,
    /// The panes that had the focus, the focused one first.
    pub recent: Vec<PaneId>,
    /// The fields that this version does not know.
    pub extras: Extras,
}
