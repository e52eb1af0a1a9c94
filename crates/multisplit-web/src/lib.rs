//! Web pages as egui panes.
//!
//! A native web view lies above everything else. It takes keys under the pointer and cannot be clipped, scrolled, floated or covered by a menu.
//! A page here is pixels like any other pane.
//!
//! A [`WebEngine`] shows pages; [`Chromium`] is one. A [`WebPane`] is a page with its address line.

pub mod engine;

mod chromium;
mod pane;

pub use chromium::{Chromium, Options};
pub use engine::{Kept, Order, PageId, PageView, WebEngine};
pub use pane::{Visits, WebPane, parse_address};
