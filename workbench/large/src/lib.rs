//! A pane for egui that shows text files of any size and follows files that grow.
//!
//! Contents: [`LargeFile`], the file, shared by any number of views; [`LargeView`], the visible part of it in any given
//! [`egui::Ui`]; [`LargeState`], the state of a view that is worth keeping over a restart.
//!
//! It does not change the file or read all of it into memory, and it does not know who places it. It does not consume keys
//! that belong to the application (anything with Alt, Ctrl+W, Ctrl+Tab, Ctrl+P, Ctrl+Shift and so on). Invariant: memory
//! does not grow with the file. Whatever happens to the file on disk is reported in words and never causes a panic.
//!
//! ```no_run
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use multisplit_pane_large::{LargeFile, LargeView};
//!
//! # fn main() -> Result<(), multisplit_pane_large::LargeError> {
//! let context = egui::Context::default();
//! let file = LargeFile::open(Path::new("/var/log/syslog"), Arc::new(move || context.request_repaint()))?;
//! let mut view = LargeView::new(file);
//! view.set_follow(true);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod error;
mod file;
pub mod limits;
mod rows;
mod search;
mod state;
mod text;
mod view;

use std::sync::Arc;

pub use error::LargeError;
pub use file::{DiskState, LargeFile, StartedOver};
pub use state::LargeState;
pub use view::LargeView;

/// A callback that a thread of the file calls when there is something new to show. It usually calls
/// [`egui::Context::request_repaint`].
pub type Wake = Arc<dyn Fn() + Send + Sync>;
