//! Takes the rows of one statement within limits, and hands them over in parts.
//!
//! Rows over a limit are refused before they are kept: the database is told to stop.
//!
//! Invariant: the rows handed over take at most the limit of bytes plus the cells of one row. A value is cut only if it is
//! too long by itself, or in the first row.

use std::time::Instant;

use crate::grid::{CELL_BYTES, Column, Grid, ValueKind};
use crate::limits;

/// The limits of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub rows: u64,
    pub bytes: usize,
    pub value_bytes: usize,
}

/// The limit that ended a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// There are more rows than this number, which were fetched.
    Rows(u64),
    /// The rows take more than this number of bytes.
    Bytes(usize),
}

/// A part of a result on its way to the pane.
#[derive(Debug)]
pub(crate) enum Part {
    Columns(Vec<Column>),
    Rows(Grid),
}

/// A receiver of rows, which a database fills value by value.
pub(crate) trait RowSink {
    /// Sets the columns; called before the first row.
    fn columns(&mut self, columns: Vec<Column>);
    /// Returns `true` if a further row is wanted; called before each row.
    fn wants_row(&mut self) -> bool;
    /// Returns how many rows to request until it is known that no more are wanted.
    fn rows_to_ask(&self) -> u64;
    /// Returns how many bytes are taken of a value of `whole` bytes.
    fn room(&self, whole: u64) -> usize;
    /// Takes a value of `whole` bytes, of which `kept` is the beginning.
    fn value(&mut self, kind: ValueKind, kept: &[u8], whole: u64);
    fn end_row(&mut self);
    /// Hands over the rows that wait, since no more come for now.
    fn hand_over(&mut self);
    /// Returns the number of rows taken so far.
    fn rows(&self) -> u64;
    /// Returns the number of bytes taken so far.
    fn bytes(&self) -> usize;
    /// Returns `true` if nothing more is taken.
    fn is_full(&self) -> bool;
}

/// A receiver that keeps rows to show them.
pub(crate) struct Fetch<'a> {
    bounds: Bounds,
    rows: u64,
    bytes: usize,
    reached: Option<Reached>,
    /// Whether a value of the current row was cut because the values before it had used up the bytes.
    is_short: bool,
    pending: Grid,
    since: Instant,
    out: &'a mut dyn FnMut(Part),
}

impl<'a> Fetch<'a> {
    pub fn new(bounds: Bounds, out: &'a mut dyn FnMut(Part)) -> Self {
        Self {
            bounds,
            rows: 0,
            bytes: 0,
            reached: None,
            is_short: false,
            pending: Grid::default(),
            since: Instant::now(),
            out,
        }
    }

    pub fn reached(&self) -> Option<Reached> {
        self.reached
    }
}

impl RowSink for Fetch<'_> {
    fn columns(&mut self, columns: Vec<Column>) {
        self.pending = Grid::new(columns.clone());
        (self.out)(Part::Columns(columns));
    }

    /// Returns `true` if a further row is wanted. A row that is not wanted proves that there are more than the limit.
    fn wants_row(&mut self) -> bool {
        if self.reached.is_none() && self.rows >= self.bounds.rows {
            self.reached = Some(Reached::Rows(self.bounds.rows));
        } else if self.reached.is_none() && self.bytes >= self.bounds.bytes {
            self.reached = Some(Reached::Bytes(self.bounds.bytes));
        }
        self.reached.is_none()
    }

    fn rows_to_ask(&self) -> u64 {
        // One row more than the limit shows whether there are more.
        self.bounds.rows.saturating_sub(self.rows).saturating_add(1)
    }

    fn room(&self, whole: u64) -> usize {
        let room = self.bounds.value_bytes.min(self.bounds.bytes.saturating_sub(self.bytes));
        usize::try_from(whole).unwrap_or(usize::MAX).min(room)
    }

    fn value(&mut self, kind: ValueKind, kept: &[u8], whole: u64) {
        let kept = &kept[..self.room(whole).min(kept.len())];
        self.is_short |= kept.len() < self.bounds.value_bytes && (kept.len() as u64) < whole;
        self.pending.push(kind, kept, whole);
        self.bytes += kept.len() + CELL_BYTES;
    }

    fn end_row(&mut self) {
        if std::mem::take(&mut self.is_short) && self.rows > 0 {
            // Rather a row less than one with holes. A first row is kept, as far as it goes.
            self.pending.discard_row();
            self.reached = Some(Reached::Bytes(self.bounds.bytes));
            return;
        }
        self.pending.end_row();
        self.rows += 1;
        // A row without columns takes no bytes; the row limit bounds their number.
        let waits = self.since.elapsed() >= limits::HAND_OVER_WAIT;
        if waits || self.pending.rows() >= limits::HAND_OVER_ROWS || self.pending.bytes() >= limits::HAND_OVER_BYTES {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        self.since = Instant::now();
        if self.pending.rows() > 0 {
            let columns = self.pending.columns().to_vec();
            (self.out)(Part::Rows(std::mem::replace(&mut self.pending, Grid::new(columns))));
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    fn bytes(&self) -> usize {
        self.bytes
    }

    fn is_full(&self) -> bool {
        self.reached.is_some()
    }
}
