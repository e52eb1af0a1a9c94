//! A text editor pane for egui.
//!
//! What it is: [`Editor`], one file shown and edited in whatever [`egui::Ui`] it is given; [`Document`], the part of
//! opening a file that a background thread can do; [`EditorState`], what is worth keeping over a restart.
//! What it refuses: to know who places it. It takes no key that belongs to the application (anything with Alt, Ctrl+W,
//! Ctrl+Tab, Ctrl+P and so on) and watches no file: the host calls [`Editor::check_disk_later`]. Whatever waits for the disk once it
//! is open is done on a thread for that time.
//! Invariant: bytes that were not edited are written back as they were read; a file that changed on disk since it was
//! read is never overwritten without being asked.
#![forbid(unsafe_code)]

mod buffer;
mod columns;
mod disk;
mod document;
mod editor;
mod error;
mod find;
mod highlight;
mod history;
mod indent;
pub mod limits;
mod motion;
mod save;
mod selection;
mod state;
mod text_file;
mod wrap;

pub use document::Document;
pub use editor::{Editor, EditorOptions};
pub use error::EditorError;
pub use highlight::acknowledgements;
pub use history::KeptUndo;
pub use state::{EditorState, StateKey};
pub use text_file::SharedText;
