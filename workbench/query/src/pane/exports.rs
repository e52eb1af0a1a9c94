//! The export field and the result of the last export.
//!
//! An existing file is not replaced at the first attempt.
//!
//! Invariant: `replaces` is the only path that may be replaced at the next attempt.

use std::path::PathBuf;
use std::sync::Arc;

use super::outcome::rows;
use super::{Link, QueryPane};
use crate::Wake;
use crate::error::QueryError;
use crate::export::{Again, Export, Progress, Target};
use crate::grid::Grid;
use crate::source::Source;
use crate::worker::Order;
use crate::{limits, sql};

#[derive(Default)]
pub(super) struct Exports {
    /// The path as the user typed it.
    pub path: String,
    running: Option<Running>,
    replaces: Option<PathBuf>,
    /// How the last export ended.
    pub note: Option<Result<String, QueryError>>,
}

/// An export in progress.
struct Running {
    path: PathBuf,
    progress: Arc<Progress>,
    by: By,
}

/// The writer of an export.
enum By {
    /// A separate thread, which writes the shown rows: their number, and why rows may be missing.
    Thread(Export, u64, Option<String>),
    /// The worker, which runs the statement again; and what a thread writes instead if the database refuses that.
    Worker(Arc<Grid>, Target, String),
}

impl Exports {
    pub fn restore(&mut self, path: &str) {
        self.path = path.chars().take(limits::PATH_BYTES).collect();
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Returns the progress of the export, in words.
    pub fn progress(&self) -> Option<String> {
        let running = self.running.as_ref()?;
        Some(format!("exporting, {}", rows(running.progress.rows())))
    }

    /// Returns the target for the path in the field, if an export can start; a relative path is relative to the source's folder.
    fn target(&mut self, source: &Source) -> Option<Target> {
        if self.is_running() || self.path.trim().is_empty() {
            return None;
        }
        let path = source.folder().join(self.path.trim());
        let replaces = self.replaces.take().is_some_and(|taken| taken == path);
        Some(Target { path, own: source.file().map(ToOwned::to_owned), replaces })
    }

    /// Starts to write the rows in memory; `rest` says why rows may be missing.
    fn write_shown(&mut self, grid: Arc<Grid>, target: Target, rest: Option<String>, wake: &Wake) {
        let (path, progress, count) = (target.path.clone(), Arc::new(Progress::default()), grid.rows() as u64);
        match Export::start(grid, target, Arc::clone(&progress), Arc::clone(wake)) {
            Ok(export) => {
                let by = By::Thread(export, count, rest);
                (self.running, self.note) = (Some(Running { path, progress, by }), None);
            }
            Err(error) => self.note = Some(Err(error)),
        }
    }

    pub fn poll(&mut self) {
        let Some(Running { path, by: By::Thread(export, count, rest), .. }) = &self.running else { return };
        let Some(outcome) = export.poll() else { return };
        let rest = rest.as_ref().map(|why| format!("; {why}, so the rest is not in the file")).unwrap_or_default();
        let note = outcome.map(|()| format!("{} exported to {}{rest}", rows(*count), path.display()));
        self.end(note);
    }

    /// Handles the end of an export by the worker.
    pub fn take_end(&mut self, result: Result<u64, QueryError>, wake: &Wake) {
        let Some(Running { path, by: By::Worker(grid, target, rest), .. }) = self.running.take() else { return };
        match result {
            // The database knows better than this pane whether a statement only reads.
            Err(QueryError::NotRepeated) => self.write_shown(grid, target, Some(rest), wake),
            Ok(count) => self.end(Ok(format!(
                "{} exported to {}, all that the statement gives when it is run again",
                rows(count),
                path.display()
            ))),
            Err(error) => self.end(Err(error)),
        }
    }

    fn end(&mut self, note: Result<String, QueryError>) {
        if let Err(QueryError::Taken { path }) = &note {
            self.replaces = Some(path.clone());
        }
        (self.running, self.note) = (None, Some(note));
    }

    pub fn cancel(&self) {
        if let Some(running) = &self.running {
            running.progress.cancel();
        }
    }

    /// Forgets the last export: a new result is another thing to export.
    pub fn forget(&mut self) {
        (self.replaces, self.note) = (None, None);
    }
}

impl QueryPane {
    /// Exports the shown result to the path in the field: all its rows if running the statement again has no effect, or else the
    /// rows in memory.
    pub(super) fn export(&mut self) {
        // Only after its events were taken is it known whether the worker is free.
        self.take_events();
        let Some(outcome) = self.outcomes.get(self.results.shown) else { return };
        let Some(grid) = outcome.grid.clone() else { return };
        let Some(target) = self.exports.target(&self.source) else { return };
        let rest = outcome.rest();
        let is_cut = outcome.end.as_ref().is_some_and(|(_, result)| result.is_ok()) && rest.is_some();
        // After or before other statements of the run, the statement could return other rows than those on screen.
        let may_repeat = is_cut && self.outcomes.len() == 1 && sql::only_reads(&outcome.sql, self.dialect());
        if let (Link::Ready(worker), true, Some(rest)) = (&self.link, may_repeat, &rest) {
            let progress = Arc::new(Progress::default());
            let (sql, path) = (outcome.sql.clone(), target.path.clone());
            let again = Again { sql, target: target.clone(), progress: Arc::clone(&progress) };
            if worker.order(Order::Export(again)) {
                let by = By::Worker(grid, target, rest.clone());
                (self.exports.running, self.exports.note) = (Some(Running { path, progress, by }), None);
                return;
            }
        }
        self.exports.write_shown(grid, target, rest, &self.wake);
    }
}
