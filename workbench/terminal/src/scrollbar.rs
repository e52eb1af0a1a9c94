//! The scrollbar of the scrollback: a thin bar beside the text, with a handle to drag.
//!
//! Invariant: without a scrollback there is no bar, and nothing reacts to the pointer.

use alacritty_terminal::grid::Scroll;
use alacritty_terminal::index::Line;
use egui::accesskit::Role;
use egui::{Id, Rect, Response, Sense, Ui, WidgetInfo, lerp, pos2, remap_clamp};

use crate::geometry::Geometry;
use crate::limits;
use crate::session::ShellSession;

/// The position of the view in the scrollback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The number of lines that can be scrolled back.
    pub history: usize,
    /// The number of lines that are scrolled back now.
    pub offset: usize,
    /// The number of rows in view.
    pub rows: usize,
}

/// Shows the bar, and scrolls the session to where the handle is dragged.
pub fn show(ui: &Ui, id: Id, geometry: &Geometry, extent: Extent, session: &ShellSession) {
    let bar = geometry.bar;
    if extent.history == 0 || bar.width() < 1.0 || bar.height() < limits::MIN_HANDLE {
        return;
    }
    let response = ui.interact(bar, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scrollback"));
    let extent = drag(&response, bar, extent, session);
    let color = if response.hovered() || response.dragged() {
        ui.visuals().widgets.hovered.fg_stroke.color.gamma_multiply(0.6)
    } else {
        ui.visuals().widgets.inactive.fg_stroke.color.gamma_multiply(0.3)
    };
    let painter = ui.painter().with_clip_rect(geometry.outer.intersect(ui.clip_rect()));
    painter.rect_filled(handle(bar, extent).shrink2(egui::vec2(2.0, 1.0)), 2.0, color);
}

/// Scrolls so that the middle of the handle follows the pointer; returns the new extent.
fn drag(response: &Response, bar: Rect, extent: Extent, session: &ShellSession) -> Extent {
    let Some(pos) = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on()) else {
        return extent;
    };
    let half = handle_height(bar, extent) / 2.0;
    let part = remap_clamp(pos.y, bar.top() + half..=(bar.bottom() - half).max(bar.top() + half + 1.0), 1.0..=0.0);
    let offset = (part * extent.history as f32).round() as usize;
    session.with_term(|term| {
        let now = i32::try_from(term.grid().display_offset()).unwrap_or(i32::MAX);
        term.scroll_display(Scroll::Delta(Line::from(offset).0 - now));
    });
    Extent { offset: offset.min(extent.history), ..extent }
}

fn handle_height(bar: Rect, extent: Extent) -> f32 {
    let all = (extent.history + extent.rows).max(1) as f32;
    (bar.height() * extent.rows as f32 / all).clamp(limits::MIN_HANDLE.min(bar.height()), bar.height())
}

fn handle(bar: Rect, extent: Extent) -> Rect {
    let height = handle_height(bar, extent);
    let part = 1.0 - extent.offset as f32 / extent.history.max(1) as f32;
    let top = lerp(bar.top()..=(bar.bottom() - height), part.clamp(0.0, 1.0));
    Rect::from_min_max(pos2(bar.left(), top), pos2(bar.right(), top + height))
}
