//! Drops a dragged tab: into a bar, onto a pane, or beside one. A preview shows where it would go.

use crate::base::content::FrameView;
use crate::base::drop_zone::{mark, zone};
use crate::base::names::name_of;
use crate::base::tab_commands::panes_in;
use crate::floats;
use crate::frame::Frame;
use crate::frame::state::DraggedTab;
use crate::parts::tabs;
use egui::{CursorIcon, Key, LayerId, Order, Rect, Ui};
use multisplit::geometry::Direction;
use multisplit::{Command, Intent, Layout, MoveTarget, NodeId, PaneId, Placement, SurfaceId};

/// The distance, in points, from which on a tab counts as dragged.
const FAR: f32 = 6.0;

/// Shows where a dragged tab would go, and moves it when it is released.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>) {
    let Some(dragged) = frame.state.dragged else { return };
    if ui.ctx().input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
        frame.state.dragged = None;
        ui.ctx().stop_dragging();
        return;
    }
    let down = ui.ctx().input(|i| i.pointer.primary_down());
    let at = ui.ctx().input(|i| i.pointer.interact_pos()).filter(|at| at.distance(dragged.start) > FAR);
    let at = at.filter(|at| frame.origin.rect.contains(*at));
    let target = at.and_then(|at| target(ui, view, frame, dragged, at));
    let target = target.filter(|(to, _)| view.content.allows_drop(dragged.pane, *to));
    if let Some(at) = at.filter(|_| down) {
        preview(ui, view, frame, dragged.pane, at, target.map(|(_, rect)| rect));
    }
    // Another button that goes up during the drag drops nothing.
    if down {
        return;
    }
    frame.state.dragged = None;
    if let Some((to, _)) = target {
        frame.intents.push(Intent::Run(moving(view.layout, dragged, to)));
    }
}

/// Returns the command for a drop. A pane that was dragged by a handle of its own need not be in a tab set.
fn moving(layout: &Layout, dragged: DraggedTab, to: MoveTarget) -> Command {
    let parent = layout.tree().parent(dragged.tab);
    let is_tab = parent.is_some_and(|parent| layout.tabs(parent).next().is_some());
    if is_tab { Command::MoveTab { tab: dragged.tab, to } } else { Command::Move { pane: dragged.pane, to } }
}

/// Draws the place where the tab would go, and its name beside the pointer.
fn preview(ui: &Ui, view: &FrameView<'_>, frame: &Frame<'_>, pane: PaneId, at: egui::Pos2, place: Option<Rect>) {
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let layer = LayerId::new(Order::Tooltip, frame.origin.id.with("drag"));
    let painter = ui.ctx().layer_painter(layer).with_clip_rect(frame.origin.rect.intersect(ui.clip_rect()));
    let Some(widget) = view.layout.tree().widget(pane) else { return };
    let place = place.filter(|place| !view.content.drop_preview(&painter, *place, pane));
    mark(&painter, frame.style, place, name_of(view.content, pane, widget), at);
}

/// Returns where the tab would go, and the rectangle to show.
fn target(
    ui: &Ui,
    view: &FrameView<'_>,
    frame: &mut Frame<'_>,
    dragged: DraggedTab,
    at: egui::Pos2,
) -> Option<(MoveTarget, Rect)> {
    frame.surface = floats::at(ui, view.layout, frame, at);
    frame.origin.shift = floats::shift(view.layout, frame);
    let to = |pane, place, rect| Some((MoveTarget::Pane { pane, place }, rect));
    if let Some((pane, after)) = tabs::drop_target(ui, view, frame, at) {
        let is_itself = panes_in(view.layout, dragged.tab).contains(&pane);
        let place = if after { Placement::After } else { Placement::Before };
        return if is_itself { None } else { to(pane, place, Rect::NOTHING) };
    }
    // A drop onto the strip of a collapsed node makes the tab one of its tabs.
    let mut folds = view.layout.folds().map(|fold| (fold.pane, frame.origin.rect(fold.rect), fold.node));
    let fold = folds.find(|(_, rect, node)| rect.contains(at) && frame.is_here(view.layout, *node));
    if let Some((pane, rect, _)) = fold {
        return to(pane, Placement::Tab, rect);
    }
    let shown = (0..view.pane_count()).filter_map(|i| view.pane(i)).filter(|p| p.surface == frame.surface);
    let found = shown.map(|p| (p.pane, frame.origin.rect(p.rect))).find(|(_, rect)| rect.contains(at));
    let Some((pane, rect)) = found else {
        // A drop onto a surface without panes.
        let is_empty = frame.surface == SurfaceId::MAIN && view.layout.tree().root().is_none();
        return is_empty.then_some((MoveTarget::Edge(Direction::Left), frame.origin.rect));
    };
    if !view.layout.tree().takes_others(pane) {
        return None;
    }
    let (place, preview) = zone(rect, at);
    if !panes_in(view.layout, dragged.tab).contains(&pane) {
        return to(pane, place, preview);
    }
    // A drop onto itself goes beside its own tab set, which a sibling stands for.
    if place == Placement::Tab {
        return None;
    }
    to(beside_itself(view.layout, dragged.tab)?, place, preview)
}

/// Returns the pane that stands for the tab set of a tab: the first pane of a sibling.
pub(crate) fn beside_itself(layout: &Layout, tab: NodeId) -> Option<PaneId> {
    let tree = layout.tree();
    let sibling = tree.next(tab).or_else(|| tree.prev(tab))?;
    let parent = tree.parent(sibling)?;
    let pane = layout.first_pane(sibling)?;
    layout.tabs(parent).any(|t| t.active).then_some(pane)
}
