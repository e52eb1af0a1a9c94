//! Context menus of tabs and dividers.

use crate::pane::Ask;
use egui::Ui;
use multisplit::{Command, Layout, NodeId, PaneId, Where};

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
    let locked = layout.tree().props(pane.node()).locked;
    let zoomed = layout.tree().surfaces().iter().any(|s| s.zoomed == Some(pane));
    let siblings = layout.tree().parent(pane.node()).map_or(0, |tabs| layout.tree().children(tabs).count());
    let mut item = |ui: &mut Ui, text: &str, enabled: bool, asked: Vec<Command>| {
        if ui.add_enabled(enabled, egui::Button::new(text)).clicked() {
            asks.extend(asked.into_iter().map(Ask::Run));
        }
    };
    item(ui, "Close", !locked, vec![Command::Close { pane }]);
    let others: Vec<Command> = layout
        .tree()
        .parent(pane.node())
        .into_iter()
        .flat_map(|tabs| layout.tree().children(tabs))
        .filter(|node| *node != pane.node())
        .map(|node| Command::Close { pane: PaneId::new(node) })
        .collect();
    item(ui, "Close the other tabs", !others.is_empty(), others);
    ui.separator();
    let beside = |place| {
        // Beside its own tab set: in relation to a sibling, which stays in it.
        let sibling = layout.tree().next(pane.node()).or_else(|| layout.tree().prev(pane.node()));
        sibling.map(|s| Command::Move { pane, to: multisplit::Target::Pane { pane: PaneId::new(s), place } })
    };
    for (text, place) in [
        ("Move to the left", Where::Left),
        ("Move to the right", Where::Right),
        ("Move up", Where::Top),
        ("Move down", Where::Bottom),
    ] {
        item(ui, text, !locked && siblings > 1, beside(place).into_iter().collect());
    }
    ui.separator();
    let zoom = if zoomed { Command::Unzoom } else { Command::Zoom { pane } };
    item(ui, if zoomed { "Bring everything back" } else { "Fill the surface" }, true, vec![zoom]);
    item(ui, "Collapse", true, vec![Command::Collapse { pane, collapsed: true }]);
    item(ui, if locked { "Unlock" } else { "Lock" }, true, vec![Command::Lock { pane, locked: !locked }]);
    ui.separator();
    if ui.button("Undo layout change").clicked() {
        asks.push(Ask::Undo);
    }
    if ui.button("Redo layout change").clicked() {
        asks.push(Ask::Redo);
    }
}
