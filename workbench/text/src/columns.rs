//! The grid that a text is drawn in: which columns a character takes, and what stands for one that has no glyph.
//!
//! It does not know fonts: wide characters take two columns, combining marks none, and a tab goes to the next tab stop.
//! Invariant: clusters come in the order of the text, and each begins in the column after the one before.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// The text that is drawn for a character that has no glyph.
pub const STAND_IN: &str = "\u{b7}";

/// A grapheme cluster in its columns: what a user takes for one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// The text that is drawn.
    pub text: &'a str,
    /// The way in which it is drawn.
    pub kind: ClusterKind,
    /// The first byte, from the start of the row or text.
    pub at: usize,
    /// The number of bytes, which may be more or fewer than those of the drawn text.
    pub bytes: usize,
    /// The first column.
    pub column: usize,
    /// The number of columns.
    pub columns: usize,
}

/// The way in which a cluster is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterKind {
    /// As text.
    Text,
    /// As blank space.
    Blank,
    /// As something else in its place: it is a control character, or no text at all.
    StandIn,
}

/// Returns the number of columns of a character in `column`, with tab stops every `tab` columns.
///
/// # Panics
/// If `tab` is 0 and the character is a tab.
#[must_use]
pub fn width(c: char, column: usize, tab: usize) -> usize {
    match c {
        '\t' => tab - column % tab,
        ' '..='~' => 1,
        // Control characters are drawn as a stand-in of one cell.
        c => c.width().unwrap_or(1),
    }
}

/// Returns the number of columns of a text that begins in `column`.
///
/// # Panics
/// If `tab` is 0 and the text has a tab.
#[must_use]
pub fn text_width(text: &str, column: usize, tab: usize) -> usize {
    text.chars().fold(column, |column, c| column + width(c, column, tab)) - column
}

/// Returns the clusters of a text whose first character is in `column`.
///
/// # Panics
/// If `tab` is 0 and the text has a tab.
pub fn clusters(text: &str, mut column: usize, tab: usize) -> impl Iterator<Item = Cluster<'_>> {
    text.grapheme_indices(true).map(move |(at, cluster)| {
        let (text, kind) = match cluster.chars().next() {
            Some('\t' | '\n') => (cluster, ClusterKind::Blank),
            Some(c) if c.is_control() => (STAND_IN, ClusterKind::StandIn),
            _ => (cluster, ClusterKind::Text),
        };
        let columns = text_width(cluster, column, tab);
        let cluster = Cluster { text, kind, at, bytes: cluster.len(), column, columns };
        column += columns;
        cluster
    })
}

#[cfg(test)]
mod tests {
    use super::{ClusterKind, clusters, width};

    #[test]
    fn tabs_and_wide_characters_take_their_columns() {
        let all: Vec<_> = clusters("a\t\u{4e16}e\u{301}\u{1}x", 0, 4).map(|c| (c.column, c.columns, c.kind)).collect();
        let (text, blank, stand_in) = (ClusterKind::Text, ClusterKind::Blank, ClusterKind::StandIn);
        let expect = [(0, 1, text), (1, 3, blank), (4, 2, text), (6, 1, text), (7, 1, stand_in), (8, 1, text)];
        assert_eq!(all, expect);
        assert_eq!([width('\t', 5, 4), width('\t', 8, 4), width('\u{301}', 0, 4)], [3, 4, 0]);
    }
}
