//! The parts that panes for egui share, whatever they show.
//!
//! Contents: [`INSET`], the distance from the edge of a pane at which its contents begin; [`mod@line`], an input line;
//! [`mod@menu`], context menus for mouse and keyboard; [`legible`], legible colors; [`access`], text for screen readers;
//! [`names`], file names that cannot be mistaken for others. All lengths are in egui points.
//!
//! It does not know what a pane shows, and it keeps no state except in egui's memory. Invariant: nothing here depends on
//! another pane.
#![forbid(unsafe_code)]

pub mod access;
pub mod legible;
pub mod line;
pub mod menu;
pub mod names;

/// The distance from the edge of a pane at which its strips, bars and lists begin, in points.
pub const INSET: f32 = 8.0;
