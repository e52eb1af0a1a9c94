//! What is done with a tab, as commands of the engine.

use multisplit::{Command, Layout, NodeId, PaneId};

/// The panes at or below a node, in reading order.
pub(crate) fn panes_in(layout: &Layout, node: NodeId) -> Vec<PaneId> {
    let tree = layout.tree();
    tree.walk(node).map(PaneId::new).filter(|pane| tree.widget(*pane).is_some()).collect()
}

/// What closes a tab: all that is in it.
pub(crate) fn closing(layout: &Layout, tab: NodeId) -> Command {
    match layout.tree().widget(PaneId::new(tab)) {
        Some(_) => Command::Close { pane: PaneId::new(tab) },
        None => Command::CloseAll { panes: panes_in(layout, tab) },
    }
}

/// Whether a tab stays where it is, for a pane in it.
pub(crate) fn is_locked(layout: &Layout, tab: NodeId) -> bool {
    let tree = layout.tree();
    tree.walk(tab).any(|node| tree.props(node).locked)
}

/// Returns what lets a pane fill its surface, or brings everything back where any pane of that surface fills it; `None` where
/// the pane, or its tab set, has the surface for itself: nothing would change.
pub(crate) fn toggle_zoom(layout: &Layout, pane: PaneId) -> Option<Command> {
    let tree = layout.tree();
    let surface = tree.surface_of(pane.node()).and_then(|surface| tree.surface(surface))?;
    if surface.zoomed.is_some() {
        return Some(Command::Unzoom);
    }
    let is_alone =
        surface.root == Some(pane.node()) || (tree.is_one_tab_set(surface) && tree.parent(pane.node()) == surface.root);
    (!is_alone).then_some(Command::Zoom { pane })
}
