//! Writes rows as lines of comma-separated values.
//!
//! It does not hold a row: every value is written as it comes.
//!
//! Invariant: nothing is written after a first failure.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

use super::Progress;
use crate::error::QueryError;
use crate::fetch::RowSink;
use crate::grid::{Column, Value, ValueKind, hex};
use crate::limits;

/// A receiver that writes the rows of a statement as they come.
pub(super) struct CsvSink<'a> {
    out: &'a mut dyn Write,
    path: &'a Path,
    progress: &'a Progress,
    /// The number of values of the current row.
    filled: usize,
    rows: u64,
    bytes: usize,
    failure: Option<QueryError>,
}

impl<'a> CsvSink<'a> {
    pub fn new(out: &'a mut dyn Write, path: &'a Path, progress: &'a Progress) -> Self {
        Self { out, path, progress, filled: 0, rows: 0, bytes: 0, failure: None }
    }

    /// Returns how many rows were written, or the first error.
    pub fn finish(self) -> Result<u64, QueryError> {
        self.failure.map_or(Ok(self.rows), Err)
    }

    fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.failure.is_none()
            && let Err(error) = write(self.out)
        {
            self.failure = Some(QueryError::io("written", self.path, &error));
        }
    }
}

impl RowSink for CsvSink<'_> {
    fn columns(&mut self, columns: Vec<Column>) {
        self.put(|mut out| line(&mut out, columns.iter().map(|column| Value::Text(&column.name))));
    }

    fn wants_row(&mut self) -> bool {
        !self.is_full()
    }

    fn rows_to_ask(&self) -> u64 {
        u64::MAX
    }

    fn room(&self, whole: u64) -> usize {
        // A value that is not written as a whole need not enter memory at all.
        usize::try_from(whole).ok().filter(|whole| *whole <= limits::EXPORT_VALUE_BYTES).unwrap_or(0)
    }

    fn value(&mut self, kind: ValueKind, kept: &[u8], whole: u64) {
        if self.room(whole) as u64 != whole || kept.len() as u64 != whole {
            self.failure.get_or_insert(QueryError::CutValues { values: 1, bytes: limits::EXPORT_VALUE_BYTES });
            return;
        }
        let is_first = self.filled == 0;
        self.filled += 1;
        self.bytes = self.bytes.saturating_add(kept.len() + 1);
        self.put(|mut out| {
            if !is_first {
                out.write_all(b",")?;
            }
            value(&mut out, Value::of(kind, kept))
        });
    }

    fn end_row(&mut self) {
        self.put(|out| out.write_all(b"\r\n"));
        self.filled = 0;
        if self.failure.is_none() {
            self.rows += 1;
            self.progress.rows.store(self.rows, Ordering::Relaxed);
        }
    }

    fn hand_over(&mut self) {}

    fn rows(&self) -> u64 {
        self.rows
    }

    fn bytes(&self) -> usize {
        self.bytes
    }

    fn is_full(&self) -> bool {
        self.failure.is_some()
    }
}

pub(super) fn line<'a>(out: &mut impl Write, values: impl Iterator<Item = Value<'a>>) -> io::Result<()> {
    for (index, each) in values.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        value(out, each)?;
    }
    out.write_all(b"\r\n")
}

fn value(out: &mut impl Write, value: Value<'_>) -> io::Result<()> {
    /// The number of bytes whose digits are made at a time.
    const STEP: usize = 4 * 1024;
    match value {
        Value::Null => Ok(()),
        Value::Number(text) => out.write_all(text.as_bytes()),
        Value::Text(text) if text.is_empty() || text.contains(['"', ',', '\r', '\n']) => {
            // Written piece by piece, so that a long text is not copied only to double its quotes.
            out.write_all(b"\"")?;
            for (index, piece) in text.split('"').enumerate() {
                out.write_all(if index > 0 { b"\"\"" } else { b"" })?;
                out.write_all(piece.as_bytes())?;
            }
            out.write_all(b"\"")
        }
        Value::Text(text) => out.write_all(text.as_bytes()),
        Value::NotText(bytes) | Value::Blob(bytes) => {
            out.write_all(b"\\x")?;
            bytes.chunks(STEP).try_for_each(|chunk| out.write_all(hex(chunk).trim_start_matches("\\x").as_bytes()))
        }
    }
}
