//! The wrapping of lines that are longer than the pane is wide.
//!
//! It does not know pixels or the scroll position. Invariant: the rows of a line contain each of its characters once and in
//! order, and a row begins neither with a combining mark nor between two joined characters.
//!
//! Only visible lines are ever wrapped: the scroll position is kept as a line and a part of it, so that the number of rows
//! of a whole file is never needed. A file of a million lines opens equally fast with and without wrapping.

use std::collections::HashMap;
use std::rc::Rc;

use multisplit_text_view::columns::width;
use ropey::Rope;

use crate::columns::Columns;
use crate::limits::{MAX_WRAPPED_ROWS, MIN_WRAP_COLUMNS};
use crate::motion;

/// The zero-width joiner: a reader takes the characters on both sides of it for one.
const JOINER: char = '\u{200d}';

/// The start of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// The number of characters of the line before the row.
    pub(crate) char: usize,
    /// The column of the line at which the row begins.
    pub(crate) column: usize,
}

/// The rows of one line. There is at least one.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) starts: Rc<[Start]>,
    /// The number of columns by which all rows but the first are indented: the line's own indentation.
    pub(crate) indent: usize,
}

impl Rows {
    /// Returns the row that contains a character of the line.
    pub(crate) fn row_of(&self, char: usize) -> usize {
        self.starts.partition_point(|start| start.char <= char).saturating_sub(1)
    }

    /// Returns the number of columns by which a row is indented.
    pub(crate) const fn indent_of(&self, row: usize) -> usize {
        if row == 0 { 0 } else { self.indent }
    }
}

/// The cached rows of the lines of one text.
#[derive(Debug)]
pub(crate) struct Wrap {
    /// The number of columns of a row. With `None` every line is one row.
    columns: Option<usize>,
    tab: usize,
    revision: u64,
    lines: HashMap<usize, Rows>,
    kept: usize,
    whole: Rows,
}

impl Default for Wrap {
    fn default() -> Self {
        let whole = Rows { starts: Rc::from([Start { char: 0, column: 0 }]), indent: 0 };
        Self { columns: None, tab: 0, revision: 0, lines: HashMap::new(), kept: 0, whole }
    }
}

impl Wrap {
    /// Sets the revision of the text, the number of columns of a row (`None` to turn wrapping off) and the tab width.
    ///
    /// The number of columns is raised to [`MIN_WRAP_COLUMNS`] if it is smaller. If anything changed, all cached rows are
    /// dropped.
    pub(crate) fn set(&mut self, revision: u64, columns: Option<usize>, tab: usize) {
        let columns = columns.map(|columns| columns.max(MIN_WRAP_COLUMNS));
        if (self.revision, self.columns, self.tab) != (revision, columns, tab) {
            (self.revision, self.columns, self.tab) = (revision, columns, tab);
            self.clear();
        }
    }

    /// Sets the revision of the text and the tab width.
    pub(crate) fn follow(&mut self, revision: u64, tab: usize) {
        self.set(revision, self.columns, tab);
    }

    /// Returns `true` if lines are wrapped.
    pub(crate) const fn is_on(&self) -> bool {
        self.columns.is_some()
    }

    /// Drops all cached rows.
    pub(crate) fn clear(&mut self) {
        self.lines.clear();
        self.kept = 0;
    }

    /// Returns the rows of a line. Cost: the length of the line if its rows are not cached.
    pub(crate) fn rows(&mut self, text: &Rope, columns: &mut Columns, line: usize) -> Rows {
        let Some(limit) = self.columns else { return self.whole.clone() };
        if let Some(rows) = self.lines.get(&line) {
            return rows.clone();
        }
        let range = motion::line_range(text, line);
        // Most lines fit, however wide their characters are: no character takes more than `tab` or 2 columns.
        if range.len() * self.tab.max(2) <= limit || columns.line_columns(text, line) <= limit {
            return self.whole.clone();
        }
        let rows = break_line(text.slice(range).chars(), limit, self.tab);
        if self.kept + rows.starts.len() > MAX_WRAPPED_ROWS {
            self.clear();
        }
        self.kept += rows.starts.len();
        self.lines.insert(line, rows.clone());
        rows
    }

    /// Returns the memory that the cached rows take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.kept * size_of::<Start>() + self.lines.len() * size_of::<(usize, Rows)>()
    }
}

/// Wraps a line after spaces if possible, and otherwise at any character. Spaces at the end of a row may exceed its width.
fn break_line(chars: impl Iterator<Item = char>, limit: usize, tab: usize) -> Rows {
    let mut starts = vec![Start { char: 0, column: 0 }];
    let mut indent = None;
    // The position after the last space of the row.
    let mut opportunity: Option<Start> = None;
    let (mut column, mut last) = (0, ' ');
    for (char, c) in chars.enumerate() {
        let end = column + width(c, column, tab);
        let is_blank = matches!(c, ' ' | '\t');
        if !is_blank {
            // Deep indentation leaves at least half of the row for text.
            indent.get_or_insert(column.min(limit / 2));
        }
        // Up to twice: after a break at the last space, the character may still not fit into the row.
        loop {
            let row = starts[starts.len() - 1];
            let room = if starts.len() == 1 { limit } else { limit - indent.unwrap_or(0) };
            let joins = end == column || last == JOINER;
            if is_blank || joins || end - row.column <= room || char == row.char {
                break;
            }
            starts.push(opportunity.take().filter(|at| at.char > row.char).unwrap_or(Start { char, column }));
        }
        (column, last) = (end, c);
        if is_blank && indent.is_some() {
            opportunity = Some(Start { char: char + 1, column });
        }
    }
    Rows { starts: starts.into(), indent: indent.unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::{Rope, Wrap, break_line};
    use crate::columns::Columns;
    use proptest::prelude::{ProptestConfig, any};

    fn rows(text: &str, limit: usize) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let rows = break_line(chars.iter().copied(), limit, 4);
        let ends = rows.starts.iter().skip(1).map(|start| start.char).chain([chars.len()]);
        rows.starts.iter().zip(ends).map(|(start, end)| chars[start.char..end].iter().collect()).collect()
    }

    #[test]
    fn lines_break_behind_spaces_and_long_words_where_they_must() {
        assert_eq!(rows("one two three", 8), ["one two ", "three"]);
        assert_eq!(rows("abcdefghijkl", 8), ["abcdefgh", "ijkl"]);
        assert_eq!(rows("a bcdefghijklm", 8), ["a ", "bcdefghi", "jklm"]);
        assert_eq!(rows("12345678 x", 8), ["12345678 ", "x"], "a space hangs over the edge");
        assert_eq!(rows("", 8), [""]);
    }

    #[test]
    fn rows_below_the_first_are_indented_as_the_line_is() {
        assert_eq!(rows("  ab cd ef", 8), ["  ab cd ", "ef"]);
        assert_eq!(break_line("    let x = 1;".chars(), 10, 4).indent, 4);
        assert_eq!(break_line("\t\t\tdeep inside".chars(), 10, 4).indent, 5, "half of the row stays");
    }

    #[test]
    fn what_is_one_character_to_its_reader_is_not_broken() {
        assert_eq!(
            rows("\u{4e16}\u{4e16}\u{4e16}\u{4e16}\u{4e16}", 8),
            ["\u{4e16}\u{4e16}\u{4e16}\u{4e16}", "\u{4e16}"]
        );
        assert_eq!(rows("1234567e\u{301}x", 8), ["1234567e\u{301}", "x"]);
        assert_eq!(rows("123456\u{1f469}\u{200d}\u{1f4bb}x", 8), ["123456\u{1f469}\u{200d}\u{1f4bb}", "x"]);
    }

    #[test]
    fn a_line_that_fits_is_one_row_and_without_wrapping_every_line_is() {
        let (mut wrap, mut columns) = (Wrap::default(), Columns::default());
        let text = Rope::from_str(&format!("short\n{}", "long ".repeat(100)));
        let mut count = |wrap: &mut Wrap, line| wrap.rows(&text, &mut columns, line).starts.len();
        assert_eq!((count(&mut wrap, 0), count(&mut wrap, 1)), (1, 1));
        wrap.set(1, Some(50), 4);
        assert_eq!((count(&mut wrap, 0), count(&mut wrap, 1)), (1, 10));
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn rows_hold_the_whole_line_in_order(text in any::<String>(), limit in 8..40_usize) {
            let line: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
            let rows = rows(&line, limit);
            proptest::prop_assert_eq!(rows.concat(), line.clone());
            proptest::prop_assert!(rows.iter().all(|row| !row.is_empty()) || line.is_empty());
        }
    }
}
