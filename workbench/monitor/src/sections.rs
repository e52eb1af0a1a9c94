//! What each section shows: a summary for its header, a plot where time matters, and the numbers.
//!
//! Refuses to keep anything: a section is drawn from [`Data`](crate::data::Data) alone.

pub(crate) mod cache;
pub(crate) mod frames;
pub(crate) mod loads;
pub(crate) mod memory;
pub(crate) mod operations;
pub(crate) mod slots;
pub(crate) mod slow;

use egui::{Rect, Ui, pos2, vec2};
use std::ops::Range;

/// Takes the space of so many rows, and answers where it is and which of them are on screen.
pub(crate) fn rows(ui: &mut Ui, width: f32, count: usize, height: f32) -> (Rect, Range<usize>) {
    let (_, all) = ui.allocate_space(vec2(width, count as f32 * height));
    let clip = ui.clip_rect();
    // A negative number becomes zero.
    let first = ((clip.top() - all.top()) / height).floor() as usize;
    let end = ((clip.bottom() - all.top()) / height).ceil() as usize;
    (all, first.min(count)..end.min(count))
}

/// The rectangle of a row.
pub(crate) fn row(all: Rect, index: usize, height: f32) -> Rect {
    let top = all.top() + index as f32 * height;
    Rect::from_min_max(pos2(all.left(), top), pos2(all.right(), top + height))
}
