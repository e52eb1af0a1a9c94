//! The search for a piece of text.
//!
//! It does not support patterns: the typed text is searched for literally, with or without regard to case. Invariant:
//! matches are in order, do not overlap, and are at most `MAX_MATCHES`; they belong to the revision of the text for which
//! they were computed.
//!
//! **Limitations**: matches beyond `MAX_MATCHES` are neither marked nor stepped to.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use ropey::Rope;

use crate::limits::{MAX_MATCHES, MAX_QUERY_BYTES};

/// The matches of one query in one text, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matches {
    ranges: Vec<Range<usize>>,
    more: bool,
}

impl Matches {
    /// Finds all matches of `query`. An empty or too long query has none. It walks the whole text.
    pub(crate) fn of(text: &Rope, query: &str, match_case: bool) -> Self {
        let Some(pattern) = pattern(query, match_case) else { return Self::default() };
        let whole = text.to_string();
        let mut found = pattern.find_iter(&whole);
        let ranges: Vec<_> = found
            .by_ref()
            .take(MAX_MATCHES)
            .map(|found| text.byte_to_char(found.start())..text.byte_to_char(found.end()))
            .collect();
        Self { more: found.next().is_some(), ranges }
    }

    /// Returns the text with all matches of `query` replaced, and their number. It walks the whole text.
    ///
    /// Matches beyond `MAX_MATCHES` are replaced, too.
    pub(crate) fn replaced(text: &Rope, query: &str, match_case: bool, by: &str) -> (String, usize) {
        let whole = text.to_string();
        let Some(pattern) = pattern(query, match_case) else { return (whole, 0) };
        let count = pattern.find_iter(&whole).count();
        (pattern.replace_all(&whole, regex::NoExpand(by)).into_owned(), count)
    }

    /// Returns the number of matches, and `true` if there are more than were counted.
    pub(crate) fn count(&self) -> (usize, bool) {
        (self.ranges.len(), self.more)
    }

    /// Returns the number of the match at exactly this range, counted from 1.
    pub(crate) fn number_at(&self, range: &Range<usize>) -> Option<usize> {
        self.ranges
            .binary_search_by_key(&range.start, |found| found.start)
            .ok()
            .filter(|&index| self.ranges[index] == *range)
            .map(|index| index + 1)
    }

    /// Returns the first match that starts at or after `at`, or the very first one.
    pub(crate) fn next_from(&self, at: usize) -> Option<&Range<usize>> {
        let index = self.ranges.partition_point(|found| found.start < at);
        self.ranges.get(index).or_else(|| self.ranges.first())
    }

    /// Returns the last match that ends at or before `at`, or the very last one.
    pub(crate) fn previous_to(&self, at: usize) -> Option<&Range<usize>> {
        let index = self.ranges.partition_point(|found| found.end <= at);
        index.checked_sub(1).and_then(|index| self.ranges.get(index)).or_else(|| self.ranges.last())
    }

    /// Returns the matches that overlap a range.
    pub(crate) fn within(&self, range: &Range<usize>) -> &[Range<usize>] {
        let first = self.ranges.partition_point(|found| found.end <= range.start);
        let last = self.ranges.partition_point(|found| found.start < range.end);
        self.ranges.get(first..last.max(first)).unwrap_or(&[])
    }

    /// Returns the memory in use, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.ranges.capacity() * size_of::<Range<usize>>()
    }
}

/// Compiles a query. Returns `None` if it is empty or too long.
fn pattern(query: &str, match_case: bool) -> Option<Regex> {
    if query.is_empty() || query.len() > MAX_QUERY_BYTES {
        return None;
    }
    let built = RegexBuilder::new(&regex::escape(query)).case_insensitive(!match_case).build();
    built.inspect_err(|error| tracing::warn!(%error, "a query that cannot be searched for")).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;

    use super::{MAX_MATCHES, Matches, Range, Rope};

    /// Searches in the most obvious way.
    fn naive(text: &str, query: &str, match_case: bool) -> Vec<Range<usize>> {
        let fold = |c: char| if match_case { c } else { c.to_ascii_lowercase() };
        let text: Vec<char> = text.chars().map(fold).collect();
        let query: Vec<char> = query.chars().map(fold).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while !query.is_empty() && at + query.len() <= text.len() {
            if text[at..at + query.len()] == query[..] {
                found.push(at..at + query.len());
                at += query.len();
            } else {
                at += 1;
            }
        }
        found
    }

    proptest::proptest! {
        #[test]
        fn finding_finds_what_a_naive_search_finds(text in "[abAB.(\u{e4}\n]{0,80}", query in "[abAB.(\u{e4}]{0,3}", match_case in any::<bool>()) {
            let found = Matches::of(&Rope::from_str(&text), &query, match_case);
            proptest::prop_assert_eq!(found.ranges, naive(&text, &query, match_case));
        }
    }

    #[test]
    fn stepping_goes_round() {
        let found = Matches::of(&Rope::from_str("ab ab ab"), "AB", false);
        assert_eq!(found.count(), (3, false));
        assert_eq!(found.next_from(1), Some(&(3..5)));
        assert_eq!(found.next_from(7), Some(&(0..2)));
        assert_eq!(found.previous_to(3), Some(&(0..2)));
        assert_eq!(found.previous_to(0), Some(&(6..8)));
        assert_eq!(found.number_at(&(3..5)), Some(2));
        assert_eq!(found.within(&(2..4)), std::slice::from_ref(&(3..5)));
    }

    #[test]
    fn too_many_matches_are_counted_up_to_the_limit_only() {
        let found = Matches::of(&Rope::from_str(&"a".repeat(MAX_MATCHES + 1)), "a", true);
        assert_eq!(found.count(), (MAX_MATCHES, true));
    }
}
