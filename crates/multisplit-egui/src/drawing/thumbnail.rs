//! What a pane painted, and a small copy of it.

use egui::epaint::ClippedShape;
use egui::{Painter, Rect, Shape};
use multisplit::WidgetId;

/// What a pane painted.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) widget: WidgetId,
    /// Where it was painted.
    pub(crate) rect: Rect,
    pub(crate) shapes: Vec<ClippedShape>,
}

/// A picture scaled down to its place on a map.
#[derive(Clone, Debug)]
pub(crate) struct Thumbnail {
    pub(crate) clip: Rect,
    pub(crate) shapes: Vec<Shape>,
}

impl Thumbnail {
    pub(crate) fn show(&self, painter: &Painter) {
        let painter = painter.with_clip_rect(self.clip.intersect(painter.clip_rect()));
        painter.extend(self.shapes.iter().cloned());
    }
}
