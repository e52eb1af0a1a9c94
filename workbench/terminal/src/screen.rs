//! The visible text of an emulator as plain text.
//!
//! This module does not look at colors or the scrollback.
//!
//! Invariant: one line per row, and no line is longer than up to its last visible character.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::Line;
use alacritty_terminal::term::Term;
use alacritty_terminal::term::cell::{Cell, Flags};

use crate::limits;

/// Returns the rows in view, without trailing blanks, joined by line feeds.
pub fn text<T>(term: &Term<T>) -> String {
    let grid = term.grid();
    let mut text = String::with_capacity(grid.screen_lines() * 32);
    for row in 0..grid.screen_lines() {
        if row > 0 {
            text.push('\n');
        }
        push_row(&mut text, &grid[Line::from(row) - grid.display_offset()][..]);
    }
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// Appends one row without its trailing blanks to `text`.
pub fn push_row(text: &mut String, cells: &[Cell]) {
    let start = text.len();
    for cell in cells {
        if is_spacer(cell) {
            continue;
        }
        text.push(if cell.c == '\t' { ' ' } else { cell.c });
        text.extend(marks(cell));
    }
    let kept = text[start..].trim_end_matches(' ').len();
    text.truncate(start + kept);
}

/// Returns the marks of a cell that are shown: at most [`limits::MAX_MARKS`], however many the emulator has accepted.
pub fn marks(cell: &Cell) -> &[char] {
    let marks = cell.zerowidth().unwrap_or_default();
    &marks[..marks.len().min(limits::MAX_MARKS)]
}

/// Returns `true` for the second half of a wide character, and for the gap before one that did not fit into its row.
pub fn is_spacer(cell: &Cell) -> bool {
    cell.flags.intersects(Flags::WIDE_CHAR_SPACER | Flags::LEADING_WIDE_CHAR_SPACER)
}
