//! One tab: click, middle click, close button, drag, context menu. One widget of egui's, and one more for the button where the
//! pointer is near or a screen reader listens: of tabs there are many.

use super::font;
use crate::menus;
use crate::overview::palette::group;
use crate::pane::Ask;
use crate::show::Frame;
use crate::state::DraggedTab;
use egui::accesskit::Role;
use egui::{
    Color32, Galley, Painter, PointerButton, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use multisplit::{Command, FocusTo, Layout, NodeId, PaneId};
use std::sync::Arc;

/// What a tab takes beside its text.
const AROUND: f32 = 44.0;
/// How thick the line in the colour of a tab's group is.
const GROUP_LINE: f32 = 2.0;
/// Before the text.
const MARGIN: f32 = 12.0;

/// A tab to be drawn.
pub(super) struct Tab {
    pub(super) child: NodeId,
    pub(super) pane: PaneId,
    pub(super) title: Arc<Galley>,
    pub(super) active: bool,
    pub(super) modified: bool,
}

/// The title laid out, in whatever colour it is painted with.
pub(super) fn title(ui: &Ui, text: String) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text, font(), Color32::PLACEHOLDER)
}

/// How wide a tab with this title would be.
pub(super) fn width(title: &Galley) -> f32 {
    title.size().x + AROUND
}

/// Draws a tab and takes what the user does with it.
pub(super) fn show(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>, tab: &Tab, rect: Rect) {
    let locked = layout.tree().props(tab.pane.node()).locked;
    let id = frame.origin.tab(tab.child);
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let text = tab.title.text();
    response.widget_info(|| {
        let name = if tab.modified { format!("{text}, modified") } else { text.to_owned() };
        WidgetInfo::selected(Role::Tab, true, tab.active, name)
    });
    let close_rect = Rect::from_center_size(pos2(rect.max.x - 15.0, rect.center().y), vec2(16.0, 16.0));
    let near = response.contains_pointer();
    let close = (near || frame.access).then(|| {
        let close = ui.interact(close_rect, id.with("close"), Sense::click());
        close.widget_info(|| WidgetInfo::labeled(Role::Button, !locked, format!("Close {text}")));
        close
    });
    if frame.access {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(tab.active));
    }
    if near && let Some((name, _)) = group(layout, tab.pane) {
        response.clone().on_hover_text(format!("Group: {name}"));
    }
    let on_close = close.as_ref().is_some_and(Response::hovered);
    paint(ui.painter(), frame, layout, tab, [rect, close_rect], [response.hovered() || on_close, on_close]);
    // A finger presses the button before the pointer was ever near.
    let tapped = response.clicked() && response.interact_pointer_pos().is_some_and(|at| close_rect.contains(at));
    let closes = close.is_some_and(|c| c.clicked()) || tapped || response.clicked_by(PointerButton::Middle);
    if closes && !locked {
        frame.asks.push(Ask::Run(Command::Close { pane: tab.pane }));
        return;
    }
    follow(ui, layout, frame, tab, &response);
}

/// What is done with the tab itself.
fn follow(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>, tab: &Tab, response: &Response) {
    if response.clicked() || (response.drag_started() && !tab.active) {
        frame.state.given = None;
        frame.asks.push(Ask::Focus(FocusTo::Pane(tab.pane)));
    }
    if response.double_clicked() {
        let zoomed = layout.tree().surfaces().iter().any(|s| s.zoomed.is_some());
        let command = if zoomed { Command::Unzoom } else { Command::Zoom { pane: tab.pane } };
        frame.asks.push(Ask::Run(command));
    }
    if response.drag_started_by(PointerButton::Primary)
        && let Some(start) = ui.ctx().input(|i| i.pointer.press_origin())
    {
        frame.state.dragged = Some(DraggedTab { pane: tab.pane, start });
    }
    if response.secondary_clicked() {
        frame.state.tab_menu = Some(tab.child);
    }
    if frame.state.tab_menu == Some(tab.child) {
        let open = response.context_menu(|ui| menus::tab(ui, tab.pane, layout, frame.asks)).is_some();
        frame.state.tab_menu = open.then_some(tab.child);
    }
}

fn paint(
    painter: &Painter,
    frame: &Frame<'_>,
    layout: &Layout,
    tab: &Tab,
    [rect, close]: [Rect; 2],
    [hovered, on_close]: [bool; 2],
) {
    let style = frame.style;
    let locked = layout.tree().props(tab.pane.node()).locked;
    let fill = match (tab.active, hovered) {
        (true, _) => style.pane_fill,
        (false, true) => style.hover_fill,
        (false, false) => style.bar_fill,
    };
    let mut shapes = vec![Shape::rect_filled(rect, 0.0, fill)];
    if tab.active {
        let focused = layout.focused().current() == Some(tab.pane);
        let line = if focused { style.focus_ring.color } else { style.gap_fill };
        shapes.push(Shape::hline(rect.x_range(), rect.min.y + 1.0, Stroke::new(2.0, line)));
    }
    if let Some((_, color)) = group(layout, tab.pane) {
        shapes.push(Shape::hline(rect.x_range(), rect.max.y - 1.0, Stroke::new(GROUP_LINE, color)));
    }
    shapes.push(Shape::vline(rect.max.x - 0.5, rect.y_range(), Stroke::new(1.0, style.gap_fill)));
    let color = if tab.active { style.text } else { style.weak_text };
    let room = Rect::from_min_max(rect.min, pos2(close.min.x - 2.0, rect.max.y));
    let at = pos2(rect.min.x + MARGIN, rect.center().y - tab.title.size().y / 2.0);
    let fits = at.x + tab.title.size().x <= room.max.x;
    if fits {
        shapes.push(Shape::galley(at, Arc::clone(&tab.title), color));
    }
    let center = close.center();
    if locked {
        shapes.push(Shape::rect_filled(Rect::from_center_size(center, vec2(7.0, 6.0)), 1.0, color));
        shapes.push(Shape::circle_stroke(center - vec2(0.0, 3.5), 2.5, Stroke::new(1.2, color)));
    } else if tab.modified && !on_close {
        shapes.push(Shape::circle_filled(center, 3.5, color));
    } else if hovered || tab.active {
        if on_close {
            shapes.push(Shape::rect_filled(close, 3.0, style.gap_fill));
        }
        shapes.extend(cross(center, Stroke::new(1.2, color)));
    }
    painter.extend(shapes);
    if !fits {
        let painter = painter.with_clip_rect(room.intersect(painter.clip_rect()));
        painter.galley(at, Arc::clone(&tab.title), color);
    }
}

fn cross(center: Pos2, stroke: Stroke) -> [Shape; 2] {
    let r = 3.5;
    [(vec2(-r, -r), vec2(r, r)), (vec2(-r, r), vec2(r, -r))]
        .map(|(a, b)| Shape::line_segment([center + a, center + b], stroke))
}
