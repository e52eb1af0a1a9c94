//! What is written of a history: committed transactions on their way to a store, and the entries of both stacks.
//!
//! Records are what they say, and nothing here is checked: whatever comes back from a file passes the gate, which checks each edit.

use crate::base::{NodeId, PaneId};
use crate::tree::Edit;
use serde::{Deserialize, Serialize};

/// The key of transactions that merge into one undo entry. Transactions with the same key merge within the merge
/// window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// Keyboard resizes of the divider after this node.
    Resize(NodeId),
}

/// The origin of a committed transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A command.
    Done,
    /// An undo.
    Undone,
    /// A redo.
    Redone,
    /// The widget of a pane has another id. There is no undo entry for it.
    Renamed,
}

/// A committed transaction on its way to a store.
///
/// Applied in the order of their numbers to the state of a checkpoint, transactions make the same tree and the same history
/// ([`Layout::recover`](crate::Layout::recover)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Committed {
    /// The sequence number, which only grows. It has gaps where a layout was loaded or transactions were dropped.
    pub sequence: u64,
    /// The origin of the transaction.
    pub origin: Origin,
    /// The name of the transaction, as an undo menu shows it.
    pub name: String,
    /// The edits in order. Applied to the state before, they make the state after.
    pub edits: Vec<Edit>,
    /// The indices of the edits that only make space for another node, in ascending order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub space: Vec<u32>,
    /// The key of transactions that merge into one undo entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<Merge>,
    /// When the transaction was made, in microseconds on the clock of its host. For an undo or redo, that is when its entry was first
    /// made.
    #[serde(default)]
    pub at_micros: u64,
    /// When it was committed, undone or redone.
    #[serde(default)]
    pub now_micros: u64,
    /// The pane that had the focus before the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus_before: Option<PaneId>,
    /// The pane that has the focus after the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<PaneId>,
}

/// An entry of a saved history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub(super) name: String,
    pub(super) edits: Vec<Edit>,
    pub(super) inverses: Vec<Edit>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) space: Vec<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) merge: Option<Merge>,
    #[serde(default)]
    pub(super) at_micros: u64,
    /// Whether nothing merges into it anymore.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) sealed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) focus_before: Option<PaneId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) focus: Option<PaneId>,
}

/// What can be undone and redone, to be written with the layout that it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedHistory {
    /// The number of the last committed transaction.
    pub sequence: u64,
    /// The entries that can be undone, the oldest first.
    #[serde(default)]
    pub undo: Vec<Entry>,
    /// The entries that can be redone, the next one last.
    #[serde(default)]
    pub redo: Vec<Entry>,
}
