//! Painted signs, so that no font has to contain them.

use egui::{Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::f32::consts::TAU;

/// The sign on a button.
#[derive(Clone, Copy)]
pub(super) enum Icon {
    Left,
    Right,
    Up,
    Down,
    Close,
    Reload,
}

/// Shows a button with a sign, which has a name for those who do not see it.
pub(super) fn button(ui: &mut Ui, icon: Icon, name: &str, enabled: bool) -> Response {
    let side = ui.spacing().interact_size.y;
    let (rect, response) =
        ui.allocate_exact_size(vec2(side, side), if enabled { Sense::click() } else { Sense::hover() });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact(&response);
        if enabled && (response.hovered() || response.has_focus()) {
            ui.painter().rect_filled(rect, visuals.corner_radius, visuals.bg_fill);
        }
        let color = if enabled { visuals.fg_stroke.color } else { ui.visuals().weak_text_color().gamma_multiply(0.5) };
        draw(ui.painter(), icon, rect.shrink(side * 0.3), Stroke::new(1.5, color));
    }
    response.on_hover_text(name)
}

fn draw(painter: &Painter, icon: Icon, rect: Rect, stroke: Stroke) {
    let line = |points: Vec<Pos2>| {
        painter.add(Shape::line(points, stroke));
    };
    let (min, max, center) = (rect.min, rect.max, rect.center());
    match icon {
        Icon::Left => line(vec![pos2(center.x, min.y), pos2(min.x, center.y), pos2(center.x, max.y)]),
        Icon::Right => line(vec![pos2(center.x, min.y), pos2(max.x, center.y), pos2(center.x, max.y)]),
        Icon::Up => line(vec![pos2(min.x, center.y), pos2(center.x, min.y), pos2(max.x, center.y)]),
        Icon::Down => line(vec![pos2(min.x, center.y), pos2(center.x, max.y), pos2(max.x, center.y)]),
        Icon::Close => {
            line(vec![min, max]);
            line(vec![rect.right_top(), rect.left_bottom()]);
        }
        Icon::Reload => {
            let radius = rect.width() / 2.0;
            // Five sixths of a circle, from the right around, with a tip at its end.
            let at = |part: f32| center + radius * vec2((part * TAU).cos(), (part * TAU).sin());
            line((0..=20).map(|step| at(step as f32 / 24.0)).collect());
            let tip = at(20.0 / 24.0);
            line(vec![tip - vec2(radius * 0.8, 0.0), tip, tip - vec2(0.0, radius * 0.8)]);
        }
    }
}
