//! Exports a result as a file of comma-separated values (RFC 4180).
//!
//! An export never leaves half a file: the file takes its place only when it is complete. Values that were cut are refused,
//! since the file could not show that they are incomplete.
//!
//! Invariant: NULL is written as nothing, and an empty text as `""`. Bytes, and text that is not UTF-8, are written as
//! hexadecimal digits after `\x`. PostgreSQL writes and reads all of these in the same way.
//!
//! There are two ways: [`Export`] writes the rows that are shown, on its own thread. [`Again`] is an order for the worker,
//! which runs the statement once more and writes all its rows to the file, however many there are.
//!
//! **Limitations**: in a result of one column, NULL is an empty line, which many programs skip.

mod csv;
mod file;

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

pub(crate) use file::Target;

use crate::Wake;
use crate::connected::Database;
use crate::error::QueryError;
use crate::fetch::RowSink;
use crate::flags::Flags;
use crate::grid::{Grid, Value};
use crate::limits;
use csv::CsvSink;
use file::Draft;

/// The progress of an export, and the request to stop it.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    rows: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Returns the number of rows written so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// An export of rows that are in memory, on its own thread. Dropping it cancels it.
pub(crate) struct Export {
    progress: Arc<Progress>,
    outcome: Receiver<Result<(), QueryError>>,
}

impl Export {
    pub fn start(grid: Arc<Grid>, target: Target, progress: Arc<Progress>, wake: Wake) -> Result<Self, QueryError> {
        let (sender, outcome) = sync_channel(1);
        let (own, path) = (Arc::clone(&progress), target.path.clone());
        let body = move || {
            let written = write_grid(&grid, &target, &own);
            // Dropped before the pane learns of the end, so that the pane owns the grid alone again.
            drop(grid);
            // Sending fails if the pane is gone; then the result is not needed.
            drop(sender.send(written));
            wake();
        };
        let spawned = std::thread::Builder::new().name("query-export".to_owned()).spawn(body);
        spawned.map_err(|error| QueryError::io("written", &path, &error))?;
        Ok(Self { progress, outcome })
    }

    /// Returns how the export ended, or `None` while it runs. Returns the result once.
    pub fn poll(&self) -> Option<Result<(), QueryError>> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(QueryError::Cancelled)),
        }
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// An export that runs a statement again.
pub(crate) struct Again {
    pub sql: String,
    pub target: Target,
    pub progress: Arc<Progress>,
}

impl Again {
    /// Writes all rows of the statement, or no file; returns the number of rows. Blocking: for the worker.
    ///
    /// # Errors
    /// Fails if the file cannot be written, a value is too long, the statement fails or may write, or the user cancels.
    pub fn write(&self, database: &mut Database, flags: &Flags) -> Result<u64, QueryError> {
        let mut draft = Draft::begin(&self.target)?;
        let mut out = BufWriter::new(draft.file());
        let path = &self.target.path;
        let rows = write_all(&mut out, path, &self.progress, |rows| database.read(&self.sql, rows, flags))?;
        drop(out);
        if flags.is_cancelled() {
            return Err(QueryError::Cancelled);
        }
        draft.finish()?;
        Ok(rows)
    }
}

/// Writes the rows that `run` produces; returns their number.
fn write_all(
    out: &mut dyn Write,
    path: &Path,
    progress: &Progress,
    run: impl FnOnce(&mut dyn RowSink) -> Result<(), QueryError>,
) -> Result<u64, QueryError> {
    let mut sink = CsvSink::new(out, path, progress);
    let ran = run(&mut sink);
    // Check the file first: if it could not be written, that is why the statement ended.
    let rows = sink.finish()?;
    ran?;
    out.flush().map_err(|error| QueryError::io("written", path, &error))?;
    Ok(rows)
}

/// Writes the whole grid to a file, or leaves no file.
fn write_grid(grid: &Grid, target: &Target, progress: &Progress) -> Result<(), QueryError> {
    if grid.cut_values() > 0 {
        return Err(QueryError::CutValues { values: grid.cut_values(), bytes: limits::VALUE_BYTES });
    }
    let mut draft = Draft::begin(target)?;
    let failed = |error: std::io::Error| QueryError::io("written", &target.path, &error);
    let mut out = BufWriter::new(draft.file());
    let names = grid.columns().iter().map(|column| Value::Text(&column.name));
    csv::line(&mut out, names).map_err(failed)?;
    for row in 0..grid.rows() {
        let rows = row as u64;
        if rows.is_multiple_of(limits::EXPORT_ROWS_A_LOOK) {
            progress.rows.store(rows, Ordering::Relaxed);
            if progress.is_cancelled() {
                return Err(QueryError::Cancelled);
            }
        }
        csv::line(&mut out, (0..grid.columns().len()).map(|column| grid.value(row, column))).map_err(failed)?;
    }
    out.flush().map_err(failed)?;
    drop(out);
    draft.finish()
}

#[cfg(test)]
mod tests;
