//! Walks a root on a thread and hands the names over in batches.
//!
//! Refuses to go on once nobody listens.
//!
//! Invariant: after `done` nothing more comes.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::FilesError;
use crate::tree::walker;
use crate::{Wake, limits, name};

/// What a walk found since the last look.
#[derive(Debug, Default)]
pub(super) struct News {
    pub files: Vec<Box<str>>,
    /// The walk is over; true where it was cut.
    pub done: Option<bool>,
}

/// A walk under way; dropping it ends it.
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

fn gather(root: &Path, most: usize, cancel: &AtomicBool, mut deliver: impl FnMut(&mut Vec<Box<str>>, Option<bool>)) {
    let (mut batch, mut count, mut cut) = (Vec::new(), 0, false);
    for item in walker(root).filter_entry(|item| item.file_name() != ".git").build() {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let item = match item {
            Ok(item) => item,
            Err(error) => {
                tracing::debug!(%error, "an entry is left out of the index");
                continue;
            }
        };
        if item.file_type().is_none_or(|kind| kind.is_dir()) {
            continue;
        }
        if count == most {
            cut = true;
            break;
        }
        if let Some(path) = item.path().strip_prefix(root).ok().and_then(name::to_saved) {
            batch.push(path.into_boxed_str());
            count += 1;
        }
        if batch.len() >= limits::INDEX_BATCH {
            deliver(&mut batch, None);
        }
    }
    deliver(&mut batch, Some(cut));
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
