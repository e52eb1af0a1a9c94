//! Commands of the engine for what is done with a tab.

use multisplit::{Command, Layout, NodeId, PaneId};

/// Returns the panes at or below a node, in reading order.
pub(crate) fn panes_in(layout: &Layout, node: NodeId) -> Vec<PaneId> {
    let tree = layout.tree();
    tree.walk(node).map(PaneId::new).filter(|pane| tree.widget(*pane).is_some()).collect()
}

/// Returns the command that closes a tab with all panes in it.
pub(crate) fn closing(layout: &Layout, tab: NodeId) -> Command {
    match layout.tree().widget(PaneId::new(tab)) {
        Some(_) => Command::Close { pane: PaneId::new(tab) },
        None => Command::CloseAll { panes: panes_in(layout, tab) },
    }
}

/// Returns `true` if a pane in a tab is locked, so that the tab stays where it is.
pub(crate) fn is_locked(layout: &Layout, tab: NodeId) -> bool {
    let tree = layout.tree();
    tree.walk(tab).any(|node| tree.props(node).locked)
}

/// Returns the command that lets a pane fill its surface, or brings everything back if any pane fills that surface. Returns `None` if the
/// pane, or its tab set, has the surface to itself, because nothing would change.
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
