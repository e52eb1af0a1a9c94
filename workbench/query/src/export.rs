//! A result as a file of comma-separated values (RFC 4180).
//!
//! It refuses to leave half a file: the file takes its place when it is whole. It refuses values that were cut, since
//! nobody could see that in the file. Invariant: NULL is nothing, an empty text is `""`; bytes, and text that is not
//! UTF-8, are hexadecimal digits behind `\x`, as PostgreSQL writes and reads all of these.
//!
//! There are two ways: [`Export`] writes the rows that are shown, on a thread of its own; [`Again`] is an order for the
//! worker, which runs the statement once more and sends all its rows to the file, however many there are.
//!
//! **Limitations**: in a result of one column, NULL is an empty line, which many programs leave out.

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

/// How far an export is, and whether it is to stop.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    rows: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Rows written so far.
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

/// An export of rows that are here, on a thread of its own.
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
            // The grid is the pane's again before it hears of it.
            drop(grid);
            // A pane that is gone does not want to know.
            drop(sender.send(written));
            wake();
        };
        let spawned = std::thread::Builder::new().name("query-export".to_owned()).spawn(body);
        spawned.map_err(|error| QueryError::io("written", &path, &error))?;
        Ok(Self { progress, outcome })
    }

    /// How it ended, once it has.
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
    /// Writes all rows of the statement, or no file; answers how many there are. Blocking: for the worker.
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

/// Writes what a statement sends; answers how many rows came.
fn write_all(
    out: &mut dyn Write,
    path: &Path,
    progress: &Progress,
    run: impl FnOnce(&mut dyn RowSink) -> Result<(), QueryError>,
) -> Result<u64, QueryError> {
    let mut sink = CsvSink::new(out, path, progress);
    let ran = run(&mut sink);
    // A file that cannot be written is why the statement ended.
    let rows = sink.finish()?;
    ran?;
    out.flush().map_err(|error| QueryError::io("written", path, &error))?;
    Ok(rows)
}

/// Writes the whole grid to a file, or nothing.
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
