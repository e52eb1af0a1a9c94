//! Counts how the panes of a frame came onto the screen, and shows the counts on request. Counting never changes what is painted.

use egui::{Align2, Color32, FontId, Id, LayerId, Order, Rect, Stroke, StrokeKind, Ui, vec2};

/// The tint over a pane that was drawn.
const TINT: Color32 = Color32::from_rgba_premultiplied(40, 0, 40, 40);
/// The color of the outline around all that was drawn.
const EDGE: Color32 = Color32::from_rgb(255, 64, 160);

/// Counts of how the panes of a frame came onto the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Painted {
    /// The number of panes that were drawn by running their widget, or as a stand-in for one.
    pub drawn: usize,
    /// The number of panes that were painted from what they painted last.
    pub replayed: usize,
    /// The number of panes that are open but out of view. Nothing was done for them.
    pub culled: usize,
    /// The number of panes whose painting is kept for the next frame.
    pub retained: usize,
    /// The memory of these paintings, in bytes. It is bounded by 64 MiB.
    pub retained_bytes: usize,
    /// The smallest rectangle around all panes that were drawn, in egui's points. `None` if none was drawn.
    pub dirty: Option<Rect>,
}

/// Counts the panes of a frame.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) painted: Painted,
    /// The rectangles that were drawn, if they are to be shown.
    rects: Option<Vec<Rect>>,
}

impl Tally {
    pub(crate) fn new(shows: bool) -> Self {
        Self { painted: Painted::default(), rects: shows.then(Vec::new) }
    }

    /// Counts a pane that was drawn. `rect` is its visible part.
    pub(crate) fn drawn(&mut self, rect: Rect) {
        self.painted.drawn += 1;
        self.painted.dirty = Some(self.painted.dirty.map_or(rect, |all| all.union(rect)));
        if let Some(rects) = &mut self.rects {
            rects.push(rect);
        }
    }

    /// Returns the counts, for `open` open panes in all. If they are to be shown, they are painted above everything else in the workspace.
    pub(crate) fn show(self, ui: &Ui, id: Id, whole: Rect, open: usize) -> Painted {
        let Self { mut painted, rects } = self;
        painted.culled = open.saturating_sub(painted.drawn + painted.replayed);
        let Some(rects) = rects else { return painted };
        let layer = LayerId::new(Order::Debug, id.with("debug paint"));
        let painter = ui.ctx().layer_painter(layer).with_clip_rect(whole.intersect(ui.clip_rect()));
        for rect in rects {
            painter.rect_filled(rect, 0.0, TINT);
        }
        if let Some(dirty) = painted.dirty {
            painter.rect_stroke(dirty, 0.0, Stroke::new(2.0, EDGE), StrokeKind::Inside);
        }
        let Painted { drawn, replayed, culled, .. } = painted;
        let words = format!("drawn {drawn}  replayed {replayed}  culled {culled}");
        let galley = painter.layout_no_wrap(words, FontId::monospace(12.0), EDGE);
        let at = Align2::RIGHT_BOTTOM.anchor_size(whole.max - vec2(6.0, 6.0), galley.size());
        painter.rect_filled(at.expand(3.0), 2.0, Color32::from_black_alpha(200));
        painter.galley(at.min, galley, EDGE);
        painted
    }
}
