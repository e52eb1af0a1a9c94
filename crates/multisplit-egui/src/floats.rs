//! Floating surfaces. Each is above the main surface in a layer of its own, so that no press falls through to what is below.
//!
//! A strip with the name moves a surface, its corner resizes it, and its button docks it. If all panes are tabs of one set, the bar of the
//! set is that strip, between the tabs and the button. The engine knows where the surfaces are placed; it does not know which is in front.

use crate::base::content::FrameView;
use crate::base::float_bar::dock_button;
use crate::base::names::name_of;
use crate::frame::Frame;
use crate::frame::state::Carried;
use crate::surface;
use egui::{
    Align2, AreaState, CornerRadius, CursorIcon, FontId, Key, LayerId, Painter, Rect, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, accesskit::Role, pos2, vec2,
};
use multisplit::{Command, FocusTo, Intent, Layout, PaneId, SurfaceId};
use std::ops::Range;

/// The size of the zone at the lower right corner that resizes, in points.
const CORNER: f32 = 14.0;
/// How much of the strip stays within the window, in logical units, so that the surface can be dragged back.
const KEPT: f64 = 48.0;

/// Draws the frame's surface, which is a floating one.
pub(crate) fn show(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, panes: Range<usize>) {
    frame.origin.shift = shift(view.layout, frame);
    float(ui, view, frame, panes);
    frame.origin.shift = Vec2::ZERO;
}

/// Returns how far the frame's surface is drawn from its place, so that a part of its strip can be grabbed.
pub(crate) fn shift(layout: &Layout, frame: &Frame<'_>) -> Vec2 {
    let area = layout.tree().surface(frame.surface).and_then(|s| s.area);
    let Some(area) = area.filter(|_| frame.surface != SurfaceId::MAIN) else { return Vec2::ZERO };
    let to = within(area, layout);
    #[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
    vec2((to.x - area.x) as f32, (to.y - area.y) as f32)
}

fn float(ui: &mut Ui, view: &mut FrameView<'_>, frame: &mut Frame<'_>, panes: Range<usize>) {
    let Some(Float { outer, strip, pane, bar }) = lies(view.layout, frame) else { return };
    let clip = ui.clip_rect().intersect(frame.origin.rect);
    let seen = outer.intersect(clip);
    if !seen.is_positive() {
        return;
    }
    let id = frame.origin.float(frame.surface);
    let layer = LayerId::new(ui.layer_id().order, id);
    let state = AreaState { pivot_pos: Some(seen.min), size: Some(seen.size()), ..AreaState::default() };
    ui.ctx().memory_mut(|memory| {
        memory.areas_mut().set_state(layer, state);
        memory.areas_mut().set_sublayer(ui.layer_id(), layer);
    });
    raise(ui, view.layout, frame, layer);
    let name = view.layout.tree().widget(pane).map(|widget| name_of(view.content, pane, widget)).unwrap_or_default();
    let builder = UiBuilder::new().layer_id(layer).scope_id(id).max_rect(outer).accessibility_role(Role::Window);
    let mut own = ui.new_child(builder.accessibility_label(name.as_str()));
    own.set_clip_rect(clip);
    let rounding = CornerRadius::same(2);
    own.painter().add(own.visuals().window_shadow.as_shape(outer, rounding));
    own.painter().rect_filled(outer, rounding, frame.style.gap_fill);
    // No press falls through, not even where there is no pane.
    own.interact(outer, id.with("back"), Sense::click_and_drag());
    show_strip(&mut own, frame, strip, pane, &name, bar);
    surface::show(&mut own, view, frame, panes);
    own.painter().rect_stroke(outer, rounding, Stroke::new(1.0, frame.style.weak_text), StrokeKind::Outside);
    show_corner(&own, frame, outer);
    carry(&own, view.layout, frame, outer);
}

/// Ends a drag whose surface is gone or out of view.
pub(crate) fn settle(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    let Some(carried) = frame.state.carried_float else { return };
    let down = ui.ctx().input(|i| i.pointer.any_down());
    if !down || layout.tree().surface(carried.surface).is_none() {
        frame.state.carried_float = None;
        frame.drags.push(Intent::Commit);
        ui.ctx().stop_dragging();
    }
}

/// Returns the surface whose layer is on top at a point.
pub(crate) fn at(ui: &Ui, layout: &Layout, frame: &Frame<'_>, at: egui::Pos2) -> SurfaceId {
    let top = ui.ctx().layer_id_at(at).map(|layer| layer.id);
    let floating = layout.tree().surfaces().iter().skip(1).map(|s| s.id);
    floating.into_iter().find(|id| Some(frame.origin.float(*id)) == top).unwrap_or(SurfaceId::MAIN)
}

/// The place of a floating surface.
struct Float {
    outer: Rect,
    strip: Rect,
    /// The pane that the surface is named after.
    pane: PaneId,
    bar: FloatBar,
}

/// What serves as the strip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FloatBar {
    /// A strip of its own, with the name.
    Own,
    /// The bar of a tab set.
    Tabs,
    /// The header of a pane that fills the surface. It has a button of its own.
    Zoomed,
}

#[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
fn lies(layout: &Layout, frame: &Frame<'_>) -> Option<Float> {
    let surface = layout.tree().surface(frame.surface)?;
    let root = surface.root?;
    let pane = surface.zoomed.or_else(|| layout.first_pane(root))?;
    let zoom_bar = layout.zoom_bars().find(|(other, _)| surface.zoomed == Some(*other)).map(|(_, bar)| bar);
    let inner = match surface.zoomed {
        Some(zoomed) => {
            let inner = layout.rect(zoomed)?;
            zoom_bar.map_or(inner, |bar| multisplit::geometry::Rect { y: bar.y, h: inner.h + bar.h, ..inner })
        }
        None => layout.content_to_area(layout.placer().rect(layout.tree(), root)?),
    };
    let inner = frame.origin.rect(inner);
    let scale = layout.placer().scale();
    let height = scale.to_units(scale.to_px(layout.metrics().tab_bar.units())) as f32;
    let (bar, height) = match zoom_bar {
        Some(zoom_bar) => (FloatBar::Zoomed, zoom_bar.h as f32),
        None if layout.tree().is_one_tab_set(surface) => (FloatBar::Tabs, height),
        None => (FloatBar::Own, height),
    };
    let top = if bar == FloatBar::Own { inner.min.y - height } else { inner.min.y };
    let strip = Rect::from_min_max(pos2(inner.min.x, top), pos2(inner.max.x, top + height));
    Some(Float { outer: strip.union(inner), strip, pane, bar })
}

/// Brings the surface to the front when it gets the focus.
fn raise(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>, layer: LayerId) {
    let focused = layout.focused_pane().and_then(|pane| layout.tree().surface_of(pane.node()));
    if focused == Some(frame.surface) && frame.state.raised != focused {
        frame.state.raised = focused;
        ui.ctx().move_to_top(layer);
        ui.ctx().request_repaint();
    }
}

fn show_strip(ui: &mut Ui, frame: &mut Frame<'_>, strip: Rect, pane: PaneId, name: &str, bar: FloatBar) {
    let id = frame.origin.float(frame.surface);
    let response = ui.interact(strip, id.with("strip"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::TitleBar, true, format!("Move {name}")));
    let button = dock_button(strip);
    let painter = ui.painter().with_clip_rect(strip.intersect(ui.clip_rect()));
    painter.rect_filled(strip, 0.0, frame.style.bar_fill);
    if bar == FloatBar::Own {
        let words = Rect::from_min_max(strip.min, pos2(button.min.x, strip.max.y)).intersect(painter.clip_rect());
        let (at, font) = (strip.left_center() + vec2(10.0, 0.0), frame.style.title_font.clone());
        painter.with_clip_rect(words).text(at, Align2::LEFT_CENTER, name, font, frame.style.text);
    }
    // The header of a pane that fills the surface has its own button at this place.
    let docks = bar != FloatBar::Zoomed && show_dock(ui, frame, button.shrink(3.0), name, &painter);
    if docks {
        frame.intents.push(Intent::Run(Command::Dock { surface: frame.surface }));
    } else if response.clicked() || response.drag_started() {
        frame.state.keyboard_pane = None;
        frame.intents.push(Intent::Focus(FocusTo::Pane(pane)));
    }
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
    }
    if response.drag_started() {
        lift(ui, frame, false);
    }
}

/// Shows the button that docks the surface. Returns `true` if it was clicked.
fn show_dock(ui: &Ui, frame: &Frame<'_>, button: Rect, name: &str, painter: &Painter) -> bool {
    let dock = ui.interact(button, frame.origin.float(frame.surface).with("dock"), Sense::click());
    dock.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Dock {name}")));
    let style = frame.style;
    if dock.hovered() {
        painter.rect_filled(button, 3.0, style.hover_fill);
    }
    let color = if dock.hovered() { style.text } else { style.weak_text };
    painter.text(button.center(), Align2::CENTER_CENTER, "Dock", FontId::proportional(12.0), color);
    dock.clicked()
}

fn show_corner(ui: &Ui, frame: &mut Frame<'_>, outer: Rect) {
    let rect = Rect::from_min_max(outer.max - vec2(CORNER, CORNER), outer.max).intersect(outer);
    let response = ui.interact(rect, frame.origin.float(frame.surface).with("corner"), Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, "Resize the floating area"));
    let hot = response.hovered() || response.dragged();
    let color = if hot { frame.style.divider_hot } else { frame.style.weak_text };
    let end = rect.max - vec2(3.0, 3.0);
    for step in [3.0, 6.0, 9.0] {
        ui.painter().line_segment([end - vec2(step, 0.0), end - vec2(0.0, step)], Stroke::new(1.0, color));
    }
    if hot {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeNwSe);
    }
    if response.drag_started() {
        lift(ui, frame, true);
    }
}

fn lift(ui: &Ui, frame: &mut Frame<'_>, corner: bool) {
    let Some(start) = ui.ctx().input(|i| i.pointer.press_origin()) else { return };
    // The place before the drag is filled in by `carry`, in the same frame.
    let from = multisplit::geometry::Rect::default();
    frame.state.carried_float = Some(Carried { surface: frame.surface, from, start, corner, least: [0.0; 2] });
    frame.drags.push(Intent::Begin("move floating area".to_owned()));
}

/// Follows the pointer. There is one transaction from the first move to the release.
fn carry(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>, outer: Rect) {
    let Some(mut carried) = frame.state.carried_float.filter(|c| c.surface == frame.surface) else { return };
    let Some(area) = layout.tree().surface(frame.surface).and_then(|s| s.area) else { return };
    // The panes take more than the area if their minimum sizes do not fit into it.
    let taken = [f64::from(outer.width()), f64::from(outer.height())];
    if carried.from == multisplit::geometry::Rect::default() {
        carried.from = within(area, layout);
        (carried.from.w, carried.from.h) = (area.w.max(taken[0]), area.h.max(taken[1]));
    }
    for (least, (taken, given)) in carried.least.iter_mut().zip(taken.into_iter().zip([area.w, area.h])) {
        if taken > given + 1.0 {
            *least = least.max(taken);
        }
    }
    frame.state.carried_float = Some(carried);
    if ui.ctx().input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
        frame.state.carried_float = None;
        frame.drags.push(Intent::Rollback);
        ui.ctx().stop_dragging();
        return;
    }
    let (down, at) = ui.ctx().input(|i| (i.pointer.primary_down(), i.pointer.interact_pos()));
    let to = match at.filter(|_| down) {
        Some(at) => carried_to(&carried, at - carried.start, layout),
        None if carried.corner => at_least(area, carried.least),
        None => area,
    };
    if to != area {
        frame.drags.push(Intent::Run(Command::SetArea { surface: carried.surface, area: to }));
    }
    if !down || at.is_none() {
        frame.state.carried_float = None;
        frame.drags.push(Intent::Commit);
    }
}

/// Returns the area, enlarged to at least the given size.
fn at_least(area: multisplit::geometry::Rect, [w, h]: [f64; 2]) -> multisplit::geometry::Rect {
    multisplit::geometry::Rect { w: area.w.max(w), h: area.h.max(h), ..area }
}

/// Returns where a dragged surface goes. A part of its strip stays within the window, and a part of its content stays visible.
fn carried_to(carried: &Carried, by: Vec2, layout: &Layout) -> multisplit::geometry::Rect {
    let (mut to, metrics) = (carried.from, layout.metrics());
    let (x, y) = (f64::from(by.x), f64::from(by.y));
    let bar = metrics.tab_bar.units();
    if carried.corner {
        to.w = (to.w + x).max(metrics.min_pane[0].units().max(2.0 * KEPT));
        to.h = (to.h + y).max(metrics.min_pane[1].units() + bar);
        return at_least(to, carried.least);
    }
    (to.x, to.y) = (to.x + x, to.y + y);
    within(to, layout)
}

/// Returns the area, moved until a part of its strip is within the main surface.
fn within(area: multisplit::geometry::Rect, layout: &Layout) -> multisplit::geometry::Rect {
    let content = layout.placer().scale().rect(layout.placer().content());
    let x = area.x.min(content.w - KEPT).max(KEPT - area.w);
    let y = area.y.min(content.h - layout.metrics().tab_bar.units()).max(0.0);
    multisplit::geometry::Rect { x, y, ..area }
}
