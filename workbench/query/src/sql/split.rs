//! Splits a text into statements.
//!
//! Invariant: a statement begins and ends with something other than space and comments; the `;` belongs to no statement.

use std::ops::Range;

use super::{Dialect, TokenKind, tokens};

/// What the words of a statement so far mean for the next `;`.
#[derive(Default)]
struct Body {
    /// The number of words so far.
    words: usize,
    /// Whether the statement begins with CREATE.
    creates: bool,
    /// Whether it is SQLite's CREATE ... TRIGGER, which ends at the `;` after an END that follows a `;`.
    trigger: bool,
    /// Whether it is PostgreSQL's CREATE ... FUNCTION or PROCEDURE, whose body may be between BEGIN ATOMIC and END.
    routine: bool,
    /// The number of open BEGIN ATOMIC and CASE.
    depth: usize,
    after_begin: bool,
    after_semicolon: bool,
    after_end: bool,
}

impl Body {
    fn word(&mut self, word: &str, dialect: Dialect) {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        self.words += 1;
        self.after_end = is("end") && self.after_semicolon;
        self.after_semicolon = false;
        if self.words == 1 {
            self.creates = is("create");
        }
        // OR REPLACE or TEMP may precede the kind of what is created.
        if self.creates && self.words <= 4 {
            self.trigger |= dialect == Dialect::Sqlite && is("trigger");
            self.routine |= dialect == Dialect::Postgres && (is("function") || is("procedure"));
        }
        if self.routine {
            if (is("atomic") && self.after_begin) || (self.depth > 0 && is("case")) {
                self.depth += 1;
            } else if is("end") {
                self.depth = self.depth.saturating_sub(1);
            }
        }
        self.after_begin = is("begin");
    }

    fn ends(&self) -> bool {
        if self.trigger { self.after_end } else { self.depth == 0 }
    }
}

/// Returns the statements of a text as ranges of bytes, without their `;`.
pub(crate) fn split(text: &str, dialect: Dialect) -> Vec<Range<usize>> {
    let mut statements = Vec::new();
    let mut body = Body::default();
    let mut current: Option<Range<usize>> = None;
    for token in tokens(text, dialect) {
        match token.kind {
            TokenKind::Space | TokenKind::Comment => continue,
            TokenKind::Semicolon if body.ends() => {
                statements.extend(current.take());
                body = Body::default();
                continue;
            }
            TokenKind::Word | TokenKind::Keyword => body.word(&text[token.range.clone()], dialect),
            kind => {
                (body.after_begin, body.after_end) = (false, false);
                body.after_semicolon = kind == TokenKind::Semicolon;
            }
        }
        let start = current.as_ref().map_or(token.range.start, |range| range.start);
        current = Some(start..token.range.end);
    }
    statements.extend(current);
    statements
}

/// Returns the statement at a cursor (in bytes): the last one that begins before the cursor, or else the first.
pub(crate) fn under_cursor(text: &str, cursor: usize, dialect: Dialect) -> Option<Range<usize>> {
    let statements = split(text, dialect);
    // The next statement is meant only if it begins on the cursor's line and the one before ended on an earlier line.
    let after = statements.iter().position(|range| range.start > cursor).unwrap_or(statements.len());
    let before = after.checked_sub(1).map(|at| statements[at].clone());
    let next = statements.get(after).cloned();
    match (before, next) {
        (Some(before), Some(next)) => {
            let is_apart = cursor > before.end && text[before.end..cursor].contains('\n');
            let is_same_line = !text[cursor..next.start].contains('\n');
            Some(if is_apart && is_same_line { next } else { before })
        }
        (before, next) => before.or(next),
    }
}
