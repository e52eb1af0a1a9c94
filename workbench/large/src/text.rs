//! The text of a row: which characters its bytes stand for, and which columns they take.
//!
//! It does not know fonts or colors. Invariant: clusters come in the order of bytes and columns, and every byte belongs to
//! one cluster or to something that is not shown.
//!
//! Bytes that are not UTF-8 are shown as U+FFFD, control characters as a dot. Escape sequences of terminals (colors, titles)
//! take no columns and are not shown; copied text does not contain them either. A byte order mark takes no columns.
//!
//! **Limitations**: an escape sequence that a cut of a long line splits is shown in part. Text runs from left to right only.

use multisplit_text_view::columns::{Cluster, ClusterKind, STAND_IN, text_width};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::limits::{MAX_CLUSTER_BYTES, TAB_COLUMNS};

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
/// Returns an iterator over the clusters of a row's bytes. The first cluster is in `column`.
pub(crate) fn clusters(bytes: &[u8], column: usize) -> Clusters<'_> {
    Clusters { bytes, at: 0, column }
}

/// Returns the column after the last one of a row that starts in `column`.
pub(crate) fn columns(bytes: &[u8], column: usize) -> usize {
    clusters(bytes, column).last().map_or(column, |last| last.column + last.columns)
}

/// Returns where a line is wrapped to fit into the given number of columns: the first byte and column of each row but the
/// first.
pub(crate) fn wrap(bytes: &[u8], columns: usize) -> Vec<(usize, usize)> {
    let (mut breaks, mut first) = (Vec::new(), 0);
    for cluster in clusters(bytes, 0) {
        if cluster.column > first && cluster.column + cluster.columns > first + columns {
            breaks.push((cluster.at, cluster.column));
            first = cluster.column;
        }
    }
    breaks
}

/// Appends the text of a row as it is shown, with tabs as tabs.
pub(crate) fn push_plain(bytes: &[u8], into: &mut String) {
    for cluster in clusters(bytes, 0) {
        match cluster.kind {
            ClusterKind::Blank => into.push('\t'),
            ClusterKind::Text | ClusterKind::StandIn => into.push_str(cluster.text),
        }
    }
}

/// An iterator over clusters.
#[derive(Clone, Debug)]
pub(crate) struct Clusters<'a> {
    bytes: &'a [u8],
    at: usize,
    column: usize,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    fn next(&mut self) -> Option<Cluster<'a>> {
        loop {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            if let Some(skip) = nothing_shown(rest) {
                self.at += skip;
                continue;
            }
            let (text, kind, bytes) = first(rest);
            let columns = text_width(text, self.column, TAB_COLUMNS);
            let cluster = Cluster { text, kind, at: self.at, bytes, column: self.column, columns };
            self.at += bytes;
            self.column += columns;
            return Some(cluster);
        }
    }
}

/// Returns the first cluster: its text, its kind and the number of bytes it takes.
fn first(bytes: &[u8]) -> (&str, ClusterKind, usize) {
    let look = &bytes[..bytes.len().min(MAX_CLUSTER_BYTES)];
    match look {
        [b'\t', ..] => return ("\t", ClusterKind::Blank, 1),
        [0..0x20 | 0x7f, ..] => return (STAND_IN, ClusterKind::StandIn, 1),
        // A fast path for the common case: an ASCII character that no combining mark follows.
        [0x20..0x7f] | [0x20..0x7f, 0..0x80, ..] => {
            let letter = std::str::from_utf8(&look[..1]).unwrap_or(STAND_IN);
            return (letter, ClusterKind::Text, 1);
        }
        _ => {}
    }
    let Some(chunk) = look.utf8_chunks().next() else { return (STAND_IN, ClusterKind::StandIn, 1) };
    match chunk.valid().graphemes(true).next() {
        Some(cluster) if cluster.chars().all(char::is_control) => (STAND_IN, ClusterKind::StandIn, cluster.len()),
        Some(cluster) => (cluster, ClusterKind::Text, cluster.len()),
        None => ("\u{fffd}", ClusterKind::StandIn, chunk.invalid().len().max(1)),
    }
}

/// Returns the number of bytes at the start that are not shown at all, or `None` if the first byte is shown.
fn nothing_shown(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => Some(3),
        [ESCAPE, b'[', rest @ ..] => {
            let body = rest.iter().position(|byte| !(0x20..0x40).contains(byte)).unwrap_or(rest.len());
            let has_end = rest.get(body).is_some_and(|byte| (0x40..0x7f).contains(byte));
            Some(2 + body + usize::from(has_end))
        }
        [ESCAPE, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => {
            let body = rest.iter().position(|&byte| byte == BELL || byte == ESCAPE).unwrap_or(rest.len());
            let end = match rest.get(body..) {
                Some([BELL, ..]) => 1,
                Some([ESCAPE, b'\\', ..]) => 2,
                _ => 0,
            };
            Some(2 + body + end)
        }
        [ESCAPE, 0x20..0x30, 0x30..0x7f, ..] => Some(3),
        [ESCAPE, 0x30..0x7f, ..] => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::any;

    use super::{ClusterKind, clusters, columns, push_plain, wrap};

    fn check(bytes: &[u8], expect: &str) {
        let mut plain = String::new();
        push_plain(bytes, &mut plain);
        assert_eq!(plain, expect, "{bytes:?}");
    }

    #[test]
    fn bytes_that_are_no_text_have_stand_ins() {
        check(b"plain\ttext", "plain\ttext");
        check(b"a\0b\x01c\x7f", "a\u{b7}b\u{b7}c\u{b7}");
        check("gr\u{fc}n \u{4e16}\u{1f600}".as_bytes(), "gr\u{fc}n \u{4e16}\u{1f600}");
        check(b"caf\xe9!", "caf\u{fffd}!");
        check(b"\xff\xfe\x80", "\u{fffd}\u{fffd}\u{fffd}");
        check(b"\xe4\xb8", "\u{fffd}");
        check("\u{feff}x\u{85}".as_bytes(), "x\u{b7}");
        check(b"50%\rdone", "50%\u{b7}done");
    }

    #[test]
    fn colors_of_terminals_are_left_out() {
        check(b"\x1b[31merror\x1b[0m: \x1b[1;38;5;2mfine\x1b[m", "error: fine");
        check(b"\x1b]0;title\x07text\x1b]8;;http://a\x1b\\link", "textlink");
        check(b"\x1b(Bx\x1b=y\x1bMz", "xyz");
        check(b"cut \x1b[3", "cut ");
        check(b"lone \x1b", "lone \u{b7}");
        check(b"broken \x1b[3\xffx", "broken \u{fffd}x");
    }

    #[test]
    fn wide_characters_and_tabs_take_their_columns() {
        let all: Vec<_> = clusters("a\t\u{4e16}e\u{301}x".as_bytes(), 0).map(|c| (c.column, c.columns)).collect();
        assert_eq!(all, [(0, 1), (1, 3), (4, 2), (6, 1), (7, 1)]);
        assert_eq!(columns(b"\t", 5), 8);
        assert_eq!(wrap("abcdefg\u{4e16}hi".as_bytes(), 8), [(7, 7)]);
        assert_eq!(wrap(b"\x1b[31mabcdefgh", 8), [], "what is not shown takes no room");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_shown(bytes in vec(any::<u8>(), 0..200)) {
            let (mut at, mut column) = (0, 0);
            for cluster in clusters(&bytes, 0) {
                assert!(cluster.at >= at && cluster.bytes > 0 && cluster.column == column);
                assert!(cluster.kind == ClusterKind::Blank || cluster.text.chars().all(|c| !c.is_control()));
                at = cluster.at + cluster.bytes;
                column += cluster.columns;
            }
            assert!(at <= bytes.len());
        }
    }
}
