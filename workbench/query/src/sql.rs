//! The little that a pane has to know about SQL: where statements begin and end, and what to color.
//!
//! This module does not understand SQL; the database does.
//!
//! Invariant: statements are in order, do not overlap, and hold no `;` of their own level.

mod danger;
mod lex;
mod pieces;
mod reads;
mod split;

pub(crate) use danger::dangers;
pub(crate) use lex::{Token, TokenKind, tokens};
pub(crate) use reads::only_reads;
pub(crate) use split::{split, under_cursor};

/// The SQL dialect of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Returns a name as SQL needs it: bare if that is safe, in quotes otherwise.
    pub fn quoted(self, name: &str) -> String {
        let is_plain = |(at, byte): (usize, u8)| {
            byte.is_ascii_lowercase()
                || byte == b'_'
                || (at > 0 && byte.is_ascii_digit())
                // SQLite ignores the case of names; PostgreSQL folds a bare name to lower case.
                || (self == Self::Sqlite && byte.is_ascii_uppercase())
        };
        let is_bare = !name.is_empty() && name.bytes().enumerate().all(is_plain) && !lex::is_keyword(name);
        if is_bare { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    }
}

/// Returns the first word of a statement, in lower case; empty if there is none.
fn first_word(sql: &str, dialect: Dialect) -> String {
    let is_word = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Keyword);
    let first = tokens(sql, dialect).into_iter().find(is_word);
    first.map(|token| sql[token.range].to_ascii_lowercase()).unwrap_or_default()
}

/// Returns `true` if the kind of a statement changes rows, so that their number means something.
pub(crate) fn changes_rows(sql: &str, dialect: Dialect) -> bool {
    ["insert", "update", "delete", "replace", "with"].contains(&first_word(sql, dialect).as_str())
}

/// Returns `true` if the list of tables may change with a statement.
pub(crate) fn may_change_schema(sql: &str, dialect: Dialect) -> bool {
    let harmless =
        ["select", "with", "values", "table", "explain", "show", "insert", "update", "delete", "replace", "begin"];
    !harmless.contains(&first_word(sql, dialect).as_str())
}

/// Returns the line and column of a character, counted from one. `at` is in characters.
pub(crate) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.chars().take(at);
    before.fold((1, 1), |(line, column), c| if c == '\n' { (line + 1, 1) } else { (line, column + 1) })
}

/// Returns the number of characters before a byte of a text.
pub(crate) fn chars_before(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count()
}

/// Returns the byte where a character begins; the length of the text if `at` is beyond its end.
pub(crate) fn byte_of_char(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests;
