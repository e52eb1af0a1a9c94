//! The difference between two trees, pane by pane, reported as widgets.

use super::Tree;
use crate::base::{NodeId, PaneId, Props, WidgetId};

/// The difference between an old and a new tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeDiff {
    /// Widgets that are in the new tree only.
    pub added: Vec<WidgetId>,
    /// Widgets that are in the old tree only.
    pub removed: Vec<WidgetId>,
    /// Widgets in both trees whose pane has another id, another parent, or another sibling before it.
    pub moved: Vec<WidgetId>,
    /// Widgets in both trees whose pane has another share, other bounds or other marks.
    pub changed: Vec<WidgetId>,
}

impl TreeDiff {
    /// Returns `true` if the trees show the same widgets in the same way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Tree {
    /// Returns what differs between this tree and `new`. Widgets come in depth-first order. Cost: a pass over both
    /// trees.
    #[must_use]
    pub fn diff(&self, new: &Self) -> TreeDiff {
        let mut diff = TreeDiff::default();
        for pane in self.panes() {
            if let Some(widget) = self.widget(pane).filter(|widget| new.pane_of(widget).is_none()) {
                diff.removed.push(widget.clone());
            }
        }
        for pane in new.panes() {
            let Some(widget) = new.widget(pane) else { continue };
            match self.pane_of(widget) {
                None => diff.added.push(widget.clone()),
                Some(old) if self.place_of(old) != new.place_of(pane) => diff.moved.push(widget.clone()),
                Some(old) if self.looks_of(old) != new.looks_of(pane) => diff.changed.push(widget.clone()),
                Some(_) => {}
            }
        }
        diff
    }

    /// Returns a pane, the branch above it, and the sibling before it.
    fn place_of(&self, pane: PaneId) -> (PaneId, Option<NodeId>, Option<NodeId>) {
        (pane, self.parent(pane.node()), self.prev(pane.node()))
    }

    fn looks_of(&self, pane: PaneId) -> (Option<crate::base::Share>, Props) {
        (self.share(pane.node()), self.props(pane.node()))
    }
}
