//! Values as words: in a cell, in its tooltip, and as they are copied.
//!
//! Invariant: a shown value has at most the requested number of characters (and a note of its size if it was cut); a copied
//! value is everything that is kept.

use super::outcome::size;
use crate::grid::{Grid, Value, hex};

/// Returns a value in at most `most` characters, followed by its whole size if it was cut.
pub(super) fn shown(grid: &Grid, row: usize, column: usize, most: usize) -> String {
    let mut words = match grid.value(row, column) {
        Value::Null => "NULL".to_owned(),
        Value::Number(text) | Value::Text(text) => shortened(text.chars(), most),
        Value::NotText(bytes) => shortened(String::from_utf8_lossy(&bytes[..bytes.len().min(most * 4)]).chars(), most),
        Value::Blob(bytes) => {
            let mut digits = hex(&bytes[..bytes.len().min(most / 2)]);
            if bytes.len() > most / 2 {
                digits.push('…');
            }
            digits
        }
    };
    if let Some(whole) = grid.whole_length(row, column) {
        words.push_str(&format!(" ({} in all)", size(whole)));
    }
    words
}

fn shortened(mut chars: impl Iterator<Item = char>, most: usize) -> String {
    let mut words: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        words.push('…');
    }
    words
}

/// Returns a value on a single line.
pub(super) fn on_a_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Returns a value as it is copied: nothing for NULL, hexadecimal digits for bytes.
pub(super) fn copied(grid: &Grid, row: usize, column: usize) -> String {
    match grid.value(row, column) {
        Value::Null => String::new(),
        Value::Number(text) | Value::Text(text) => text.to_owned(),
        Value::NotText(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Value::Blob(bytes) => hex(bytes),
    }
}

/// Returns a row as spreadsheets accept it: tabs between values, and quotes around values with a tab, quote or line end.
pub(super) fn copied_row(grid: &Grid, row: usize) -> String {
    let value = |column| {
        let text = copied(grid, row, column);
        if text.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    (0..grid.columns().len()).map(value).collect::<Vec<_>>().join("\t")
}
