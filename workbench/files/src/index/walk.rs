//! Walks a root on a thread and delivers the names in batches.
//!
//! It does not continue once the [`Walk`] is dropped.
//!
//! Invariant: nothing is delivered after `done`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::FilesError;
use crate::ignore_rules::IgnoreRules;
use crate::{Wake, limits, name};

/// The results of a walk since the last call of [`Walk::take`].
#[derive(Debug, Default)]
pub(super) struct News {
    pub files: Vec<Box<str>>,
    /// Set when the walk is over: `true` if it was cut off at the limit.
    pub done: Option<bool>,
}

/// A walk in progress; dropping it stops the walk.
#[derive(Debug)]
pub(super) struct Walk {
    news: Arc<Mutex<News>>,
    cancel: Arc<AtomicBool>,
}

impl Walk {
    pub fn start(root: &Path, most: usize, wake: &Wake) -> Result<Self, FilesError> {
        let walk = Self { news: Arc::default(), cancel: Arc::default() };
        let (news, cancel, wake) = (Arc::clone(&walk.news), Arc::clone(&walk.cancel), Arc::clone(wake));
        let base = root.to_owned();
        let work = move || {
            let deliver = |files: &mut Vec<Box<str>>, done| {
                let mut inbox = news.lock().unwrap_or_else(PoisonError::into_inner);
                inbox.files.append(files);
                inbox.done = done;
                drop(inbox);
                wake();
            };
            gather(&base, most, &cancel, deliver);
        };
        let started = std::thread::Builder::new().name("index files".to_owned()).spawn(work);
        started.map_err(|error| FilesError::io("indexed", root, error))?;
        Ok(walk)
    }

    pub fn take(&self) -> News {
        std::mem::take(&mut self.news.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// A folder that is still to be read, and the rules of the folder above it.
struct Todo {
    path: PathBuf,
    depth: usize,
    rules: Arc<IgnoreRules>,
}

/// Delivers the names of all files below a folder in batches, at most `most` names; the last batch says if names were cut off.
pub(crate) fn gather(
    root: &Path,
    most: usize,
    cancel: &AtomicBool,
    mut deliver: impl FnMut(&mut Vec<Box<str>>, Option<bool>),
) {
    let (mut batch, mut count) = (Vec::new(), 0);
    let mut refused = vec![];
    let mut todo = vec![Todo { path: root.to_owned(), depth: 0, rules: IgnoreRules::of_root(root, &mut refused) }];
    while let Some(Todo { path, depth, rules }) = todo.pop() {
        let rules = if depth == 0 { rules } else { rules.below(&path, &mut refused) };
        refused.clear();
        for (entry, is_folder) in entries(&path) {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            if entry.file_name().is_some_and(|name| name == ".git") || rules.hide(&entry, is_folder) {
                continue;
            }
            if is_folder {
                if depth < limits::DEPTH {
                    todo.push(Todo { path: entry, depth: depth + 1, rules: Arc::clone(&rules) });
                }
                continue;
            }
            if count == most {
                return deliver(&mut batch, Some(true));
            }
            if let Some(path) = entry.strip_prefix(root).ok().and_then(name::to_saved) {
                batch.push(path.into_boxed_str());
                count += 1;
            }
            if batch.len() >= limits::INDEX_BATCH {
                deliver(&mut batch, None);
            }
        }
    }
    deliver(&mut batch, Some(false));
}

/// Returns the files and folders in a folder, each with whether it is a folder. Links are not followed, but a link to a
/// file counts as a file. Pipes, sockets and devices are left out.
fn entries(folder: &Path) -> impl Iterator<Item = (PathBuf, bool)> + use<> {
    multisplit_disk::blocks();
    let found = std::fs::read_dir(folder);
    if let Err(error) = &found {
        tracing::debug!(folder = %folder.display(), %error, "a folder is left out of the index");
    }
    found.into_iter().flatten().flatten().filter_map(|entry| {
        let (path, kind) = (entry.path(), entry.file_type().ok()?);
        let is_file = kind.is_file() || (kind.is_symlink() && std::fs::metadata(&path).is_ok_and(|to| to.is_file()));
        (kind.is_dir() || is_file).then(|| (path, kind.is_dir()))
    })
}

#[cfg(test)]
mod tests {
    use super::gather;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_huge_root_is_cut_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        for i in 0..5 {
            std::fs::write(dir.path().join(format!("f{i}")), "").unwrap();
        }
        for (most, expect) in [(3, (3, Some(true))), (5, (5, Some(false)))] {
            let (mut files, mut over) = (0, None);
            gather(dir.path(), most, &AtomicBool::new(false), |batch, done| {
                (files, over) = (files + batch.len(), done);
                batch.clear();
            });
            assert_eq!((files, over), expect);
        }
    }
}
