//! Converts points, rectangles, time and ids between egui and the engine.

use egui::{Id, Pos2, Rect, Vec2, pos2, vec2};
use multisplit::geometry::Point;
use multisplit::placement::Area;
use multisplit::{Moment, NodeId, PaneId, SurfaceId};

/// The place of the workspace in egui's coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) rect: Rect,
    pub(crate) id: Id,
    /// How far a floating surface is drawn from its place, so that it can be reached after the window has become smaller.
    pub(crate) shift: Vec2,
}

impl Origin {
    #[allow(clippy::cast_possible_truncation)] // egui's coordinates are f32
    pub(crate) fn rect(&self, rect: multisplit::geometry::Rect) -> Rect {
        let min = pos2(self.rect.min.x + rect.x as f32, self.rect.min.y + rect.y as f32);
        Rect::from_min_size(min + self.shift, vec2(rect.w as f32, rect.h as f32))
    }

    pub(crate) fn point(&self, at: Pos2) -> Point {
        let at = at - self.rect.min - self.shift;
        Point::new(f64::from(at.x), f64::from(at.y))
    }

    /// Returns the area at a scale and a scroll offset. A size, scale or offset that is invalid is replaced by the default.
    pub(crate) fn area(&self, pixels_per_point: f32, scroll: Point) -> Area {
        let size = self.rect.size().max(vec2(0.0, 0.0));
        let area = Area::new(f64::from(size.x), f64::from(size.y)).unwrap_or_default();
        let area = area.with_scale(f64::from(pixels_per_point)).unwrap_or(area);
        area.with_scroll(scroll).unwrap_or(area)
    }

    pub(crate) fn pane(&self, pane: PaneId) -> Id {
        self.id.with(("pane", pane.raw()))
    }

    pub(crate) fn tab(&self, child: NodeId) -> Id {
        self.id.with(("tab", child.raw()))
    }

    pub(crate) fn float(&self, surface: SurfaceId) -> Id {
        self.id.with(("float", surface.raw()))
    }

    pub(crate) fn divider(&self, split: NodeId, index: usize) -> Id {
        self.id.with(("divider", split.raw(), index))
    }

    /// Returns the id of the node under which the dividers of a surface hang for a screen reader.
    pub(crate) fn dividers(&self, surface: SurfaceId) -> Id {
        self.id.with(("dividers", surface.raw()))
    }
}

/// Returns egui's time as a moment of the engine.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
pub(crate) fn moment(ctx: &egui::Context) -> Moment {
    Moment::from_micros((ctx.input(|i| i.time).max(0.0) * 1e6) as u64)
}
