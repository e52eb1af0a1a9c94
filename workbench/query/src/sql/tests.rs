//! Tests that statements are split as the databases split them.

use super::lex::KEYWORDS;
use super::{Dialect, TokenKind, byte_of_char, chars_before, line_column, only_reads, split, tokens, under_cursor};

fn check(dialect: Dialect, text: &str, expect: &[&str]) {
    let found: Vec<&str> = split(text, dialect).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, expect, "{dialect:?}: {text}");
}

#[test]
fn statements_end_at_semicolons_of_their_own_level() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        check(dialect, "", &[]);
        check(dialect, " ;; -- nothing\n;", &[]);
        check(dialect, "select 1", &["select 1"]);
        check(dialect, "select 1 ; select 2;", &["select 1", "select 2"]);
        check(dialect, "select ';' ; x", &["select ';'", "x"]);
        check(dialect, "select 'it''s;' ; x", &["select 'it''s;'", "x"]);
        check(dialect, "select \"a;b\" ; x", &["select \"a;b\"", "x"]);
        check(dialect, "-- a;b\nselect 1 -- c;d\n; x", &["select 1", "x"]);
        check(dialect, "/* ; */ select /* ; */ 1 /* ; */; x", &["select /* ; */ 1", "x"]);
        check(dialect, "select 'open ; x", &["select 'open ; x"]);
        check(dialect, "select 'è;' ; 'ü'", &["select 'è;'", "'ü'"]);
        check(dialect, "begin; end; x", &["begin", "end", "x"]);
    }
    check(Dialect::Sqlite, "select [a;b], `c;d`; x", &["select [a;b], `c;d`", "x"]);
    check(Dialect::Postgres, "select a[1]; x", &["select a[1]", "x"]);
    check(Dialect::Postgres, "select E'a\\';' ; x", &["select E'a\\';'", "x"]);
    check(Dialect::Sqlite, "select 'a\\'; x", &["select 'a\\'", "x"]);
    check(Dialect::Postgres, "/* /* ; */ ; */ a; b", &["a", "b"]);
    check(Dialect::Postgres, "do $$ begin; end $$; x", &["do $$ begin; end $$", "x"]);
    check(Dialect::Postgres, "do $a$ ; $$ ; $a$; x", &["do $a$ ; $$ ; $a$", "x"]);
    check(Dialect::Postgres, "select $1; x", &["select $1", "x"]);
}

#[test]
fn bodies_with_semicolons_stay_whole() {
    let trigger =
        "create temp trigger t after insert on a begin update b set c = case when 1 then 2 end; delete from d; end";
    check(Dialect::Sqlite, &format!("{trigger}; select 1"), &[trigger, "select 1"]);
    let function =
        "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end";
    check(Dialect::Postgres, &format!("{function}; select 1"), &[function, "select 1"]);
    check(Dialect::Sqlite, "create table trigger_log (a); x", &["create table trigger_log (a)", "x"]);
}

#[test]
fn the_statement_under_the_cursor_is_the_one_a_person_means() {
    // The bar is the cursor.
    for (text, expect) in [
        ("|a; b", "a"),
        ("a|; b", "a"),
        ("a;|\nb", "a"),
        ("a;\n|b", "b"),
        ("a;\n|  b", "b"),
        ("a;\n|\nb", "a"),
        ("a;\n b|", "b"),
        ("a; b;|", "b"),
        ("a; b;\n\n|", "b"),
        ("\n|\na", "a"),
        ("-- no|te\na", "a"),
    ] {
        let cursor = text.find('|').unwrap();
        let text = text.replace('|', "");
        let found = under_cursor(&text, cursor, Dialect::Sqlite).map(|range| &text[range]);
        assert_eq!(found, Some(expect), "{text:?} at {cursor}");
    }
    assert_eq!(under_cursor(" -- x", 2, Dialect::Sqlite), None);
}

#[test]
fn every_character_has_a_token_whatever_is_typed() {
    for text in ["select 'ü", "\"", "$a", "E'\\", "/*", "[", "é$$", "1e5", "a\u{a0}b", "E'\\é'", "$é$"] {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let tokens = tokens(text, dialect);
            let whole: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
            assert_eq!(whole, text);
        }
    }
    let kinds: Vec<TokenKind> = tokens("SELECT 1", Dialect::Sqlite).into_iter().map(|token| token.kind).collect();
    assert_eq!(kinds, [TokenKind::Keyword, TokenKind::Space, TokenKind::Number]);
}

#[test]
fn names_are_quoted_where_they_must_be() {
    for (dialect, name, expect) in [
        (Dialect::Sqlite, "users", "users"),
        (Dialect::Sqlite, "Users", "Users"),
        (Dialect::Postgres, "Users", "\"Users\""),
        (Dialect::Postgres, "order", "\"order\""),
        (Dialect::Sqlite, "two words", "\"two words\""),
        (Dialect::Sqlite, "a\"b", "\"a\"\"b\""),
        (Dialect::Sqlite, "1st", "\"1st\""),
        (Dialect::Sqlite, "", "\"\""),
    ] {
        assert_eq!(dialect.quoted(name), expect);
    }
    assert!(KEYWORDS.is_sorted() && KEYWORDS.iter().all(|word| word.len() <= 12));
}

#[test]
fn places_are_counted_in_characters() {
    assert_eq!(line_column("é\nab", 3), (2, 2));
    assert_eq!((chars_before("éa", 2), byte_of_char("éa", 1), byte_of_char("éa", 9)), (1, 2, 3));
}

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

#[test]
fn only_what_reads_is_run_again_for_an_export() {
    let check = |dialects: &[Dialect], sql: &str, expect: bool| {
        for dialect in dialects {
            assert_eq!(only_reads(sql, *dialect), expect, "{dialect:?}: {sql}");
        }
    };
    for sql in [
        "SELECT 'delete from t' AS \"update\" -- insert",
        "(SELECT 1) UNION ALL SELECT 2",
        "VALUES (1), (2)",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "EXPLAIN SELECT 1",
    ] {
        check(&BOTH, sql, true);
    }
    for sql in [
        "",
        "INSERT INTO t VALUES (1) RETURNING a",
        "UPDATE t SET a = 1 RETURNING a",
        "DELETE FROM t RETURNING a",
        "BEGIN",
        "WITH x AS (SELECT 1) DELETE FROM t RETURNING a",
    ] {
        check(&BOTH, sql, false);
    }
    for (sql, expect) in [
        ("PRAGMA table_info(t)", true),
        ("PRAGMA main.index_list(t)", true),
        ("PRAGMA journal_mode", false),
        ("PRAGMA journal_mode(table_info)", false),
        ("PRAGMA user_version = 7", false),
    ] {
        check(&[Dialect::Sqlite], sql, expect);
    }
    for (sql, expect) in [
        ("TABLE t", true),
        ("SHOW all", true),
        ("SELECT * FROM pg_class", true),
        ("SELECT * INTO u FROM t", false),
        ("SELECT * FROM t FOR UPDATE", false),
        ("SELECT * FROM t FOR SHARE", false),
        ("WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", false),
        ("EXPLAIN ANALYZE DELETE FROM t", false),
        ("SELECT pg_terminate_backend(1)", false),
        ("SELECT pg_catalog.\"pg_advisory_lock\" (1)", false),
        ("COPY t TO '/tmp/x'", false),
        ("CALL p()", false),
    ] {
        check(&[Dialect::Postgres], sql, expect);
    }
}
