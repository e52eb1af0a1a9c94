//! Tests of the pane on a real PostgreSQL server: rows, errors, limits, transactions, and a server that dies.
#![cfg(unix)]

#[path = "../common/driver.rs"]
mod driver;
mod exports;
mod passwords;
mod server;
mod silent;
mod tls;

use driver::{desk, desk_of_odd_text, pane};
use egui_kittest::kittest::Queryable as _;
use multisplit_pane_query::QueryState;
use server::{Server, shared};

#[test]
fn values_of_all_types_are_shown_in_the_words_of_the_server() {
    let Some(server) = shared() else { return };
    for url in [server.url("boss", ""), server.socket_url()] {
        let mut desk = desk(pane(&url));
        desk.run(
            "SELECT 17 AS i, 1.50::numeric AS n, true AS b, '{1,2}'::int[] AS a, '2020-02-29'::date AS d, \
             '\\x00ff'::bytea AS x, 'é' AS t, NULL AS nothing, '' AS empty, row(1, 'z') AS r, '{\"k\": 1}'::jsonb AS j",
        );
        for words in ["17", "1.50", "{1,2}", "2020-02-29", "\\x00ff", "é", "NULL", "(1,z)", "{\"k\": 1}", "nothing"] {
            assert!(desk.harness.query_by_label(words).is_some(), "{words}: {:#?}", desk.labels());
        }
        assert!(desk.sees("1 row,"));
    }
}

#[test]
fn an_error_has_the_servers_words_detail_and_hint_and_is_marked() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("SELECT 'é';\nSELECT nme\nFROM (SELECT 1 AS name) AS x");
    assert!(desk.sees("column \"nme\" does not exist") && desk.sees("Hint: Perhaps you meant"), "{:#?}", desk.labels());
    assert!(desk.sees("line 2, column 8"), "{:#?}", desk.labels());
    desk.run("CREATE TEMP TABLE u(a int PRIMARY KEY); INSERT INTO u VALUES (7); INSERT INTO u VALUES (7)");
    assert!(desk.sees("duplicate key") && desk.sees("Detail: Key (a)=(7) already exists"));
    desk.run("SELEC 1");
    assert!(desk.sees("syntax error") && desk.sees("line 1, column 1"));
}

#[test]
fn cancelling_stops_the_statement_on_the_server() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    let running = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(601)%'";
    desk.start("SELECT pg_sleep(601)").until("the server to run it", |_| server.sql(running) == "1");
    assert!(desk.sees("running,"));
    desk.click("Cancel").until_seen("cancelled");
    assert_eq!(server.sql(running), "0");
    for _ in 0..10 {
        // Cancel at once, when the server may not have read the statement yet.
        desk.start("SELECT pg_sleep(604)").click("Cancel").until("the end", |desk| !desk.harness.state().is_busy());
        desk.until_seen("cancelled");
        assert!(!desk.sees("Not connected"));
    }
    for _ in 0..20 {
        desk.run("SELECT 'goes on' AS it");
        assert!(desk.sees("goes on"), "no request to stop hits a later statement: {:#?}", desk.labels());
    }
}

#[test]
fn a_pane_that_goes_away_stops_its_statement_and_its_connection() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    let there = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(602)%'";
    desk.start("SELECT pg_sleep(602)").until("the server to run it", |_| server.sql(there) == "1");
    drop(desk);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while server.sql(there) != "0" {
        assert!(std::time::Instant::now() < deadline, "the server works on for nobody");
    }
}

#[test]
fn a_limit_ends_a_result_and_leaves_the_transaction_alone() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.harness.state_mut().restore(&QueryState { row_limit: 1_500, ..QueryState::default() });
    desk.run("BEGIN; SELECT generate_series(1, 2000000000) AS n");
    assert!(desk.sees("1,500 rows,") && desk.sees("limit reached at 1,500 rows"), "{:#?}", desk.labels());
    assert!(desk.sees("Transaction open") && !desk.sees("failed"));
    desk.run("SELECT generate_series(1, 1500) AS n");
    assert!(desk.sees("1,500 rows,") && !desk.sees("limit reached"), "exactly the limit is the whole");
    // The first batch has 64 rows, so the limit and the end of the batch coincide.
    desk.harness.state_mut().restore(&QueryState { row_limit: 64, ..QueryState::default() });
    desk.run("SELECT generate_series(1, 64) AS n");
    assert!(desk.sees("64 rows,") && !desk.sees("limit reached"), "exactly a batch is the whole: {:#?}", desk.labels());
    desk.run("SELECT generate_series(1, 65) AS n");
    assert!(desk.sees("64 rows,") && desk.sees("limit reached at 64 rows"), "{:#?}", desk.labels());
    desk.harness.state_mut().restore(&QueryState { row_limit: 1_500, ..QueryState::default() });
    desk.run("SELECT repeat('x', 1000000) FROM generate_series(1, 1000000)");
    assert!(desk.sees("limit reached at 64.0 MiB") && desk.sees("Transaction open"), "{:#?}", desk.labels());
    desk.run("SELECT repeat('x', 1000000) FROM generate_series(1, 1000); SELECT 1; SELECT 'also' AS it");
    assert!(desk.sees("limit reached at 64.0 MiB"), "of all results together: {:#?}", desk.labels());
    desk.run("COMMIT");
    assert!(!desk.sees("Transaction"));
}

#[test]
fn a_hundred_megabytes_in_one_value_never_enter_memory() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("SELECT repeat('x', 104857600) AS large, 'beside' AS small");
    assert!(desk.sees("(100.0 MiB in all)") && desk.sees("beside"), "{:#?}", desk.labels());
    assert!(desk.harness.state().bytes() < 16 * 1024 * 1024, "{}", desk.harness.state().bytes());
    desk.harness.state_mut().restore(&QueryState { export_path: "x.csv".to_owned(), ..QueryState::default() });
    desk.harness.run_steps(2);
    desk.click("Export CSV").until_seen("not exported: 1 values are longer");
}

#[test]
fn a_transaction_that_failed_is_said_until_rollback() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("BEGIN; SELECT 1 / 0");
    assert!(desk.sees("division by zero") && desk.sees("Transaction failed: ROLLBACK"));
    assert!(desk.harness.state().unsaved().is_some_and(|words| words.contains("has failed")));
    desk.run("ROLLBACK");
    assert!(!desk.sees("Transaction") && desk.harness.state().unsaved().is_none());
}

#[test]
fn statements_of_all_kinds_leave_the_connection_in_step() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("CREATE TEMP TABLE p(a int UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO p VALUES (1), (2)");
    assert!(desk.sees("INSERT 0 2"), "{:#?}", desk.labels());
    for (sql, words) in [
        // The error comes after the statement, when the server commits.
        ("INSERT INTO p VALUES (1)", "duplicate key"),
        ("INSERT INTO p SELECT 5 FROM generate_series(1, 2)", "duplicate key"),
        ("VACUUM", "VACUUM"),
        ("COPY p FROM STDIN", "COPY FROM STDIN has no input here"),
        ("COPY (SELECT generate_series(1, 300000)) TO STDOUT", "COPY TO STDOUT is not shown here"),
        ("DO $$ BEGIN RAISE NOTICE 'hello; there'; END $$", "NOTICE: hello; there"),
        ("DO ''", "error"),
        ("SELECT", "1 row,"),
        ("SHOW server_encoding", "UTF8"),
        ("EXPLAIN SELECT 1", "Result"),
        ("SELECT $1", "error"),
        ("INSERT INTO p VALUES (9) RETURNING a + 90", "99"),
        ("SET client_min_messages = 'debug1'", "SET"),
    ] {
        desk.run(sql);
        assert!(desk.sees(words), "{sql}: {:#?}", desk.labels());
        desk.run("SELECT 'in step' AS it");
        assert!(desk.sees("in step"), "after {sql}: {:#?}", desk.labels());
    }
}

#[test]
fn text_that_is_not_utf8_is_shown_as_well_as_it_can_be() {
    let Some(server) = shared() else { return };
    server.sql("CREATE DATABASE raw ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    let mut desk = desk_of_odd_text(pane(&server.url("boss", "").replace("/postgres", "/raw")));
    desk.run("SET client_encoding = 'SQL_ASCII'; SELECT E'a\\xffb'::text");
    assert!(desk.sees("a\u{fffd}b"), "{:#?}", desk.labels());
}

#[test]
fn tables_of_other_schemas_are_listed_with_their_names() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("CREATE SCHEMA IF NOT EXISTS \"Side\"; CREATE TABLE \"Side\".things(id int, \"Big\" numeric(9, 2))");
    desk.until_seen("Side.things").click("Columns of Side.things");
    assert!(desk.sees("numeric(9,2)") && desk.sees("Big"));
    desk.click("Side.things");
    assert!(desk.harness.state().state().sql.ends_with("SELECT * FROM \"Side\".things LIMIT 100;"));
}

#[test]
fn a_server_that_dies_costs_the_statement_and_no_text() {
    let Some(mut server) = Server::start() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.start("SELECT pg_sleep(603)").until_seen("running,");
    server.stop();
    desk.until_seen("Not connected: the connection to postgres at 127.0.0.1");
    assert_eq!(desk.harness.state().state().sql, "SELECT pg_sleep(603)");
    assert!(!desk.harness.state().is_busy() && desk.harness.state().unsaved().is_none());
    desk.click("Reconnect").until_seen("cannot be reached");
    assert!(desk.sees("Reconnect"));
}

#[test]
fn a_connection_that_was_ended_is_made_again_by_a_click() {
    let Some(server) = Server::start() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("SELECT 'before'");
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'multisplit'");
    desk.run("SELECT 'after' AS it");
    assert!(desk.sees("Not connected"), "{:#?}", desk.labels());
    desk.click("Reconnect").until("a connection", |desk| !desk.sees("Connecting") && !desk.sees("Not connected"));
    desk.run("SELECT 'after' AS it");
    assert!(desk.sees("1 row,"));
}
