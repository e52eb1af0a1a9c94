//! Context menus of tabs and dividers.

use crate::pane::Ask;
use crate::tabs;
use egui::Ui;
use multisplit::{Command, Layout, NodeId, PaneId, Rect, SurfaceId, Target, Where};

/// What can be done with a divider.
pub(crate) fn divider(ui: &mut Ui, split: NodeId, index: usize, asks: &mut Vec<Ask>) {
    let mut item = |text: &str, ask: Ask| {
        if ui.button(text).clicked() {
            asks.push(ask);
        }
    };
    item("Make both sides equal", Ask::Run(Command::Even { split, index }));
    item("Make all of this split equal", Ask::Run(Command::Equalize { split: Some(split) }));
    item("Turn this split", Ask::Run(Command::Rotate { split }));
    item("Undo layout change", Ask::Undo);
    item("Redo layout change", Ask::Redo);
}

/// What can be done with a tab.
pub(crate) fn tab(ui: &mut Ui, tab: NodeId, pane: PaneId, layout: &Layout, asks: &mut Vec<Ask>) {
    let tree = layout.tree();
    let (locked, is_locked) = (tree.props(pane.node()).locked, tabs::is_locked(layout, tab));
    let zoomed = tree.surfaces().iter().any(|s| s.zoomed == Some(pane));
    let siblings = tree.parent(tab).into_iter().flat_map(|tabs| tree.children(tabs));
    let others: Vec<NodeId> = siblings.filter(|node| *node != tab).collect();
    let beside = others.first().and_then(|node| layout.first_pane(*node));
    let mut item = |ui: &mut Ui, text: &str, enabled: bool, asked: Vec<Ask>| {
        if ui.add_enabled(enabled, egui::Button::new(text)).clicked() {
            asks.extend(asked);
        }
    };
    let run = |command| vec![Ask::Run(command)];
    item(ui, "Close", !is_locked, run(tabs::closing(layout, tab)));
    let panes = others.iter().flat_map(|node| tabs::panes_in(layout, *node)).collect();
    item(ui, "Close the other tabs", !others.is_empty(), run(Command::CloseAll { panes }));
    ui.separator();
    for (text, place) in [
        ("Move to the left", Where::Left),
        ("Move to the right", Where::Right),
        ("Move up", Where::Top),
        ("Move down", Where::Bottom),
    ] {
        // Beside its own tab set: in relation to a sibling, which stays in it.
        let target = beside.map(|pane| Target::Pane { pane, place });
        let moves = target.map(|to| Ask::Run(Command::MoveTab { tab, to })).into_iter().collect();
        item(ui, text, !is_locked && beside.is_some(), moves);
    }
    match tree.surface_of(pane.node()).filter(|surface| *surface != SurfaceId::MAIN) {
        Some(surface) => item(ui, "Dock", !is_locked, run(Command::Dock { surface })),
        None => item(ui, "Float", !locked && tab == pane.node(), run(Command::Float { pane, area: middle(layout) })),
    }
    ui.separator();
    let zoom = if zoomed { Command::Unzoom } else { Command::Zoom { pane } };
    item(ui, if zoomed { "Bring everything back" } else { "Fill the surface" }, true, run(zoom));
    item(ui, "Collapse", true, run(Command::Collapse { pane, collapsed: true }));
    item(ui, if locked { "Unlock" } else { "Lock" }, true, run(Command::Lock { pane, locked: !locked }));
    ui.separator();
    item(ui, "Undo layout change", layout.history().can_undo(), vec![Ask::Undo]);
    item(ui, "Redo layout change", layout.history().can_redo(), vec![Ask::Redo]);
}

/// Where a pane floats at first: in the middle, half as large as the window.
fn middle(layout: &Layout) -> Rect {
    let (size, scroll) = (layout.area().size(), layout.area().scroll());
    let (w, h) = ((size.w / 2.0).max(1.0), (size.h / 2.0).max(1.0));
    Rect::new(scroll.x + (size.w - w) / 2.0, scroll.y + (size.h - h) / 2.0, w, h)
}
