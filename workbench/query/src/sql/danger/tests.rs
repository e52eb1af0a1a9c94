//! Tests of SQL texts and what the user is asked before they run.

use super::dangers;
use crate::sql::Dialect;

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

const DELETES: &[&str] = &["This DELETE has no WHERE: it changes every row of `orders`."];
const UPDATES: &[&str] = &["This UPDATE has no WHERE: it changes every row of `orders`."];

fn asks(dialects: &[Dialect], sql: &str, expect: &[&str]) {
    for dialect in dialects {
        assert_eq!(dangers(sql, *dialect), expect, "{dialect:?}: {sql}");
    }
}

#[test]
fn a_delete_or_update_of_all_rows_is_asked_about() {
    for sql in [
        "DELETE FROM orders",
        "delete from orders",
        "dElEtE\n/* where */ FrOm orders -- where id = 1",
        "-- where\nDELETE FROM orders",
        "DELETE FROM \"orders\" RETURNING 'where'",
        "DELETE FROM orders RETURNING \"where\"",
        "DELETE FROM orders AS \"where\"",
        "DELETE FROM orders RETURNING (SELECT max(id) FROM other WHERE id < 9)",
        "WITH old AS (SELECT id FROM other WHERE id < 9) DELETE FROM orders",
        "WITH RECURSIVE old(id) AS (SELECT 1) DELETE FROM orders RETURNING id",
        "DELETE FROM orders RETURNING count(*) FILTER (WHERE true)",
        // The databases read a no-break space as a letter.
        "DELETE FROM orders AS\u{a0}where",
    ] {
        asks(&BOTH, sql, DELETES);
    }
    for sql in [
        "UPDATE orders SET a = 1",
        "update orders set a = 'where'",
        "UPDATE orders SET a = (SELECT b FROM other WHERE other.id = orders.id)",
        "UPDATE orders SET \"where\" = 1",
        "WITH x AS (SELECT 1 WHERE true) UPDATE orders SET a = 1",
        "UPDATE \"orders\" SET a = 1 FROM (SELECT 1 WHERE true) AS s",
        "UPDATE/**/orders/**/SET a = 1 RETURNING a",
    ] {
        asks(&BOTH, sql, UPDATES);
    }
}

#[test]
fn each_database_has_its_own_ways_to_write_one() {
    for sql in [
        "DELETE FROM [orders]",
        "DELETE FROM `orders`",
        "DELETE FROM orders RETURNING [where]",
        "DELETE FROM orders RETURNING :where",
    ] {
        asks(&[Dialect::Sqlite], sql, DELETES);
    }
    asks(&[Dialect::Sqlite], "UPDATE OR IGNORE orders SET a = 1", UPDATES);
    for sql in [
        "DELETE FROM ONLY orders",
        "DELETE FROM ONLY (orders)",
        "DELETE FROM orders USING (SELECT 1 WHERE true) AS s",
        "DELETE FROM orders RETURNING id AS where",
        "DELETE FROM orders RETURNING orders.where",
        "DELETE FROM orders RETURNING $$ where $$",
        "DELETE FROM orders RETURNING E'\\' where '",
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone WHERE id = 1",
        "WITH gone AS MATERIALIZED (DELETE FROM orders RETURNING *) SELECT 1",
        "EXPLAIN ANALYZE DELETE FROM orders",
        "EXPLAIN ANALYSE DELETE FROM orders",
        "EXPLAIN (ANALYZE, VERBOSE) DELETE FROM orders",
        "PREPARE p AS DELETE FROM orders",
        "COPY (DELETE FROM orders RETURNING *) TO STDOUT",
    ] {
        asks(&[Dialect::Postgres], sql, DELETES);
    }
    asks(
        &BOTH,
        "DELETE FROM \"my \"\"odd\"\" table\"",
        &["This DELETE has no WHERE: it changes every row of `my \"odd\" table`."],
    );
    asks(&BOTH, "DELETE FROM main.\"a b\"", &["This DELETE has no WHERE: it changes every row of `main.a b`."]);
    let two =
        "WITH a AS (DELETE FROM x), b AS (UPDATE y SET z = 1 WHERE q), c AS (DELETE FROM z WHERE q) DELETE FROM v";
    asks(
        &[Dialect::Postgres],
        two,
        &[
            "This DELETE has no WHERE: it changes every row of `x`.",
            "This DELETE has no WHERE: it changes every row of `v`.",
        ],
    );
}

#[test]
fn truncate_and_drop_are_asked_about() {
    for (sql, expect) in [
        ("TRUNCATE orders", "This TRUNCATE removes every row of `orders`."),
        (
            "truncate table only public.orders, other cascade",
            "This TRUNCATE removes every row of `public.orders`, `other`.",
        ),
        ("DROP TABLE orders", "This DROP TABLE removes `orders` with all that is in it."),
        (
            "drop /* x */ table if exists a, \"b c\" cascade",
            "This DROP TABLE removes `a`, `b c` with all that is in it.",
        ),
        ("DROP DATABASE shop", "This DROP DATABASE removes `shop` with all that is in it."),
        ("DROP SCHEMA IF EXISTS old CASCADE", "This DROP SCHEMA removes `old` with all that is in it."),
        ("DROP TABLE", "This DROP TABLE removes its table with all that is in it."),
    ] {
        asks(&BOTH, sql, &[expect]);
    }
    // Of 20 names, the first 8 (`limits::ASKED`) are shown.
    let many: Vec<String> = (0..20).map(|at| format!("t{at}")).collect();
    let words = dangers(&format!("DROP TABLE {}", many.join(",")), Dialect::Postgres).join("");
    assert!(words.contains("`t7` and 12 more"), "{words}");
}

#[test]
fn statements_that_lose_no_whole_table_are_not_asked_about() {
    for sql in [
        "",
        "SELECT 1",
        "DELETE FROM orders WHERE id = 1",
        "delete from orders where id in (select id from other)",
        "DELETE FROM orders/**/WHERE/**/id = 1",
        "DELETE FROM orders AS o WHERE(true)",
        "UPDATE orders SET a = 1 WHERE id = 1",
        "UPDATE orders SET a = (SELECT 1) WHERE id = 1 RETURNING a",
        "WITH x AS (SELECT 1) DELETE FROM orders WHERE id = 1",
        "INSERT INTO orders VALUES (1) ON CONFLICT DO UPDATE SET a = 1",
        "WITH x AS (SELECT 1) INSERT INTO orders SELECT 1 FROM x WHERE true ON CONFLICT (id) DO UPDATE SET a = 1",
        "CREATE TABLE a(b REFERENCES c ON DELETE CASCADE ON UPDATE SET NULL)",
        "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; UPDATE c SET d = 1; END",
        "SELECT 'DELETE FROM orders'",
        "SELECT \"delete\" FROM orders",
        "-- DELETE FROM orders\nSELECT 1",
        "DROP VIEW orders",
        "DROP INDEX orders",
        "EXPLAIN DELETE FROM orders",
        "SELECT count(*) AS truncated FROM t",
    ] {
        asks(&BOTH, sql, &[]);
    }
    for sql in [
        "SELECT * FROM orders FOR UPDATE",
        "SELECT * FROM orders FOR NO KEY UPDATE OF orders",
        "SELECT a AS delete FROM orders",
        "GRANT UPDATE, DELETE ON orders TO ann",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET c = 1",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM orders WHERE id = 1 RETURNING *) SELECT * FROM gone",
        "EXPLAIN (VERBOSE) UPDATE orders SET a = 1",
    ] {
        asks(&[Dialect::Postgres], sql, &[]);
    }
}
