//! The mapping between characters of a line and columns.
//!
//! It does not know fonts: the text is a grid in which wide characters take two cells, combining marks none, and a tab goes
//! to the next tab stop. Invariant: the two directions agree, and no line is walked completely twice between two edits.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use multisplit_text_view::columns::width;
use ropey::Rope;

use crate::limits::{COLUMN_STEP_CHARS, LONG_LINE_CHARS, MAX_COLUMN_TABLES, TAB_COLUMNS};
use crate::motion;

/// The columns of the lines of one text, with cached tables for long lines.
#[derive(Debug)]
pub(crate) struct Columns {
    revision: u64,
    /// The number of columns between two tab stops.
    tab: usize,
    tables: HashMap<usize, Rc<[usize]>>,
}

impl Default for Columns {
    fn default() -> Self {
        Self { revision: 0, tab: TAB_COLUMNS, tables: HashMap::new() }
    }
}

impl Columns {
    /// Sets the number of columns between two tab stops.
    pub(crate) fn set_tab(&mut self, tab: usize) {
        if self.tab != tab {
            self.tab = tab.max(1);
            self.clear();
        }
    }

    /// Returns the number of columns between two tab stops.
    pub(crate) const fn tab(&self) -> usize {
        self.tab
    }

    /// Drops all tables, but keeps their allocation.
    pub(crate) fn clear(&mut self) {
        self.revision = 0;
        self.tables.clear();
    }

    /// Drops the tables if they belong to another revision of the text.
    pub(crate) fn of_revision(&mut self, revision: u64) {
        if self.revision != revision {
            self.revision = revision;
            self.tables.clear();
        }
    }

    /// Returns the column of the character at `at`, which is in `line`.
    pub(crate) fn column(&mut self, text: &Rope, line: usize, at: usize) -> usize {
        let range = motion::line_range(text, line);
        let at = at.clamp(range.start, range.end);
        let (start, mut column) = self.step_before_char(text, line, &range, at);
        for c in text.slice(start..at).chars() {
            column += width(c, column, self.tab);
        }
        column
    }

    /// Returns the number of columns of a line.
    pub(crate) fn line_columns(&mut self, text: &Rope, line: usize) -> usize {
        let end = motion::line_range(text, line).end;
        self.column(text, line, end)
    }

    /// Returns the character at a column and the column at which it starts, or the end of the line if `wanted` is beyond it.
    pub(crate) fn char_at(&mut self, text: &Rope, line: usize, wanted: usize) -> (usize, usize) {
        let range = motion::line_range(text, line);
        let (mut at, mut column) = match self.table(text, line, &range) {
            None => (range.start, 0),
            Some(table) => {
                let step = table.partition_point(|&column| column <= wanted).saturating_sub(1);
                (range.start + step * COLUMN_STEP_CHARS, table[step])
            }
        };
        for c in text.slice(at..range.end).chars() {
            let next = column + width(c, column, self.tab);
            if next > wanted {
                break;
            }
            at += 1;
            column = next;
        }
        (at, column)
    }

    /// Returns the position nearest to a column, as for a click between two characters.
    pub(crate) fn nearest(&mut self, text: &Rope, line: usize, wanted: f32) -> usize {
        let (at, column) = self.char_at(text, line, wanted.max(0.0) as usize);
        let end = motion::line_range(text, line).end;
        if at >= end {
            return end;
        }
        let at = motion::settle(text, at);
        let after = motion::next_cluster(text, at).min(end);
        let middle = (column + self.column(text, line, after)) as f32 / 2.0;
        if wanted > middle { after } else { at }
    }

    /// Returns the memory that the tables take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.tables.values().map(|table| size_of_val(&**table) + size_of::<(usize, Rc<[usize]>)>()).sum()
    }

    fn step_before_char(&mut self, text: &Rope, line: usize, range: &Range<usize>, at: usize) -> (usize, usize) {
        match self.table(text, line, range) {
            None => (range.start, 0),
            Some(table) => {
                let step = ((at - range.start) / COLUMN_STEP_CHARS).min(table.len() - 1);
                (range.start + step * COLUMN_STEP_CHARS, table[step])
            }
        }
    }

    /// Returns the column of every [`COLUMN_STEP_CHARS`]-th character of a long line, or `None` for a line that is fast to
    /// walk.
    fn table(&mut self, text: &Rope, line: usize, range: &Range<usize>) -> Option<Rc<[usize]>> {
        if range.len() < LONG_LINE_CHARS {
            return None;
        }
        if let Some(table) = self.tables.get(&line) {
            return Some(Rc::clone(table));
        }
        if self.tables.len() >= MAX_COLUMN_TABLES {
            self.tables.clear();
        }
        let mut table = Vec::with_capacity(range.len() / COLUMN_STEP_CHARS + 1);
        let mut column = 0;
        for (index, c) in text.slice(range.clone()).chars().enumerate() {
            if index.is_multiple_of(COLUMN_STEP_CHARS) {
                table.push(column);
            }
            column += width(c, column, self.tab);
        }
        let table: Rc<[usize]> = table.into();
        self.tables.insert(line, Rc::clone(&table));
        Some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Rope};

    #[test]
    fn tabs_and_wide_characters_take_their_columns() {
        let text = Rope::from_str("a\tb\u{4E16}e\u{301}x");
        let mut columns = Columns::default();
        let all: Vec<usize> = (0..=text.len_chars()).map(|at| columns.column(&text, 0, at)).collect();
        assert_eq!(all, [0, 1, 4, 5, 7, 8, 8, 9]);
        assert_eq!(columns.char_at(&text, 0, 2), (1, 1), "inside the tab");
        assert_eq!(columns.char_at(&text, 0, 99), (7, 9));
        assert_eq!(columns.nearest(&text, 0, 1.2), 1);
        assert_eq!(columns.nearest(&text, 0, 3.2), 2);
    }

    #[test]
    fn a_long_line_has_the_same_columns_as_a_short_walk_says() {
        let text = Rope::from_str(&"\u{4E16}ab\t".repeat(3000));
        let mut columns = Columns::default();
        let mut column = 0;
        for (at, c) in text.chars().enumerate() {
            if at % 97 == 0 {
                assert_eq!(columns.column(&text, 0, at), column);
                assert_eq!(columns.char_at(&text, 0, column), (at, column));
            }
            column += super::width(c, column, 4);
        }
        assert_eq!(columns.line_columns(&text, 0), column);
    }
}
