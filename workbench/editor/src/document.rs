//! A file as it was read: decoded, its conventions detected, ready to be edited. This is the part of opening that a thread
//! can do.
//!
//! It does not change anything. Invariant: encoding a document that can be edited gives exactly the bytes on disk; a
//! document that cannot be edited gives the reason.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ropey::Rope;

use multisplit_pane_chrome::names;

use crate::disk::{self, Disk};
use crate::error::EditorError;
use crate::highlight::{self, Colors};
use crate::indent::{Ending, Indent};
use crate::limits::{BINARY_PROBE_BYTES, FIRST_COLORED_LINES, FIRST_COLORS_BUDGET};

const BOM: &str = "\u{feff}";

/// A file that was read and decoded.
///
/// It can be created on any thread and is then passed to [`Editor::from_document`](crate::Editor::from_document).
#[derive(Debug)]
pub struct Document {
    pub(crate) path: PathBuf,
    pub(crate) text: Rope,
    pub(crate) encoding: Encoding,
    pub(crate) ending: Ending,
    pub(crate) indent: Indent,
    pub(crate) disk: Disk,
    pub(crate) colors: Colors,
}

/// The encoding of a text as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8 { bom: bool },
    /// Some of the bytes are not text. The file is shown, but never written.
    Lossy(Reason),
}

/// The reason why a file is shown read-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The text is not a file.
    Given,
    Binary,
    NotUtf8,
}

impl Reason {
    /// Returns the reason in words for the user.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Given => "Read-only: this text is part of the program",
            Self::Binary => "Binary file: shown read-only",
            Self::NotUtf8 => "Not UTF-8: shown read-only, some characters are stand-ins",
        }
    }
}

impl Document {
    /// Reads and decodes a file, or returns an empty document if the file does not exist yet.
    ///
    /// It waits for the disk, so call it on a background thread. It does not touch the GUI.
    ///
    /// # Errors
    /// Returns an error if the path is not a file, cannot be read, is a link to nothing, or the file is larger than
    /// [`MAX_FILE_BYTES`](crate::limits::MAX_FILE_BYTES).
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn read(path: &Path) -> Result<Self, EditorError> {
        Self::read_with(path, &mut |_| true)
    }

    /// Reads and decodes a file as [`read`](Self::read) does, in pieces of 256 KiB.
    ///
    /// Before each piece, `go_on` is called with the fraction that was read, from 0 to 1. It returns `false` to stop.
    ///
    /// # Errors
    /// Returns the errors of [`read`](Self::read), and [`EditorError::Cancelled`] if `go_on` returned `false`.
    ///
    /// # Panics
    /// In a debug build, if this thread is drawing a frame (see `multisplit_disk::Frame`).
    pub fn read_with(path: &Path, go_on: &mut dyn FnMut(f32) -> bool) -> Result<Self, EditorError> {
        let (bytes, disk) = match disk::read_with(path, go_on)? {
            Some(contents) => (contents.bytes, contents.disk),
            // Saving would create a file wherever the link points.
            None if path.is_symlink() => return Err(EditorError::BrokenLink { path: path.to_owned() }),
            None => (Vec::new(), Disk::Absent),
        };
        highlight::warm_up();
        let mut document = Self::decode(path, bytes, disk);
        document.color_beginning();
        Ok(document)
    }

    /// Creates a read-only document of a text that is not a file. `title` takes the place of the file name.
    #[must_use]
    pub fn given(title: &str, text: &str) -> Self {
        let read = Self::decode(Path::new(title), text.as_bytes().to_vec(), Disk::Absent);
        Self { encoding: Encoding::Lossy(Reason::Given), ..read }
    }

    /// Returns `true` if the file existed.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        self.disk != Disk::Absent
    }

    /// Returns an empty document without a path.
    pub(crate) fn blank() -> Self {
        Self::decode(Path::new(""), Vec::new(), Disk::Absent)
    }

    pub(crate) fn decode(path: &Path, bytes: Vec<u8>, disk: Disk) -> Self {
        let binary = bytes.iter().take(BINARY_PROBE_BYTES).any(|&byte| byte == 0);
        let (text, encoding) = match String::from_utf8(bytes) {
            Ok(text) if binary => (text, Encoding::Lossy(Reason::Binary)),
            Ok(mut text) => {
                let bom = text.starts_with(BOM);
                if bom {
                    text.drain(..BOM.len());
                }
                (text, Encoding::Utf8 { bom })
            }
            Err(error) => {
                let reason = if binary { Reason::Binary } else { Reason::NotUtf8 };
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Encoding::Lossy(reason))
            }
        };
        let name = names::shown_file(path);
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        let first_line = text.lines().next().unwrap_or_default();
        let first_line = if first_line.len() > 1000 { "" } else { first_line };
        let syntax = highlight::syntax_of(&name, &extension, first_line);
        let text = Rope::from_str(&text);
        let colors = Colors::new(syntax, text.len_lines());
        let (ending, indent) = (Ending::detect(&text), Indent::detect(&text));
        Self { path: path.to_owned(), text, encoding, ending, indent, disk, colors }
    }

    /// Colors the beginning of the text. It is not left to the first frames: the first lines of a language compile its expressions, of which one
    /// takes up to 40 ms.
    fn color_beginning(&mut self) {
        let end = Instant::now() + FIRST_COLORS_BUDGET;
        // What is not done in time is done in frames.
        self.colors.advance(&self.text, 0..FIRST_COLORED_LINES, true, || Instant::now() < end);
    }
}

/// Returns the bytes that are written to disk.
pub(crate) fn encode(text: &Rope, bom: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len_bytes() + BOM.len());
    if bom {
        bytes.extend_from_slice(BOM.as_bytes());
    }
    for chunk in text.chunks() {
        bytes.extend_from_slice(chunk.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Disk, Document, Encoding, FIRST_COLORED_LINES, Path, Reason, encode};

    fn check(bytes: &[u8], expect: Encoding) {
        let document = Document::decode(Path::new("a"), bytes.to_vec(), Disk::Absent);
        assert_eq!(document.encoding, expect, "{bytes:?}");
        if let Encoding::Utf8 { bom } = expect {
            assert_eq!(encode(&document.text, bom), bytes);
        }
    }

    #[test]
    fn bytes_that_can_be_edited_come_back_as_they_were() {
        check(b"", Encoding::Utf8 { bom: false });
        check(b"a\r\nb\nc\rd", Encoding::Utf8 { bom: false });
        check("\u{feff}gr\u{fc}n\n".as_bytes(), Encoding::Utf8 { bom: true });
        check(b"gr\xfcn", Encoding::Lossy(Reason::NotUtf8));
        check(b"a\0b", Encoding::Lossy(Reason::Binary));
        check(b"\x7fELF\0\xff", Encoding::Lossy(Reason::Binary));
    }

    #[test]
    fn the_beginning_of_a_file_is_colored_when_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("main.rs");
        std::fs::write(&path, "fn main() {\n    let a = 1;\n}\n".repeat(FIRST_COLORED_LINES)).expect("written");
        let is_colored = |document: &Document, line: usize| !document.colors.spans(line).is_empty();
        // The time for colors may be over before the expressions are compiled, once.
        let document = (0..20)
            .map(|_| Document::read(&path).expect("read"))
            .find(|document| (0..FIRST_COLORED_LINES).all(|line| is_colored(document, line)))
            .expect("the beginning has colors");
        assert!(!is_colored(&document, FIRST_COLORED_LINES));
    }

    #[test]
    fn a_document_goes_from_thread_to_thread() {
        fn is_send<T: Send>() {}
        is_send::<Document>();
    }
}
