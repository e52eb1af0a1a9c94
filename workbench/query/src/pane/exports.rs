//! The export field and what became of the last export.
//!
//! It refuses to replace a file at the first try. Invariant: `replaces` names the path that may be replaced at the next.

use std::path::PathBuf;
use std::sync::Arc;

use crate::Wake;
use crate::error::QueryError;
use crate::export::Export;
use crate::grid::Grid;
use crate::limits;
use crate::source::Source;

#[derive(Default)]
pub(super) struct Exports {
    /// As it was typed.
    pub path: String,
    running: Option<Export>,
    replaces: Option<PathBuf>,
    /// How the last one ended.
    pub note: Option<Result<String, QueryError>>,
}

impl Exports {
    pub fn restore(&mut self, path: &str) {
        self.path = path.chars().take(limits::PATH_BYTES).collect();
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Writes a result to the path in the field; a relative one lies beside the source.
    pub fn start(&mut self, grid: &Arc<Grid>, source: &Source, wake: &Wake) {
        if self.is_running() || self.path.trim().is_empty() {
            return;
        }
        let path = source.folder().join(self.path.trim());
        let replaces = self.replaces.take().is_some_and(|taken| taken == path);
        match Export::start(Arc::clone(grid), path, source.file(), replaces, Arc::clone(wake)) {
            Ok(export) => (self.running, self.note) = (Some(export), None),
            Err(error) => self.note = Some(Err(error)),
        }
    }

    pub fn poll(&mut self) {
        let Some(export) = &self.running else { return };
        let Some(outcome) = export.poll() else { return };
        self.note = Some(match outcome {
            Ok(()) => Ok(format!("exported to {}", export.path.display())),
            Err(error) => {
                if let QueryError::Taken { path } = &error {
                    self.replaces = Some(path.clone());
                }
                Err(error)
            }
        });
        self.running = None;
    }

    pub fn cancel(&self) {
        if let Some(export) = &self.running {
            export.cancel();
        }
    }

    /// A new result is another thing to export.
    pub fn forget(&mut self) {
        (self.replaces, self.note) = (None, None);
    }
}
