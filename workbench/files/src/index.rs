//! The names of all files below a folder, and the fuzzy search over them.
//!
//! Refuses to list what `.gitignore` hides, to follow links, and to hold more than `limits::INDEX_FILES` names.
//!
//! Invariant: a hit's path is in the index, relative to the root, with slashes; the walk ends when the index is dropped.

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

/// One file that matches a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Below the root, with slashes.
    pub path: String,
    /// Higher is better; comparable within one query.
    pub score: u32,
    /// Which characters (not bytes) of the path matched, ascending.
    pub matched: Vec<u32>,
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexStatus {
    /// Files that can be found now.
    pub files: usize,
    /// A walk is under way.
    pub walking: bool,
    /// There are more files than the index holds.
    pub cut: bool,
}

/// All files below a folder, gathered in the background.
///
/// **Limitations**: files whose names are not UTF-8 cannot be searched for and are left out.
pub struct Index {
    root: PathBuf,
    wake: Wake,
    files: Vec<Box<str>>,
    /// Counts up whenever `files` changes.
    version: u64,
    cut: bool,
    walk: Option<Walk>,
    /// A refresh collects here, so that the old names can be found until it is through.
    fresh: Option<Vec<Box<str>>>,
    recent: VecDeque<String>,
    searcher: Searcher,
}

impl Index {
    /// Starts to walk `root`. `wake` is called from the walking thread whenever there are new names.
    ///
    /// # Errors
    /// [`FilesError`] where `root` is missing or no folder, or no thread can be had.
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

    /// The folder that is indexed.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The best `limit` files for `query`, best first; recent files, then all, for an empty one.
    ///
    /// Linear in the files for a new query, in the hits of the last one where the query only grew, free where nothing
    /// changed.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<Hit> {
        self.take_news();
        self.searcher.search(&self.files, self.version, &self.recent, query, limit)
    }

    /// Moves a file to the front of the recent ones; ignored where it is not below the root.
    pub fn note_opened(&mut self, path: &Path) {
        let below = if path.is_absolute() { path.strip_prefix(&self.root).ok() } else { Some(path) };
        let Some(saved) = below.and_then(name::to_saved) else { return };
        self.recent.retain(|old| *old != saved);
        self.recent.push_front(saved);
        self.recent.truncate(limits::RECENT_FILES);
        self.version += 1;
    }

    /// The files that were opened last, the latest first, below the root.
    pub fn recent(&self) -> impl Iterator<Item = &str> {
        self.recent.iter().map(String::as_str)
    }

    /// Walks the root anew; what is known can be found meanwhile. Does nothing while a walk is under way.
    ///
    /// # Errors
    /// [`FilesError`] where no thread can be had.
    pub fn refresh(&mut self) -> Result<(), FilesError> {
        self.take_news();
        if self.walk.is_none() {
            self.walk = Some(Walk::start(&self.root, limits::INDEX_FILES, &self.wake)?);
            self.fresh = Some(Vec::new());
        }
        Ok(())
    }

    /// How far the index is.
    pub fn status(&mut self) -> IndexStatus {
        self.take_news();
        IndexStatus { files: self.files.len(), walking: self.walk.is_some(), cut: self.cut }
    }

    /// Bytes that the names take, roughly.
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
