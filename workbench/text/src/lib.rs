//! The parts that every view of a text in egui has, whatever the text is.
//!
//! Contents: [`strip`], rows cut from the space above and below the text; [`bar_keys`], [`go_to_line`] and [`find_line`],
//! the bars above the text; [`scrollbar`], the two scroll bars; [`room`], the space that a pane may take; [`limits`], the
//! limits that all views share. All lengths are in egui points.
//!
//! It does not know the text: not how it is stored, read, edited, searched or wrapped. A view hands in positions and rows,
//! and gets positions and answers back. It keeps no state except in egui's memory. Invariant: nothing is larger than the
//! space it is given, and nothing here waits.
#![forbid(unsafe_code)]

pub mod bar_keys;
pub mod find_line;
pub mod go_to_line;
pub mod limits;
pub mod scrollbar;
pub mod strip;

use egui::{Rect, Ui, vec2};

/// Returns the available space of `ui`, with a finite and non-negative size.
///
/// If the available width or height is not finite, that of the clip rectangle is used, clamped to 0 to 1,000,000 points.
#[must_use]
pub fn room(ui: &Ui) -> Rect {
    let wanted = ui.available_rect_before_wrap();
    let bound = ui.clip_rect();
    let side = |wanted: f32, bound: f32| if wanted.is_finite() { wanted.max(0.0) } else { bound.clamp(0.0, 1e6) };
    let size = vec2(side(wanted.width(), bound.width()), side(wanted.height(), bound.height()));
    Rect::from_min_size(wanted.min, size)
}
