//! A scrolling list of rows of equal height that draws only the visible ones; the tree and the picker share it.
//!
//! Invariant: the closure is called for the rows that cross the viewport, and for no others.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

/// The scroll position of a list between frames.
#[derive(Default, Debug)]
pub(crate) struct RowList {
    offset: f32,
    /// The offset that the next frame must use, in points.
    forced: Option<f32>,
    /// The row that the next frame must show.
    reveal: Option<usize>,
    /// The height of the viewport in the last frame, in points.
    height: f32,
    /// The largest possible offset in the last frame, in points.
    end: f32,
}

impl RowList {
    /// Returns how far the list is scrolled, in points.
    pub fn offset(&self) -> f32 {
        self.forced.unwrap_or(self.offset)
    }

    /// Scrolls to `offset` points in the next frame; an offset that is not finite counts as zero.
    pub fn scroll_to(&mut self, offset: f32) {
        self.forced = Some(if offset.is_finite() { offset.max(0.0) } else { 0.0 });
    }

    /// Scrolls just far enough to show `row` in the next frame.
    pub fn reveal(&mut self, row: usize) {
        self.reveal = Some(row);
    }

    /// Returns how many rows a page key moves: one less than fit into the viewport, at least one.
    pub fn page(&self, row_height: f32) -> usize {
        ((self.height / row_height.max(1.0)).floor() as usize).saturating_sub(1).max(1)
    }

    /// Shows `count` rows, each `row_height` points high, in the remaining space of `ui`.
    pub fn show(&mut self, ui: &mut Ui, row_height: f32, count: usize, mut row: impl FnMut(&mut Ui, usize, Rect)) {
        let space = ui.available_height().max(0.0);
        if let Some(wanted) = self.reveal.take() {
            let (top, now) = (wanted as f32 * row_height, self.offset());
            let lowest = (top + row_height - space).max(0.0);
            if top < now {
                self.forced = Some(top);
            } else if lowest > now {
                self.forced = Some(lowest);
            }
        }
        let mut area = ScrollArea::vertical().id_salt("rows").auto_shrink(false).content_margin(0.0).animated(false);
        area = area.min_scrolled_height(0.0).min_scrolled_width(0.0);
        let end = (count as f32 * row_height - space).max(0.0);
        if let Some(offset) = self.forced.take().map(|offset| offset.min(end)) {
            // The scroll area takes an offset beyond the end of its last content for an overscroll that springs back. If the
            // list has grown, the area has to see the new length first.
            if offset > self.end {
                self.forced = Some(offset);
                ui.ctx().request_repaint();
            }
            area = area.vertical_scroll_offset(offset.min(self.end));
        }
        let out = area.show_viewport(ui, |ui, viewport| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            let (left, top, width) = (ui.max_rect().left(), ui.max_rect().top(), ui.available_width().max(0.0));
            ui.set_height(count as f32 * row_height);
            let first = (viewport.min.y / row_height).floor().max(0.0) as usize;
            let last = ((viewport.max.y / row_height).ceil().max(0.0) as usize).min(count);
            for index in first..last {
                let min = pos2(left, top + index as f32 * row_height);
                row(ui, index, Rect::from_min_size(min, vec2(width, row_height)));
            }
        });
        self.offset = out.state.clamped_offset().y;
        self.height = out.inner_rect.height();
        self.end = end;
    }
}
