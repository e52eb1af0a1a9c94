//! A layout that was read, and what its file said beside.

use crate::base::{NodeId, PaneId};
use crate::tree::Tree;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a file said that this version does not know: kept, and written back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    pub(super) file: Map<String, Value>,
    pub(super) nodes: BTreeMap<NodeId, Map<String, Value>>,
}

impl Extras {
    /// Keeps what was said of a node.
    pub(super) fn keep(&mut self, node: NodeId, extra: Map<String, Value>) {
        if !extra.is_empty() {
            self.nodes.insert(node, extra);
        }
    }
}

/// A layout that was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The tree, valid and in normal form.
    pub tree: Tree,
    /// The focused panes, the present one first.
    pub recent: Vec<PaneId>,
    /// What this version does not know.
    pub extras: Extras,
}
