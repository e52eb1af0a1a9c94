//! A layout that was read, and what else its file said.

use crate::base::limits::MAX_TITLE_CHARS;
use crate::base::{NodeId, PaneId};
use crate::tree::Tree;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The name of the field with the last title of a pane.
const TITLE: &str = "title";
/// The number of fields of gone nodes that are kept, besides one for each node.
const SPARE_EXTRAS: usize = 1_024;

/// The fields of a file that the tree does not have: the last titles of panes, and those that this version does not know. They are kept and written back.
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

    /// Takes over the fields of another file, whose nodes have got new ids.
    pub fn take_over(&mut self, other: Self, new_id: impl Fn(NodeId) -> Option<NodeId>) {
        self.file = other.file;
        self.nodes.extend(other.nodes.into_iter().filter_map(|(node, fields)| Some((new_id(node)?, fields))));
    }

    /// Returns the last title of a pane.
    pub fn title(&self, pane: PaneId) -> Option<&str> {
        self.nodes.get(&pane.node())?.get(TITLE)?.as_str()
    }

    /// Keeps the last title of a pane, or drops it if it is `None`.
    pub fn set_title(&mut self, pane: PaneId, title: Option<&str>) {
        let Some(title) = title else {
            if let Entry::Occupied(mut fields) = self.nodes.entry(pane.node()) {
                fields.get_mut().remove(TITLE);
                if fields.get().is_empty() {
                    fields.remove();
                }
            }
            return;
        };
        let end = title.char_indices().nth(MAX_TITLE_CHARS).map_or(title.len(), |(end, _)| end);
        self.nodes.entry(pane.node()).or_default().insert(TITLE.to_owned(), title[..end].into());
    }

    /// Drops the titles of nodes that are gone, if there are many more of them than nodes.
    pub fn sweep(&mut self, tree: &Tree) {
        if self.nodes.len() > 2 * (tree.pane_count() + tree.branch_count()) + SPARE_EXTRAS {
            self.nodes.retain(|node, fields| {
                let is_gone = !tree.contains(*node);
                if is_gone {
                    fields.remove(TITLE);
                }
                !is_gone || !fields.is_empty()
            });
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
