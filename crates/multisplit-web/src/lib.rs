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
//! The example `reader.rs` shows pages in the panes of a workspace; `measure.rs` says what they cost.
//!
//! # Limitations
//! - Linux and macOS only: a pipe cannot be handed to a browser on Windows without `unsafe`.
//! - Copying, the context menu, input methods, lists of `<select>` and the shape of the pointer work in the page itself, not in frames within it.
//! - Permissions (camera, place, notifications) are refused without a question, and there is no login by HTTP.
//! - Screen readers hear the title of a page only. Tabs have no icons.
//! - The memory of a page is an estimate: 10 MB, its pictures, and what its scripts use. The browser itself is in no account.
//! - Two windows of different scales that share an engine start its browser again and again; give each an engine.
//! - A window that is minimized draws no frames, so its pages are not frozen.
//! - A download is taken before the user is asked where it goes, without a limit of its size.

pub mod engine;

mod chromium;
mod pane;

pub use chromium::{Chromium, Options};
pub use engine::{Kept, Order, PageId, PageView, WebEngine};
pub use pane::{Visits, WebPane, parse_address};
