//! Decides whether a statement may be run a second time, because its words only read.
//!
//! In doubt the answer is no: a column that is named like a statement loses only the second run.
//!
//! Invariant: the database has the last word, since it runs such a statement in a way that cannot write.

use super::Dialect;
use super::pieces::{Piece, pieces};

/// The words that may change something, anywhere in a statement.
const CHANGES: [&str; 13] = [
    "insert", "update", "delete", "merge", "into", "truncate", "create", "refresh", "execute", "declare", "call",
    "drop", "alter",
];

/// The pragmas of SQLite that only report and change nothing.
const PRAGMAS: [&str; 16] = [
    "collation_list",
    "compile_options",
    "database_list",
    "foreign_key_check",
    "foreign_key_list",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "module_list",
    "pragma_list",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Returns `true` if a single statement only reads.
pub(crate) fn only_reads(sql: &str, dialect: Dialect) -> bool {
    let pieces = pieces(sql, dialect);
    let Some(first) = pieces.iter().position(Piece::is_bare) else { return false };
    let begins = match dialect {
        Dialect::Sqlite if pieces[first].is("pragma") => {
            // The name of an attached database precedes a dot.
            let has_dot = pieces.get(first + 2).is_some_and(|piece| piece.text == ".");
            let name = pieces.get(first + if has_dot { 3 } else { 1 }).map(|piece| piece.text.to_ascii_lowercase());
            return name.is_some_and(|name| PRAGMAS.contains(&name.as_str()));
        }
        Dialect::Sqlite => pieces[first].is_any(&["select", "values", "with", "explain"]),
        Dialect::Postgres => pieces[first].is_any(&["select", "values", "with", "explain", "table", "show"]),
    };
    begins
        && !pieces.iter().any(|piece| piece.is_any(&CHANGES))
        && !pieces.windows(2).any(|two| has_effect(two, dialect))
}

/// Returns `true` for a clause that locks rows, and for a server function that acts outside of its transaction.
fn has_effect(two: &[Piece<'_>], dialect: Dialect) -> bool {
    let [piece, next] = two else { return false };
    if dialect == Dialect::Sqlite {
        return false;
    }
    let locks = piece.is("for") && next.is_any(&["share", "key", "no"]);
    // As in pg_terminate_backend and pg_advisory_lock, even if a schema precedes the name, or quotes surround it.
    let name = piece.name().filter(|_| next.text == "(").unwrap_or_default().to_ascii_lowercase();
    locks || ["pg_", "dblink", "lo_"].iter().any(|start| name.starts_with(start))
}
