//! What lies behind the panes of a surface: one mesh, made anew only when a pane lies elsewhere or another part of it is seen.

use crate::ink::{Ink, Sheet};
use crate::show::Frame;
use egui::emath::GuiRounding as _;
use egui::{Color32, Rect, Ui, Vec2};
use multisplit::{SurfaceId, View, WidgetProvider};
use std::ops::Range;
use std::sync::Arc;

/// The grounds of a surface as they were shown last.
#[derive(Clone, Debug)]
pub(crate) struct Grounds {
    surface: SurfaceId,
    key: Key,
    sheet: Arc<Sheet>,
}

/// What they depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    /// Which look at the layout.
    scenes: u64,
    origin: Rect,
    shift: Vec2,
    clip: Rect,
    scale: f32,
    fill: Color32,
}

/// Paints the grounds of the panes with these numbers.
pub(crate) fn show<P>(ui: &Ui, view: &View<'_, P>, frame: &mut Frame<'_>, range: Range<usize>, clip: Rect)
where
    P: WidgetProvider + ?Sized,
{
    let key = Key {
        scenes: view.layout.scenes(),
        origin: frame.origin.rect,
        shift: frame.origin.shift,
        clip,
        scale: ui.ctx().pixels_per_point(),
        fill: frame.style.pane_fill,
    };
    let all = &mut frame.state.grounds;
    all.retain(|of| of.surface == SurfaceId::MAIN || view.layout.tree().surface(of.surface).is_some());
    let at = all.iter().position(|of| of.surface == frame.surface);
    let before = at.map(|at| all.swap_remove(at)).filter(|of| of.key == key);
    let grounds = before.unwrap_or_else(|| {
        let mut ink = Ink::new(ui.ctx(), range.len());
        for pane in range.filter_map(|index| view.pane(index)) {
            let rect = frame.origin.rect(pane.rect);
            if rect.intersects(clip) {
                ink.fill(rect.round_to_pixels(key.scale), key.fill);
            }
        }
        Grounds { surface: frame.surface, key, sheet: Arc::new(ink.finish()) }
    });
    grounds.sheet.show(ui.painter());
    frame.state.grounds.push(grounds);
}
