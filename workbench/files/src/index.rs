//! The names of all files below a folder, and the fuzzy search over them.
//!
//! The index does not list files that `.gitignore` hides, does not follow links to folders, and does not hold more than
//! `limits::INDEX_FILES` names.
//!
//! Invariant: the path of a hit is in the index, relative to the root, with slashes; the walk ends when the index is
//! dropped.

pub(crate) mod search;
#[cfg(test)]
mod tests;
pub(crate) mod walk;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use crate::error::FilesError;
use crate::{Wake, limits, name};
use search::Searcher;
pub(crate) use search::{matcher, pattern, score_label};
use walk::Walk;

/// A file that matches a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The path below the root, with slashes.
    pub path: String,
    /// The score; higher is better. Scores are comparable within one query.
    pub score: u32,
    /// The characters (not bytes) of the path that matched, in ascending order.
    pub matched: Vec<u32>,
}

/// The progress of an [`Index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexStatus {
    /// The number of files that can be found now.
    pub files: usize,
    /// Whether a walk is in progress.
    pub walking: bool,
    /// Whether there are more files than the index holds.
    pub cut: bool,
}

/// All files below a folder, collected in the background.
///
/// **Limitations**: files whose names are not UTF-8 cannot be found; they are not in the index.
pub struct Index {
    root: PathBuf,
    wake: Wake,
    files: Vec<Box<str>>,
    /// Increases whenever `files` or `recent` changes.
    version: u64,
    cut: bool,
    walk: Option<Walk>,
    /// The names that a refresh has found so far; the old names can be found until the refresh is complete.
    fresh: Option<Vec<Box<str>>>,
    recent: VecDeque<String>,
    searcher: Searcher,
}

impl Index {
    /// Starts to walk `root` on a thread. The walking thread calls `wake` whenever there are new names. Blocks on the disk.
    ///
    /// # Errors
    /// [`FilesError`] if `root` is missing or is not a folder, or if no thread can be started.
    pub fn start(root: &Path, wake: Wake) -> Result<Self, FilesError> {
        multisplit_disk::blocks();
        let root = std::path::absolute(root).map_err(|error| FilesError::io("indexed", root, error))?;
        let kind = std::fs::metadata(&root).map_err(|error| FilesError::io("indexed", &root, error))?;
        if !kind.is_dir() {
            return Err(FilesError::NotAFolder { path: root });
        }
        let walk = Walk::start(&root, limits::INDEX_FILES, &wake)?;
        let (files, recent, searcher) = (Vec::new(), VecDeque::new(), Searcher::default());
        Ok(Self { root, wake, files, version: 0, cut: false, walk: Some(walk), fresh: None, recent, searcher })
    }

    /// Returns the folder that is indexed, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the best `limit` files for `query`, best first; for an empty query, the recent files and then all others.
    ///
    /// The cost is linear in the number of files for a new query, and linear in the hits of the last query if letters were
    /// only added to it. If nothing changed, the last result is cloned.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<Hit> {
        self.take_news();
        self.searcher.search(&self.files, self.version, &self.recent, query, limit)
    }

    /// Makes a file the most recent one; does nothing if the file is not below the root.
    pub fn note_opened(&mut self, path: &Path) {
        let below = if path.is_absolute() { path.strip_prefix(&self.root).ok() } else { Some(path) };
        let Some(saved) = below.and_then(name::to_saved) else { return };
        self.recent.retain(|old| *old != saved);
        self.recent.push_front(saved);
        self.recent.truncate(limits::RECENT_FILES);
        self.version += 1;
    }

    /// Returns the recently opened files, relative to the root, the latest first.
    pub fn recent(&self) -> impl Iterator<Item = &str> {
        self.recent.iter().map(String::as_str)
    }

    /// Walks the root again; until the walk is complete, the old names can be found. Does nothing during a walk.
    ///
    /// # Errors
    /// [`FilesError`] if no thread can be started.
    pub fn refresh(&mut self) -> Result<(), FilesError> {
        self.take_news();
        if self.walk.is_none() {
            self.walk = Some(Walk::start(&self.root, limits::INDEX_FILES, &self.wake)?);
            self.fresh = Some(Vec::new());
        }
        Ok(())
    }

    /// Returns the progress of the index.
    pub fn status(&mut self) -> IndexStatus {
        self.take_news();
        IndexStatus { files: self.files.len(), walking: self.walk.is_some(), cut: self.cut }
    }

    /// Returns an estimate of the memory of the names, in bytes. The cost is linear in the number of files.
    pub fn bytes(&self) -> usize {
        let names = |files: &Vec<Box<str>>| {
            files.capacity() * size_of::<Box<str>>() + files.iter().map(|file| file.len()).sum::<usize>()
        };
        names(&self.files) + self.fresh.as_ref().map_or(0, names) + self.searcher.bytes()
    }

    fn take_news(&mut self) {
        let Some(walk) = &self.walk else { return };
        let news = walk.take();
        if !news.files.is_empty() {
            match &mut self.fresh {
                Some(fresh) => fresh.extend(news.files),
                None => {
                    self.files.extend(news.files);
                    self.version += 1;
                }
            }
        }
        if let Some(cut) = news.done {
            (self.walk, self.cut) = (None, cut);
            if let Some(fresh) = self.fresh.take() {
                self.files = fresh;
                self.version += 1;
            }
        }
    }
}
