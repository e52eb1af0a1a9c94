//! What stands around the text of a text pane for egui.
//!
//! What it is: [`room`], all that a pane may take, and [`INSET`], where things begin in it; [`strip`], rows cut from it above and below the text; [`mod@line`], the line
//! of input of a bar; [`mod@menu`], context menus with and without a mouse; [`scrollbar`], the two bars; [`legible`], colors that can be read; [`access`], text for screen readers;
//! [`names`], names that look like no other. All lengths are in egui's points.
//! What it refuses: to know the text and to remember more than egui's memory does for it.
//! Invariant: nothing is larger than the room it is given, and that is finite.
#![forbid(unsafe_code)]

pub mod access;
pub mod legible;
pub mod line;
pub mod menu;
pub mod names;
pub mod scrollbar;
pub mod strip;

use egui::{Rect, Ui, vec2};

/// How far from the edge of a pane its strips, bars and lists begin.
pub const INSET: f32 = 8.0;

/// All the room there is, but never endless or less than nothing.
#[must_use]
pub fn room(ui: &Ui) -> Rect {
    let wanted = ui.available_rect_before_wrap();
    let bound = ui.clip_rect();
    let side = |wanted: f32, bound: f32| if wanted.is_finite() { wanted.max(0.0) } else { bound.clamp(0.0, 1e6) };
    let size = vec2(side(wanted.width(), bound.width()), side(wanted.height(), bound.height()));
    Rect::from_min_size(wanted.min, size)
}
