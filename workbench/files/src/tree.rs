//! A lazy file tree: a folder is listed when it is opened, on a thread, and watched while it is open.
//!
//! Refuses to delete, to walk ahead of the person, and to draw rows that are not visible.
//!
//! Invariant: `folders.rows()` is current whenever `ui` draws; every open folder is held by `watch` exactly once.

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

/// What the person asked for; the paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileAction {
    /// Show the file.
    Open(PathBuf),
    /// Show the file beside what is shown now.
    OpenBeside(PathBuf),
    /// Start a terminal in the folder.
    OpenTerminal(PathBuf),
    /// Give a file or folder another name: the host calls [`rename`](crate::rename), once nothing of its own stands in the way,
    /// and [`FileTree::renamed`] or [`FileTree::refuse_rename`] then.
    Rename {
        /// Its path.
        path: PathBuf,
        /// The name that was typed.
        name: String,
    },
    /// Move a file or folder to the desktop's trash: the host asks and calls [`trash`](crate::trash).
    Trash(PathBuf),
}

/// What of a [`FileTree`] is worth keeping; paths lie below the root and use slashes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FilesState {
    /// Open folders, also those below a closed one.
    pub open: Vec<String>,
    /// The selected file or folder.
    pub selected: Option<String>,
    /// How many rows are scrolled out above.
    pub scroll_rows: f32,
    /// Dot files are left out.
    pub hide_hidden: bool,
    /// What `.gitignore` names is shown.
    pub show_ignored: bool,
}

/// A pane with the files of one folder.
///
/// **Limitations**: names that are not UTF-8 are shown, opened and renamed, but not kept by [`FileTree::state`].
pub struct FileTree {
    root: PathBuf,
    /// The root without links, since some systems report changes under that name.
    real_root: Option<PathBuf>,
    title: String,
    wake: Wake,
    folders: Folders,
    watch: DiskWatch,
    /// Open folders that `watch` holds for the tree.
    watched: BTreeSet<PathBuf>,
    /// Folders that will be watched soon, and are listed once they are.
    tickets: BTreeMap<PathBuf, Ticket>,
    /// Files that the host wants watched, counted.
    asked: BTreeMap<PathBuf, usize>,
    changed: BTreeSet<PathBuf>,
    /// Folders to list again once the disk has been quiet, with the first and the last change.
    dirty: BTreeSet<PathBuf>,
    dirty_since: Option<(Instant, Instant)>,
    lists: (SyncSender<Finished>, Receiver<Finished>),
    cancel: Arc<AtomicBool>,
    /// A folder was just opened: give its listing a moment to arrive in this very frame.
    hurry: bool,
    list: RowList,
    row_height: f32,
    selected: Option<PathBuf>,
    selected_row: Option<usize>,
    /// The selection is to be shown as soon as it is listed.
    reveal: bool,
    /// A restored scroll position, until everything is listed.
    scroll_later: Option<f32>,
    typed: String,
    typed_at: f64,
    /// The last click and its time, until a second one makes it a double click.
    clicked: Option<(PathBuf, f64)>,
    prompt: Option<Prompt>,
    /// What is being made on disk.
    making: Option<Making>,
    /// The last thing that went wrong, until the next action.
    note: Option<String>,
    wants_focus: bool,
    was_active: bool,
}

type Finished = (FolderId, Result<Listing, String>);

impl FileTree {
    /// Looks whether `root` is a folder that can be shown, and returns it in full. Blocks on the disk.
    ///
    /// # Errors
    /// Those of [`open`](Self::open).
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

    /// Opens the tree of the folder `root`. `wake` is called from other threads whenever there is something new.
    ///
    /// # Errors
    /// [`FilesError`] where `root` is missing, no folder, or may not be read.
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

    /// The folder that the tree shows.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The name of the folder.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The selected file or folder.
    pub fn selected(&self) -> Option<PathBuf> {
        self.selected.as_ref().map(|path| self.root.join(path))
    }

    /// Opens the folders above `path` and selects it, once they are listed; ignored where it is not below the root.
    pub fn select(&mut self, path: &Path) {
        let Some(below) = self.below_root(path).filter(|below| below.file_name().is_some()) else { return };
        self.folders
            .remember(below.ancestors().skip(1).filter(|above| above.file_name().is_some()).map(Path::to_owned));
        (self.selected, self.selected_row, self.reveal) = (Some(below), None, true);
        self.settle();
    }

    /// Takes the keyboard in the next frame; a line that asks for a name has it before the rows.
    pub fn request_focus(&mut self) {
        match &mut self.prompt {
            Some(prompt) => prompt.request_focus(),
            None => self.wants_focus = true,
        }
    }

    /// Lists everything that is open anew.
    pub fn refresh(&mut self) {
        self.folders.want_all();
        self.settle();
    }

    /// What is worth keeping.
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

    /// Comes back to a kept state; folders that are gone are left out.
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

    /// Bytes that the listings take, roughly.
    pub fn bytes(&self) -> usize {
        self.folders.bytes() + size_of::<Self>()
    }

    /// Returns whether a line asks for a name.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.prompt.is_some()
    }

    /// Has changes of `path` reported by [`FileTree::changed_paths`], also outside open folders; calls are counted.
    pub fn watch(&mut self, path: &Path) {
        if self.asked.len() >= limits::WATCHED_FOLDERS && !self.asked.contains_key(path) {
            self.watch.degrade(format!("more than {} files are watched", limits::WATCHED_FOLDERS));
            return;
        }
        *self.asked.entry(path.to_owned()).or_default() += 1;
        self.watch.hold(&watched_folder(path));
    }

    /// Takes one call of [`FileTree::watch`] back.
    pub fn unwatch(&mut self, path: &Path) {
        let Some(count) = self.asked.get_mut(path) else { return };
        *count -= 1;
        if *count == 0 {
            self.asked.remove(path);
        }
        self.watch.release(&watched_folder(path));
    }

    /// Paths that changed on disk since the last call, sorted; after a flood, every path given to
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

/// The folder to watch for a path that may be a file: a file is often replaced by another of its name.
fn watched_folder(path: &Path) -> PathBuf {
    path.parent().unwrap_or(path).to_owned()
}
