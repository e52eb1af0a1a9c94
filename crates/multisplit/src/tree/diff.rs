//! What two trees differ in, pane by pane, told by widgets: ids of panes may differ between a file and a workspace.

use super::Tree;
use crate::base::{NodeId, PaneId, Props, WidgetId};

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreeDiff {
    /// Widgets that are in the new tree only.
    pub added: Vec<WidgetId>,
    /// Widgets that are in the old tree only.
    pub removed: Vec<WidgetId>,
    /// Widgets in both that hang elsewhere, or after another sibling.
    pub moved: Vec<WidgetId>,
    /// Widgets in both whose pane has another share, other bounds or marks.
    pub changed: Vec<WidgetId>,
}

impl TreeDiff {
    /// Whether the trees show the same in the same way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Tree {
    /// What `new` differs in from this tree. Widgets come in depth-first order. Costs a pass over both.
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

    /// The branch above a pane and the sibling before it.
    fn place_of(&self, pane: PaneId) -> (PaneId, Option<NodeId>, Option<NodeId>) {
        (pane, self.parent(pane.node()), self.prev(pane.node()))
    }

    fn looks_of(&self, pane: PaneId) -> (Option<crate::base::Share>, Props) {
        (self.share(pane.node()), self.props(pane.node()))
    }
}
