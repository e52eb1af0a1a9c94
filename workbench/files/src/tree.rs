//! A lazy file tree: a folder is listed on a thread when it is opened, and watched while it is open.
//!
//! It does not delete, does not list folders that the user has not opened, and does not draw rows that are not visible.
//!
//! Invariant: `folders.rows()` is current whenever `ui` draws; `watch` holds every open folder exactly once.

mod disk;
mod edit;
mod folders;
mod header;
mod keys;
mod listing;
mod menu;
mod prompt;
#[cfg(test)]
mod tests;
mod view;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::error::FilesError;
use crate::rows::RowList;
use crate::{Wake, limits, name};
pub use edit::{rename, trash};
use folders::{FolderId, Folders};
use listing::Listing;
use prompt::{Making, Prompt};
use watch::{DiskWatch, Ticket};

/// A request of the user to the host; the paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileAction {
    /// Show the file.
    Open(PathBuf),
    /// Show the file beside what is shown now.
    OpenBeside(PathBuf),
    /// Start a terminal in the folder.
    OpenTerminal(PathBuf),
    /// Rename a file or folder: the host calls [`rename`](crate::rename) as soon as nothing of its own prevents it, and then
    /// [`FileTree::renamed`] or [`FileTree::refuse_rename`].
    Rename {
        /// The path of the file or folder.
        path: PathBuf,
        /// The name as typed.
        name: String,
    },
    /// Move a file or folder to the trash of the desktop: the host asks the user and calls [`trash`](crate::trash).
    Trash(PathBuf),
}

/// The saved state of a [`FileTree`]; paths are relative to the root and use slashes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilesState {
    /// The open folders, including those below a closed one.
    pub open: Vec<String>,
    /// The selected file or folder.
    pub selected: Option<String>,
    /// The number of rows that are scrolled out at the top.
    pub scroll_rows: f32,
    /// Whether dot files are hidden.
    pub hide_hidden: bool,
    /// Whether files that `.gitignore` names are shown.
    pub show_ignored: bool,
}

/// A pane with the files of one folder.
///
/// **Limitations**: names that are not UTF-8 are shown, opened and renamed, but [`FileTree::state`] does not save them.
pub struct FileTree {
    root: PathBuf,
    /// The root with all links resolved, because some systems report changes under that path; `None` if it equals `root`.
    real_root: Option<PathBuf>,
    title: String,
    wake: Wake,
    folders: Folders,
    watch: DiskWatch,
    /// The open folders that `watch` holds for the tree.
    watched: BTreeSet<PathBuf>,
    /// Folders that will be watched soon; they are listed as soon as they are watched.
    tickets: BTreeMap<PathBuf, Ticket>,
    /// The files that the host wants watched, with the number of requests.
    asked: BTreeMap<PathBuf, usize>,
    changed: BTreeSet<PathBuf>,
    /// The folders to list again once the disk has been quiet.
    dirty: BTreeSet<PathBuf>,
    /// The times of the first and the last change to the `dirty` folders.
    dirty_since: Option<(Instant, Instant)>,
    lists: (SyncSender<Finished>, Receiver<Finished>),
    cancel: Arc<AtomicBool>,
    /// Whether a folder was just opened: its listing gets a moment to arrive in this very frame.
    hurry: bool,
    list: RowList,
    row_height: f32,
    selected: Option<PathBuf>,
    selected_row: Option<usize>,
    /// Whether the selection is to be scrolled into view as soon as it is listed.
    reveal: bool,
    /// A restored scroll position in rows, kept until everything is listed.
    scroll_later: Option<f32>,
    typed: String,
    typed_at: f64,
    /// The path and the time of the last click, until a second click makes it a double click.
    clicked: Option<(PathBuf, f64)>,
    prompt: Option<Prompt>,
    /// The file or folder that is being created on disk.
    making: Option<Making>,
    /// The last error, shown until the next action.
    note: Option<String>,
    wants_focus: bool,
    was_active: bool,
}

type Finished = (FolderId, Result<Listing, String>);

impl FileTree {
    /// Checks that `root` is a folder that can be shown, and returns it as an absolute path. Blocks on the disk.
    ///
    /// # Errors
    /// The errors of [`open`](Self::open).
    pub fn check(root: &Path) -> Result<PathBuf, FilesError> {
        multisplit_disk::blocks();
        let root = std::path::absolute(root).map_err(|error| FilesError::io("opened", root, error))?;
        let kind = std::fs::metadata(&root).map_err(|error| FilesError::io("opened", &root, error))?;
        if !kind.is_dir() {
            return Err(FilesError::NotAFolder { path: root });
        }
        std::fs::read_dir(&root).map_err(|error| FilesError::io("opened", &root, error))?;
        Ok(root)
    }

    /// Opens the tree of the folder `root`. Other threads call `wake` whenever there is something new. Blocks on the disk.
    ///
    /// # Errors
    /// [`FilesError`] if `root` is missing, is not a folder, or may not be read.
    pub fn open(root: &Path, wake: Wake) -> Result<Self, FilesError> {
        let root = Self::check(root)?;
        let title = root.file_name().map_or_else(|| root.display().to_string(), name::shown);
        let real_root = std::fs::canonicalize(&root).ok().filter(|real| *real != root);
        let mut tree = Self {
            real_root,
            title,
            folders: Folders::new(root.clone()),
            root,
            watch: DiskWatch::new(&wake),
            wake,
            watched: BTreeSet::new(),
            tickets: BTreeMap::new(),
            asked: BTreeMap::new(),
            changed: BTreeSet::new(),
            dirty: BTreeSet::new(),
            dirty_since: None,
            lists: mpsc::sync_channel(limits::LISTERS),
            cancel: Arc::new(AtomicBool::new(false)),
            hurry: true,
            list: RowList::default(),
            row_height: 0.0,
            selected: None,
            selected_row: None,
            reveal: false,
            scroll_later: None,
            typed: String::new(),
            typed_at: 0.0,
            clicked: None,
            prompt: None,
            making: None,
            note: None,
            wants_focus: false,
            was_active: true,
        };
        tree.settle();
        Ok(tree)
    }

    /// Returns the folder that the tree shows, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the name of the folder.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the absolute path of the selected file or folder.
    pub fn selected(&self) -> Option<PathBuf> {
        self.selected.as_ref().map(|path| self.root.join(path))
    }

    /// Selects `path` and opens the folders above it, as soon as they are listed; does nothing if it is not below the root.
    pub fn select(&mut self, path: &Path) {
        let Some(below) = self.below_root(path).filter(|below| below.file_name().is_some()) else { return };
        self.folders
            .remember(below.ancestors().skip(1).filter(|above| above.file_name().is_some()).map(Path::to_owned));
        (self.selected, self.selected_row, self.reveal) = (Some(below), None, true);
        self.settle();
    }

    /// Takes the keyboard in the next frame; if a line asks for a name, the line gets it instead of the rows.
    pub fn request_focus(&mut self) {
        match &mut self.prompt {
            Some(prompt) => prompt.request_focus(),
            None => self.wants_focus = true,
        }
    }

    /// Lists all open folders again.
    pub fn refresh(&mut self) {
        self.folders.want_all();
        self.settle();
    }

    /// Returns the state to save.
    pub fn state(&self) -> FilesState {
        let rows = if self.row_height > 0.0 { self.list.offset() / self.row_height } else { 0.0 };
        FilesState {
            open: self.folders.remembered().filter_map(name::to_saved).collect(),
            selected: self.selected.as_deref().and_then(name::to_saved),
            scroll_rows: self.scroll_later.unwrap_or(rows),
            hide_hidden: !self.folders.show_hidden,
            show_ignored: self.folders.show_ignored,
        }
    }

    /// Restores a saved state; folders that no longer exist are left out.
    pub fn restore(&mut self, state: &FilesState) {
        (self.folders.show_hidden, self.folders.show_ignored) = (!state.hide_hidden, state.show_ignored);
        let open = state.open.iter().filter_map(|path| name::from_saved(path));
        self.folders.remember(open.filter(|path| path.file_name().is_some()));
        self.selected = state.selected.as_deref().and_then(name::from_saved).filter(|path| path.file_name().is_some());
        self.selected_row = None;
        let rows = state.scroll_rows;
        self.scroll_later = (rows.is_finite() && rows > 0.0).then_some(rows);
        self.hurry = true;
        self.settle();
    }

    /// Returns an estimate of the memory of the listings, in bytes.
    pub fn bytes(&self) -> usize {
        self.folders.bytes() + size_of::<Self>()
    }

    /// Returns `true` if a line asks for a name.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.prompt.is_some()
    }

    /// Lets [`FileTree::changed_paths`] report changes of `path`, even if it is not in an open folder.
    ///
    /// Calls are counted; [`FileTree::unwatch`] undoes one. Beyond `limits::WATCHED_FOLDERS` files the call has no effect, and
    /// the tree shows that not everything is watched.
    pub fn watch(&mut self, path: &Path) {
        if self.asked.len() >= limits::WATCHED_FOLDERS && !self.asked.contains_key(path) {
            self.watch.degrade(format!("more than {} files are watched", limits::WATCHED_FOLDERS));
            return;
        }
        *self.asked.entry(path.to_owned()).or_default() += 1;
        self.watch.hold(&watched_folder(path));
    }

    /// Undoes one call of [`FileTree::watch`].
    pub fn unwatch(&mut self, path: &Path) {
        let Some(count) = self.asked.get_mut(path) else { return };
        *count -= 1;
        if *count == 0 {
            self.asked.remove(path);
        }
        self.watch.release(&watched_folder(path));
    }

    /// Returns the paths that changed on disk since the last call, sorted; after too many changes, every path given to
    /// [`FileTree::watch`] counts as changed.
    pub fn changed_paths(&mut self) -> Vec<PathBuf> {
        self.read_changes(Instant::now());
        std::mem::take(&mut self.changed).into_iter().collect()
    }

    fn below_root(&self, path: &Path) -> Option<PathBuf> {
        let real = || path.strip_prefix(self.real_root.as_ref()?).ok();
        path.strip_prefix(&self.root).ok().or_else(real).map(Path::to_owned)
    }
}

impl Drop for FileTree {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

/// Returns the folder to watch for a path that may be a file: files are often replaced by another file of the same name.
fn watched_folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}
