//! Finds statements that may cost more than the user meant: all rows of a table, or the table itself.
//!
//! This module looks only at the words of a statement. It does not know the tables.
//!
//! Invariant: in doubt the user is asked, since a needless question costs only a key press.
//!
//! **Limitations**: the text of `DO` and of functions is not examined; a view or a trigger may change more rows than a
//! statement names.

use super::Dialect;
use super::pieces::{Piece, pieces};
use crate::limits;

/// Returns what to ask the user about a statement, in words; empty for most statements.
pub(crate) fn dangers(sql: &str, dialect: Dialect) -> Vec<String> {
    let pieces = pieces(sql, dialect);
    let Some(first) = pieces.iter().find(|piece| piece.is_bare()) else { return Vec::new() };
    if first.is("truncate") {
        // Both databases refuse a statement with anything before its TRUNCATE, so the names begin at piece 1.
        return vec![format!("This TRUNCATE removes every row of {}.", names(&pieces[1..], &["table", "only"]))];
    }
    if first.is("drop") {
        return question_about_drop(&pieces).into_iter().collect();
    }
    let explains = first.is("explain");
    // SQLite explains without running.
    let runs = !explains || (dialect == Dialect::Postgres && pieces.iter().any(|p| p.is_any(&["analyze", "analyse"])));
    // What a trigger or a function will do is not done now.
    if first.is("create") || !runs {
        return Vec::new();
    }
    let goes_on = explains || first.is_any(&["with", "prepare"]);
    let begins = (0..pieces.len()).filter(|at| begins(&pieces, *at, goes_on));
    begins.filter_map(|at| question_about_all_rows(&pieces[at..])).collect()
}

/// Returns `true` if a statement may begin at a piece: the first one, one in parentheses, or one after words that introduce
/// a statement.
fn begins(pieces: &[Piece<'_>], at: usize, goes_on: bool) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| pieces[before]) else { return true };
    let leads = before.text == ")" || before.is_any(&["as", "analyze", "analyse", "verbose"]);
    before.text == "(" || (goes_on && leads)
}

/// Returns the question about a DELETE or UPDATE that begins here and has no WHERE of its own.
fn question_about_all_rows(pieces: &[Piece<'_>]) -> Option<String> {
    let (first, rest) = pieces.split_first()?;
    // Take the pieces up to the parenthesis that ends the statement, without those in inner parentheses.
    let inside = rest.iter().take_while(|piece| piece.depth >= first.depth);
    let own: Vec<&Piece<'_>> = inside.filter(|piece| piece.depth == first.depth).collect();
    let next = rest.first()?;
    let (verb, skipped): (_, &[&str]) = if first.is("delete") && next.is("from") {
        ("DELETE", &["from", "only"])
    } else if first.is("update") && !next.is("set") && own.iter().any(|piece| piece.is("set")) {
        ("UPDATE", &["only", "or", "abort", "fail", "ignore", "replace", "rollback"])
    } else {
        return None;
    };
    // After RETURNING, a column may be named "where".
    if own.iter().take_while(|piece| !piece.is("returning")).any(|piece| piece.is("where")) {
        return None;
    }
    let name = names(rest, skipped);
    Some(format!("This {verb} has no WHERE: it changes every row of {name}."))
}

/// Returns the question about a DROP of tables, databases or schemas. Other things are not asked about.
///
/// `pieces` is the whole statement. DROP is its first piece: both databases refuse a statement with anything before it.
fn question_about_drop(pieces: &[Piece<'_>]) -> Option<String> {
    let kind = pieces.get(1).filter(|piece| piece.is_any(&["table", "database", "schema"]))?;
    let names = names(&pieces[2..], &["if", "exists"]);
    Some(format!("This DROP {} removes {names} with all that is in it.", kind.text.to_ascii_uppercase()))
}

/// Returns the names at the start of a list, each between backticks, after the words of `skipped`.
fn names(pieces: &[Piece<'_>], skipped: &[&str]) -> String {
    let mut names = vec![String::new()];
    let mut wants_name = true;
    for piece in pieces {
        let is_prelude = names.len() == 1 && names[0].is_empty() && (piece.is_any(skipped) || piece.text == "(");
        match (piece.text, piece.name()) {
            _ if is_prelude => {}
            (".", _) if !wants_name => {
                names.last_mut().into_iter().for_each(|name| name.push('.'));
                wants_name = true;
            }
            (",", _) if !wants_name => {
                names.push(String::new());
                wants_name = true;
            }
            (_, Some(part)) if wants_name => {
                names.last_mut().into_iter().for_each(|name| name.push_str(&part));
                wants_name = false;
            }
            _ => break,
        }
    }
    let shown = names.iter().filter(|name| !name.is_empty()).take(limits::ASKED).map(|name| shown(name));
    let words = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(limits::ASKED) {
        _ if words.is_empty() => "its table".to_owned(),
        0 => words,
        more => format!("{words} and {more} more"),
    }
}

/// Returns a name on one line, of bounded length, between backticks.
fn shown(name: &str) -> String {
    let mut line: String =
        name.chars().take(limits::ASKED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() < name.len() {
        line.push('…');
    }
    format!("`{line}`")
}

#[cfg(test)]
mod tests;
