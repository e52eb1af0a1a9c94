//! Commands of the engine for what is done with a tab.

use multisplit::geometry::Direction;
use multisplit::{Command, FocusTo, Layout, MoveTarget, NodeId, PaneId, Placement};

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

/// Returns the command that moves a pane to the far side of its neighbor, or along the edge of the surface if there is no neighbor. The
/// neighbor of a pane without the focus is not looked for.
pub(crate) fn moving(layout: &Layout, pane: PaneId, direction: Direction) -> Command {
    let place = match direction {
        Direction::Left => Placement::Left,
        Direction::Right => Placement::Right,
        Direction::Up => Placement::Top,
        Direction::Down => Placement::Bottom,
    };
    let neighbor = || layout.focus_history().find(layout.tree(), layout.placer(), FocusTo::Neighbor(direction));
    let other = if layout.focused_pane() == Some(pane) { neighbor() } else { None };
    let to = match other {
        Some(other) if other != pane => MoveTarget::Pane { pane: other, place },
        _ => MoveTarget::Edge(direction),
    };
    Command::Move { pane, to }
}
