//! A text editor pane for egui.
//!
//! Contents: [`Editor`], one file that is shown and edited in any given [`egui::Ui`]; [`Document`], the part of opening a
//! file that a background thread can do; [`EditorState`], the state of an editor that is worth keeping over a restart.
//!
//! It does not know who places it. It does not consume keys that belong to the application (anything with Alt, Ctrl+W,
//! Ctrl+Tab, Ctrl+P and so on), and it does not watch files: the host calls [`Editor::check_disk_later`]. Once an editor is
//! open, everything that waits for the disk runs on a thread that lives only for that work.
//!
//! Invariant: bytes that were not edited are written back as they were read. A file that changed on disk since it was read
//! is never overwritten unless the user agrees.
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
pub use state::{EditorState, KeptText, StateKey};
pub use text_file::SharedText;
