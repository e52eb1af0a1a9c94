//! The parts that every view of a text in egui has, whatever the text is.
//!
//! Contents, from the outside in: [`pane`], the space and the widget; [`strip`], rows cut from that space above and below
//! the text; [`bar_keys`], [`go_to_line`] and [`find_line`], the bars above the text; [`area`], the grid of cells with its
//! line numbers; [`columns`], the cells of characters; [`runs`] and [`marks`], drawing them; [`scroll`] and [`scrollbar`],
//! moving them; [`keys`] and [`gesture`], what the user does to them; [`accessible`], what screen readers are told;
//! [`limits`], the limits that all views share. All lengths are in egui points.
//!
//! It does not know the text: not how it is stored, read, edited, searched or wrapped. A view hands in positions and rows,
//! and gets positions and answers back. It keeps no state except in egui's memory. Invariant: nothing is larger than the
//! space it is given, and nothing here waits.
#![forbid(unsafe_code)]

pub mod accessible;
pub mod area;
pub mod bar_keys;
pub mod columns;
pub mod find_line;
pub mod gesture;
pub mod go_to_line;
pub mod keys;
pub mod limits;
pub mod marks;
pub mod pane;
pub mod runs;
pub mod scroll;
pub mod scrollbar;
pub mod strip;
