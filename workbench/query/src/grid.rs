//! The rows of a result in a packed form: one buffer for all contents, and twelve bytes per cell.
//!
//! A value may be cut: the grid then holds only its beginning, and knows its whole length.
//!
//! Invariant: `cells.len() == rows * columns.len()` after each row, and a cell of text or number is UTF-8.

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The name, as the database gives it.
    pub name: String,
}

/// A value of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value; not the same as an empty text.
    Null,
    /// A number, as the database writes it.
    Number(&'a str),
    /// Text, or a value of another type as the database writes it.
    Text(&'a str),
    /// Text that is not UTF-8.
    NotText(&'a [u8]),
    /// Bytes.
    Blob(&'a [u8]),
}

impl<'a> Value<'a> {
    /// Creates the value of the given kind from bytes; text and numbers that are not UTF-8 become [`Value::NotText`].
    pub(crate) fn of(kind: ValueKind, bytes: &'a [u8]) -> Self {
        match (kind, std::str::from_utf8(bytes)) {
            (ValueKind::Null, _) => Self::Null,
            (ValueKind::Blob, _) => Self::Blob(bytes),
            (ValueKind::Number, Ok(text)) => Self::Number(text),
            (ValueKind::Text, Ok(text)) => Self::Text(text),
            (ValueKind::NotText, _) | (_, Err(_)) => Self::NotText(bytes),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Null,
    Number,
    Text,
    NotText,
    Blob,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    start: u32,
    len: u32,
    kind: ValueKind,
}

/// The memory of a cell without its contents, in bytes.
pub(crate) const CELL_BYTES: usize = size_of::<Cell>();

/// The rows of a result.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    columns: Vec<Column>,
    rows: usize,
    cells: Vec<Cell>,
    contents: Vec<u8>,
    /// The indices of the cells that were cut, in order, with their whole lengths in bytes.
    cut: Vec<(usize, u64)>,
}

impl Grid {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the value at a row and column; [`Value::Null`] outside of the grid.
    pub fn value(&self, row: usize, column: usize) -> Value<'_> {
        if row >= self.rows || column >= self.columns.len() {
            return Value::Null;
        }
        let cell = self.cells[row * self.columns.len() + column];
        let bytes = &self.contents[cell.start as usize..cell.start as usize + cell.len as usize];
        Value::of(cell.kind, bytes)
    }

    /// Returns the whole length of a value in bytes, if the value was cut.
    ///
    /// The cost is logarithmic in the number of cut values.
    pub fn whole_length(&self, row: usize, column: usize) -> Option<u64> {
        let index = row * self.columns.len() + column;
        self.cut.binary_search_by_key(&index, |cut| cut.0).ok().map(|at| self.cut[at].1)
    }

    /// Returns how many values were cut.
    pub fn cut_values(&self) -> usize {
        self.cut.len()
    }

    /// Returns the memory of the contents, cells and columns, in bytes.
    pub fn bytes(&self) -> usize {
        let names: usize = self.columns.iter().map(|column| size_of::<Column>() + column.name.capacity()).sum();
        names
            + self.cells.capacity() * size_of::<Cell>()
            + self.contents.capacity()
            + self.cut.capacity() * size_of::<(usize, u64)>()
    }

    /// Adds the beginning `kept` of a value that has `whole` bytes.
    ///
    /// Text that is not UTF-8 is kept as [`ValueKind::NotText`]. If the cut split a character, that character is dropped.
    pub(crate) fn push(&mut self, kind: ValueKind, kept: &[u8], whole: u64) {
        let is_cut = (kept.len() as u64) < whole;
        let (kind, kept) = match kind {
            ValueKind::Text | ValueKind::Number => match std::str::from_utf8(kept) {
                Ok(_) => (kind, kept),
                Err(error) if is_cut && error.error_len().is_none() => (kind, &kept[..error.valid_up_to()]),
                Err(_) => (ValueKind::NotText, kept),
            },
            kind => (kind, kept),
        };
        if is_cut {
            self.cut.push((self.cells.len(), whole));
        }
        let start = self.contents.len() as u32;
        self.contents.extend_from_slice(kept);
        self.cells.push(Cell { start, len: kept.len() as u32, kind });
    }

    /// Ends a row, and fills it with [`ValueKind::Null`] if it has too few values.
    pub(crate) fn end_row(&mut self) {
        self.rows += 1;
        let (start, len, kind) = (self.contents.len() as u32, 0, ValueKind::Null);
        self.cells.resize(self.rows * self.columns.len(), Cell { start, len, kind });
    }

    /// Frees the memory that no row needs; called when no more rows will come.
    pub(crate) fn shrink(&mut self) {
        self.cells.shrink_to_fit();
        self.contents.shrink_to_fit();
        self.cut.shrink_to_fit();
    }

    /// Removes what was pushed since the last row ended.
    pub(crate) fn discard_row(&mut self) {
        let end = self.rows * self.columns.len();
        if let Some(first) = self.cells.get(end) {
            self.contents.truncate(first.start as usize);
        }
        self.cells.truncate(end);
        self.cut.retain(|(at, _)| *at < end);
    }

    /// Appends the rows of another grid with the same columns.
    pub(crate) fn append(&mut self, other: &Self) {
        debug_assert_eq!(self.columns.len(), other.columns.len());
        let (shift, cells) = (self.contents.len() as u32, self.cells.len());
        self.contents.extend_from_slice(&other.contents);
        self.cells.extend(other.cells.iter().map(|cell| Cell { start: cell.start + shift, ..*cell }));
        self.cut.extend(other.cut.iter().map(|(at, whole)| (at + cells, *whole)));
        self.rows += other.rows;
    }
}

/// Returns bytes as hexadecimal digits after `\x`, as PostgreSQL writes them.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    ['\\', 'x'].into_iter().chain(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::{CELL_BYTES, Column, Grid, Value, ValueKind, hex};

    fn two_columns() -> Grid {
        Grid::new(["a", "b"].map(|name| Column { name: name.to_owned() }).into())
    }

    #[test]
    fn values_come_back_as_they_went_in_also_over_a_seam() {
        let mut all = two_columns();
        let mut part = two_columns();
        part.push(ValueKind::Number, b"12", 2);
        part.push(ValueKind::Null, b"", 0);
        part.end_row();
        all.append(&part);
        part.push(ValueKind::Text, "è".as_bytes(), 2);
        part.push(ValueKind::Blob, &[0, 255], 900);
        part.end_row();
        all.append(&part);
        assert_eq!((all.rows(), all.value(0, 0), all.value(0, 1)), (3, Value::Number("12"), Value::Null));
        assert_eq!((all.value(1, 0), all.value(2, 0)), (Value::Number("12"), Value::Text("è")));
        assert_eq!((all.value(2, 1), all.whole_length(2, 1)), (Value::Blob(&[0, 255]), Some(900)));
        assert_eq!((all.whole_length(1, 1), all.cut_values(), all.value(3, 0)), (None, 1, Value::Null));
        assert_eq!(CELL_BYTES, 12);
    }

    #[test]
    fn a_cut_never_splits_a_character_and_bad_text_stays_bad() {
        let mut grid = two_columns();
        grid.push(ValueKind::Text, &"aè".as_bytes()[..2], 9);
        grid.push(ValueKind::Text, b"a\xffb", 3);
        grid.end_row();
        assert_eq!((grid.value(0, 0), grid.value(0, 1)), (Value::Text("a"), Value::NotText(b"a\xffb")));
    }

    #[test]
    fn a_discarded_row_leaves_nothing() {
        let mut grid = two_columns();
        for kept in [true, false] {
            grid.push(ValueKind::Text, b"x", 9);
            grid.push(ValueKind::Text, b"y", 1);
            if kept { grid.end_row() } else { grid.discard_row() }
        }
        grid.push(ValueKind::Text, b"z", 1);
        grid.end_row();
        assert_eq!((grid.rows(), grid.cut_values()), (2, 1));
        assert_eq!((grid.value(0, 1), grid.value(1, 0), grid.contents.len()), (Value::Text("y"), Value::Text("z"), 3));
    }

    #[test]
    fn a_short_row_is_filled_up() {
        let mut grid = two_columns();
        grid.push(ValueKind::Text, b"x", 1);
        grid.end_row();
        assert_eq!((grid.rows(), grid.value(0, 1)), (1, Value::Null));
    }

    #[test]
    fn bytes_are_shown_as_hexadecimal_digits() {
        assert_eq!((hex(&[0, 0x1f, 0xff]), hex(&[])), ("\\x001fff".to_owned(), "\\x".to_owned()));
    }
}
