//! Small pictures of panes on a map: what was kept of their painting when the map was opened. They are valid as long as egui keeps its
//! letters where they were. A pane without a picture is sketched.

use crate::base::limits::{PICTURE_SHAPES, PICTURES};
use crate::drawing::font_generation::FontGeneration;
use crate::drawing::thumbnail::{Picture, Thumbnail};
use egui::emath::TSTransform;
use egui::{Context, Id, Rect};
use multisplit::{PaneId, WidgetId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The minimum size, in points, at which a picture can be told from a sketch.
const LEAST: [f32; 2] = [48.0, 28.0];

/// The pictures of the panes that were in view.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pictures {
    panes: Arc<FxHashMap<PaneId, Picture>>,
    fonts: Option<FontGeneration>,
}

impl Pictures {
    /// Copies what is kept of the panes of the workspace that was drawn in the `Ui` with this scope id.
    pub(crate) fn take(ctx: &Context, id: Id) -> Self {
        let panes: FxHashMap<_, _> = crate::retained::pictures(ctx, id, PICTURES).into_iter().collect();
        Self { fonts: (!panes.is_empty()).then(|| FontGeneration::current(ctx)), panes: Arc::new(panes) }
    }

    /// Drops all pictures if egui has rebuilt its fonts.
    pub(crate) fn check(&mut self, ctx: &Context) {
        if self.fonts.as_ref().is_some_and(|fonts| *fonts != FontGeneration::current(ctx)) {
            *self = Self::default();
        }
    }

    /// Returns the picture of a pane if it still shows this widget, scaled to the width of `room`. Returns `None` if `room` is too small.
    pub(crate) fn small(&self, pane: PaneId, widget: &WidgetId, room: Rect) -> Option<Thumbnail> {
        if room.width() < LEAST[0] || room.height() < LEAST[1] {
            return None;
        }
        let picture = self.panes.get(&pane).filter(|p| p.widget == *widget && p.rect.is_positive())?;
        let scaling = room.width() / picture.rect.width();
        let to_room = TSTransform::new(room.min.to_vec2() - picture.rect.min.to_vec2() * scaling, scaling);
        let shapes =
            picture.shapes.iter().filter(|clipped| clipped.clip_rect.intersects(picture.rect)).map(|clipped| {
                let mut shape = clipped.shape.clone();
                shape.transform(to_room);
                shape
            });
        Some(Thumbnail { clip: room, shapes: shapes.take(PICTURE_SHAPES).collect() })
    }
}
