//! The significant tokens of a statement, without space and comments, each with its depth in parentheses.
//!
//! Invariant: a piece counts as a word of SQL only if every database reads it as one. Both databases read what Unicode calls
//! a space as a part of a name, and what follows a dot or a sigil is a name or a parameter.

use super::{Dialect, TokenKind, tokens};

#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub kind: TokenKind,
    /// The number of parentheses that are open around the piece; a parenthesis itself counts as outside.
    pub depth: usize,
    /// Whether the piece touches a non-ASCII character, or follows a dot or a sigil.
    is_glued: bool,
}

impl Piece<'_> {
    /// Returns `true` if the piece is this word, in any case and without quotes.
    pub fn is(&self, word: &str) -> bool {
        !self.is_glued && self.is_bare() && self.text.eq_ignore_ascii_case(word)
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Returns `true` for a word without quotes, even if the word is a name.
    pub fn is_bare(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Keyword)
    }

    /// Returns the name that the piece stands for, if it may be a name.
    pub fn name(&self) -> Option<String> {
        match self.kind {
            TokenKind::Word | TokenKind::Keyword => Some(self.text.to_owned()),
            TokenKind::Name => {
                let mut chars = self.text.chars();
                let quote = chars.next().unwrap_or('"');
                let quote = if quote == '[' { ']' } else { quote };
                let inner = chars.as_str().strip_suffix(quote).unwrap_or(chars.as_str());
                // A doubled quote stands for one.
                Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
            }
            // SQLite reads a text as a name where only a name is possible.
            TokenKind::Text => Some(self.text.trim_matches('\'').to_owned()),
            _ => None,
        }
    }
}

/// Returns the pieces of a statement. The cost is linear in its length.
pub(super) fn pieces(sql: &str, dialect: Dialect) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut depth = 0_usize;
    for token in tokens(sql, dialect) {
        if matches!(token.kind, TokenKind::Space | TokenKind::Comment) {
            continue;
        }
        let (before, after) = (sql[..token.range.start].chars().next_back(), sql[token.range.end..].chars().next());
        let is_strange = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
        let is_sigil = before.is_some_and(|c| ":@$#?".contains(c));
        let is_glued =
            is_strange(before) || is_strange(after) || is_sigil || pieces.last().is_some_and(|last| last.text == ".");
        let text = &sql[token.range];
        if text == ")" {
            depth = depth.saturating_sub(1);
        }
        pieces.push(Piece { text, kind: token.kind, depth, is_glued });
        if text == "(" {
            depth += 1;
        }
    }
    pieces
}
