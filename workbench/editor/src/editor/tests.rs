//! The pane as its user meets it: real files, real keys, real clicks.

mod disk;
mod later;
mod pane;
mod pool;
mod replacing;
mod wrapped;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::Editor;

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

/// Types at the cursor, as far as the file is concerned.
fn type_in(editor: &mut Editor, text: &str) {
    editor.buffer.insert(text, crate::history::Kind::Typing).expect("within the limits");
}

/// Reads the file again, as a frame takes it in.
fn reload(editor: &mut Editor) {
    let (send, read) = std::sync::mpsc::channel();
    editor.reload_later(move || send.send(()).expect("the test waits"));
    read.recv_timeout(std::time::Duration::from_secs(60)).expect("the thread reads it");
    editor.take_read(&egui::Context::default());
}
