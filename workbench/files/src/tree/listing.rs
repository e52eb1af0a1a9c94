//! Lists one folder on a thread: its entries, what `.gitignore` hides, and which links lead back.
//!
//! It does not descend, does not follow a link into an ancestor, and does not read more than `limits::FOLDER_ENTRIES`
//! entries.
//!
//! Invariant: the entries are sorted, folders first, in natural order, and no name occurs twice.

use std::ffi::OsString;
use std::fs::{self, DirEntry, FileType};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::FilesError;
use crate::ignore_rules::IgnoreRules;
use crate::{limits, name};

/// The content of one folder.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The entries, sorted: folders first, in natural order.
    pub entries: Vec<Entry>,
    /// The number of entries beyond the limit, which are not in the list.
    pub left_out: usize,
    /// The reason why ignore rules are not followed.
    pub refused: Option<String>,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub name: OsString,
    /// The name as it is shown.
    pub label: String,
    pub folder: bool,
    pub link: bool,
    /// Whether the name begins with a dot.
    pub hidden: bool,
    /// Whether `.gitignore` or a similar file hides the entry.
    pub ignored: bool,
    /// The reason why the entry cannot be opened.
    pub fault: Option<&'static str>,
}

/// A folder to list.
#[derive(Debug)]
pub(crate) struct Request {
    pub path: PathBuf,
    /// The folders above it, from the root down to the nearest one: rules of an inner one win, and links may lead back to any.
    pub above: Vec<PathBuf>,
    /// Whether the folder is itself inside an ignored folder.
    pub ignored: bool,
}

/// Lists the folder of `request`; if `cancel` is set, stops early and returns the entries so far.
///
/// # Errors
/// [`FilesError`] if the folder cannot be read.
pub(crate) fn list(request: &Request, cancel: &AtomicBool) -> Result<Listing, FilesError> {
    multisplit_disk::blocks();
    let found = fs::read_dir(&request.path).map_err(|error| FilesError::io("listed", &request.path, error))?;
    let mut listing = Listing::default();
    // Resolved on demand, because only links to folders need them.
    let mut ancestors = None;
    for item in found {
        if cancel.load(Ordering::Relaxed) {
            return Ok(listing);
        }
        if listing.entries.len() >= limits::FOLDER_ENTRIES {
            listing.left_out += 1;
            continue;
        }
        match item {
            Ok(item) => {
                let entry = describe(&item, || ancestors.get_or_insert_with(|| real_paths(request)));
                listing.entries.push(entry);
            }
            Err(error) => tracing::warn!(path = %request.path.display(), %error, "an entry could not be read"),
        }
    }
    mark_ignored(request, &mut listing);
    listing.entries.sort_by(|l, r| r.folder.cmp(&l.folder).then_with(|| name::natural(&l.label, &r.label)));
    Ok(listing)
}

fn describe<'a>(item: &DirEntry, ancestors: impl FnOnce() -> &'a mut Vec<PathBuf>) -> Entry {
    let name = item.file_name();
    let kind = item.file_type().ok();
    let mut entry = Entry {
        label: name::shown(&name),
        folder: kind.is_some_and(|kind| kind.is_dir()),
        link: kind.is_some_and(|kind| kind.is_symlink()),
        hidden: name.as_encoded_bytes().starts_with(b"."),
        ignored: false,
        fault: kind.and_then(fault_of),
        name,
    };
    if entry.link {
        match fs::metadata(item.path()) {
            Ok(target) => {
                entry.folder = target.is_dir();
                entry.fault = fault_of(target.file_type());
            }
            Err(_) => entry.fault = Some("The link leads nowhere."),
        }
        if entry.folder && fs::canonicalize(item.path()).is_ok_and(|target| ancestors().contains(&target)) {
            entry.fault = Some("The link leads back to a folder above it.");
        }
    }
    entry
}

/// Returns why something can be shown neither as a folder nor as a file.
fn fault_of(kind: FileType) -> Option<&'static str> {
    (!kind.is_dir() && !kind.is_file() && !kind.is_symlink())
        .then_some("It is a pipe, a socket or a device, not a file.")
}

fn real_paths(request: &Request) -> Vec<PathBuf> {
    request.above.iter().chain([&request.path]).filter_map(|path| fs::canonicalize(path).ok()).collect()
}

/// Marks the entries that the rules of git hide.
fn mark_ignored(request: &Request, listing: &mut Listing) {
    if request.ignored {
        listing.entries.iter_mut().for_each(|entry| entry.ignored = true);
        return;
    }
    let folders: Vec<&Path> = request.above.iter().chain([&request.path]).map(PathBuf::as_path).collect();
    let Some((root, inner)) = folders.split_first() else { return };
    let mut refused = vec![];
    let mut rules = IgnoreRules::of_root(root, &mut refused);
    for folder in inner {
        // Rules of the folders above that are not followed are reported in the listings of those folders.
        refused.clear();
        rules = rules.below(folder, &mut refused);
    }
    for entry in &mut listing.entries {
        entry.ignored =
            entry.name == ".git" || rules.hide(&request.path.join(&entry.name), entry.folder && !entry.link);
    }
    listing.refused = refused.into_iter().next().map(|why| why.0);
}

#[cfg(test)]
mod tests {
    use super::{Entry, Request, list};
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::AtomicBool;

    fn listed(path: &Path, above: &[PathBuf]) -> Vec<Entry> {
        let request = Request { path: path.to_owned(), above: above.to_vec(), ignored: false };
        list(&request, &AtomicBool::new(false)).expect("the folder is listed").entries
    }

    #[test]
    fn folders_come_first_and_ignored_files_are_marked() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["src", "target", "src/out"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        for file in ["a10.rs", "a2.rs", "x.log", ".env", "src/y.log", "src/z.rs"] {
            fs::write(dir.path().join(file), "").unwrap();
        }
        fs::write(dir.path().join(".gitignore"), "*.log\n/target/\nout\n").unwrap();
        let top: Vec<String> = listed(dir.path(), &[])
            .iter()
            .map(|e| format!("{}{}", e.label, if e.ignored { " ignored" } else { "" }))
            .collect();
        assert_eq!(top, ["src", "target ignored", ".env", ".gitignore", "a2.rs", "a10.rs", "x.log ignored"]);
        let below: Vec<(String, bool)> = listed(&dir.path().join("src"), &[dir.path().to_owned()])
            .into_iter()
            .map(|e| (e.label, e.ignored))
            .collect();
        let expect = [("out", true), ("y.log", true), ("z.rs", false)].map(|(n, i)| (n.to_owned(), i));
        assert_eq!(below, expect, "rules of the folder above count");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_cannot_be_opened() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("inner");
        fs::create_dir(&inner).unwrap();
        std::os::unix::fs::symlink(dir.path(), inner.join("loop")).unwrap();
        std::os::unix::fs::symlink("nowhere", inner.join("broken")).unwrap();
        let entries = listed(&inner, &[dir.path().to_owned()]);
        assert!(entries.iter().all(|entry| entry.fault.is_some()), "{entries:?}");
    }
}
