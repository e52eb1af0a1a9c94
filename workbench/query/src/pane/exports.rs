//! The export field and what became of the last export.
//!
//! It refuses to replace a file at the first try. Invariant: `replaces` names the path that may be replaced at the next.

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
    /// As it was typed.
    pub path: String,
    running: Option<Running>,
    replaces: Option<PathBuf>,
    /// How the last one ended.
    pub note: Option<Result<String, QueryError>>,
}

/// An export that is under way.
struct Running {
    path: PathBuf,
    progress: Arc<Progress>,
    by: By,
}

/// Who writes it.
enum By {
    /// A thread of its own, from the rows that are shown. There may be others, and why they are not here.
    Thread(Export, u64, Option<String>),
    /// The worker, which runs the statement again; and what is written where it finds that it had better not.
    Worker(Arc<Grid>, Target, String),
}

impl Exports {
    pub fn restore(&mut self, path: &str) {
        self.path = path.chars().take(limits::PATH_BYTES).collect();
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// How far it is, in words.
    pub fn progress(&self) -> Option<String> {
        let running = self.running.as_ref()?;
        Some(format!("exporting, {}", rows(running.progress.rows())))
    }

    /// The path in the field; a relative one lies beside the source.
    fn target(&mut self, source: &Source) -> Option<Target> {
        if self.is_running() || self.path.trim().is_empty() {
            return None;
        }
        let path = source.folder().join(self.path.trim());
        let replaces = self.replaces.take().is_some_and(|taken| taken == path);
        Some(Target { path, own: source.file().map(ToOwned::to_owned), replaces })
    }

    /// Writes the rows that are here; `rest` says why there may be others.
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

    /// The worker has ended an export.
    pub fn take_end(&mut self, result: Result<u64, QueryError>, wake: &Wake) {
        let Some(Running { path, by: By::Worker(grid, target, rest), .. }) = self.running.take() else { return };
        match result {
            // The database knows better than we whether a statement only reads.
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

    /// A new result is another thing to export.
    pub fn forget(&mut self) {
        (self.replaces, self.note) = (None, None);
    }
}

impl QueryPane {
    /// Writes the result on screen to the path in the field: all its rows, where they can be had without doing anything
    /// twice, or else those that are here.
    pub(super) fn export(&mut self) {
        // Whether the worker is free is known once it has been listened to.
        self.take_events();
        let Some(outcome) = self.outcomes.get(self.results.shown) else { return };
        let Some(grid) = outcome.grid.clone() else { return };
        let Some(target) = self.exports.target(&self.source) else { return };
        let rest = outcome.rest();
        let is_cut = outcome.end.as_ref().is_some_and(|(_, result)| result.is_ok()) && rest.is_some();
        // With other statements before or behind it, it may give other rows than those on screen.
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
