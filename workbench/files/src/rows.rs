//! A scrolling list of equal rows that draws the visible ones only, shared by the tree and the picker.
//!
//! Invariant: the closure is called for rows that cross the viewport and for no others.

use egui::{Rect, ScrollArea, Ui, pos2, vec2};

/// Where a list is scrolled to, between frames.
#[derive(Default, Debug)]
pub(crate) struct RowList {
    offset: f32,
    /// An offset that the next frame must take.
    forced: Option<f32>,
    /// A row that the next frame must show.
    reveal: Option<usize>,
    /// What the last frame could show, in points.
    height: f32,
    /// The largest offset of the last frame.
    end: f32,
}

impl RowList {
    /// How far the list is scrolled, in points.
    pub fn offset(&self) -> f32 {
        self.forced.unwrap_or(self.offset)
    }

    /// Scrolls to `offset` in the next frame.
    pub fn scroll_to(&mut self, offset: f32) {
        self.forced = Some(if offset.is_finite() { offset.max(0.0) } else { 0.0 });
    }

    /// Scrolls just far enough to show `row` in the next frame.
    pub fn reveal(&mut self, row: usize) {
        self.reveal = Some(row);
    }

    /// Rows that fit on one page, at least one.
    pub fn page(&self, row_height: f32) -> usize {
        ((self.height / row_height.max(1.0)).floor() as usize).saturating_sub(1).max(1)
    }

    /// Shows `count` rows of `row_height` points in what is left of `ui`.
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
            // The area takes what lies beyond its last content for a pull that springs back; where the list grew, it
            // has to see the new length first.
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
