//! A walk through the panes in the order in which they had the focus: each Tab while Control is held goes one further, and releasing
//! Control chooses. A quick Control+Tab goes to the previous pane, and the next one goes back.
//!
//! Invariant: the list stays as it was when the walk began, and the focus moves only once, at its end.

use super::App;
use crate::provider::Pane;
use egui::{Align2, Area, Context, Event, Frame, Id, Key, Modifiers, Order, Role, Sense, Ui, WidgetInfo};
use multisplit::PaneId;
use multisplit_egui::PaneUi as _;

/// The number of panes that are listed.
const MAX_LISTED: usize = 16;

/// A walk in progress.
#[derive(Debug)]
pub(super) struct Walk {
    panes: Vec<(PaneId, String)>,
    at: usize,
}

impl Walk {
    fn step(&mut self, forward: bool) {
        let count = self.panes.len();
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
    }
}

impl App {
    /// Starts a walk, with its first step.
    pub(super) fn walk_recent(&mut self, forward: bool) {
        let layout = self.workspace.layout();
        let recent =
            layout.focus_history().recent().iter().copied().filter(|pane| layout.tree().widget(*pane).is_some());
        let mut panes: Vec<PaneId> = recent.take(MAX_LISTED).collect();
        // Panes that never had the focus come last.
        for pane in layout.tree().panes() {
            if panes.len() < MAX_LISTED && !panes.contains(&pane) {
                panes.push(pane);
            }
        }
        if panes.len() < 2 {
            return;
        }
        let panes = panes.into_iter().map(|pane| (pane, self.title_of(pane))).collect();
        let mut walk = Walk { panes, at: 0 };
        walk.step(forward);
        self.walk = Some(walk);
    }

    fn title_of(&mut self, pane: PaneId) -> String {
        if let Some(live) = self.workspace.slots().live(pane) {
            return live.title();
        }
        self.workspace.layout().tree().widget(pane).map(Pane::absent_title).unwrap_or_default()
    }

    /// Continues a walk before anything else sees the keys of this frame, and ends it when Control is released.
    pub(super) fn go_on_walking(&mut self, ctx: &Context) {
        let Some(walk) = &mut self.walk else { return };
        let (mut is_left, mut is_over) = (false, false);
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Key { key, pressed, modifiers, .. } = event else { return true };
                match (key, *pressed) {
                    (Key::Tab, true) if !is_over => walk.step(!modifiers.shift),
                    (Key::ArrowDown, true) if !is_over => walk.step(true),
                    (Key::ArrowUp, true) if !is_over => walk.step(false),
                    (Key::Escape, true) if !is_over => is_left = true,
                    (Key::ControlLeft | Key::ControlRight, false) => is_over = true,
                    _ => return true,
                }
                false
            });
            is_over |= !input.modifiers.ctrl;
        });
        if is_left || is_over {
            self.end_walk(!is_left);
        }
    }

    /// Ends a walk that began and ended within this frame.
    pub(super) fn end_quick_walk(&mut self, ctx: &Context) {
        if self.walk.is_some() && !ctx.input(|input| input.modifiers.matches_logically(Modifiers::CTRL)) {
            self.end_walk(true);
        }
    }

    fn end_walk(&mut self, chooses: bool) {
        let Some(walk) = self.walk.take() else { return };
        if chooses && let Some((pane, _)) = walk.panes.get(walk.at) {
            self.focus(*pane);
        }
        // What is typed now is for the chosen pane.
        self.held.moved();
    }

    /// Shows the list while Control is held.
    pub(super) fn show_walk(&self, ctx: &Context) {
        let Some(walk) = &self.walk else { return };
        let area =
            Area::new(Id::unique("recent panes")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, [0.0, 0.0]);
        area.show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_width(260.0);
                ui.set_max_width(420.0);
                let rows = egui::Layout::top_down_justified(egui::Align::Min);
                ui.with_layout(rows, |ui| walk_rows(ui, walk));
            });
        });
    }
}

fn walk_rows(ui: &mut Ui, walk: &Walk) {
    for (at, (_, title)) in walk.panes.iter().enumerate() {
        let is_marked = at == walk.at;
        let row = ui.add(egui::Button::selectable(is_marked, title).truncate().sense(Sense::hover()));
        row.widget_info(|| WidgetInfo::selected(Role::Button, true, is_marked, title));
        ui.ctx().accesskit_node_builder(row.id, |node| {
            node.set_role(Role::ListBoxOption);
            node.set_selected(is_marked);
        });
    }
}
