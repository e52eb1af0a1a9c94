//! The search for a piece of text in a file of any size.
//!
//! It does not support patterns: the typed text is searched for literally, with or without regard to case. Invariant: going
//! forward, the match is the first that starts at or after the given place; going back, the last that ends at or before it.
//! Both hold whatever the size of the windows that are read.
//!
//! **Limitations**: the search works on the bytes of the file, so a match that color escapes interrupt is not found.

mod running;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};

use crate::file::source;
use crate::limits::{MAX_QUERY_BYTES, SCAN_BYTES};
pub(crate) use running::{Outcome, Running};

/// The text that is searched for, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pattern: Regex,
    /// The maximum length of a match, in bytes.
    reach: u64,
}

/// The direction of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Forward,
    Back,
}

/// An open file of a given size, to be searched.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) file: Arc<File>,
    pub(crate) size: u64,
    /// The number of bytes that are read at once.
    window: u64,
}

/// The reason why a search ended without a result.
#[derive(Debug)]
pub(crate) enum Stopped {
    Cancelled,
    Failed(io::Error),
}

impl Query {
    /// Creates a query for a text. Returns `None` for an empty text or one longer than [`MAX_QUERY_BYTES`].
    pub(crate) fn new(text: &str, match_case: bool) -> Option<Self> {
        if text.is_empty() || text.len() > MAX_QUERY_BYTES {
            return None;
        }
        let pattern = RegexBuilder::new(&regex::escape(text)).case_insensitive(!match_case).build();
        let pattern = pattern.inspect_err(|error| tracing::warn!(%error, "a text that cannot be searched for")).ok()?;
        // The other case of a character may take more bytes, but never more than four.
        let reach = if match_case { text.len() } else { 4 * text.chars().count() };
        Some(Self { pattern, reach: reach as u64 })
    }

    /// Returns the matches in `bytes` that do not overlap, at most `most`.
    pub(crate) fn all_in(&self, bytes: &[u8], most: usize) -> Vec<Range<usize>> {
        self.pattern.find_iter(bytes).take(most).map(|found| found.range()).collect()
    }

    /// Returns the first match in `bytes` if it starts before `end`.
    fn first_in(&self, bytes: &[u8], end: u64) -> Option<Range<usize>> {
        self.pattern.find(bytes).map(|found| found.range()).filter(|found| (found.start as u64) < end)
    }

    /// Returns the last match in `bytes` that starts before `end`. Overlapping matches are considered.
    fn last_in(&self, bytes: &[u8], end: u64) -> Option<Range<usize>> {
        let (mut last, mut from) = (None, 0);
        while let Some(found) = self.pattern.find_at(bytes, from) {
            if found.start() as u64 >= end {
                break;
            }
            // Not the end of the match: the next one may overlap it.
            from = found.start() + 1;
            last = Some(found.range());
        }
        last
    }
}

impl Field {
    /// Creates a field of a file with the given size.
    pub(crate) fn new(file: Arc<File>, size: u64) -> Self {
        Self { file, size, window: SCAN_BYTES as u64 }
    }

    /// Returns the first match that starts within a range.
    ///
    /// `tick` is called with the number of bytes after each window and returns `false` to cancel the search.
    ///
    /// # Errors
    /// Returns [`Stopped::Cancelled`] if `tick` returned `false`, and [`Stopped::Failed`] if the file cannot be read.
    pub(crate) fn first(
        &self,
        query: &Query,
        range: Range<u64>,
        tick: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Option<Range<u64>>, Stopped> {
        let (mut start, end) = (range.start, range.end.min(self.size));
        let mut window = Vec::new();
        while start < end {
            let stop = end.min(start + self.window);
            // `reach` bytes more, so that a match that starts at the end of the window is found whole.
            self.read(start..stop + query.reach, &mut window)?;
            if let Some(found) = query.first_in(&window, stop - start) {
                return Ok(Some(start + found.start as u64..start + found.end as u64));
            }
            if !tick(stop - start) {
                return Err(Stopped::Cancelled);
            }
            start = stop;
        }
        Ok(None)
    }

    /// Returns the last match that is within a range. `tick` is called as in [`first`](Self::first).
    ///
    /// # Errors
    /// Those of [`first`](Self::first).
    pub(crate) fn last(
        &self,
        query: &Query,
        range: Range<u64>,
        tick: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Option<Range<u64>>, Stopped> {
        let limit = range.end.min(self.size);
        let mut end = limit;
        let mut window = Vec::new();
        while end > range.start {
            let start = end.saturating_sub(self.window).max(range.start);
            self.read(start..(end + query.reach).min(limit), &mut window)?;
            if let Some(found) = query.last_in(&window, end - start) {
                return Ok(Some(start + found.start as u64..start + found.end as u64));
            }
            if !tick(end - start) {
                return Err(Stopped::Cancelled);
            }
            end = start;
        }
        Ok(None)
    }

    fn read(&self, range: Range<u64>, window: &mut Vec<u8>) -> Result<(), Stopped> {
        let range = range.start..range.end.min(self.size);
        window.resize((range.end - range.start) as usize, 0);
        let count = source::read_at(&self.file, window, range.start).map_err(Stopped::Failed)?;
        window.truncate(count);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::ops::Range;
    use std::sync::Arc;

    use proptest::prelude::any;

    use super::{Field, Query, Stopped};

    /// Searches in the most obvious way: returns every place at which the text occurs, overlapping ones included.
    fn naive(text: &str, query: &str, match_case: bool) -> Vec<Range<u64>> {
        let fold = |text: &str| if match_case { text.to_owned() } else { text.to_ascii_lowercase() };
        let (text, query) = (fold(text), fold(query));
        (0..text.len())
            .filter(|&at| text.as_bytes()[at..].starts_with(query.as_bytes()))
            .map(|at| at as u64..(at + query.len()) as u64)
            .collect()
    }

    proptest::proptest! {
        #[test]
        fn a_search_in_windows_finds_what_a_naive_one_finds(
            text in "[abAB.(\u{e4}\n]{0,80}",
            query in "[abAB.(\u{e4}]{1,3}",
            match_case in any::<bool>(),
            window in 1_u64..20,
            from in 0_u64..100,
        ) {
            let mut file = tempfile::tempfile().expect("a file");
            file.write_all(text.as_bytes()).expect("written");
            let field = Field { file: Arc::new(file), size: text.len() as u64, window };
            let query_of = Query::new(&query, match_case).expect("not empty");
            let all = naive(&text, &query, match_case);
            let size = text.len() as u64;
            let from = from.min(size);
            let first = field.first(&query_of, from..size, &mut |_| true).expect("reads");
            proptest::prop_assert_eq!(first, all.iter().find(|found| found.start >= from).cloned());
            let last = field.last(&query_of, 0..from, &mut |_| true).expect("reads");
            proptest::prop_assert_eq!(last, all.iter().rfind(|found| found.end <= from).cloned());
        }
    }

    #[test]
    fn a_search_stops_when_it_is_told_to() {
        let file = tempfile::tempfile().expect("a file");
        file.set_len(1 << 40).expect("sparse");
        let field = Field::new(Arc::new(file), 1 << 40);
        let query = Query::new("needle", false).expect("not empty");
        let mut ticks = 0;
        let mut thrice = |_| {
            ticks += 1;
            ticks < 3
        };
        assert!(matches!(field.first(&query, 0..u64::MAX, &mut thrice), Err(Stopped::Cancelled)));
        assert_eq!(ticks, 3);
    }

    #[test]
    fn a_text_that_cannot_be_searched_for_is_refused() {
        assert!(Query::new("", true).is_none());
        assert!(Query::new(&"x".repeat(crate::limits::MAX_QUERY_BYTES + 1), true).is_none());
    }
}
