//! A result as a file of comma-separated values (RFC 4180).
//!
//! It refuses to leave half a file: the file takes its place when it is whole. It refuses values that were cut, since
//! nobody could see that in the file. Invariant: NULL is nothing, an empty text is `""`; bytes, and text that is not
//! UTF-8, are hexadecimal digits behind `\x`, as PostgreSQL writes and reads all of these.
//!
//! **Limitations**: in a result of one column, NULL is an empty line, which many programs leave out.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use crate::Wake;
use crate::error::QueryError;
use crate::grid::{Grid, Value, hex};
use crate::limits;

/// Rows between two looks at whether it is to stop.
const ROWS_A_LOOK: usize = 256;

/// An export that is under way, on a thread of its own.
pub(crate) struct Export {
    pub path: PathBuf,
    stop: Arc<AtomicBool>,
    outcome: Receiver<Result<(), QueryError>>,
}

impl Export {
    pub fn start(
        grid: Arc<Grid>,
        path: PathBuf,
        own: Option<PathBuf>,
        replaces: bool,
        wake: Wake,
    ) -> Result<Self, QueryError> {
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, outcome) = sync_channel(1);
        let (own_stop, own_path) = (Arc::clone(&stop), path.clone());
        let body = move || {
            let written = write(&grid, &own_path, own.as_deref(), replaces, &own_stop);
            // The grid is the pane's again before it hears of it.
            drop(grid);
            // A pane that is gone does not want to know.
            drop(sender.send(written));
            wake();
        };
        let spawned = std::thread::Builder::new().name("query-export".to_owned()).spawn(body);
        spawned.map_err(|error| QueryError::io("written", &path, &error))?;
        Ok(Self { path, stop, outcome })
    }

    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
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
        self.cancel();
    }
}

/// Writes the whole grid to a file, or nothing; never over the file `own`.
fn write(grid: &Grid, path: &Path, own: Option<&Path>, replaces: bool, stop: &AtomicBool) -> Result<(), QueryError> {
    if grid.cut_values() > 0 {
        return Err(QueryError::CutValues { values: grid.cut_values(), bytes: limits::VALUE_BYTES });
    }
    if path.is_dir() {
        return Err(QueryError::NotAFile { path: path.to_owned() });
    }
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if own.and_then(real).is_some_and(|own| real(path) == Some(own)) {
        return Err(QueryError::OwnFile { path: path.to_owned() });
    }
    if !replaces && path.exists() {
        return Err(QueryError::Taken { path: path.to_owned() });
    }
    let failed = |error: std::io::Error| QueryError::io("written", path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = beside(folder).map_err(failed)?;
    let mut out = BufWriter::new(file.as_file_mut());
    let names = grid.columns().iter().map(|column| Value::Text(&column.name));
    line(&mut out, names).map_err(failed)?;
    for row in 0..grid.rows() {
        if row % ROWS_A_LOOK == 0 && stop.load(Ordering::Relaxed) {
            return Err(QueryError::Cancelled);
        }
        line(&mut out, (0..grid.columns().len()).map(|column| grid.value(row, column))).map_err(failed)?;
    }
    out.flush().map_err(failed)?;
    drop(out);
    file.as_file().sync_all().map_err(failed)?;
    let kept = if replaces { file.persist(path) } else { file.persist_noclobber(path) };
    kept.map(drop).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => QueryError::Taken { path: path.to_owned() },
        _ => failed(error.error),
    })
}

fn beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".multisplit-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any file that a program writes: what the user's mask leaves of it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn line<'a>(out: &mut impl Write, values: impl Iterator<Item = Value<'a>>) -> std::io::Result<()> {
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        match value {
            Value::Null => {}
            Value::Number(text) => out.write_all(text.as_bytes())?,
            Value::Text(text) if text.is_empty() || text.contains(['"', ',', '\r', '\n']) => {
                write!(out, "\"{}\"", text.replace('"', "\"\""))?;
            }
            Value::Text(text) => out.write_all(text.as_bytes())?,
            Value::NotText(bytes) | Value::Blob(bytes) => out.write_all(hex(bytes).as_bytes())?,
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests;
