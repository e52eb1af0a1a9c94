//! Brings the results of threads and of the watch into the tree.
//!
//! It does not list on the UI thread, and it does not list the same folder for every change of a storm.
//!
//! Invariant: a folder is watched before it is listed, so that no change falls in between.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use super::folders::FolderId;
use super::listing::{Request, list};
use super::{FileTree, Finished, watched_folder};
use crate::limits;

impl FileTree {
    /// Takes in everything that is new; returns when to look again.
    pub(super) fn pump(&mut self) -> Option<Duration> {
        let now = Instant::now();
        self.read_changes(now);
        self.receive(Duration::ZERO);
        let wait = self.due_in(now);
        if wait == Some(Duration::ZERO) {
            self.dirty_since = None;
            for folder in std::mem::take(&mut self.dirty) {
                self.folders.want(&folder);
            }
        }
        self.dispatch();
        // A folder was just opened: waiting for it a few milliseconds, once, lets a small folder appear in this very frame.
        if std::mem::take(&mut self.hurry) && self.folders.busy() {
            self.receive(limits::LISTING_GRACE);
            self.dispatch();
        }
        wait.filter(|wait| !wait.is_zero())
    }

    /// Starts listings and rebuilds the rows, after a folder was opened or closed.
    pub(super) fn settle(&mut self) {
        self.dispatch();
        let anchor = self.anchor();
        self.relayout(anchor);
    }

    /// Collects what changed on disk.
    pub(super) fn read_changes(&mut self, now: Instant) {
        let changes = self.watch.take();
        if changes.is_empty() {
            return;
        }
        let mut everything = changes.everything;
        for (path, structure) in changes.paths {
            let below = self.below_root(&path);
            let rules = path.file_name().is_some_and(|name| name == ".gitignore" || name == ".ignore");
            if let Some(below) = &below {
                if rules {
                    self.mark_all_dirty(now);
                } else if structure {
                    self.mark_dirty(below.parent().unwrap_or(Path::new("")).to_owned(), now);
                }
            }
            everything |= self.changed.len() >= limits::CHANGED_PATHS;
            if !everything {
                self.changed.insert(below.map_or(path, |below| self.root.join(below)));
            }
        }
        // Changes from before the watch began were not seen, so files in these folders count as changed.
        for folder in changes.begun {
            self.changed.extend(self.asked.keys().filter(|file| watched_folder(file) == folder).cloned());
        }
        if everything {
            self.changed.extend(self.asked.keys().cloned());
            self.mark_all_dirty(now);
        }
    }

    /// Lists everything again when the user comes back, if the watch cannot be trusted.
    pub(super) fn came_back(&mut self) {
        if self.watch.trouble().is_some() {
            self.changed.extend(self.asked.keys().cloned());
            self.folders.want_all();
            self.dispatch();
        }
    }

    fn mark_dirty(&mut self, folder: PathBuf, now: Instant) {
        if self.watched.contains(&folder) {
            self.dirty.insert(folder);
            self.dirty_since = Some((self.dirty_since.map_or(now, |(first, _)| first), now));
        }
    }

    fn mark_all_dirty(&mut self, now: Instant) {
        let open: Vec<PathBuf> = self.folders.open_paths().map(Path::to_owned).collect();
        open.into_iter().for_each(|folder| self.mark_dirty(folder, now));
    }

    fn due_in(&self, now: Instant) -> Option<Duration> {
        let (first, last) = self.dirty_since?;
        let due = (last + limits::DEBOUNCE).min(first + limits::DEBOUNCE_LONGEST);
        Some(due.saturating_duration_since(now))
    }

    /// Takes in finished listings; waits at most `patience` for the first one.
    fn receive(&mut self, patience: Duration) {
        let first = if patience.is_zero() { None } else { self.lists.1.recv_timeout(patience).ok() };
        let finished: Vec<Finished> = first.into_iter().chain(self.lists.1.try_iter()).collect();
        if finished.is_empty() {
            return;
        }
        // Before the entries are replaced, because the rows point into them.
        let anchor = self.anchor();
        for (id, outcome) in finished {
            self.folders.listed(id, outcome);
        }
        self.relayout(anchor);
    }

    /// Watches the open folders and lists the wanted ones.
    fn dispatch(&mut self) {
        let open = self.folders.open_paths().map(Path::to_owned).collect();
        for gone in self.watched.difference(&open) {
            self.watch.release(&self.root.join(gone));
        }
        for new in open.difference(&self.watched) {
            let path = self.root.join(new);
            if let Some(ticket) = self.watch.hold(&path) {
                self.tickets.insert(path, ticket);
            }
        }
        self.watched = open;
        while let Some((id, request)) = self.folders.next_request() {
            if let Err(error) = self.start(id, request) {
                self.folders.listed(id, Err(format!("It could not be listed: {error}")));
            }
        }
    }

    fn start(&mut self, id: FolderId, request: Request) -> std::io::Result<()> {
        let ticket = self.tickets.remove(&request.path);
        let (done, wake, cancel) = (SyncSender::clone(&self.lists.0), Arc::clone(&self.wake), Arc::clone(&self.cancel));
        let work = move || {
            // The ticket ends in any case, even if the watch fails.
            if let Some(Err(_)) = ticket.map(|watched| watched.recv()) {
                tracing::trace!("the folder is watched by now, or never will be");
            }
            let outcome = list(&request, &cancel).map_err(|error| error.to_string());
            let finished: Finished = (id, outcome);
            // The send fails only if the tree is gone, and then the listing is no longer needed.
            if done.send(finished).is_ok() {
                wake();
            }
        };
        std::thread::Builder::new().name("list folder".to_owned()).spawn(work).map(drop)
    }

    /// Returns the topmost row on screen, unless the list is at its start; must be called before anything changes.
    pub(super) fn anchor(&self) -> Option<(usize, PathBuf)> {
        let (offset, height) = (self.list.offset(), self.row_height);
        let top = (offset > 0.0 && height > 0.0).then(|| (offset / height) as usize)?;
        Some((top, self.folders.row_path(*self.folders.rows().get(top)?)))
    }

    /// Rebuilds the rows, and keeps the selection and the topmost row where they are.
    pub(super) fn relayout(&mut self, anchor: Option<(usize, PathBuf)>) {
        let (offset, height) = (self.list.offset(), self.row_height);
        self.folders.rebuild();
        if let Some((old, path)) = anchor
            && let Some(new) = self.folders.find_row(&path)
            && new != old
        {
            self.list.scroll_to(offset + (new as f32 - old as f32) * height);
        }
        self.find_selection();
        if let Some(rows) = self.scroll_later
            && height > 0.0
        {
            self.list.scroll_to(rows * height);
            if !self.folders.busy() {
                self.scroll_later = None;
            }
        }
    }

    fn find_selection(&mut self) {
        let Some(selected) = &self.selected else { return };
        let old = self.selected_row.take();
        self.selected_row = self.folders.find_row(selected);
        match (old, self.selected_row) {
            // The selected row vanished while it was shown: the row that took its place is selected.
            (Some(old), None) => match self.nearest(old) {
                Some(row) => self.select_row(row),
                None => self.selected = None,
            },
            (_, Some(row)) if std::mem::take(&mut self.reveal) => self.list.reveal(row),
            _ => {}
        }
    }

    /// Returns the row nearest to `row` that is not a note.
    fn nearest(&self, row: usize) -> Option<usize> {
        let rows = self.folders.rows();
        let last = row.min(rows.len().checked_sub(1)?);
        let is_entry = |row: &usize| self.folders.entry(rows[*row]).is_some();
        (0..=last).rev().find(is_entry).or_else(|| (last..rows.len()).find(is_entry))
    }

    /// Selects a row, unless it is a note.
    pub(super) fn select_row(&mut self, row: usize) {
        if let Some(found) = self.folders.rows().get(row).copied()
            && self.folders.entry(found).is_some()
        {
            self.selected = Some(self.folders.row_path(found));
            self.selected_row = Some(row);
        }
    }
}
