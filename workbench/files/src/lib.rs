//! The file panes: a lazy [`FileTree`], the [`Index`] and [`QuickOpen`] of a quick opener (with the [`Picker`] that a
//! command palette uses too), a [`SearchPane`] over the text of files, and an [`ImagePane`].
//!
//! The panes know egui and the file system, but nothing of the program that shows them. They do not delete, they do not
//! follow a link back into its own ancestors, and they read nothing without a limit.
//!
//! Invariant: nothing that can take long (listing a folder, walking a root, decoding a picture) runs on the UI thread.

mod error;
mod icons;
mod ignore_rules;
mod image_pane;
mod index;
mod limits;
mod name;
mod picker;
mod quick;
mod rows;
mod search;
mod tree;

pub use error::FilesError;
pub use image_pane::{DecodedImage, ImagePane, ImageState};
pub use index::{Hit, Index, IndexStatus};
pub use picker::{PickItem, PickResult, Picker};
pub use quick::{QuickChoice, QuickOpen};
pub use search::{FoundLine, SearchPane, SearchState, Unsaved};
pub use tree::{FileAction, FileTree, FilesState, rename, trash};

/// A callback that a background thread calls when a pane has something new to show; usually it requests a repaint.
pub type Wake = std::sync::Arc<dyn Fn() + Send + Sync>;
