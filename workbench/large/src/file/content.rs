//! The bytes of a file as one frame sees them.
//!
//! It refuses to grow or shrink while it is used: what the file no longer has is missing from what it answers. Invariant:
//! no read is longer than asked, and a read that fails is said in the file's state, never a panic.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::{Arc, MutexGuard};

use memchr::memchr_iter;

use crate::file::index::Mark;
use crate::file::shared::{Shared, State};
use crate::file::source;
use crate::file::{DiskState, Facts};
use crate::limits::{CHUNK_BYTES, SCAN_BYTES};
use crate::rows::Bytes;

/// A range beyond this is read past the chunks, which it would only push out.
const THROUGH_CHUNKS_BYTES: u64 = 4 * CHUNK_BYTES as u64;

/// A file's content of one size and generation.
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

    /// How many line breaks come before an offset, if they are counted. `near` is a place whose breaks are known.
    pub(crate) fn breaks_before(&self, offset: u64, near: Option<Mark>) -> Option<u64> {
        let mark = self.shared.lock().index.mark_before(offset);
        let distance = |mark: &Mark| mark.offset.abs_diff(offset);
        let near = near.filter(|near| distance(near) <= THROUGH_CHUNKS_BYTES);
        let mark = [mark, near].into_iter().flatten().min_by_key(distance)?;
        let between = self.breaks_in(mark.offset.min(offset)..mark.offset.max(offset));
        Some(if mark.offset <= offset { mark.breaks + between } else { mark.breaks.saturating_sub(between) })
    }

    /// Where a line starts, counted from 0; `None` if it is not counted yet or does not exist.
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

    /// Gives a range to `take` block by block, in order, until it answers false.
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

    fn read_past_chunks(&self, range: Range<u64>, into: &mut Vec<u8>) {
        let Some(file) = self.file(&self.shared.lock()) else { return };
        let expected = (range.end - range.start) as usize;
        into.resize(expected, 0);
        let read = source::read_at(&file, into, range.start).map(|count| into.truncate(count));
        if read.is_err() {
            into.clear();
        }
        self.note(self.shared.lock(), read, into.len() < expected);
    }

    /// The open file, if it is the one that this content is of: where it began anew within this frame, the next one shows it.
    fn file(&self, state: &State) -> Option<Arc<File>> {
        state.source.as_ref().filter(|_| state.generation == self.generation).map(|source| Arc::clone(&source.file))
    }

    /// Says in the file's state what a read came to.
    fn note(&self, mut state: MutexGuard<'_, State>, read: io::Result<()>, is_short: bool) {
        match read {
            Err(error) => state.disk = DiskState::Unreadable(error.to_string()),
            // Somebody cut the file.
            Ok(()) if is_short => state.wants_look = true,
            Ok(()) => return,
        }
        drop(state);
        self.shared.signal.notify_all();
    }
}

impl Bytes for Content<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn fetch(&self, range: Range<u64>, into: &mut Vec<u8>) {
        let range = range.start..range.end.min(self.size);
        let mut state = self.shared.lock();
        let Some(file) = self.file(&state) else { return };
        let expected = into.len() as u64 + range.end.saturating_sub(range.start);
        let read = state.cache.fetch(&file, range, into);
        self.note(state, read, (into.len() as u64) < expected);
    }
}
