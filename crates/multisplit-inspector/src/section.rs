//! The sections of the view, and the headers that open and close them.
//!
//! Opening and closing is not animated.

use egui::{Color32, FontId, Painter, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::theme::Theme;

/// A section of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Memory,
    Slots,
    Cache,
    Loads,
    Frames,
    Operations,
    Slow,
}

impl Section {
    pub(crate) const ALL: [Self; 7] =
        [Self::Memory, Self::Slots, Self::Cache, Self::Loads, Self::Frames, Self::Operations, Self::Slow];

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Memory => "Memory",
            Self::Slots => "Slots",
            Self::Cache => "Cache",
            Self::Loads => "Loads",
            Self::Frames => "Frames",
            Self::Operations => "Slowest operations",
            Self::Slow => "Slow events",
        }
    }

    /// Returns the name of the section in a saved state.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Slots => "slots",
            Self::Cache => "cache",
            Self::Loads => "loads",
            Self::Frames => "frames",
            Self::Operations => "operations",
            Self::Slow => "slow",
        }
    }

    /// Returns the sections of each column, for the given number of columns.
    pub(crate) const fn columns(count: usize) -> &'static [&'static [Self]] {
        use Section::{Cache, Frames, Loads, Memory, Operations, Slots, Slow};
        match count {
            0 | 1 => &[&[Memory, Slots, Cache, Loads, Frames, Operations, Slow]],
            2 => &[&[Memory, Slots, Cache], &[Loads, Frames, Operations, Slow]],
            _ => &[&[Memory, Slots], &[Cache, Loads], &[Frames, Operations, Slow]],
        }
    }
}

/// Shows a line with the title and, if there is space, a short summary; returns `true` if it was clicked.
pub(crate) fn header(ui: &mut Ui, section: Section, is_open: bool, summary: &str, theme: &Theme) -> bool {
    let size = vec2(ui.available_width().max(0.0), 24.0);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, ui.scope_id().with(section.key()), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::DisclosureTriangle, enabled, section.title()));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_expanded(is_open);
        node.set_description(summary);
    });
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact(&response);
        let painter = ui.painter().with_clip_rect(rect.expand(1.0).intersect(ui.clip_rect()));
        let fill = if response.hovered() { visuals.weak_bg_fill } else { theme.grid.gamma_multiply(0.6) };
        painter.rect_filled(rect, 3.0, fill);
        if response.has_focus() {
            painter.rect_stroke(rect, 3.0, ui.visuals().selection.stroke, StrokeKind::Inside);
        }
        let side = Rect::from_center_size(pos2(rect.left() + 12.0, rect.center().y), vec2(12.0, 12.0));
        arrow(&painter, side, is_open, theme.strong);
        let title = painter.layout_no_wrap(section.title().to_owned(), FontId::proportional(14.0), theme.strong);
        let summary = painter.layout_no_wrap(summary.to_owned(), FontId::proportional(12.0), theme.text);
        let title_at = pos2(rect.left() + 22.0, rect.center().y - title.size().y / 2.0);
        let summary_at = pos2(rect.right() - 8.0 - summary.size().x, rect.center().y - summary.size().y / 2.0);
        let title_end = title_at.x + title.size().x;
        painter.galley(title_at, title, theme.strong);
        if title_end + 12.0 <= summary_at.x {
            painter.galley(summary_at, summary, theme.text);
        }
    }
    response.clicked()
}

/// Paints a small triangle that points right if the section is closed, and down if it is open.
fn arrow(painter: &Painter, rect: Rect, is_open: bool, color: Color32) {
    let (c, r) = (rect.center(), rect.width() * 0.3);
    let points = if is_open {
        vec![c + vec2(-r, -r * 0.6), c + vec2(r, -r * 0.6), c + vec2(0.0, r * 0.8)]
    } else {
        vec![c + vec2(-r * 0.6, -r), c + vec2(r * 0.8, 0.0), c + vec2(-r * 0.6, r)]
    };
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}
