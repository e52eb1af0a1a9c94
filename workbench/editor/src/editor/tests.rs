//! The pane as its user meets it: real files, real keys, real clicks.

mod disk;
mod later;
mod pane;
mod pool;
mod replacing;
mod shared;
mod wrapped;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::Editor;
use crate::selection::Selection;
use crate::text_file::{Notice, TextFile};
use std::sync::MutexGuard;

/// A folder with one file in it, gone with the test.
struct Place {
    folder: TempDir,
    path: PathBuf,
}

fn place(name: &str, contents: impl AsRef<[u8]>) -> Place {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, contents).expect("a file in it");
    Place { folder, path }
}

impl Place {
    fn editor(&self) -> Editor {
        Editor::open(&self.path).expect("opens")
    }

    fn on_disk(&self) -> String {
        fs::read_to_string(&self.path).expect("readable")
    }
}

impl Editor {
    /// The text, with the cursor of this editor.
    fn file(&self) -> MutexGuard<'_, TextFile> {
        self.hold.activate().0
    }

    // Each of these lets go of the text at once, so that several can stand in one assertion.

    fn notice(&self) -> Notice {
        self.file().notice
    }

    fn selection(&self) -> Selection {
        self.file().buffer.selection()
    }

    fn undo(&self) -> bool {
        self.file().buffer.undo()
    }

    fn find(&mut self) {
        self.work(|editing| {
            editing.open_find();
        });
    }

    fn redo(&self) -> bool {
        self.file().buffer.redo()
    }
}

/// Types at the cursor, as far as the file is concerned.
fn type_in(editor: &mut Editor, text: &str) {
    editor.file().buffer.insert(text, crate::history::EditKind::Typing).expect("within the limits");
}

/// Reads the file again, as a frame takes it in.
fn reload(editor: &mut Editor) {
    let (send, read) = std::sync::mpsc::channel();
    editor.reload_later(move || send.send(()).expect("the test waits"));
    read.recv_timeout(std::time::Duration::from_secs(60)).expect("the thread reads it");
    editor.file().take_read(&egui::Context::default());
}
