//! Tab bars. All bars of a surface are placed and drawn once, and shown again as they are until something that they show has changed.
//! A tab is an egui widget only if the user could reach it. So a bar at rest costs one check of each title.

mod bar_end;
mod laid;
mod metrics;
mod paint;
mod reach;
mod tab;

pub(crate) use laid::is_any_modified;

use crate::base::content::FrameView;
use crate::base::menus;
use crate::frame::Frame;
use crate::frame::per_surface::PerSurface;
use egui::accesskit::Role;
use egui::{Pos2, Rect, Sense, Stroke, Ui, UiBuilder, Vec2, pos2};
use laid::{Laid, LaidBar, TabsKey};
use multisplit::{NodeId, PaneId};
use paint::{Lights, Sheets};
use reach::Reach;
use std::sync::Arc;

/// The bars of a surface as they were last shown.
#[derive(Clone, Debug)]
struct ShownBars {
    laid: Arc<Laid>,
    lights: Lights,
    sheets: Arc<Sheets>,
}

/// The name under which this part remembers its data.
const SHOWN: &str = "tab bars";

/// Drops a press that has ended, before any surface is drawn.
pub(crate) fn begin(ui: &Ui, frame: &mut Frame<'_>) {
    let goes_on = ui.ctx().input(|i| {
        let held = i.pointer.any_down() || i.pointer.any_released();
        held && !i.pointer.any_pressed()
    });
    frame.state.pressed_tab = frame.state.pressed_tab.filter(|_| goes_on);
}

/// Draws the tab bars of the surface.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>) {
    let mut all: PerSurface<ShownBars> = frame.remembered(ui.ctx(), SHOWN);
    let before = all.take(view.layout, frame.surface);
    let key = TabsKey::of(ui, view.layout, frame, bar_end::width(view, frame));
    let before = before.filter(|_| !frame.anew);
    let before = before.filter(|shown| !is_wheeled(ui, &shown.laid) && shown.laid.is_good(&key, view, frame));
    let laid = match &before {
        Some(shown) => Arc::clone(&shown.laid),
        None => Arc::new(Laid::new(ui, view, frame, key)),
    };
    let lights = Lights { focused: view.layout.focused_pane(), hot: touch(ui, view, frame, &laid) };
    let sheets = match before.filter(|shown| shown.lights == lights) {
        Some(shown) => shown.sheets,
        None => Arc::new(paint::draw(ui, frame, &laid, lights)),
    };
    paint::show(ui.painter(), &sheets);
    paint::icons(ui.painter(), &laid);
    bar_end::show(ui, view, frame, &laid);
    mark(ui, frame, &laid);
    all.put(frame.surface, ShownBars { laid, lights, sheets });
    frame.remember(ui.ctx(), SHOWN, all);
}

/// Returns the pane before which (`false`) or after which (`true`) a tab goes that is dropped onto a bar at a point.
pub(crate) fn drop_target(ui: &Ui, view: &FrameView<'_>, frame: &Frame<'_>, at: Pos2) -> Option<(PaneId, bool)> {
    let all: PerSurface<ShownBars> = frame.remembered(ui.ctx(), SHOWN);
    let laid = all.get(frame.surface).map(|shown| Arc::clone(&shown.laid));
    frame.remember(ui.ctx(), SHOWN, all);
    let laid = laid?;
    let bar = laid.bar_at(at)?;
    match view.layout.tabs(bar.node).nth(bar.strip.slot_at(at.x - bar.rect.min.x)) {
        Some(tab) => Some((tab.pane, false)),
        None => view.layout.tabs(bar.node).last().map(|tab| (tab.pane, true)),
    }
}

/// Returns `true` if the wheel is turned over a bar.
fn is_wheeled(ui: &Ui, laid: &Laid) -> bool {
    let (delta, at) = ui.ctx().input(|i| (i.smooth_scroll_delta(), i.pointer.hover_pos()));
    delta != Vec2::ZERO && at.is_some_and(|at| laid.bar_at(at).is_some())
}

/// Makes the tabs within reach usable. Returns the tab under the pointer, and whether the pointer is on its button.
fn touch(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, laid: &Laid) -> Option<(NodeId, bool)> {
    let reach = Reach::of(ui, view.layout, frame);
    let clip = ui.clip_rect();
    let mut hot = None;
    for bar in laid.bars.iter().filter(|bar| reach.has(laid, bar)) {
        ui.set_clip_rect(bar.rect.intersect(clip));
        let own = frame.access.then(|| {
            let id = frame.origin.tab(bar.node).with("bar");
            ui.new_child(
                UiBuilder::new()
                    .scope_id(id)
                    .max_rect(bar.rect)
                    .accessibility_role(Role::TabList)
                    .accessibility_label("Tabs"),
            )
        });
        blank(ui, view, frame, laid, bar);
        for tab in &laid.tabs[bar.tabs.clone()] {
            if let Some(on_close) = tab::touch(own.as_ref().unwrap_or(ui), view, frame, tab, &reach) {
                hot = Some((tab.child, on_close));
            }
        }
    }
    ui.set_clip_rect(clip);
    hot
}

/// Makes the part of a bar that no tab covers usable: a double click asks for a new tab, a secondary click opens a menu.
fn blank(ui: &Ui, view: &FrameView<'_>, frame: &mut Frame<'_>, laid: &Laid, bar: &LaidBar) {
    let tabs = &laid.tabs[bar.tabs.clone()];
    let left = tabs.last().map_or(bar.rect.min.x, |tab| tab.rect.max.x);
    let rect = Rect::from_min_max(pos2(left.max(bar.rect.min.x), bar.rect.min.y), bar.rect.max);
    let Some(front) = tabs.iter().find(|tab| tab.active).or(tabs.last()).filter(|_| rect.is_positive()) else { return };
    let response = ui.interact(rect, frame.origin.tab(bar.node).with("blank"), Sense::CLICK);
    if response.double_clicked() {
        frame.new_tabs.push(front.pane);
    }
    if response.secondary_clicked() {
        frame.state.tab_menu = Some(bar.node);
    }
    if frame.state.tab_menu == Some(bar.node) {
        let (bindings, intents) = (frame.bindings, &mut *frame.intents);
        let mut wants_tab = false;
        let can_close = |pane| view.content.tab_look(pane).closable;
        let menu = |ui: &mut Ui| wants_tab = menus::bar(ui, bar.node, view.layout, &can_close, bindings, intents);
        let open = response.context_menu(menu).is_some();
        frame.state.tab_menu = open.then_some(bar.node);
        if wants_tab {
            frame.new_tabs.push(front.pane);
        }
    }
}

/// Marks the place to which a dragged tab would go.
fn mark(ui: &Ui, frame: &Frame<'_>, laid: &Laid) {
    if frame.state.dragged.is_none() {
        return;
    }
    let at = ui.ctx().pointer_latest_pos();
    if let Some((at, bar)) = at.and_then(|at| Some((at, laid.bar_at(at)?))) {
        let LaidBar { rect, strip, .. } = bar;
        let x = rect.min.x + strip.edge(strip.slot_at(at.x - rect.min.x));
        let x = x.min(rect.max.x - 1.0).max(rect.min.x + 1.0);
        let painter = ui.painter().with_clip_rect(Rect::intersect(*rect, ui.clip_rect()));
        painter.vline(x, rect.y_range(), Stroke::new(2.0, frame.style.divider_hot));
    }
}
