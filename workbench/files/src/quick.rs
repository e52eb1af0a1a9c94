//! The quick opener: the user types a few letters of a path and gets the file; with `:123` also the line.
//!
//! It has no limits of its own; the [`Index`] decides what can be found.
//!
//! Invariant: a chosen path is a path of the index, made absolute.

use std::path::PathBuf;

use egui::Context;

use crate::index::Index;
use crate::limits;
use crate::picker::{Line, Overlay, Verdict};

/// The choice of the user in a quick opener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuickChoice {
    /// Show the file.
    Open {
        /// The absolute path of the file.
        path: PathBuf,
        /// The line to go to, counted from 1.
        line: Option<usize>,
    },
    /// Show the file beside the one that is shown now.
    OpenBeside {
        /// The absolute path of the file.
        path: PathBuf,
        /// The line to go to, counted from 1.
        line: Option<usize>,
    },
    /// Escape, or a click outside.
    Dismissed,
}

/// An overlay that finds files. Create one to open it, and drop it as soon as it returns a choice.
pub struct QuickOpen {
    overlay: Overlay,
}

impl Default for QuickOpen {
    fn default() -> Self {
        Self::new()
    }
}

impl QuickOpen {
    /// Creates a quick opener with an empty query.
    pub fn new() -> Self {
        Self { overlay: Overlay::new("Find a file; name:12 goes to line 12") }
    }

    /// Shows the overlay above everything in `ctx`, and returns the choice of the user once there is one.
    ///
    /// A chosen file becomes the most recent one of `index`.
    pub fn ui(&mut self, ctx: &Context, index: &mut Index) -> Option<QuickChoice> {
        let status = index.status();
        let note = match (status.walking, status.cut) {
            (true, _) => format!("{} files so far...", status.files),
            (false, true) => format!("Only the first {} files are searched.", status.files),
            (false, false) => String::new(),
        };
        let mut hits = Vec::new();
        let list = |query: &str| {
            hits = index.search(split_line(query).0, limits::QUICK_HITS);
            hits.iter().enumerate().map(|(at, hit)| line(at, &hit.path, &hit.matched)).collect()
        };
        let (at, beside) = match self.overlay.show(ctx, list, &note) {
            Verdict::Open => return None,
            Verdict::Dismissed => return Some(QuickChoice::Dismissed),
            Verdict::Chosen(at) => (at, false),
            Verdict::ChosenBeside(at) => (at, true),
        };
        let path = index.root().join(&hits.get(at)?.path);
        index.note_opened(&path);
        let line = split_line(self.overlay.query()).1;
        Some(if beside { QuickChoice::OpenBeside { path, line } } else { QuickChoice::Open { path, line } })
    }
}

fn line(at: usize, path: &str, matched: &[u32]) -> Line {
    let (label, detail, why) = (path.to_owned(), String::new(), String::new());
    Line { at, label, detail, why, enabled: true, matched: matched.to_vec(), path: true }
}

/// Splits `path:123` (also `path:123:4` and `path:`) into the path and the line.
fn split_line(query: &str) -> (&str, Option<usize>) {
    let mut parts = query.splitn(2, ':');
    let path = parts.next().unwrap_or("");
    let number = parts.next().and_then(|rest| rest.split(':').next()).unwrap_or("").trim();
    (path, number.parse().ok().filter(|line| *line > 0))
}

#[cfg(test)]
mod tests {
    use super::split_line;

    #[test]
    fn a_number_after_a_colon_is_a_line() {
        let cases = [
            ("main.rs:12", ("main.rs", Some(12))),
            ("main.rs:12:3", ("main.rs", Some(12))),
            ("main.rs:", ("main.rs", None)),
            ("main.rs:x", ("main.rs", None)),
            ("main.rs:0", ("main.rs", None)),
            ("main.rs", ("main.rs", None)),
            (":7", ("", Some(7))),
        ];
        for (typed, expect) in cases {
            assert_eq!(split_line(typed), expect, "{typed}");
        }
    }
}
