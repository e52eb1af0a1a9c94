//! Tests of the pane as a user meets it: with real files, real keys and real clicks.

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

/// A temporary folder with one file. It is removed with the test.
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
    /// Locks the text, with the cursor of this editor.
    fn file(&self) -> MutexGuard<'_, TextFile> {
        self.hold.activate().0
    }

    // Each of these methods releases the text at once, so that several can be called in one assertion.

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

/// Types at the cursor, without a window.
fn type_in(editor: &mut Editor, text: &str) {
    editor.file().buffer.insert(text, crate::history::EditKind::Typing).expect("within the limits");
}

/// Reads the file again, and takes over the result as a frame does.
fn reload(editor: &mut Editor) {
    let (send, read) = std::sync::mpsc::channel();
    editor.reload_later(move || send.send(()).expect("the test waits"));
    read.recv_timeout(std::time::Duration::from_secs(60)).expect("the thread reads it");
    editor.file().take_read(&egui::Context::default());
}
