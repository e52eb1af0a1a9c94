//! Layout files from a folder are data: what they name is opened only after the user has said so.
//!
//! A pane that would run a program, connect to a server or open a file outside of the folder waits, with what it would do in plain words.
//! What is trusted is kept outside of the folder, by the content of the file and its path, so that a changed or moved file is asked about
//! again.
//!
//! Invariant: a pane is held before it is in the layout, on the disk as well, so that no crash lets it through.

use crate::paths::{FILE_KINDS, page_address, path_of};
use multisplit::WidgetId;
use multisplit::file::{ReadLimits, decode};
use multisplit::tree::Tree;
use multisplit_disk::Lock;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

/// The kinds of panes that show nothing but this folder, or nothing at all.
const HARMLESS: [&str; 6] = ["files", "search", "start", "note", "monitor", "about"];
/// The number of files that are trusted at a time. The oldest is forgotten first.
const MAX_TRUSTED: usize = 1_000;
/// How long a window waits for another one that is changing the list.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);
/// The maximum size of the list of trusted files, in bytes.
const MAX_LIST_BYTES: u64 = 8 << 20;

/// Panes that wait for the user, each with what it would do.
pub(crate) type Held = BTreeMap<WidgetId, String>;

/// Returns the panes of a layout file that must not open unasked. Blocks on the disk, to follow links.
///
/// The file is read as it will be read when it is restored. One that cannot be read opens nothing.
pub(crate) fn risks(folder: &Path, text: &str, limits: ReadLimits) -> Held {
    decode(text, limits).map_or_else(|_| Held::new(), |loaded| risks_of(folder, &loaded.tree))
}

/// Returns the panes of a layout that must not open unasked. Blocks on the disk, to follow links.
pub(crate) fn risks_of(folder: &Path, tree: &Tree) -> Held {
    let panes = tree.panes().filter_map(|pane| tree.widget(pane));
    panes.filter_map(|widget| risk(folder, widget).map(|words| (widget.clone(), words))).collect()
}

/// Returns what opening a widget would do, in words; `None` if it only shows something of the folder.
fn risk(folder: &Path, widget: &WidgetId) -> Option<String> {
    match widget.kind() {
        kind if HARMLESS.contains(&kind) => None,
        "term" => Some("It starts a shell in this folder.".to_owned()),
        "web" => Some(format!("It loads {:.200}.", page_address(widget))),
        "query" => match crate::paths::database(widget, folder) {
            Ok(source) => Some(format!("It connects to {source}.")),
            // It cannot be opened, so it does nothing.
            Err(_) => None,
        },
        kind if FILE_KINDS.contains(&kind) => {
            let path = path_of(folder, widget);
            let words = || format!("It opens {}, which is outside of this folder.", path.display());
            (!is_inside(folder, &path)).then(words)
        }
        kind => Some(format!("It is a pane of the kind {kind:?}.")),
    }
}

/// Returns `true` if a path is inside of the folder, wherever links lead.
fn is_inside(folder: &Path, path: &Path) -> bool {
    // Looking at a foreign path may already do something, such as mounting a server. What is outside by its words alone is not touched.
    let Ok(below) = path.strip_prefix(folder) else { return false };
    let mut depth = 0_usize;
    for part in below.components() {
        let (Component::Normal(_) | Component::CurDir | Component::ParentDir) = part else { return false };
        match part {
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth == 0 => return false,
            Component::ParentDir => depth -= 1,
            _ => {}
        }
    }
    let Ok(real_folder) = folder.canonicalize() else { return false };
    for part in path.ancestors() {
        if let Ok(real) = part.canonicalize() {
            // What is missing on the disk must not climb out of what is there by `..`.
            let rest = path.strip_prefix(part).unwrap_or(Path::new(""));
            return real.starts_with(real_folder) && rest.components().all(|c| matches!(c, Component::Normal(_)));
        }
        // A link that leads nowhere now may lead out of the folder later.
        if part.symlink_metadata().is_ok() {
            return false;
        }
    }
    false
}

/// The list of trusted files.
#[derive(Clone, Debug)]
pub(crate) struct Trusted {
    list: Option<PathBuf>,
}

impl Trusted {
    /// Returns the list in this file. Without a file nothing is trusted for longer than the moment.
    pub(crate) const fn new(list: Option<PathBuf>) -> Self {
        Self { list }
    }

    /// Returns `true` if a file with this content was trusted at this path. Blocks on the disk.
    pub(crate) fn has(&self, path: &Path, text: &str) -> bool {
        self.read().lines().any(|line| line == line_of(path, text))
    }

    /// Trusts a file with this content at this path. Blocks on the disk.
    ///
    /// # Errors
    /// The reason, in words, why the list could not be written.
    pub(crate) fn add(&self, path: &Path, text: &str) -> Result<(), String> {
        let Some(list) = &self.list else { return Ok(()) };
        let _lock = self.lock();
        let (old, line) = (self.read(), line_of(path, text));
        let others: Vec<&str> = old.lines().filter(|other| *other != line).collect();
        let kept = &others[others.len().saturating_sub(MAX_TRUSTED - 1)..];
        let text = kept.iter().copied().chain([line.as_str()]).collect::<Vec<_>>().join("\n") + "\n";
        multisplit_host::write_whole(list, text.as_bytes()).map_err(|error| error.to_string())
    }

    /// Trusts nothing anymore, and returns how many files were trusted. Blocks on the disk.
    ///
    /// # Errors
    /// The reason, in words, why the list could not be written.
    pub(crate) fn forget_all(&self) -> Result<usize, String> {
        let _lock = self.lock();
        let count = self.read().lines().count();
        match &self.list {
            Some(list) if count > 0 => multisplit_host::write_whole(list, b"").map_err(|error| error.to_string())?,
            _ => {}
        }
        Ok(count)
    }

    /// Keeps other windows from changing the list until the file is dropped. If that is not possible, the list is changed all the same.
    fn lock(&self) -> Option<Lock> {
        let file = self.list.as_ref()?.with_extension("lock");
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match multisplit_disk::lock(&file) {
                Err(error) if error.kind() == ErrorKind::WouldBlock && Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                locked => return locked.ok().flatten(),
            }
        }
    }

    fn read(&self) -> String {
        let list = self.list.as_ref().and_then(|list| multisplit_disk::read_text(list, MAX_LIST_BYTES).ok());
        list.unwrap_or_default()
    }
}

/// Returns the line of a file: a hash of its path and content, and its path for people.
fn line_of(path: &Path, text: &str) -> String {
    let mut hash = Sha256::new();
    let path_bytes = path.as_os_str().as_encoded_bytes();
    hash.update((path_bytes.len() as u64).to_le_bytes());
    hash.update(path_bytes);
    hash.update(text.as_bytes());
    let mut line = String::new();
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(line, "{byte:02x}");
    }
    line.push(' ');
    line.push_str(&path.to_string_lossy().replace(char::is_control, "?"));
    line
}

#[cfg(test)]
mod tests {
    use super::{ReadLimits, Trusted, risks};
    use serde_json::json;
    use std::fs;

    fn held(folder: &std::path::Path, panes: &[&str]) -> Vec<String> {
        let mut nodes: Vec<_> = panes.iter().zip(2..).map(|(pane, id)| json!({"id": id, "pane": pane})).collect();
        let row: Vec<_> = (2..panes.len() + 2).collect();
        nodes.push(json!({"id": 1, "row": row}));
        let file = json!({"format": "multisplit-layout", "version": 2, "next_id": 99, "root": 1, "nodes": nodes});
        risks(folder, &file.to_string(), ReadLimits::outside()).into_keys().map(|widget| widget.to_string()).collect()
    }

    #[test]
    fn what_runs_connects_or_leaves_the_folder_is_held() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        fs::create_dir(at.join("in")).expect("made");
        fs::write(at.join("in/a.txt"), "").expect("written");
        std::os::unix::fs::symlink("/etc", at.join("out")).expect("a link");
        let good = [
            "editor:in/a.txt",
            "editor:in/new.txt",
            "editor:nowhere/new.txt",
            "files:tree",
            "note:1",
            "start:1",
            "view:2/in/a.txt",
            "image:in/../in/a.png",
        ];
        assert_eq!(held(at, &good), Vec::<String>::new());
        std::os::unix::fs::symlink("/nowhere/yet", at.join("later")).expect("a link");
        let bad = [
            "editor:../x",
            "editor:/etc/shadow",
            "editor:later",
            "editor:later/x",
            "editor:nowhere/../../x",
            "editor:out/shadow",
            "log:/dev/zero",
            "query:postgres://h/db",
            "query:shop.db",
            "slow:3600000/1",
            "term:1",
            "view:2//etc/shadow",
            "web:https://example.com/",
        ];
        assert_eq!(held(at, &bad), bad);
    }

    #[test]
    fn a_file_is_judged_as_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        // A strict reader refuses a field that comes twice; the reader of layouts does not.
        let twice = r#"{"format":"multisplit-layout","format":"multisplit-layout","version":2,"next_id":2,"root":1,
            "nodes":[{"id":1,"pane":"term:1"}]}"#;
        assert_eq!(risks(folder.path(), twice, ReadLimits::outside()).len(), 1);
        let older = r#"{"format":"multisplit-layout","version":1,"next_id":3,"root":1,
            "nodes":[{"id":1,"tabs":{"children":[2],"active":2}},{"id":2,"pane":"term:1"}]}"#;
        let is_read = multisplit::file::decode(older, ReadLimits::outside()).is_ok();
        assert_eq!(risks(folder.path(), older, ReadLimits::outside()).len(), usize::from(is_read));
    }

    #[test]
    fn trust_is_in_the_content_and_the_place_and_can_be_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let trusted = Trusted::new(Some(folder.path().join("state/trusted")));
        let path = std::path::Path::new("/p/a.group.json");
        assert!(!trusted.has(path, "text"));
        trusted.add(path, "text").expect("written");
        trusted.add("/p/b.group.json".as_ref(), "other").expect("written");
        assert!(trusted.has(path, "text") && trusted.has("/p/b.group.json".as_ref(), "other"));
        assert!(!trusted.has(path, "changed") && !trusted.has("/q/a.group.json".as_ref(), "text"));
        assert_eq!(trusted.forget_all(), Ok(2));
        assert!(!trusted.has(path, "text"));
    }

    #[test]
    fn windows_that_change_the_list_at_once_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = folder.path().join("state/trusted");
        std::thread::scope(|scope| {
            for window in 0..8 {
                let trusted = Trusted::new(Some(list.clone()));
                let add = move |n: usize| trusted.add(format!("/p/{window}-{n}").as_ref(), "text").expect("written");
                scope.spawn(move || (0..10).for_each(add));
            }
        });
        let trusted = Trusted::new(Some(list));
        let all = (0..8).flat_map(|window| (0..10).map(move |n| format!("/p/{window}-{n}")));
        let missing: Vec<String> = all.filter(|path| !trusted.has(path.as_ref(), "text")).collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}
