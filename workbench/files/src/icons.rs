//! Small painted icons, so that no font has to contain them.
//!
//! Invariant: an icon stays inside its rectangle, and its color comes from the caller.

mod kind;

pub(crate) use kind::FileKind;

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, vec2};

/// The icon of an icon button.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Icon {
    Refresh,
    Hidden,
    Ignored,
}

/// Shows a frameless square button with a painted icon; `on` makes it a toggle, drawn as pressed if `true`.
pub(crate) fn button(ui: &mut Ui, icon: Icon, name: &str, on: Option<bool>) -> Response {
    let side = ui.spacing().interact_size.y;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| match on {
        Some(on) => egui::WidgetInfo::selected(egui::accesskit::Role::CheckBox, enabled, on, name),
        None => egui::WidgetInfo::labeled(egui::accesskit::Role::Button, enabled, name),
    });
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact_selectable(&response, on == Some(true));
        if on == Some(true) || response.hovered() || response.has_focus() {
            ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, visuals.bg_stroke, StrokeKind::Inside);
        }
        let stroke = Stroke::new(1.4, visuals.text_color());
        let inner = Rect::from_center_size(rect.center(), Vec2::splat((side * 0.58).max(1.0)));
        match icon {
            Icon::Refresh => refresh(ui.painter(), inner, stroke),
            Icon::Hidden => eye(ui.painter(), inner, stroke),
            Icon::Ignored => crossed(ui.painter(), inner, stroke),
        }
    }
    response.on_hover_text(name)
}

/// Paints the arrow of a folder: it points right for a closed folder, and down for an open one.
pub(crate) fn arrow(painter: &Painter, rect: Rect, open: bool, color: Color32) {
    let (c, r) = (rect.center(), rect.width().min(rect.height()) * 0.24);
    let points = if open {
        vec![c + vec2(-r, -r * 0.5), c + vec2(0.0, r * 0.6), c + vec2(r, -r * 0.5)]
    } else {
        vec![c + vec2(-r * 0.5, -r), c + vec2(r * 0.6, 0.0), c + vec2(-r * 0.5, r)]
    };
    painter.add(Shape::line(points, Stroke::new(1.5, color)));
}

/// Paints a folder.
pub(crate) fn folder(painter: &Painter, rect: Rect, color: Color32) {
    let side = rect.width().min(rect.height());
    let body = Rect::from_center_size(rect.center() + vec2(0.0, side * 0.04), vec2(side * 0.78, side * 0.52));
    let tab = Rect::from_min_size(body.min - vec2(0.0, side * 0.12), vec2(side * 0.34, side * 0.2));
    painter.rect_filled(tab, side * 0.06, color);
    painter.rect_filled(body, side * 0.08, color);
}

/// Paints the mark of a link: a dot in the lower right part of its icon.
pub(crate) fn link_mark(painter: &Painter, rect: Rect, color: Color32) {
    let side = rect.width().min(rect.height());
    let corner = rect.center() + vec2(side * 0.28, side * 0.28);
    painter.circle_filled(corner, side * 0.14, color);
}

fn refresh(painter: &Painter, rect: Rect, stroke: Stroke) {
    let (c, r) = (rect.center(), rect.width() * 0.42);
    let at = |turn: f32| c + r * Vec2::angled(turn);
    let arc: Vec<Pos2> = (0..=20).map(|i| at(-0.6 + 4.9 * i as f32 / 20.0)).collect();
    painter.add(Shape::line(arc, stroke));
    let (tip, s) = (at(-0.6), rect.width() * 0.26);
    painter.add(Shape::line(vec![tip + vec2(-s, 0.0), tip, tip + vec2(0.0, -s)], stroke));
}

fn eye(painter: &Painter, rect: Rect, stroke: Stroke) {
    let (c, w, h) = (rect.center(), rect.width() * 0.5, rect.height() * 0.3);
    let outline: Vec<Pos2> = (0..24)
        .map(|i| std::f32::consts::TAU * i as f32 / 24.0)
        .map(|turn| c + vec2(w * turn.cos(), h * turn.sin() * turn.sin().abs().sqrt()))
        .collect();
    painter.add(Shape::closed_line(outline, stroke));
    painter.circle_filled(c, rect.width() * 0.13, stroke.color);
}

fn crossed(painter: &Painter, rect: Rect, stroke: Stroke) {
    let (c, r) = (rect.center(), rect.width() * 0.44);
    painter.circle_stroke(c, r, stroke);
    let across = r * std::f32::consts::FRAC_1_SQRT_2;
    painter.line_segment([c + vec2(-across, across), c + vec2(across, -across)], stroke);
}
