//! The bytes of a file as one frame sees them.
//!
//! A content does not grow or shrink while it is used: bytes that the file no longer has are missing from the results.
//! Invariant: no read is longer than requested. A read that fails is reported in the file's state and never causes a panic;
//! a read that takes too long is counted in [`Content::misses`].

use std::io;
use std::ops::Range;

use memchr::memchr_iter;

use crate::file::index::Mark;
use crate::file::shared::Shared;
use crate::file::{DiskState, Facts};
use crate::limits::{CHUNK_BYTES, SCAN_BYTES};
use crate::rows::Bytes;

/// The length beyond which a range is read past the chunks: it would only evict them.
const THROUGH_CHUNKS_BYTES: u64 = 4 * CHUNK_BYTES as u64;

/// The content of a file at one size and generation.
#[derive(Clone, Copy)]
pub(crate) struct Content<'a> {
    shared: &'a Shared,
    generation: u64,
    size: u64,
}

impl<'a> Content<'a> {
    pub(super) fn of(shared: &'a Shared) -> Self {
        let Facts { generation, size, .. } = shared.facts();
        Self { shared, generation, size }
    }

    /// Returns the number of line breaks before an offset, if lines are counted that far and the bytes can be read in time.
    ///
    /// `near` is a place whose number of breaks is known; it is used if it is near `offset` and closer than the entry of the
    /// table before `offset`.
    pub(crate) fn breaks_before(&self, offset: u64, near: Option<Mark>) -> Option<u64> {
        let mark = self.shared.lock().index.mark_before(offset);
        let misses = self.misses();
        let distance = |mark: &Mark| mark.offset.abs_diff(offset);
        let near = near.filter(|near| distance(near) <= THROUGH_CHUNKS_BYTES);
        let mark = [mark, near].into_iter().flatten().min_by_key(distance)?;
        let between = self.breaks_in(mark.offset.min(offset)..mark.offset.max(offset));
        let breaks = if mark.offset <= offset { mark.breaks + between } else { mark.breaks.saturating_sub(between) };
        // A read that was given up counts no breaks, so the sum may be too small.
        (self.misses() == misses).then_some(breaks)
    }

    /// Returns the start of a line, counted from 0, or `None` if the line is not counted yet or does not exist.
    pub(crate) fn line_start(&self, line: u64) -> Option<u64> {
        if line == 0 {
            return Some(0);
        }
        let mark = self.shared.lock().index.mark_before_break(line)?;
        let mut left = line - mark.breaks;
        let mut found = None;
        self.each_block(mark.offset..self.size, |start, block| {
            for at in memchr_iter(b'\n', block) {
                left -= 1;
                if left == 0 {
                    found = Some(start + at as u64 + 1);
                    return false;
                }
            }
            true
        });
        found
    }

    /// Passes the bytes of a range to `take` block by block, in order, until `take` returns `false` or a read fails.
    pub(crate) fn each_block(&self, mut range: Range<u64>, mut take: impl FnMut(u64, &[u8]) -> bool) {
        range.end = range.end.min(self.size);
        let is_long = range.end.saturating_sub(range.start) > THROUGH_CHUNKS_BYTES;
        let mut block = Vec::new();
        while range.start < range.end {
            let most = if is_long { SCAN_BYTES } else { CHUNK_BYTES } as u64;
            let end = range.end.min(range.start + most);
            block.clear();
            if is_long {
                self.read_past_chunks(range.start..end, &mut block);
            } else {
                self.fetch(range.start..end, &mut block);
            }
            if block.is_empty() || !take(range.start, &block) {
                return;
            }
            range.start += block.len() as u64;
        }
    }

    fn breaks_in(&self, range: Range<u64>) -> u64 {
        let mut count = 0;
        self.each_block(range, |_, block| {
            count += memchr_iter(b'\n', block).count() as u64;
            true
        });
        count
    }

    /// Returns the number of reads that were given up. What was read between two equal results of this method is complete.
    pub(crate) fn misses(&self) -> u64 {
        self.shared.lock().reads.misses
    }

    fn read_past_chunks(&self, range: Range<u64>, into: &mut Vec<u8>) {
        let expected = (range.end - range.start) as usize;
        match self.shared.read(self.generation, &range) {
            Some(Ok(bytes)) => {
                self.note_end(bytes.len() < expected);
                *into = bytes;
            }
            Some(Err(error)) => self.note_error(&error),
            None => {}
        }
    }

    /// Reads a chunk into the cache. Returns `true` if the read succeeded.
    fn read_chunk(&self, number: u64) -> bool {
        let start = number * CHUNK_BYTES as u64;
        match self.shared.read(self.generation, &(start..start + CHUNK_BYTES as u64)) {
            Some(Ok(bytes)) => {
                let mut state = self.shared.lock();
                if state.generation == self.generation {
                    state.cache.insert(number, bytes);
                }
                true
            }
            Some(Err(error)) => {
                self.note_error(&error);
                false
            }
            None => false,
        }
    }

    /// Appends a part of a chunk. Returns `false` if no chunk with at least `least` bytes is cached.
    fn copy_chunk(&self, number: u64, part: &Range<usize>, least: usize, into: &mut Vec<u8>) -> bool {
        let mut state = self.shared.lock();
        if state.generation != self.generation {
            return false;
        }
        let Some(chunk) = state.cache.get(number, least) else { return false };
        into.extend_from_slice(&chunk[part.start.min(chunk.len())..part.end.min(chunk.len())]);
        true
    }

    /// Records a failed read in the file's state.
    fn note_error(&self, error: &io::Error) {
        self.shared.lock().disk = DiskState::Unreadable(error.to_string());
    }

    /// Requests a check of the file if a read came back short: the file was truncated.
    fn note_end(&self, is_short: bool) {
        let mut state = self.shared.lock();
        if is_short && state.generation == self.generation {
            state.wants_look = true;
            drop(state);
            self.shared.signal.notify_all();
        }
    }
}

impl Bytes for Content<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn fetch(&self, range: Range<u64>, into: &mut Vec<u8>) {
        let mut range = range.start..range.end.min(self.size);
        while range.start < range.end {
            let number = range.start / CHUNK_BYTES as u64;
            let skip = (range.start % CHUNK_BYTES as u64) as usize;
            let part = skip..CHUNK_BYTES.min(skip.saturating_add((range.end - range.start) as usize));
            let before = into.len();
            let is_there = self.copy_chunk(number, &part, part.end, into)
                // A chunk that was just read and is still shorter is all there is.
                || (self.read_chunk(number) && self.copy_chunk(number, &part, 0, into));
            let got = into.len() - before;
            if got < part.len() {
                self.note_end(is_there);
                return;
            }
            range.start += got as u64;
        }
    }
}
