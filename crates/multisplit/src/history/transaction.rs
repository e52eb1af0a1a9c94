//! One transaction: edits, their inverses, and where the focus was. Invariant: as many inverses as edits, in the same order.

use crate::base::{Moment, NodeId, PaneId, WidgetId};
use crate::tree::{Content, Edit, Tree};

/// Edits that one undo entry may gather by merging.
const MAX_MERGED_EDITS: usize = 1_024;

/// Which committed transactions become one undo entry: the same key within the merge window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Keyboard resizes of the divider before this node.
    Resize(NodeId),
    /// Tabs of this set brought to the front one after the other.
    Activate(NodeId),
}

/// How a committed transaction came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A command did it.
    Done,
    /// An undo took it back.
    Undone,
    /// A redo did it again.
    Redone,
}

/// A committed transaction on its way to a store.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// Its number; one more than the one before.
    pub sequence: u64,
    /// How it came about.
    pub origin: Origin,
    /// What the user would call it.
    pub name: String,
    /// Its edits in order; applying them to the state before gives the state after.
    pub edits: Vec<Edit>,
    /// Where the focus belongs after it.
    pub focus: Option<PaneId>,
}

/// Edits that are done and taken back together.
#[derive(Clone, Debug)]
pub struct Transaction {
    name: String,
    edits: Vec<Edit>,
    inverses: Vec<Edit>,
    before: Option<PaneId>,
    after: Option<PaneId>,
    at: Moment,
    merge: Option<Merge>,
}

impl Transaction {
    /// What the user would call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its edits, in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// For each edit the one that takes it back.
    #[must_use]
    pub fn inverses(&self) -> &[Edit] {
        &self.inverses
    }

    /// Where the focus belongs after it.
    #[must_use]
    pub const fn focus_after(&self) -> Option<PaneId> {
        self.after
    }

    pub(super) fn new(name: &str, focus: Option<PaneId>, at: Moment) -> Self {
        Self { name: name.to_owned(), edits: vec![], inverses: vec![], before: focus, after: focus, at, merge: None }
    }

    pub(super) const fn focus_before(&self) -> Option<PaneId> {
        self.before
    }

    pub(super) const fn len(&self) -> usize {
        self.edits.len()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(super) fn push(&mut self, edit: Edit, inverse: Edit) {
        self.edits.push(edit);
        self.inverses.push(inverse);
    }

    pub(super) fn rewind(&mut self, tree: &mut Tree, mark: usize) {
        while self.edits.len() > mark {
            self.edits.pop();
            if let Some(inverse) = self.inverses.pop() {
                apply(tree, &inverse);
            }
        }
    }

    pub(super) const fn close(&mut self, focus: Option<PaneId>, merge: Option<Merge>) {
        self.after = focus;
        self.merge = merge;
    }

    /// Takes the transaction back and answers the one that does it again.
    pub(super) fn invert(self, tree: &mut Tree) -> Self {
        let edits: Vec<Edit> = self.inverses.into_iter().rev().collect();
        let inverses = edits.iter().filter_map(|edit| apply(tree, edit)).collect();
        Self { name: self.name, edits, inverses, before: self.after, after: self.before, at: self.at, merge: None }
    }

    pub(super) fn takes(&self, next: &Self, window_ms: u64) -> bool {
        let near = next.at.since(self.at).as_millis() <= u128::from(window_ms);
        let small = self.edits.len() < MAX_MERGED_EDITS;
        small
            && self.merge.is_some()
            && self.merge == next.merge
            && (near || matches!(self.merge, Some(Merge::Activate(_))))
    }

    pub(super) fn absorb(&mut self, next: Self) {
        self.at = next.at;
        self.after = next.after;
        self.edits.extend(next.edits);
        self.inverses.extend(next.inverses);
    }

    /// Exchanges two widget ids wherever an edit names one of them.
    pub(super) fn exchange(&mut self, one: &WidgetId, other: &WidgetId) {
        for edit in self.edits.iter_mut().chain(&mut self.inverses) {
            let (Edit::Create { content: Content::Pane(widget), .. } | Edit::SetWidget { widget, .. }) = edit else {
                continue;
            };
            if widget == one {
                *widget = other.clone();
            } else if widget == other {
                *widget = one.clone();
            }
        }
    }

    pub(super) fn mentions(&self, widget: &WidgetId) -> bool {
        self.edits.iter().chain(&self.inverses).any(|edit| match edit {
            Edit::Create { content: Content::Pane(w), .. } | Edit::SetWidget { widget: w, .. } => w == widget,
            _ => false,
        })
    }
}

fn apply(tree: &mut Tree, edit: &Edit) -> Option<Edit> {
    match tree.apply(edit) {
        Ok(inverse) => Some(inverse),
        Err(error) => {
            crate::never!("an inverse was refused: {error}");
            None
        }
    }
}
