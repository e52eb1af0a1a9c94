//! The parts around the text of a text pane for egui.
//!
//! Contents: [`room`], the space that a pane may take, and [`INSET`], the distance from its edge at which its contents
//! begin; [`strip`], rows cut from that space above and below the text; [`mod@line`], the input line of a bar; [`mod@menu`],
//! context menus for mouse and keyboard; [`scrollbar`], the two scroll bars; [`legible`], legible colors; [`access`], text
//! for screen readers; [`names`], file names that cannot be mistaken for others. All lengths are in egui points.
//!
//! It does not know the text, and it keeps no state except in egui's memory. Invariant: nothing is larger than the space it
//! is given, and that space is finite.
#![forbid(unsafe_code)]

pub mod access;
pub mod legible;
pub mod line;
pub mod menu;
pub mod names;
pub mod scrollbar;
pub mod strip;

use egui::{Rect, Ui, vec2};

/// The distance from the edge of a pane at which its strips, bars and lists begin, in points.
pub const INSET: f32 = 8.0;

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
