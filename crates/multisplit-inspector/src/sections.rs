//! The contents of each section: a summary for its header, a plot if time matters, and the numbers.
//!
//! A section keeps no state: it is drawn from [`Data`](crate::data::Data) alone.

pub(crate) mod cache;
pub(crate) mod frames;
pub(crate) mod loads;
pub(crate) mod memory;
pub(crate) mod operations;
pub(crate) mod slots;
pub(crate) mod slow;

use egui::{Rect, Ui, pos2, vec2};
use std::ops::Range;

/// Allocates the space of `count` rows; returns its rectangle and which rows are on screen.
pub(crate) fn rows(ui: &mut Ui, width: f32, count: usize, height: f32) -> (Rect, Range<usize>) {
    let (_, all) = ui.allocate_space(vec2(width, count as f32 * height));
    let clip = ui.clip_rect();
    // The conversion to `usize` turns a negative number into zero.
    let first = ((clip.top() - all.top()) / height).floor() as usize;
    let end = ((clip.bottom() - all.top()) / height).ceil() as usize;
    (all, first.min(count)..end.min(count))
}

/// Returns the rectangle of a row.
pub(crate) fn row(all: Rect, index: usize, height: f32) -> Rect {
    let top = all.top() + index as f32 * height;
    Rect::from_min_max(pos2(all.left(), top), pos2(all.right(), top + height))
}
