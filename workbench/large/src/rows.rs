//! The rows of the screen: each is a line, or a piece of a line that is too long to be shown at once.
//!
//! It does not need to know the lines before a place: every question is answered from the bytes around the place, at most
//! the length of three pieces. Invariant: rows tile the file in order; none is empty or longer than two pieces and a line
//! break; and the same place is in the same row whichever way it is reached.
//!
//! A line is cut at offsets of the *file* that are multiples of `PIECE_BYTES`, if the piece before has no line break. So a
//! line shorter than a piece is never cut, and one longer than two pieces always is. A cut does not split a character and
//! never separates a line from its line break.

use std::ops::Range;

use memchr::{memchr, memrchr};

use crate::limits::PIECE_BYTES;
use crate::text;

const PIECE: u64 = PIECE_BYTES as u64;

/// A sequence of bytes that can be read at any place.
pub(crate) trait Bytes {
    /// Returns the number of bytes.
    fn size(&self) -> u64;

    /// Appends the bytes of a range, or fewer if there are fewer.
    fn fetch(&self, range: Range<u64>, into: &mut Vec<u8>);
}

/// One row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The offset of the first byte.
    pub(crate) start: u64,
    /// The end of the text, without the line break.
    pub(crate) end: u64,
    /// The first byte of the next row: after the line break, if the row has one.
    pub(crate) next: u64,
    /// The column at which the row starts, within its line or piece of a line. It is not 0 if the line is wrapped.
    pub(crate) column: usize,
    /// Whether the row is the first of its line.
    pub(crate) starts_line: bool,
    /// Whether the line continues in the next row.
    pub(crate) is_cut: bool,
}

/// The rows of a content, wrapped to a number of columns or not at all.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    bytes: &'a dyn Bytes,
    wrap: Option<usize>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(bytes: &'a dyn Bytes, wrap: Option<usize>) -> Self {
        Self { bytes, wrap }
    }

    /// Returns `true` if there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.size() == 0
    }

    /// Returns the row that contains a byte, or the last row if `offset` is beyond the end. Returns `None` if the file is
    /// empty or cannot be read there.
    pub(crate) fn at(&self, offset: u64) -> Option<Row> {
        let last = self.bytes.size().checked_sub(1)?;
        let offset = offset.min(last);
        let piece = self.piece(self.piece_start(offset))?;
        Some(self.wrapped(&piece).into_iter().rev().find(|row| row.start <= offset).unwrap_or(piece))
    }

    /// Returns the row after `row`.
    pub(crate) fn after(&self, row: &Row) -> Option<Row> {
        if row.next >= self.bytes.size() || row.next <= row.start { None } else { self.at(row.next) }
    }

    /// Returns the row before `row`.
    pub(crate) fn before(&self, row: &Row) -> Option<Row> {
        self.at(row.start.checked_sub(1)?).filter(|before| before.start < row.start)
    }

    /// Returns at most `most` rows, starting with the row that contains `offset`.
    pub(crate) fn from(&self, offset: u64, most: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let Some(first) = self.at(offset) else { return rows };
        let mut piece = self.piece(self.piece_start(first.start));
        while let Some(current) = piece {
            rows.extend(self.wrapped(&current).into_iter().filter(|row| row.start >= first.start));
            if rows.len() >= most || current.next >= self.bytes.size() || current.next <= current.start {
                break;
            }
            piece = self.piece(current.next);
        }
        rows.truncate(most);
        rows
    }

    /// Reads the text of a row.
    pub(crate) fn read(&self, row: &Row) -> Vec<u8> {
        self.get(row.start..row.end)
    }

    fn wrapped(&self, piece: &Row) -> Vec<Row> {
        let Some(columns) = self.wrap else { return vec![*piece] };
        let breaks = text::wrap(&self.read(piece), columns);
        let starts = [(0, 0)].into_iter().chain(breaks.iter().copied());
        let ends = breaks.iter().map(|&(at, _)| Some(at)).chain([None]);
        let rows = starts.zip(ends).map(|((at, column), end)| {
            let end = end.map(|end| piece.start + end as u64);
            Row {
                start: piece.start + at as u64,
                end: end.unwrap_or(piece.end),
                next: end.unwrap_or(piece.next),
                column,
                starts_line: at == 0 && piece.starts_line,
                is_cut: end.is_some() || piece.is_cut,
            }
        });
        rows.collect()
    }

    /// Returns the start of the line or piece that contains a byte.
    fn piece_start(&self, offset: u64) -> u64 {
        // Starts two pieces back: a line that ends at a multiple is not cut there, but at the multiple before.
        let low = (offset / PIECE).saturating_sub(2) * PIECE;
        let line = match memrchr(b'\n', &self.get(low..offset)) {
            Some(at) => low + at as u64 + 1,
            None => low,
        };
        // A cut may be a few bytes before its multiple, so the cut of the next multiple may also be at or before `offset`.
        let number = offset / PIECE;
        let mut numbers = [number + 1, number, number.saturating_sub(1)].into_iter();
        let cut = numbers.find_map(|number| self.cut(number).filter(|&cut| cut <= offset));
        cut.unwrap_or(0).max(line)
    }

    /// Returns the line or piece that starts at `start`, unwrapped.
    fn piece(&self, start: u64) -> Option<Row> {
        let number = start.div_ceil(PIECE) + 1;
        let low = start.saturating_sub(1);
        let bytes = self.get(low..number * PIECE + 2);
        let bytes = bytes.get((start - low) as usize..).filter(|bytes| !bytes.is_empty())?;
        let starts_line = start == 0 || self.get(low..start) == [b'\n'];
        let found = memchr(b'\n', bytes);
        let cut = found.is_none_or(|at| start + at as u64 >= number * PIECE).then(|| self.cut(number)).flatten();
        if let Some(cut) = cut {
            return Some(Row { start, end: cut, next: cut, column: 0, starts_line, is_cut: true });
        }
        let Some(at) = found else {
            let end = start + bytes.len() as u64;
            return Some(Row { start, end, next: end, column: 0, starts_line, is_cut: false });
        };
        let carriage = usize::from(at > 0 && bytes[at - 1] == b'\r');
        let (end, next) = (start + (at - carriage) as u64, start + at as u64 + 1);
        Some(Row { start, end, next, column: 0, starts_line, is_cut: false })
    }

    /// Returns where a line is cut near the multiple `number` of the piece's length, or `None` if it is not cut there.
    fn cut(&self, number: u64) -> Option<u64> {
        let at = number.checked_mul(PIECE).filter(|&at| number > 0 && at < self.bytes.size())?;
        let bytes = self.get(at - PIECE..at + 2);
        let (before, after) = bytes.split_at_checked(PIECE_BYTES)?;
        if after.is_empty() || after[0] == b'\n' || after == b"\r\n" || memchr(b'\n', before).is_some() {
            return None;
        }
        // Moves the cut back to the first byte of the character that it would split, but not if the bytes are not UTF-8.
        let is_inside = |byte: u8| byte & 0xC0 == 0x80;
        let inside = is_inside(after[0]);
        let lead = before.iter().rev().take(3).position(|&byte| !is_inside(byte)).filter(|_| inside);
        let lead = lead.filter(|&back| before[PIECE_BYTES - 1 - back] >= 0xC0);
        Some(lead.map_or(at, |back| at - 1 - back as u64))
    }

    fn get(&self, range: Range<u64>) -> Vec<u8> {
        let range = range.start..range.end.min(self.bytes.size());
        let mut bytes = Vec::with_capacity(range.end.saturating_sub(range.start) as usize);
        if range.start < range.end {
            self.bytes.fetch(range, &mut bytes);
        }
        bytes
    }
}

#[cfg(test)]
mod tests;
