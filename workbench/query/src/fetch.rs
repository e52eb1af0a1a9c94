//! Taking the rows of one statement in, within limits, and handing them over in parts.
//!
//! It refuses rows over a limit before they are kept: the database is told to stop. Invariant: the rows handed over take
//! at most the limit of bytes and the cells of one row; a value is cut where it is too long by itself, or in a first row.

use std::time::Instant;

use crate::grid::{CELL_BYTES, Column, Grid, ValueKind};
use crate::limits;

/// What bounds a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub rows: u64,
    pub bytes: usize,
    pub value_bytes: usize,
}

/// The limit that ended a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// There are more rows than are fetched.
    Rows(u64),
    /// The rows take more bytes than are kept.
    Bytes(usize),
}

/// A piece of a result on its way to the pane.
#[derive(Debug)]
pub(crate) enum Part {
    Columns(Vec<Column>),
    Rows(Grid),
}

/// What rows go into, value by value, as a database gives them.
pub(crate) trait RowSink {
    /// Called before the first row.
    fn columns(&mut self, columns: Vec<Column>);
    /// Asked before each row: whether it is wanted.
    fn wants_row(&mut self) -> bool;
    /// How many rows are to be asked for until it is known that no more are wanted.
    fn rows_to_ask(&self) -> u64;
    /// How many bytes of a value of `whole` bytes are taken.
    fn room(&self, whole: u64) -> usize;
    /// Takes a value of which `kept` is the beginning.
    fn value(&mut self, kind: ValueKind, kept: &[u8], whole: u64);
    fn end_row(&mut self);
    /// No more comes for now.
    fn hand_over(&mut self);
    /// Rows taken so far.
    fn rows(&self) -> u64;
    /// Bytes taken so far.
    fn bytes(&self) -> usize;
    /// Whether nothing more is taken.
    fn is_full(&self) -> bool;
}

/// Takes rows in, to show them.
pub(crate) struct Fetch<'a> {
    bounds: Bounds,
    rows: u64,
    bytes: usize,
    reached: Option<Reached>,
    /// A value of the row at hand was cut because of all that came before it.
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

    /// The row that is not wanted proves that there are more than the limit.
    fn wants_row(&mut self) -> bool {
        if self.reached.is_none() && self.rows >= self.bounds.rows {
            self.reached = Some(Reached::Rows(self.bounds.rows));
        } else if self.reached.is_none() && self.bytes >= self.bounds.bytes {
            self.reached = Some(Reached::Bytes(self.bounds.bytes));
        }
        self.reached.is_none()
    }

    fn rows_to_ask(&self) -> u64 {
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
            // Better a row less than one with holes; a single row is shown as far as it goes.
            self.pending.discard_row();
            self.reached = Some(Reached::Bytes(self.bounds.bytes));
            return;
        }
        self.pending.end_row();
        self.rows += 1;
        // A row without columns takes nothing; the row limit bounds it.
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
