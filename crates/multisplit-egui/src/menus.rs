//! Context menus of tabs and dividers.

use crate::pane::Ask;
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
pub(crate) fn tab(ui: &mut Ui, pane: PaneId, layout: &Layout, asks: &mut Vec<Ask>) {
    let tree = layout.tree();
    let locked = tree.props(pane.node()).locked;
    let zoomed = tree.surfaces().iter().any(|s| s.zoomed == Some(pane));
    let others: Vec<NodeId> = tree
        .parent(pane.node())
        .into_iter()
        .flat_map(|tabs| tree.children(tabs))
        .filter(|node| *node != pane.node())
        .collect();
    let mut item = |ui: &mut Ui, text: &str, enabled: bool, asked: Vec<Ask>| {
        if ui.add_enabled(enabled, egui::Button::new(text)).clicked() {
            asks.extend(asked);
        }
    };
    let run = |command| vec![Ask::Run(command)];
    item(ui, "Close", !locked, run(Command::Close { pane }));
    let closes = others.iter().map(|node| Ask::Run(Command::Close { pane: PaneId::new(*node) })).collect();
    item(ui, "Close the other tabs", !others.is_empty(), closes);
    ui.separator();
    for (text, place) in [
        ("Move to the left", Where::Left),
        ("Move to the right", Where::Right),
        ("Move up", Where::Top),
        ("Move down", Where::Bottom),
    ] {
        // Beside its own tab set: in relation to a sibling, which stays in it.
        let target = others.first().map(|node| Target::Pane { pane: PaneId::new(*node), place });
        let moves = target.map(|to| Ask::Run(Command::Move { pane, to })).into_iter().collect();
        item(ui, text, !locked && !others.is_empty(), moves);
    }
    match tree.surface_of(pane.node()).filter(|surface| *surface != SurfaceId::MAIN) {
        Some(surface) => item(ui, "Dock", !locked, vec![Ask::Dock(surface)]),
        None => item(ui, "Float", !locked, run(Command::Float { pane, area: middle(layout) })),
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
