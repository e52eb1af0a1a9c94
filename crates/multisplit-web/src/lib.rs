//! Web pages as egui panes.
//!
//! A native web view lies above everything else. It takes keys under the pointer and cannot be clipped, scrolled, floated or covered by a menu.
//! A page here is pixels like any other pane.
//!
//! A [`WebEngine`] shows pages; [`Chromium`] is one. A [`WebPane`] is a page with its address line.
//!
//! ```no_run
//! use multisplit_web::{Chromium, Kept, Options, WebPane};
//! use std::sync::Arc;
//! # fn show(ui: &mut egui::Ui) {
//! let engine = Arc::new(Chromium::new(Options::new("/home/me/.local/state/my-app/web")));
//! let mut pane = WebPane::new(ui.ctx(), engine, Kept::new("https://example.com/"));
//! pane.ui(ui); // in each frame
//! # }
//! ```
//!
//! An application can show pages of its own, without a server: [`WebPane::own`] takes an [`engine::Content`] that answers for them.
//!
//! The example `reader.rs` shows pages in the panes of a workspace; `measure.rs` says what they cost.
//!
//! # Limitations
//! - Linux and macOS only: a pipe cannot be handed to a browser on Windows without `unsafe`.
//! - Copying, the context menu, input methods, lists of `<select>` and the shape of the pointer work in the page itself, not in frames within it.
//! - A browser without a window shows no notifications, knows no place on most systems, and has a clipboard of its own: what is allowed of
//!   that does little. Frames within a page are allowed nothing. There is no login by HTTP.
//! - The choosers of dates and colors do not open: their lists are windows of the system.
//! - Screen readers hear the page itself, not the frames within it.
//! - The memory of a page is its share of what the browser's processes use for pages, by what its scripts use; on macOS, it is an estimate.
//!   What the browser takes for itself is in no page ([`Chromium::memory`] says it).
//! - Of two windows of different scales that share an engine, the pages of one are drawn for the scale of the other, and stretched.
//! - A download that the user asked for is taken before it is said where it goes, without a limit of its size.

pub mod engine;

mod chromium;
mod pane;

pub use chromium::{BrowserMemory, Chromium, Options};
pub use engine::{Kept, Order, PageId, PageView, WebEngine};
pub use pane::{Visits, WebPane, parse_address};
