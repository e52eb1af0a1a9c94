//! Whether a statement may run once more: it only reads, as far as its words tell.
//!
//! It refuses in doubt: a column that is named like a statement costs a second run, no more. Invariant: the database has
//! the last word, since it runs such a statement where nothing can be written.

use super::Dialect;
use super::pieces::{Piece, pieces};

/// Words with which something may be changed, wherever in a statement they stand.
const CHANGES: [&str; 13] = [
    "insert", "update", "delete", "merge", "into", "truncate", "create", "refresh", "execute", "declare", "call",
    "drop", "alter",
];

/// What SQLite tells about itself and changes nothing.
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

/// Whether a single statement only reads.
pub(crate) fn only_reads(sql: &str, dialect: Dialect) -> bool {
    let pieces = pieces(sql, dialect);
    let Some(first) = pieces.iter().position(Piece::is_bare) else { return false };
    let begins = match dialect {
        Dialect::Sqlite if pieces[first].is("pragma") => {
            // Of an attached database, its name stands before a dot.
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

/// Rows that are locked, and functions of a server that do something beside the transaction they run in.
fn has_effect(two: &[Piece<'_>], dialect: Dialect) -> bool {
    let [piece, next] = two else { return false };
    if dialect == Dialect::Sqlite {
        return false;
    }
    let locks = piece.is("for") && next.is_any(&["share", "key", "no"]);
    // As pg_terminate_backend and pg_advisory_lock; also where a schema stands before, or quotes around.
    let name = piece.name().filter(|_| next.text == "(").unwrap_or_default().to_ascii_lowercase();
    locks || ["pg_", "dblink", "lo_"].iter().any(|start| name.starts_with(start))
}
