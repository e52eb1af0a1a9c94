//! The sparse table of lines: the number of line breaks before every multiple of a step.
//!
//! It does not read: its owner passes the bytes in order. Invariant: an entry is the exact number of "\n" before its offset.
//! A full table drops every second entry and doubles its step, so that memory does not grow with the file.

use memchr::memchr_iter;

use crate::limits::{INDEX_STEP_BYTES, MAX_INDEX_ENTRIES};

/// The numbers of line breaks before each multiple of `step`, as far as the file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    step: u64,
    most: usize,
    before: Vec<u64>,
    done: u64,
    breaks: u64,
    ends_line: bool,
}

/// A place whose line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// An offset in the file.
    pub(crate) offset: u64,
    /// The number of line breaks before it.
    pub(crate) breaks: u64,
}

impl Index {
    /// Creates an empty table.
    pub(crate) fn new() -> Self {
        Self::with(INDEX_STEP_BYTES, MAX_INDEX_ENTRIES)
    }

    fn with(step: u64, most: usize) -> Self {
        Self { step, most, before: vec![0], done: 0, breaks: 0, ends_line: false }
    }

    /// Returns the number of bytes that were read.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Returns the number of lines in the bytes that were read. A last line without a line break counts.
    pub(crate) fn lines(&self) -> u64 {
        self.breaks + u64::from(self.done > 0 && !self.ends_line)
    }

    /// Adds the bytes that follow the ones already counted.
    pub(crate) fn extend(&mut self, mut bytes: &[u8]) {
        if let Some(last) = bytes.last() {
            self.ends_line = *last == b'\n';
        }
        while !bytes.is_empty() {
            let room = usize::try_from(self.step - self.done % self.step).unwrap_or(usize::MAX);
            let (part, rest) = bytes.split_at(room.min(bytes.len()));
            self.breaks += memchr_iter(b'\n', part).count() as u64;
            self.done += part.len() as u64;
            if self.done.is_multiple_of(self.step) {
                self.note();
            }
            bytes = rest;
        }
    }

    /// Truncates the table to a smaller size of the file: forgets everything that may be different now.
    pub(crate) fn truncate(&mut self, size: u64) {
        if size >= self.done {
            return;
        }
        // Also drops the last whole block: whether it ends a line must be read again.
        let keep = usize::try_from(size.saturating_sub(1) / self.step).unwrap_or(usize::MAX).min(self.before.len() - 1);
        self.before.truncate(keep + 1);
        self.done = keep as u64 * self.step;
        self.breaks = self.before[keep];
        self.ends_line = false;
    }

    /// Returns the nearest known place at or before an offset, or `None` if the offset is beyond what was read.
    pub(crate) fn mark_before(&self, offset: u64) -> Option<Mark> {
        if offset > self.done {
            return None;
        }
        let at = usize::try_from(offset / self.step).unwrap_or(usize::MAX).min(self.before.len() - 1);
        Some(Mark { offset: at as u64 * self.step, breaks: self.before[at] })
    }

    /// Returns the last known place with fewer than `count` breaks before it, or `None` if fewer than `count` breaks were
    /// read.
    ///
    /// It also returns `None` if `count` is 0.
    pub(crate) fn mark_before_break(&self, count: u64) -> Option<Mark> {
        if count == 0 || count > self.breaks {
            return None;
        }
        let at = self.before.partition_point(|&before| before < count) - 1;
        Some(Mark { offset: at as u64 * self.step, breaks: self.before[at] })
    }

    /// Returns the memory in use, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.before.capacity() * size_of::<u64>()
    }

    fn note(&mut self) {
        self.before.push(self.breaks);
        if self.before.len() > self.most {
            let mut at = 0;
            self.before.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.step *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Strategy as _, any};

    use super::{Index, Mark};

    /// Counts in the most obvious way.
    fn breaks_before(bytes: &[u8], end: u64) -> u64 {
        bytes[..end as usize].iter().filter(|&&byte| byte == b'\n').count() as u64
    }

    fn check(index: &Index, bytes: &[u8]) {
        assert_eq!(index.done(), bytes.len() as u64);
        assert_eq!(index.breaks, breaks_before(bytes, index.done()));
        assert_eq!(index.lines(), String::from_utf8_lossy(bytes).lines().count() as u64);
        assert!(index.before.len() <= index.most);
        for offset in 0..=index.done() {
            let Mark { offset: start, breaks } = index.mark_before(offset).expect("was read");
            assert!(start <= offset && offset - start <= index.step, "{start} is far from {offset}");
            assert_eq!(breaks, breaks_before(bytes, start));
        }
        assert_eq!(index.mark_before(index.done() + 1), None);
        for count in 1..=index.breaks {
            let Mark { offset, breaks } = index.mark_before_break(count).expect("was read");
            assert!(breaks < count && breaks == breaks_before(bytes, offset));
            let next = (offset + index.step).min(index.done());
            assert!(breaks_before(bytes, next) >= count, "the break is in the block");
        }
        assert_eq!(index.mark_before_break(index.breaks + 1), None);
    }

    proptest::proptest! {
        #[test]
        fn the_table_says_what_counting_says(
            parts in vec(vec(any::<u8>().prop_map(|byte| if byte < 60 { b'\n' } else { b'a' }), 0..40), 0..12),
            step in 1_u64..9,
            most in 2_usize..9,
            cut in 0_usize..300,
        ) {
            let mut index = Index::with(step, most);
            let mut bytes = Vec::new();
            for part in &parts {
                index.extend(part);
                bytes.extend_from_slice(part);
            }
            check(&index, &bytes);
            let cut = cut.min(bytes.len());
            index.truncate(cut as u64);
            assert!(index.done() <= cut as u64);
            index.extend(&bytes[index.done() as usize..cut]);
            check(&index, &bytes[..cut]);
        }
    }
}
