//! The places of the visible panes of a surface, and their backgrounds as one mesh. They are computed again only if a pane has moved or
//! another part of the surface is visible, so that a frame reads a list and no tree.

use crate::base::content::FrameView;
use crate::drawing::mesh::{CachedMesh, MeshBuilder};
use crate::frame::Frame;
use crate::frame::per_surface::{PerSurface, SurfaceView};
use egui::emath::GuiRounding as _;
use egui::{Color32, Id, Rect, Shape, Ui};
use multisplit::PaneId;
use std::ops::Range;
use std::sync::Arc;

/// The name under which this part remembers its data.
const PLACES: &str = "places";

/// The places of the visible panes of one surface.
#[derive(Clone, Debug)]
pub(crate) struct PaneRects {
    stand: SurfaceView,
    fill: Color32,
    rounding: u8,
    /// The panes, in depth-first order.
    pub(crate) panes: Arc<Vec<PaneRect>>,
    pub(crate) grounds: Arc<CachedMesh>,
}

/// The place of a pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PaneRect {
    pub(crate) pane: PaneId,
    pub(crate) rect: Rect,
    /// The id of its `Ui`.
    pub(crate) id: Id,
}

/// Returns the places of the visible panes among those with the given indices.
pub(crate) fn find(ui: &Ui, view: &FrameView<'_>, frame: &mut Frame<'_>, range: Range<usize>, clip: Rect) -> PaneRects {
    let (stand, fill) = (SurfaceView::of(ui, view.layout, frame), frame.style.pane_fill);
    let rounding = frame.style.pane_rounding;
    let mut all: PerSurface<PaneRects> = frame.remembered(ui.ctx(), PLACES);
    let before = all.take(view.layout, frame.surface);
    let before =
        before.filter(|places| (places.stand, places.fill, places.rounding) == (stand, fill, rounding) && !frame.anew);
    let places = before.unwrap_or_else(|| {
        let all = range.filter_map(|index| view.pane(index));
        let all = all.map(|pane| (pane.pane, frame.origin.rect(pane.rect)));
        // Culling comes first: nothing is done for a pane out of view.
        let all = all.filter(|(_, rect)| rect.intersects(clip));
        let panes: Vec<PaneRect> =
            all.map(|(pane, rect)| PaneRect { pane, rect, id: frame.origin.pane(pane) }).collect();
        let mut ink = MeshBuilder::new(ui.ctx(), panes.len());
        for spot in &panes {
            let rect = spot.rect.round_to_pixels(stand.scale);
            match rounding {
                0 => ink.fill(rect, fill),
                rounding => ink.shape(Shape::rect_filled(rect, rounding, fill)),
            }
        }
        PaneRects { stand, fill, rounding, panes: Arc::new(panes), grounds: Arc::new(ink.finish()) }
    });
    all.put(frame.surface, places.clone());
    frame.remember(ui.ctx(), PLACES, all);
    places
}
