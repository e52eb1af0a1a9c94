//! A pane for egui that looks at text files of any size, and follows those that grow.
//!
//! What it is: [`LargeFile`], the content, shared by any number of views; [`LargeView`], what is seen of it in whatever
//! [`egui::Ui`] it is given; [`LargeState`], what is worth keeping over a restart.
//! What it refuses: to change the file, to read it whole, and to know who places it. It takes no key that belongs to the
//! application (anything with Alt, Ctrl+W, Ctrl+Tab, Ctrl+P, Ctrl+Shift and so on).
//! Invariant: memory does not grow with the file; whatever happens to the file on disk is said in words and never a panic.
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

/// Called from a thread of the file when there is something new to show; it usually calls
/// [`egui::Context::request_repaint`].
pub type Wake = Arc<dyn Fn() + Send + Sync>;
