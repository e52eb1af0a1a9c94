//! A small map in a corner of a surface that is larger than its window. It shows which part is visible, and scrolls. It is half
//! transparent until the pointer is over it, and keeps the pointer from what is directly below it.

use crate::base::content::Content;
use crate::base::limits::MIN_TILE;
use crate::frame::Frame;
use crate::map::camera::scrolled;
use crate::map::camera::{Camera, window};
use crate::map::map_mesh::{Drawn, Subject};
use crate::map::palette::Palette;
use crate::map::tiles;
use egui::accesskit::Role;
use egui::{CursorIcon, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2};
use multisplit::{Layout, SurfaceId};
use std::sync::Arc;

/// The maximum size of the map, in points.
const MOST: Vec2 = vec2(200.0, 140.0);
/// The maximum part of each side of the window that it takes.
const PART: f32 = 0.4;
/// The distance from the corner, in points. It keeps the map clear of the scroll bars.
const APART: f32 = 14.0;
/// The minimum length of the short side of what is on the map, and the minimum space in which it is shown, in points.
const LEAST: f32 = 24.0;
/// The name under which this part remembers its data.
const MAP: &str = "minimap";
/// The opacity at rest and under the pointer.
const OPACITY: [f32; 2] = [0.65, 0.95];

/// Returns the place of the map, or `None` if everything is visible or there is no space for the map.
pub(crate) fn place(layout: &Layout, frame: &Frame<'_>) -> Option<Rect> {
    let (content, seen) = (layout.placer().content(), window(layout));
    let main = layout.tree().surface(SurfaceId::MAIN)?;
    // A difference below two pixels comes from rounding.
    if main.zoomed.is_some() || (0..2).all(|i| content.size[i] - seen.size[i] < 2) {
        return None;
    }
    let whole = frame.origin.rect;
    let most = MOST.min(whole.size() * PART);
    if most.min_elem() < LEAST {
        return None;
    }
    let room = Rect::from_min_size(Pos2::ZERO, most);
    let size = Camera::default().lens(content, room, LEAST).rect(content).size();
    let corner = whole.max - Vec2::splat(APART);
    Some(Rect::from_min_max(corner - size.min(most), corner))
}

/// Draws the map, and scrolls the surface.
pub(crate) fn show(ui: &Ui, layout: &Layout, content: &dyn Content, frame: &mut Frame<'_>) {
    let Some(rect) = frame.minimap else {
        // The map is not shown, so its drawing need not stay in memory.
        drop(frame.remembered::<Arc<Drawn>>(ui.ctx(), MAP));
        frame.state.minimap_hold = None;
        return;
    };
    let response = ui.interact(rect, frame.origin.id.with("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Minimap"));
    let lens = Camera::default().lens(layout.placer().content(), rect, LEAST);
    let shown = lens.rect(window(layout));
    let pointer = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked());
    if let Some(at) = pointer {
        let held = *frame.state.minimap_hold.get_or_insert_with(|| {
            let start = ui.ctx().input(|i| i.pointer.press_origin()).unwrap_or(at);
            // If the press is outside of the window, the middle of the window moves to the pointer.
            let from = if shown.contains(start) { shown.min } else { shown.min + (start - shown.center()) };
            lens.to_content(start) - lens.to_content(from)
        });
        if let Some(to) = scrolled(layout, lens.to_content(at) - held) {
            frame.state.scroll_to(to);
            ui.ctx().request_repaint();
        }
    }
    if !ui.ctx().input(|i| i.pointer.any_down()) {
        frame.state.minimap_hold = None;
    }
    let hot = response.hovered() || response.dragged();
    if hot {
        ui.ctx().set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
    }
    let palette = Palette::new(frame.style, ui.visuals()).with_opacity(OPACITY[usize::from(hot)]);
    let subject =
        Subject { layout, content, lens, palette, found: None, words: false, pictures: None, least: MIN_TILE };
    let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
    let mut drawn: Arc<Drawn> = frame.remembered(ui.ctx(), MAP);
    let wait = Arc::make_mut(&mut drawn).show_calmly(&painter, &subject);
    frame.remember(ui.ctx(), MAP, drawn);
    wait.into_iter().for_each(|wait| frame.wake_after(wait));
    let edge = palette.text;
    painter.rect_stroke(rect, 0.0, Stroke::new(1.0, palette.weak), StrokeKind::Outside);
    let focused = layout.focused_pane().filter(|pane| layout.tree().surface_of(pane.node()) == Some(SurfaceId::MAIN));
    if let Some((_, place)) = focused.and_then(|pane| tiles::spot(layout, pane)) {
        painter.rect_filled(least(lens.rect(place)), 0.0, palette.ring);
    }
    painter.rect_filled(shown, 0.0, palette.accent.gamma_multiply(0.25));
    painter.rect_stroke(least(shown), 0.0, Stroke::new(1.5, edge), StrokeKind::Inside);
}

/// Returns the rectangle, enlarged until it can be seen.
fn least(rect: Rect) -> Rect {
    let size = rect.size().max(vec2(3.0, 3.0));
    Rect::from_center_size(rect.center(), size)
}
