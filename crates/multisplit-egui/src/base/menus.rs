//! Context menus of tabs, tab bars and dividers. Each entry shows the key that does the same to the focused pane.

use crate::base::bindings::{Action, Bindings};
use crate::base::tab_commands;
use egui::accesskit::Role;
use egui::{Button, KeyboardShortcut, Ui, WidgetInfo};
use multisplit::geometry::{Direction, Rect};
use multisplit::{Command, Intent, Layout, MoveTarget, NodeId, PaneId, Placement, SurfaceId};

/// Shows one entry. Returns `true` if it was chosen.
fn entry(ui: &mut Ui, enabled: bool, text: &str, key: Option<KeyboardShortcut>) -> bool {
    let key = key.map(|key| ui.ctx().format_shortcut(&key));
    let button = Button::new(text);
    let button = if let Some(key) = &key { button.shortcut_text(key) } else { button };
    let response = ui.add_enabled(enabled, button);
    // Its accessible name is its text only: the key is reported separately, below.
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::MenuItem);
        key.iter().for_each(|key| node.set_keyboard_shortcut(key.as_str()));
    });
    response.clicked()
}

/// Shows what can be done with a divider.
pub(crate) fn divider(ui: &mut Ui, split: NodeId, index: usize, keys: &Bindings, intents: &mut Vec<Intent>) {
    let mut item = |text: &str, key: Option<Action>, ask: Intent| {
        if entry(ui, true, text, key.and_then(|key| keys.key_of(key))) {
            intents.push(ask);
        }
    };
    item("Make both sides equal", None, Intent::Run(Command::Even { split, index }));
    item("Make all of this split equal", None, Intent::Run(Command::Equalize { split: Some(split) }));
    item("Rotate this split", None, Intent::Run(Command::Rotate { split }));
    item("Undo layout change", Some(Action::Undo), Intent::Undo);
    item("Redo layout change", Some(Action::Redo), Intent::Redo);
}

/// Shows what can be done with a tab bar, on its empty part. Returns `true` if the user wants a new tab. Panes that `can_close` refuses stay.
pub(crate) fn bar(
    ui: &mut Ui,
    bar: NodeId,
    layout: &Layout,
    can_close: &dyn Fn(PaneId) -> bool,
    keys: &Bindings,
    intents: &mut Vec<Intent>,
) -> bool {
    let wants_tab = entry(ui, true, "New tab", keys.key_of(Action::New(Placement::Tab)));
    if entry(ui, !tab_commands::is_locked(layout, bar), "Close all tabs", None) {
        intents.push(closing_of(tab_commands::panes_in(layout, bar), can_close));
    }
    ui.separator();
    let mut item = |ui: &mut Ui, enabled: bool, text: &str, key: Option<Action>, ask: Intent| {
        if entry(ui, enabled, text, key.and_then(|key| keys.key_of(key))) {
            intents.push(ask);
        }
    };
    item(ui, layout.history().can_undo(), "Undo layout change", Some(Action::Undo), Intent::Undo);
    item(ui, layout.history().can_redo(), "Redo layout change", Some(Action::Redo), Intent::Redo);
    wants_tab
}

/// Returns the intent that closes these panes, but for those that the user cannot close.
fn closing_of(mut panes: Vec<PaneId>, can_close: &dyn Fn(PaneId) -> bool) -> Intent {
    panes.retain(|pane| can_close(*pane));
    Intent::Run(Command::CloseAll { panes })
}

/// Shows what can be done with a tab: the child of a tab set, and the pane that it shows. `can_close` tells which panes the user can close.
pub(crate) fn tab(
    ui: &mut Ui,
    (tab, pane): (NodeId, PaneId),
    layout: &Layout,
    can_close: &dyn Fn(PaneId) -> bool,
    keys: &Bindings,
    intents: &mut Vec<Intent>,
) {
    let tree = layout.tree();
    let (locked, is_locked) = (tree.props(pane.node()).locked, tab_commands::is_locked(layout, tab));
    let zoomed = tree.surfaces().iter().any(|s| s.zoomed == Some(pane));
    let siblings = tree.parent(tab).into_iter().flat_map(|tabs| tree.children(tabs));
    let others: Vec<NodeId> = siblings.filter(|node| *node != tab).collect();
    let beside = others.first().and_then(|node| layout.first_pane(*node));
    let run = |command| vec![Intent::Run(command)];
    if entry(ui, can_close(pane) && !is_locked, "Close", keys.key_of(Action::Close)) {
        intents.push(Intent::Run(tab_commands::closing(layout, tab)));
    }
    let other_panes: Vec<PaneId> = others.iter().flat_map(|node| tab_commands::panes_in(layout, *node)).collect();
    if entry(ui, other_panes.iter().any(|pane| can_close(*pane)), "Close the other tabs", None) {
        intents.push(closing_of(other_panes, can_close));
    }
    ui.separator();
    let mut item = |ui: &mut Ui, text: &str, enabled: bool, key: Option<Action>, asked: Vec<Intent>| {
        if entry(ui, enabled, text, key.and_then(|key| keys.key_of(key))) {
            intents.extend(asked);
        }
    };
    for (text, place, key) in [
        ("Move left", Placement::Left, Direction::Left),
        ("Move right", Placement::Right, Direction::Right),
        ("Move up", Placement::Top, Direction::Up),
        ("Move down", Placement::Bottom, Direction::Down),
    ] {
        // A tab moves beside its own tab set. A sibling stands for the set, because it stays in it. A tab alone moves as its key moves it.
        let moves = match beside {
            Some(pane) => Some(Command::MoveTab { tab, to: MoveTarget::Pane { pane, place } }),
            None => (tree.pane_count() > 1 && tab == pane.node()).then(|| tab_commands::moving(layout, pane, key)),
        };
        let can_move = !is_locked && moves.is_some();
        item(ui, text, can_move, Some(Action::Move(key)), moves.map(run).unwrap_or_default());
    }
    match tree.surface_of(pane.node()).filter(|surface| *surface != SurfaceId::MAIN) {
        Some(surface) => item(ui, "Dock", !is_locked, None, run(Command::Dock { surface })),
        None => {
            item(ui, "Float", !locked && tab == pane.node(), None, run(Command::Float { pane, area: middle(layout) }));
        }
    }
    ui.separator();
    let zoom = if zoomed { Some(Command::Unzoom) } else { tab_commands::toggle_zoom(layout, pane) };
    let zooms = zoom.is_some();
    item(ui, if zoomed { "Unzoom" } else { "Zoom" }, zooms, Some(Action::Zoom), zoom.map(run).unwrap_or_default());
    item(ui, "Collapse", true, Some(Action::Collapse), run(Command::Collapse { pane, collapsed: true }));
    item(ui, if locked { "Unlock" } else { "Lock" }, true, None, run(Command::Lock { pane, locked: !locked }));
    ui.separator();
    item(ui, "Undo layout change", layout.history().can_undo(), Some(Action::Undo), vec![Intent::Undo]);
    item(ui, "Redo layout change", layout.history().can_redo(), Some(Action::Redo), vec![Intent::Redo]);
}

/// Returns where a pane floats at first: in the middle of the window, at half its size.
fn middle(layout: &Layout) -> Rect {
    let (size, scroll) = (layout.area().size(), layout.area().scroll());
    let (w, h) = ((size.w / 2.0).max(1.0), (size.h / 2.0).max(1.0));
    Rect::new(scroll.x + (size.w - w) / 2.0, scroll.y + (size.h - h) / 2.0, w, h)
}
