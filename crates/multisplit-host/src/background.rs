//! Which widgets are loaded in the background: a rule that a provider asks, so that an application can have its own.

use multisplit::WidgetId;
use std::path::PathBuf;

/// Says which widgets take so long that they are loaded in the background.
pub trait BackgroundRule: Send + Sync {
    /// Whether this one does. May look at the disk, but not read.
    fn is_slow(&self, widget: &WidgetId) -> bool;
}

/// Files over a size, and whatever is of certain kinds.
///
/// ```
/// use multisplit::WidgetId;
/// use multisplit_host::{BackgroundRule, SlowKinds};
/// let rule = SlowKinds::in_folder(".");
/// assert!(rule.is_slow(&WidgetId::new("web:https://example.org")?));
/// assert!(!rule.is_slow(&WidgetId::new("editor:Cargo.toml")?));
/// # Ok::<(), multisplit::IdError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SlowKinds {
    /// Kinds that are always slow: `web` and `query` at first.
    pub kinds: Vec<String>,
    /// Kinds whose ids name files: `editor`, `image` and `log` at first.
    pub file_kinds: Vec<String>,
    /// Files larger than this are slow, in bytes: a mebibyte at first.
    pub file_bytes: u64,
    /// What relative paths are relative to.
    pub folder: PathBuf,
}

impl SlowKinds {
    /// The usual rule, for paths relative to a folder.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let words = |all: &[&str]| all.iter().map(|&word| word.to_owned()).collect();
        Self {
            kinds: words(&["web", "query"]),
            file_kinds: words(&["editor", "image", "log"]),
            file_bytes: 1 << 20,
            folder: folder.into(),
        }
    }
}

impl BackgroundRule for SlowKinds {
    fn is_slow(&self, widget: &WidgetId) -> bool {
        if self.kinds.iter().any(|kind| kind == widget.kind()) {
            return true;
        }
        let is_file = self.file_kinds.iter().any(|kind| kind == widget.kind());
        let path = || self.folder.join(widget.rest());
        is_file && std::fs::metadata(path()).is_ok_and(|file| file.len() > self.file_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{BackgroundRule, SlowKinds};
    use multisplit::WidgetId;

    #[test]
    fn large_files_and_certain_kinds_are_slow() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, bytes: u64| {
            std::fs::File::create(folder.path().join(name)).and_then(|file| file.set_len(bytes)).expect("made");
        };
        file("small", 1 << 20);
        file("large", (1 << 20) + 1);
        let rule = SlowKinds::in_folder(folder.path());
        let slow = |id: &str| rule.is_slow(&WidgetId::new(id).expect("an id"));
        assert!(slow("web:x") && slow("query:small") && slow("editor:large") && slow("log:large"));
        assert!(!slow("editor:small") && !slow("editor:missing") && !slow("term:large"));
    }
}
