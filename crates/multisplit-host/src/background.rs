//! The rule that decides which widgets are loaded in the background. A provider asks the rule, so an application can supply its own.

use multisplit::WidgetId;
use std::path::PathBuf;

/// A rule that decides which widgets are slow enough to be loaded in the background.
pub trait BackgroundRule: Send + Sync {
    /// Returns `true` if this widget is slow. The rule may query file metadata, but it must not read file contents.
    fn is_slow(&self, widget: &WidgetId) -> bool;
}

/// A rule by which files above a size, and all widgets of certain kinds, are slow.
///
/// ```
/// use multisplit::WidgetId;
/// use multisplit_host::{BackgroundRule, SlowKinds};
/// let rule = SlowKinds::in_folder(".").kinds(["web"]).file_kinds(["editor"]);
/// assert!(rule.is_slow(&WidgetId::new("web:https://example.org")?));
/// assert!(!rule.is_slow(&WidgetId::new("editor:Cargo.toml")?));
/// # Ok::<(), multisplit::IdError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SlowKinds {
    /// Kinds that are always slow. The default is none.
    pub kinds: Vec<String>,
    /// Kinds whose ids name files. The default is none.
    pub file_kinds: Vec<String>,
    /// The size in bytes above which a file is slow. The default is one mebibyte.
    pub file_bytes: u64,
    /// The folder that relative paths are resolved against.
    pub folder: PathBuf,
}

impl SlowKinds {
    /// Returns the default rule, with relative paths resolved against `folder`.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { kinds: vec![], file_kinds: vec![], file_bytes: 1 << 20, folder: folder.into() }
    }

    /// Sets the kinds that are always slow.
    #[must_use]
    pub fn kinds<'a>(mut self, kinds: impl IntoIterator<Item = &'a str>) -> Self {
        self.kinds = kinds.into_iter().map(str::to_owned).collect();
        self
    }

    /// Sets the kinds whose ids name files, which are slow if the file is large.
    #[must_use]
    pub fn file_kinds<'a>(mut self, kinds: impl IntoIterator<Item = &'a str>) -> Self {
        self.file_kinds = kinds.into_iter().map(str::to_owned).collect();
        self
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
        let rule = SlowKinds::in_folder(folder.path()).kinds(["web", "query"]).file_kinds(["editor", "log"]);
        let slow = |id: &str| rule.is_slow(&WidgetId::new(id).expect("an id"));
        assert!(slow("web:x") && slow("query:small") && slow("editor:large") && slow("log:large"));
        assert!(!slow("editor:small") && !slow("editor:missing") && !slow("term:large"));
    }
}
