//! The open folders of a tree, and the flat list of rows that they produce.
//!
//! It does no IO: listings come in as values, and folders to list go out as requests.
//!
//! Invariant: a folder is in the arena exactly while it and all folders above it are open; `rows` is the result of a walk
//! over the arena.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use super::listing::{Entry, Listing, Request};
use crate::limits;

/// The id of an open folder; it is never reused after the folder is closed.
pub(crate) type FolderId = u32;

/// The id of the root folder, which is always open.
pub(crate) const ROOT: FolderId = 0;

/// One open folder.
#[derive(Debug)]
struct Folder {
    /// The path below the root.
    path: PathBuf,
    entries: Vec<Entry>,
    ignored: bool,
    left_out: usize,
    fault: Option<String>,
    /// A further message about the folder, such as ignore rules that are not followed.
    notice: Option<String>,
    listed: bool,
    work: Work,
    children: BTreeMap<OsString, FolderId>,
}

/// The state of the work on the listing of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Idle,
    Wanted,
    Running { again: bool },
}

/// One visible row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub folder: FolderId,
    pub depth: u16,
    pub what: What,
}

/// The content of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// An entry of the folder, and the id of the folder that it opened into.
    Entry { entry: u32, open: Option<FolderId> },
    /// The folder is being listed for the first time.
    Listing,
    /// The folder could not be listed.
    Fault,
    /// The folder has more entries than are shown.
    LeftOut,
    /// Some ignore rules of the folder are not followed.
    Notice,
    /// The folder is listed and shows nothing.
    Empty,
}

/// All open folders of a tree.
#[derive(Debug)]
pub(crate) struct Folders {
    root: PathBuf,
    arena: BTreeMap<FolderId, Folder>,
    next: FolderId,
    /// The open folders, including those below a closed one.
    remembered: BTreeSet<PathBuf>,
    rows: Vec<Row>,
    pub show_hidden: bool,
    pub show_ignored: bool,
}

impl Folders {
    pub fn new(root: PathBuf) -> Self {
        let mut arena = BTreeMap::new();
        arena.insert(ROOT, Folder::new(PathBuf::new(), false));
        let remembered = BTreeSet::new();
        Self { root, arena, next: ROOT + 1, remembered, rows: Vec::new(), show_hidden: true, show_ignored: false }
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the entry of a row, unless the row is a note.
    pub fn entry(&self, row: Row) -> Option<&Entry> {
        let What::Entry { entry, .. } = row.what else { return None };
        self.arena.get(&row.folder)?.entries.get(entry as usize)
    }

    /// Returns the path of a row below the root; for a note, the path of its folder.
    pub fn row_path(&self, row: Row) -> PathBuf {
        let folder = self.arena.get(&row.folder).map_or(Path::new(""), |folder| folder.path.as_path());
        self.entry(row).map_or_else(|| folder.to_owned(), |entry| folder.join(&entry.name))
    }

    /// Returns the row that shows a path below the root. The cost is linear in the number of rows.
    pub fn find_row(&self, path: &Path) -> Option<usize> {
        let (folder, name) = (self.find(path.parent()?)?, path.file_name()?);
        let same = |row: &Row| row.folder == folder && self.entry(*row).is_some_and(|entry| entry.name == name);
        self.rows.iter().position(same)
    }

    /// Returns why a row cannot be opened, or could not be listed.
    pub fn fault(&self, row: Row) -> Option<&str> {
        match row.what {
            What::Fault => self.arena.get(&row.folder)?.fault.as_deref(),
            What::Notice => self.arena.get(&row.folder)?.notice.as_deref(),
            What::Entry { open: Some(open), .. } => self.arena.get(&open)?.fault.as_deref(),
            _ => self.entry(row)?.fault,
        }
    }

    /// Returns the number of entries that are not shown of the folder of a row.
    pub fn left_out(&self, row: Row) -> usize {
        self.arena.get(&row.folder).map_or(0, |folder| folder.left_out)
    }

    /// Opens the folder at `path`, below an open one; returns `false` if it does not exist or a limit is reached.
    pub fn open(&mut self, path: &Path) -> bool {
        if self.find(path).is_some() {
            return true;
        }
        if self.remembered.len() >= limits::OPEN_FOLDERS || path.components().count() > limits::DEPTH {
            return false;
        }
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return false };
        let Some(parent) = self.find(above) else { return false };
        let opened = self.attach(parent, name);
        if opened {
            self.remembered.insert(path.to_owned());
        }
        opened
    }

    /// Closes the folder at `path`; if it is opened again, the folders open below it open again too.
    pub fn close(&mut self, path: &Path) {
        self.remembered.remove(path);
        let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { return };
        if let Some(parent) = self.find(above)
            && let Some(id) = self.arena.get_mut(&parent).and_then(|folder| folder.children.remove(name))
        {
            self.drop_tree(id);
        }
    }

    /// Remembers folders as open, so that they open as soon as their parents are listed.
    pub fn remember(&mut self, paths: impl Iterator<Item = PathBuf>) {
        let fits = |path: &PathBuf| path.components().count() <= limits::DEPTH;
        self.remembered.extend(paths.filter(fits).take(limits::OPEN_FOLDERS));
        let open: Vec<FolderId> = self.arena.keys().copied().collect();
        open.into_iter().for_each(|id| self.reopen(id));
    }

    pub fn remembered(&self) -> impl Iterator<Item = &Path> {
        self.remembered.iter().map(PathBuf::as_path)
    }

    /// Returns the paths of all folders that are open now, below the root.
    pub fn open_paths(&self) -> impl Iterator<Item = &Path> {
        self.arena.values().map(|folder| folder.path.as_path())
    }

    /// Requests a new listing of an open folder.
    pub fn want(&mut self, path: &Path) {
        if let Some(folder) = self.find(path).and_then(|id| self.arena.get_mut(&id)) {
            folder.work = match folder.work {
                Work::Running { .. } => Work::Running { again: true },
                Work::Idle | Work::Wanted => Work::Wanted,
            };
        }
    }

    /// Requests new listings of all open folders.
    pub fn want_all(&mut self) {
        let paths: Vec<PathBuf> = self.open_paths().map(Path::to_owned).collect();
        paths.iter().for_each(|path| self.want(path));
    }

    /// Returns the next folder to list, or `None` if `limits::LISTERS` folders are already being listed.
    pub fn next_request(&mut self) -> Option<(FolderId, Request)> {
        let running = self.arena.values().filter(|folder| matches!(folder.work, Work::Running { .. })).count();
        if running >= limits::LISTERS {
            return None;
        }
        let (&id, folder) = self.arena.iter_mut().find(|(_, folder)| folder.work == Work::Wanted)?;
        folder.work = Work::Running { again: false };
        let mut above: Vec<PathBuf> = folder.path.ancestors().skip(1).map(|path| self.root.join(path)).collect();
        above.reverse();
        Some((id, Request { path: self.root.join(&folder.path), above, ignored: folder.ignored }))
    }

    /// Returns `true` if a listing is wanted or in progress.
    pub fn busy(&self) -> bool {
        self.arena.values().any(|folder| folder.work != Work::Idle)
    }

    /// Takes in a finished listing; the listing of a folder that was closed in the meantime is dropped.
    pub fn listed(&mut self, id: FolderId, outcome: Result<Listing, String>) {
        let Some(folder) = self.arena.get_mut(&id) else { return };
        folder.work = if folder.work == (Work::Running { again: true }) { Work::Wanted } else { Work::Idle };
        folder.listed = true;
        match outcome {
            Ok(listing) => {
                (folder.entries, folder.left_out, folder.fault) = (listing.entries, listing.left_out, None);
                folder.notice = listing.refused;
            }
            Err(why) => (folder.entries, folder.left_out, folder.fault) = (Vec::new(), 0, Some(why)),
        }
        self.drop_vanished(id);
        self.reopen(id);
    }

    /// Rebuilds the rows from scratch. The cost is linear in the number of entries of all open folders.
    pub fn rebuild(&mut self) {
        self.rows.clear();
        // An explicit stack of (folder, next entry, depth), since folders may nest as deep as `limits::DEPTH`: an open child
        // interrupts its parent, which continues behind it.
        let mut stack = vec![(ROOT, 0, 0)];
        while let Some((id, from, depth)) = stack.pop() {
            let Some(folder) = self.arena.get(&id) else { continue };
            let mut descended = false;
            for (index, entry) in folder.entries.iter().enumerate().skip(from) {
                if (entry.hidden && !self.show_hidden) || (entry.ignored && !self.show_ignored) {
                    continue;
                }
                let open = if entry.folder { folder.children.get(&entry.name).copied() } else { None };
                self.rows.push(Row { folder: id, depth, what: What::Entry { entry: index as u32, open } });
                if let Some(child) = open {
                    stack.extend([(id, index + 1, depth), (child, 0, depth.saturating_add(1))]);
                    descended = true;
                    break;
                }
            }
            if !descended {
                let shown = self.rows.last().is_some_and(|row| row.folder == id || row.depth > depth);
                self.rows.extend(folder.note(shown).map(|what| Row { folder: id, depth, what }));
            }
        }
    }

    /// Returns an estimate of the memory of the listings and rows, in bytes.
    pub fn bytes(&self) -> usize {
        let entry = |entry: &Entry| size_of::<Entry>() + entry.name.len() + entry.label.len();
        let entries: usize = self.arena.values().flat_map(|folder| &folder.entries).map(entry).sum();
        entries + self.rows.capacity() * size_of::<Row>() + self.arena.len() * size_of::<Folder>()
    }

    fn find(&self, path: &Path) -> Option<FolderId> {
        path.components().try_fold(ROOT, |id, part| match part {
            Component::Normal(name) => self.arena.get(&id)?.children.get(name).copied(),
            _ => None,
        })
    }

    fn attach(&mut self, parent: FolderId, name: &OsStr) -> bool {
        let Some(folder) = self.arena.get_mut(&parent) else { return false };
        let Some(entry) = folder.entries.iter().find(|entry| entry.name == name) else { return false };
        if !entry.folder || entry.fault.is_some() {
            return false;
        }
        let child = Folder::new(folder.path.join(name), folder.ignored || entry.ignored);
        folder.children.insert(name.to_owned(), self.next);
        self.arena.insert(self.next, child);
        self.next += 1;
        true
    }

    /// Opens the remembered folders directly below a folder.
    fn reopen(&mut self, id: FolderId) {
        let Some(folder) = self.arena.get(&id) else { return };
        let below = |path: &&PathBuf| path.parent() == Some(&folder.path);
        let inside = self.remembered.range(folder.path.clone()..).take_while(|path| path.starts_with(&folder.path));
        let names = inside.filter(below).filter_map(|path| path.file_name()).map(OsStr::to_owned);
        let missing: Vec<OsString> = names.filter(|name| !folder.children.contains_key(name)).collect();
        for name in missing {
            self.attach(id, &name);
        }
    }

    fn drop_vanished(&mut self, id: FolderId) {
        let Some(folder) = self.arena.get_mut(&id) else { return };
        if folder.children.is_empty() {
            return;
        }
        let left: BTreeSet<&OsStr> =
            folder.entries.iter().filter(|entry| entry.folder).map(|entry| entry.name.as_os_str()).collect();
        let gone: Vec<OsString> =
            folder.children.keys().filter(|name| !left.contains(name.as_os_str())).cloned().collect();
        let ids: Vec<FolderId> = gone.iter().filter_map(|name| folder.children.remove(name)).collect();
        ids.into_iter().for_each(|id| self.drop_tree(id));
    }

    fn drop_tree(&mut self, id: FolderId) {
        let mut stack = vec![id];
        while let Some(folder) = stack.pop().and_then(|id| self.arena.remove(&id)) {
            stack.extend(folder.children.into_values());
        }
    }
}

impl Folder {
    fn new(path: PathBuf, ignored: bool) -> Self {
        let (entries, children) = (Vec::new(), BTreeMap::new());
        Self {
            path,
            entries,
            ignored,
            left_out: 0,
            fault: None,
            notice: None,
            listed: false,
            work: Work::Wanted,
            children,
        }
    }

    /// Returns the note below the rows of the folder; `shown` is whether it has any rows.
    fn note(&self, shown: bool) -> Option<What> {
        match (&self.fault, self.listed) {
            (Some(_), _) => Some(What::Fault),
            (None, false) => Some(What::Listing),
            (None, true) if self.left_out > 0 => Some(What::LeftOut),
            (None, true) if self.notice.is_some() => Some(What::Notice),
            (None, true) if !shown => Some(What::Empty),
            (None, true) => None,
        }
    }
}
