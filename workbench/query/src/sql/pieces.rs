//! A statement as what counts of it: no space, no comment, and how deep in parentheses each piece stands.
//!
//! Invariant: a piece is taken for a word of SQL only where every database takes it for one. What Unicode calls a space is
//! a part of a name to both databases, and what follows a dot or a sigil is a name or a parameter.

use super::{Dialect, TokenKind, tokens};

#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub kind: TokenKind,
    /// Parentheses that are open around it; a parenthesis itself stands outside.
    pub depth: usize,
    /// A letter that is no ASCII, a dot or a sigil stands at it.
    is_glued: bool,
}

impl Piece<'_> {
    /// Whether it is this word, in any case and without quotes.
    pub fn is(&self, word: &str) -> bool {
        !self.is_glued && self.is_bare() && self.text.eq_ignore_ascii_case(word)
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// A word without quotes, also where it is a name.
    pub fn is_bare(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Keyword)
    }

    /// What it names, where it may be a name.
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
            // SQLite takes a text for a name where only a name can stand.
            TokenKind::Text => Some(self.text.trim_matches('\'').to_owned()),
            _ => None,
        }
    }
}

/// The pieces of a statement. Linear in its length.
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
