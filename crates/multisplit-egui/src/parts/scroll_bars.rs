//! Scrolls a surface that is larger than its window: by the wheel, by thin bars, and to bring the focused pane into view.
//! It does not take more of the wheel than the panes have left.

use crate::base::scroll_math::{most, seen_at, stepped, track};
use crate::frame::Frame;
use crate::frame::state::State;
use egui::{Rect, Sense, Ui, Vec2, WidgetInfo, accesskit::Role, pos2};
use multisplit::geometry::{Direction, Point};
use multisplit::placement::Area;
use multisplit::{Layout, SurfaceId};

/// The thickness of a scroll bar, at rest and under the pointer, in points.
const THIN: [f32; 2] = [4.0, 8.0];
/// The minimum length of a thumb, in points.
const MIN_THUMB: f32 = 24.0;

/// Returns the area to show. It is scrolled by Alt and the wheel and, smoothly, to the focused pane when the focus has moved.
pub(crate) fn before(ui: &Ui, layout: &mut Layout, frame: &mut Frame<'_>) -> Area {
    let scale = ui.ctx().pixels_per_point();
    follow(layout, frame.state);
    if ui.ctx().input(|i| i.modifiers.alt) {
        wheel(ui, layout, frame);
    }
    reveal(layout, frame, scale);
    glide(ui, frame);
    frame.origin.area(scale, frame.state.scroll)
}

/// Takes over where the surface was placed, which may be less far than it was to scroll.
pub(crate) fn placed(layout: &Layout, wanted: Area, frame: &mut Frame<'_>) {
    frame.state.scroll = layout.area().scroll();
    if frame.state.scroll != wanted.scroll() {
        // The surface ends before the place it was scrolling to.
        frame.state.goal = None;
    }
    frame.state.placed = Some(layout.area());
}

/// Starts to scroll to the focused pane, if it is not in view.
fn reveal(layout: &mut Layout, frame: &mut Frame<'_>, scale: f32) {
    let focused = layout.focused_pane();
    let holds = std::mem::take(&mut frame.state.skips_reveal);
    if frame.state.revealed == focused {
        return;
    }
    let is_first = frame.state.revealed.is_none();
    frame.state.revealed = focused;
    if holds {
        return;
    }
    let area = frame.origin.area(scale, frame.state.goal.unwrap_or(frame.state.scroll));
    layout.place(area);
    let Some(pane) = focused.filter(|pane| layout.tree().surface_of(pane.node()) == Some(SurfaceId::MAIN)) else {
        return;
    };
    let Some(rect) = layout.rect(pane) else { return };
    let to = seen_at(layout.area(), rect);
    if is_first {
        frame.state.scroll = to;
    } else if to != frame.state.scroll {
        frame.state.goal = Some(to);
    }
}

/// The time, in seconds, after which half of the way is left.
const HALF_WAY: f32 = 0.035;
/// The distance, in points, below which the goal counts as reached.
const THERE: f64 = 0.5;

/// Moves a part of the way to the goal of the surface, or all of it if egui's animations are off.
fn glide(ui: &Ui, frame: &mut Frame<'_>) {
    let Some(goal) = frame.state.goal else { return };
    let from = frame.state.scroll;
    let (x, y) = (goal.x - from.x, goal.y - from.y);
    let still = ui.style().animation_time <= 0.0;
    if still || (x.abs() < THERE && y.abs() < THERE) {
        frame.state.scroll = goal;
        frame.state.goal = None;
        return;
    }
    // Exponential, so that the movement does not depend on the frame rate. A slow frame counts as a tenth of a second at most.
    let time = ui.ctx().input(|i| i.stable_dt).clamp(0.0, 0.1);
    let part = 1.0 - f64::from(0.5f32.powf(time / HALF_WAY));
    frame.state.scroll = Point::new(from.x + x * part, from.y + y * part);
    ui.ctx().request_repaint();
}

/// Starts to scroll by a step in a direction.
pub(crate) fn step(layout: &Layout, state: &mut State, direction: Direction) {
    state.goal = Some(stepped(layout, state.goal.unwrap_or(state.scroll), direction));
}

/// Takes over the scroll offset if something other than this front end has changed it since the last frame.
fn follow(layout: &Layout, state: &mut State) {
    let area = layout.area();
    if let Some(placed) = state.placed
        && placed.size() == area.size()
        && placed.scale() == area.scale()
        && placed.scroll() != area.scroll()
    {
        state.scroll_to(area.scroll());
    }
}

/// Scrolls the surface by the rest of the wheel, and shows the bars.
pub(crate) fn after(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) {
    if wheel(ui, layout, frame) {
        ui.ctx().request_repaint();
    }
    let most = most(layout, frame.origin.rect.size());
    if frame.state.scroll_bar_grip.is_some() {
        frame.state.goal = None;
    }
    for axis in 0..2 {
        if most[axis] > 0.0 {
            bar(ui, frame, axis, most);
        }
    }
}

/// Takes as much of the wheel as the surface can scroll. Returns `true` if it has scrolled.
fn wheel(ui: &Ui, layout: &Layout, frame: &mut Frame<'_>) -> bool {
    let delta = ui.ctx().input(egui::InputState::smooth_scroll_delta);
    if delta == Vec2::ZERO || !ui.rect_contains_pointer(frame.origin.rect) {
        return false;
    }
    let most = most(layout, frame.origin.rect.size());
    let mut moved = false;
    for axis in 0..2 {
        let to = (along(frame.state.scroll, axis) - delta[axis]).clamp(0.0, most[axis]);
        if (to - along(frame.state.scroll, axis)).abs() > f32::EPSILON {
            frame.state.scroll_to(with(frame.state.scroll, axis, to));
            ui.ctx().input_mut(|i| i.smooth_scroll_delta[axis] = 0.0);
            moved = true;
        }
    }
    moved
}

fn bar(ui: &Ui, frame: &mut Frame<'_>, axis: usize, most: Vec2) {
    let whole = frame.origin.rect;
    let other = 1 - axis;
    let track = track(whole, axis, most);
    let length = track.size()[axis];
    if length < MIN_THUMB {
        return;
    }
    let thumb = (length * whole.size()[axis] / (whole.size()[axis] + most[axis])).max(MIN_THUMB).min(length);
    let way = (length - thumb).max(1.0);
    let id = frame.origin.id.with(("scroll bar", axis));
    let response = ui.interact(track, id, Sense::click_and_drag());
    response.widget_info(|| {
        let name = if axis == 0 { "Scroll sideways" } else { "Scroll up and down" };
        WidgetInfo::labeled(Role::ScrollBar, true, name)
    });
    let at = along(frame.state.scroll, axis);
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let grip = frame.state.scroll_bar_grip.get_or_insert_with(|| {
            let start = ui.ctx().input(|i| i.pointer.press_origin()).unwrap_or(pointer)[axis];
            let within = start - track.min[axis] - at / most[axis] * way;
            if (0.0..thumb).contains(&within) { within } else { thumb / 2.0 }
        });
        let to = ((pointer[axis] - track.min[axis] - *grip) / way * most[axis]).clamp(0.0, most[axis]);
        if (to - at).abs() > f32::EPSILON {
            frame.state.scroll_to(with(frame.state.scroll, axis, to));
            ui.ctx().request_repaint();
        }
    }
    if !ui.ctx().input(|i| i.pointer.any_down()) {
        frame.state.scroll_bar_grip = None;
    }
    let hot = response.hovered() || response.dragged();
    let thick = THIN[usize::from(hot)];
    let mut rect = Rect::from_min_max(track.min, track.max);
    rect.min[other] = rect.max[other] - thick - 1.0;
    rect.max[other] -= 1.0;
    rect.min[axis] = track.min[axis] + along(frame.state.scroll, axis) / most[axis] * way;
    rect.max[axis] = rect.min[axis] + thumb;
    let visuals = ui.visuals();
    let color = if hot { visuals.widgets.hovered.fg_stroke.color } else { visuals.weak_text_color() };
    let painter = ui.painter().with_clip_rect(whole.intersect(ui.clip_rect()));
    painter.rect_filled(rect, thick / 2.0, color.gamma_multiply(0.7));
}

#[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
fn along(at: Point, axis: usize) -> f32 {
    pos2(at.x as f32, at.y as f32)[axis]
}

fn with(at: Point, axis: usize, value: f32) -> Point {
    let value = f64::from(value);
    if axis == 0 { Point::new(value, at.y) } else { Point::new(at.x, value) }
}
