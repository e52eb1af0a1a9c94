//! Decides whether a statement may be run a second time, because its words only read.
//!
//! The export of a result that was cut runs its statement a second time to get all rows. In doubt the answer is no: a query with a
//! column named `update` is merely not run again, and the export has only the rows in memory.
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
            // Either `PRAGMA name` or `PRAGMA database.name`.
            let has_database = pieces.get(first + 2).is_some_and(|piece| piece.text == ".");
            let name_at = first + if has_database { 3 } else { 1 };
            let name = pieces.get(name_at).map(|piece| piece.text.to_ascii_lowercase());
            return name.is_some_and(|name| PRAGMAS.contains(&name.as_str()));
        }
        Dialect::Sqlite => pieces[first].is_any(&["select", "values", "with", "explain"]),
        Dialect::Postgres => pieces[first].is_any(&["select", "values", "with", "explain", "table", "show"]),
    };
    begins
        && !pieces.iter().any(|piece| piece.is_any(&CHANGES))
        && !pieces.windows(2).any(|pair| has_effect(pair, dialect))
}

/// Returns `true` if a pair of pieces begins a clause that locks rows, or calls a server function that acts outside of its transaction.
fn has_effect(pair: &[Piece<'_>], dialect: Dialect) -> bool {
    let [piece, next] = pair else { return false };
    if dialect == Dialect::Sqlite {
        return false;
    }
    // FOR UPDATE is missing here because `update` is one of `CHANGES`.
    let locks = piece.is("for") && next.is_any(&["share", "key", "no"]);
    // As in pg_terminate_backend and pg_advisory_lock, even if a schema precedes the name, or quotes surround it.
    let called = piece.name().filter(|_| next.text == "(").unwrap_or_default().to_ascii_lowercase();
    let acts_outside = ["pg_", "dblink", "lo_"].iter().any(|start| called.starts_with(start));
    locks || acts_outside
}
