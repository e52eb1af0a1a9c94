//! A lexer for SQL, for both dialects.
//!
//! Invariant: the tokens cover the text without gaps; an unfinished quote or comment extends to its end.

use std::ops::Range;

use super::Dialect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Space,
    Comment,
    /// Text in single quotes or between dollar signs.
    Text,
    /// A name in quotes.
    Name,
    Word,
    Keyword,
    Number,
    Semicolon,
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub range: Range<usize>,
}

/// Returns the tokens of a text. The cost is linear in its length.
pub(crate) fn tokens(text: &str, dialect: Dialect) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (kind, len) = token(&text[at..], dialect);
        // A token is at least one character long; a longer one ends at a character boundary.
        let end = at + len.max(1);
        tokens.push(Token { kind, range: at..end });
        at = end;
    }
    tokens
}

fn token(text: &str, dialect: Dialect) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let postgres = dialect == Dialect::Postgres;
    match bytes {
        [b';', ..] => (TokenKind::Semicolon, 1),
        [b'-', b'-', ..] => (TokenKind::Comment, text.find('\n').unwrap_or(text.len())),
        [b'/', b'*', ..] => (TokenKind::Comment, block_comment(bytes, postgres)),
        [b'\'', ..] => (TokenKind::Text, quoted(bytes, 1, b'\'', false)),
        [b'e' | b'E', b'\'', ..] if postgres => (TokenKind::Text, quoted(bytes, 2, b'\'', true)),
        [b'"', ..] => (TokenKind::Name, quoted(bytes, 1, b'"', false)),
        [b'`', ..] if !postgres => (TokenKind::Name, quoted(bytes, 1, b'`', false)),
        [b'[', ..] if !postgres => (TokenKind::Name, text.find(']').map_or(text.len(), |end| end + 1)),
        [b'$', ..] if postgres => match dollar(text) {
            Some(len) => (TokenKind::Text, len),
            None => (TokenKind::Other, 1),
        },
        [first, ..] if first.is_ascii_digit() => {
            (TokenKind::Number, run(text, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'))
        }
        _ => word_or_other(text),
    }
}

fn word_or_other(text: &str) -> (TokenKind, usize) {
    let spaces = run(text, char::is_whitespace);
    if spaces > 0 {
        return (TokenKind::Space, spaces);
    }
    let first = text.chars().next().unwrap_or(' ');
    if first.is_alphabetic() || first == '_' {
        let len = run(text, |c| c.is_alphanumeric() || c == '_' || c == '$');
        let kind = if is_keyword(&text[..len]) { TokenKind::Keyword } else { TokenKind::Word };
        return (kind, len);
    }
    (TokenKind::Other, first.len_utf8())
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is_part(c)).unwrap_or(text.len())
}

/// Returns the end of a quoted run whose contents begin at `from`. A doubled quote stays inside, as does an escaped one if
/// it `escapes`.
fn quoted(bytes: &[u8], from: usize, quote: u8, escapes: bool) -> usize {
    let mut at = from;
    while at < bytes.len() {
        if escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    bytes.len()
}

fn block_comment(bytes: &[u8], nests: bool) -> usize {
    let (mut at, mut depth) = (2, 1_usize);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            b"/*" if nests => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Returns the length of `$tag$ ... $tag$`, or `None` if the dollar sign is something else, as in `$1`.
fn dollar(text: &str) -> Option<usize> {
    let tag = 1 + run(&text[1..], |c| c.is_alphanumeric() || c == '_');
    let is_tag = text[tag..].starts_with('$') && !text[1..].starts_with(|c: char| c.is_ascii_digit());
    if !is_tag {
        return None;
    }
    let (tag, rest) = text.split_at(tag + 1);
    Some(rest.find(tag).map_or(text.len(), |end| tag.len() + end + tag.len()))
}

/// Returns `true` for words that are colored, and that cannot name a table without quotes.
pub(super) fn is_keyword(word: &str) -> bool {
    const LONGEST: usize = 12;
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).is_ok_and(|lower| KEYWORDS.binary_search(&lower).is_ok())
}

pub(super) const KEYWORDS: &[&str] = &[
    "abort",
    "add",
    "all",
    "alter",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "atomic",
    "attach",
    "begin",
    "between",
    "both",
    "by",
    "cascade",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "commit",
    "conflict",
    "constraint",
    "copy",
    "create",
    "cross",
    "current_date",
    "current_time",
    "database",
    "default",
    "deferrable",
    "delete",
    "desc",
    "detach",
    "distinct",
    "do",
    "drop",
    "each",
    "else",
    "end",
    "escape",
    "except",
    "exclusive",
    "exists",
    "explain",
    "fail",
    "false",
    "fetch",
    "filter",
    "for",
    "foreign",
    "from",
    "full",
    "function",
    "glob",
    "grant",
    "group",
    "having",
    "if",
    "ignore",
    "ilike",
    "immediate",
    "in",
    "index",
    "indexed",
    "inner",
    "insert",
    "instead",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "language",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "match",
    "materialized",
    "natural",
    "not",
    "nothing",
    "notnull",
    "null",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "placing",
    "plan",
    "pragma",
    "primary",
    "procedure",
    "raise",
    "recursive",
    "references",
    "reindex",
    "release",
    "rename",
    "replace",
    "restrict",
    "returning",
    "returns",
    "revoke",
    "right",
    "rollback",
    "row",
    "rows",
    "savepoint",
    "schema",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "table",
    "temp",
    "temporary",
    "then",
    "to",
    "trailing",
    "transaction",
    "trigger",
    "true",
    "truncate",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "vacuum",
    "values",
    "variadic",
    "view",
    "virtual",
    "when",
    "where",
    "window",
    "with",
    "without",
];
