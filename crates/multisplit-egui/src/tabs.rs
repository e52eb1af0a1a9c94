//! Tab bars: click, middle click, close button, drag to reorder and elsewhere, scrolling where there are too many.

use crate::menus;
use crate::pane::{Ask, PaneUi};
use crate::panes::name_of;
use crate::show::Frame;
use crate::state::DraggedTab;
use crate::tab_strip::Strip;
use egui::{Align2, Color32, FontId, Painter, PointerButton, Rect, Response, Sense, Stroke, Ui, WidgetInfo, Role, pos2, vec2};
use multisplit::{Command, FocusTo, NodeId, PaneId, View, WidgetProvider};
use std::sync::Arc;

/// More tabs than this are all of one width, so that a bar of ten thousand costs no more than what is seen of it.
const MEASURED: usize = 64;

/// A tab to be drawn.
struct Tab {
    child: NodeId,
    pane: PaneId,
    title: String,
    active: bool,
    focused: bool,
    modified: bool,
    locked: bool,
}

/// Draws the visible tab bars.
pub(crate) fn show<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let bars: Vec<_> = view.layout.tab_bars().collect();
    for bar in bars {
        let rect = frame.origin.rect(bar.rect);
        if rect.intersects(ui.clip_rect()) {
            show_bar(ui, view, frame, bar.tabs, rect);
        }
    }
    follow_drag(ui, frame);
}

fn show_bar<P>(ui: &mut Ui, view: &mut View<'_, P>, frame: &mut Frame<'_>, tabs: NodeId, rect: Rect)
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, 0.0, frame.style.bar_fill);
    let strip = strip(ui, view, frame, tabs, rect);
    let range = strip.visible();
    let shown: Vec<Tab> =
        view.layout.tabs(tabs).skip(range.start).take(range.len()).map(|t| describe(view, &t)).collect();
    let mut clipped = ui.new_child(egui::UiBuilder::new().scope_id(frame.origin.tab(tabs)).max_rect(rect));
    clipped.set_clip_rect(painter.clip_rect());
    for (index, tab) in range.clone().zip(&shown) {
        let (x, width) = strip.tab(index);
        let place = Rect::from_min_size(pos2(rect.min.x + x, rect.min.y), vec2(width, rect.height()));
        show_tab(&mut clipped, view, frame, tab, place);
    }
    if let (true, Some(at)) = (frame.state.dragged.is_some(), ui.ctx().pointer_latest_pos().filter(|p| rect.contains(*p))) {
        let x = rect.min.x + strip.edge(strip.slot_at(at.x - rect.min.x));
        painter.vline(x.clamp(rect.min.x + 1.0, rect.max.x - 1.0), rect.y_range(), Stroke::new(2.0, frame.style.divider_hot));
    }
    more_marks(&painter, rect, &strip, frame.style.weak_text);
}

/// Where the tabs lie, after the wheel has moved them and the front one came into view.
fn strip<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, tabs: NodeId, rect: Rect) -> Strip
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let layout = view.layout;
    let count = layout.tree().children(tabs).count();
    let front = layout.tabs(tabs).position(|t| t.active);
    let front_id = layout.tabs(tabs).find(|t| t.active).map(|t| t.child);
    let [least, most] = frame.style.tab_width;
    let widths: Vec<f32> = if count > MEASURED {
        vec![((least + most) / 2.0).round(); count]
    } else {
        let width = |title: String| text_width(ui, title).clamp(least, most).round();
        layout.tabs(tabs).map(|t| width(name_of(view.slots.get(t.pane), t.widget))).collect()
    };
    let (mut scroll, revealed) = frame.state.bars.get(&tabs).copied().unwrap_or_default();
    let reveal = if revealed == front_id { None } else { front };
    if ui.rect_contains_pointer(rect) {
        let delta = ui.ctx().input(egui::InputState::smooth_scroll_delta);
        scroll -= delta.x + delta.y;
    }
    let strip = Strip::new(&widths, rect.width(), scroll, reveal);
    if (strip.scroll, front_id) != (scroll, revealed) || scroll != 0.0 {
        let bars = Arc::make_mut(&mut frame.state.bars);
        bars.retain(|node, _| layout.tree().contains(*node));
        bars.insert(tabs, (strip.scroll, front_id));
    }
    strip
}

fn text_width(ui: &Ui, title: String) -> f32 {
    let galley = ui.painter().layout_no_wrap(title, font(), Color32::WHITE);
    galley.size().x + 44.0
}

fn font() -> FontId {
    FontId::proportional(13.0)
}

fn describe<P>(view: &View<'_, P>, tab: &multisplit::TabView<'_>) -> Tab
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let slot = view.slots.get(tab.pane);
    let modified = matches!(slot, Some(multisplit::Slot::Live(live)) if live.is_modified());
    Tab {
        child: tab.child,
        pane: tab.pane,
        title: name_of(slot, tab.widget),
        active: tab.active,
        focused: view.layout.focused().current() == Some(tab.pane),
        modified,
        locked: view.layout.tree().props(tab.pane.node()).locked,
    }
}

fn show_tab<P>(ui: &mut Ui, view: &View<'_, P>, frame: &mut Frame<'_>, tab: &Tab, rect: Rect)
where
    P: WidgetProvider + ?Sized,
{
    let response = ui.interact(rect, frame.origin.tab(tab.child), Sense::click_and_drag());
    response.widget_info(|| {
        let name = if tab.modified { format!("{}, modified", tab.title) } else { tab.title.clone() };
        WidgetInfo::selected(Role::Tab, true, tab.active, name)
    });
    let close_rect = Rect::from_center_size(pos2(rect.max.x - 15.0, rect.center().y), vec2(16.0, 16.0));
    let close = ui.interact(close_rect, frame.origin.tab(tab.child).with("close"), Sense::click());
    let close_name = format!("Close {}", tab.title);
    close.widget_info(|| WidgetInfo::labeled(Role::Button, !tab.locked, &close_name));
    paint_tab(ui.painter(), frame, tab, rect, close_rect, &response, &close);
    let middle = response.clicked_by(PointerButton::Middle);
    if (close.clicked() || middle) && !tab.locked {
        frame.asks.push(Ask::Run(Command::Close { pane: tab.pane }));
    } else if response.clicked() || (response.drag_started() && !tab.active) {
        frame.state.given = None;
        frame.asks.push(Ask::Focus(FocusTo::Pane(tab.pane)));
    }
    if response.double_clicked() {
        let zoomed = view.layout.tree().surfaces().iter().any(|s| s.zoomed.is_some());
        let command = if zoomed { Command::Unzoom } else { Command::Zoom { pane: tab.pane } };
        frame.asks.push(Ask::Run(command));
    }
    if response.drag_started_by(PointerButton::Primary)
        && let Some(start) = ui.ctx().input(|i| i.pointer.press_origin())
    {
        frame.state.dragged = Some(DraggedTab { pane: tab.pane, start });
    }
    response.context_menu(|ui| menus::tab(ui, tab.pane, view.layout, frame.asks));
}

fn paint_tab(painter: &Painter, frame: &Frame<'_>, tab: &Tab, rect: Rect, close: Rect, response: &Response, button: &Response) {
    let style = frame.style;
    let hovered = response.hovered() || button.hovered();
    let fill = match (tab.active, hovered) {
        (true, _) => style.pane_fill,
        (false, true) => style.hover_fill,
        (false, false) => style.bar_fill,
    };
    painter.rect_filled(rect, 0.0, fill);
    if tab.active {
        let line = if tab.focused { style.focus_ring.color } else { style.gap_fill };
        painter.hline(rect.x_range(), rect.min.y + 1.0, Stroke::new(2.0, line));
    }
    painter.vline(rect.max.x - 0.5, rect.y_range(), Stroke::new(1.0, style.gap_fill));
    let color = if tab.active { style.text } else { style.weak_text };
    let text_clip = Rect::from_min_max(rect.min, pos2(close.min.x - 2.0, rect.max.y)).intersect(painter.clip_rect());
    painter.with_clip_rect(text_clip).text(
        pos2(rect.min.x + 12.0, rect.center().y),
        Align2::LEFT_CENTER,
        &tab.title,
        font(),
        color,
    );
    if tab.locked {
        painter.rect_filled(Rect::from_center_size(close.center(), vec2(7.0, 6.0)), 1.0, color);
        painter.circle_stroke(close.center() - vec2(0.0, 3.5), 2.5, Stroke::new(1.2, color));
    } else if tab.modified && !button.hovered() {
        painter.circle_filled(close.center(), 3.5, color);
    } else if hovered || tab.active {
        if button.hovered() {
            painter.rect_filled(close, 3.0, style.gap_fill);
        }
        let (c, r) = (close.center(), 3.5);
        for (a, b) in [(vec2(-r, -r), vec2(r, r)), (vec2(-r, r), vec2(r, -r))] {
            painter.line_segment([c + a, c + b], Stroke::new(1.2, color));
        }
    }
}

/// Small triangles where there are more tabs than can be seen.
fn more_marks(painter: &Painter, rect: Rect, strip: &Strip, color: Color32) {
    let (left, right) = strip.more();
    let mark = |x: f32, to: f32| {
        let c = pos2(x, rect.center().y);
        let points = vec![c + vec2(-to, -4.0), c + vec2(to, 0.0), c + vec2(-to, 4.0)];
        painter.add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
    };
    if left {
        mark(rect.min.x + 6.0, -3.0);
    }
    if right {
        mark(rect.max.x - 6.0, 3.0);
    }
}

/// Ends a drag whose pointer was let go where nothing takes it, and shows what is dragged.
fn follow_drag(ui: &Ui, frame: &mut Frame<'_>) {
    let Some(dragged) = frame.state.dragged else { return };
    if ui.ctx().input(|i| i.key_pressed(egui::Key::Escape)) {
        frame.state.dragged = None;
        ui.ctx().stop_dragging();
    } else if let Some(at) = ui.ctx().pointer_latest_pos().filter(|at| at.distance(dragged.start) > 6.0) {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, frame.origin.id.with("drag")));
        let rect = Rect::from_min_size(at + vec2(10.0, 6.0), vec2(96.0, 20.0));
        painter.rect_filled(rect, 3.0, frame.style.drop_fill);
    }
}

/// The place in a bar where a tab dropped at the pointer goes: before or after which pane.
pub(crate) fn drop_target<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, at: egui::Pos2) -> Option<(PaneId, bool)>
where
    P: WidgetProvider + ?Sized,
    P::Widget: PaneUi,
{
    let bars: Vec<_> = view.layout.tab_bars().collect();
    let bar = bars.into_iter().find(|bar| frame.origin.rect(bar.rect).contains(at))?;
    let rect = frame.origin.rect(bar.rect);
    let strip = strip(ui, view, frame, bar.tabs, rect);
    let slot = strip.slot_at(at.x - rect.min.x);
    let tabs: Vec<PaneId> = view.layout.tabs(bar.tabs).map(|t| t.pane).collect();
    match tabs.get(slot) {
        Some(pane) => Some((*pane, false)),
        None => tabs.last().map(|pane| (*pane, true)),
    }
}
