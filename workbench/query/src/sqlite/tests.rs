//! Tests with files that are good, bad, locked or cut short, and with statements that never end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use crate::connected::Connected;
use crate::error::{QueryError, Trouble};
use crate::fetch::{Bounds, Fetch, Part, Reached};
use crate::flags::Transaction;
use crate::grid::{Grid, Value};
use crate::limits;
use crate::source::Source;

const BOUNDS: Bounds = Bounds { rows: 1_000, bytes: 1 << 20, value_bytes: 1 << 16 };

fn open(path: &Path) -> Result<Connected, QueryError> {
    let source = Source::parse(&path.to_string_lossy(), Path::new("")).unwrap();
    Connected::open_with(&source, None, &|| false, Duration::from_millis(60))
}

/// Creates a file with a table `t(a, b)` of three rows.
fn file(folder: &Path) -> PathBuf {
    let path = folder.join("shop.db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("CREATE TABLE t(a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'ÿ'), (3, NULL);")
        .unwrap();
    path
}

struct Ran {
    grid: Grid,
    reached: Option<Reached>,
    result: Result<String, QueryError>,
}

fn run_within(connected: &mut Connected, sql: &str, bounds: Bounds) -> Ran {
    let mut grid = Grid::default();
    let mut keep = |part| match part {
        Part::Columns(columns) => grid = Grid::new(columns),
        Part::Rows(rows) => grid.append(&rows),
    };
    let mut fetch = Fetch::new(bounds, &mut keep);
    let flags = Arc::clone(&connected.flags);
    let result = connected.database.run(sql, &mut fetch, &flags);
    let reached = fetch.reached();
    Ran { grid, reached, result }
}

fn run(connected: &mut Connected, sql: &str) -> Ran {
    run_within(connected, sql, BOUNDS)
}

fn trouble(result: Result<String, QueryError>) -> Trouble {
    match result {
        Err(QueryError::Statement(trouble)) => *trouble,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_is_no_database_is_refused_with_words() {
    let folder = tempfile::tempdir().unwrap();
    let check = |path: PathBuf, expect: QueryError| {
        assert_eq!(open(&path).map(|_| ()).unwrap_err(), expect, "{expect}");
    };
    let missing = folder.path().join("none.db");
    check(missing.clone(), QueryError::Missing { path: missing.clone() });
    assert!(!missing.exists(), "a missing file is not created");
    check(folder.path().to_owned(), QueryError::NotAFile { path: folder.path().to_owned() });
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database at all, but long enough to hold a header of one".repeat(20)).unwrap();
    check(text.clone(), QueryError::NotADatabase { path: text });
    let empty = folder.path().join("empty.db");
    std::fs::write(&empty, "").unwrap();
    assert!(
        open(&empty).is_ok_and(|connected| connected.schema.tables.is_empty()),
        "an empty file is an empty database"
    );
}

#[test]
fn a_damaged_file_costs_a_statement_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE u(a); INSERT INTO u VALUES (7)").unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    // The second page holds the rows of t.
    bytes[4096..4200].fill(0xAA);
    std::fs::write(&path, bytes).unwrap();
    let mut connected = open(&path).unwrap();
    let words = trouble(run(&mut connected, "SELECT * FROM t").result).message;
    assert!(words.contains("malformed"), "{words}");
    assert_eq!(run(&mut connected, "SELECT * FROM u").grid.value(0, 0), Value::Number("7"));
}

#[test]
fn opening_alone_changes_no_byte_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let other = folder.path().join("wal.db");
    {
        let connection = Connection::open(&other).unwrap();
        connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
        connection.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE w(a); INSERT INTO w VALUES (1);").unwrap();
    }
    for path in [path, other] {
        let before = std::fs::read(&path).unwrap();
        let connected = open(&path).unwrap();
        assert_eq!(connected.schema.tables.len(), 1, "what lies in the log counts");
        drop(connected);
        assert_eq!(std::fs::read(&path).unwrap(), before, "{}", path.display());
    }
}

#[test]
fn a_file_marked_read_only_is_read_and_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let mut connected = open(&path).unwrap();
    assert!(connected.database.is_read_only());
    assert_eq!(run(&mut connected, "SELECT * FROM t").grid.rows(), 3);
    let trouble = trouble(run(&mut connected, "DELETE FROM t").result);
    assert!(trouble.message.contains("readonly") && trouble.hint.is_some(), "{trouble}");
}

#[test]
fn a_locked_file_is_waited_for_and_then_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let mut connected = open(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM t").unwrap();
    assert_eq!(run(&mut connected, "SELECT * FROM t").grid.rows(), 3, "readers go on");
    let result = run(&mut connected, "INSERT INTO t VALUES (9, '')").result;
    assert_eq!(result, Err(QueryError::Locked { seconds: 0 }));
    assert!(result.unwrap_err().to_string().contains("locked by another writer"));
    other.execute_batch("ROLLBACK; BEGIN EXCLUSIVE").unwrap();
    assert_eq!(open(&path).map(|_| ()), Err(QueryError::Locked { seconds: 0 }), "also while opening");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(run(&mut connected, "INSERT INTO t VALUES (9, '')").result, Ok("1 row changed".to_owned()));
}

#[test]
fn opening_a_locked_file_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let source = Source::parse(&path.to_string_lossy(), Path::new("")).unwrap();
    let looks = std::cell::Cell::new(0);
    let cancelled = || looks.replace(looks.get() + 1) >= 2;
    let opened = Connected::open_with(&source, None, &cancelled, Duration::from_secs(3_600));
    assert_eq!(opened.map(|_| ()), Err(QueryError::Cancelled));
}

#[test]
fn an_endless_statement_is_stopped_by_the_flag_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let flags = Arc::clone(&connected.flags);
    let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    // Cancel before the statement begins, so that no call of the interrupt handle can have stopped it.
    flags.cancel();
    assert_eq!(run(&mut connected, sql).result, Err(QueryError::Cancelled));
    flags.begin();
    assert_eq!(run(&mut connected, "SELECT a FROM t").grid.rows(), 3, "the connection lives on");
    let other = Connection::open(connected.source.to_string()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    flags.cancel();
    assert_eq!(run(&mut connected, "DELETE FROM t").result, Err(QueryError::Cancelled), "waiting for a lock ends too");
}

#[test]
fn the_interrupt_handle_stops_a_statement_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let stopper = connected.database.stopper();
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = Arc::clone(&ended);
    // A call before the statement runs is lost, so call until the statement has ended.
    let stop = std::thread::spawn(move || {
        while !seen.load(std::sync::atomic::Ordering::SeqCst) {
            stopper.stop();
            std::thread::yield_now();
        }
    });
    let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    let result = run(&mut connected, sql).result;
    ended.store(true, std::sync::atomic::Ordering::SeqCst);
    stop.join().unwrap();
    assert_eq!(result, Err(QueryError::Cancelled));
}

#[test]
fn limits_of_rows_and_bytes_hold_while_fetching() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n";
    let ran = run_within(&mut connected, endless, Bounds { rows: 10, ..BOUNDS });
    assert_eq!((ran.grid.rows(), ran.reached, ran.result), (10, Some(Reached::Rows(10)), Ok(String::new())));
    let ran = run_within(&mut connected, "SELECT a FROM t", Bounds { rows: 3, ..BOUNDS });
    assert_eq!((ran.grid.rows(), ran.reached), (3, None), "exactly the limit is the whole");
    let wide = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT printf('%1000d', x) FROM n";
    let ran = run_within(&mut connected, wide, Bounds { bytes: 100_000, ..BOUNDS });
    assert_eq!((ran.grid.rows(), ran.reached), (98, Some(Reached::Bytes(100_000))));
    assert_eq!(ran.grid.cut_values(), 0, "a row that does not fit is left out whole");
    assert!(ran.grid.bytes() < 300_000, "{}", ran.grid.bytes());
}

#[test]
fn a_hundred_megabytes_in_one_value_are_cut_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let ran = run(&mut connected, "SELECT zeroblob(104857600), 5");
    assert_eq!(ran.result, Ok(String::new()));
    assert!(matches!(ran.grid.value(0, 0), Value::Blob(bytes) if bytes.len() == BOUNDS.value_bytes));
    assert_eq!((ran.grid.whole_length(0, 0), ran.grid.value(0, 1)), (Some(104_857_600), Value::Number("5")));
}

#[test]
fn every_kind_of_value_is_told_from_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let ran = run(&mut connected, "SELECT NULL, '', 12, 1.0, 1e300, X'00FF', CAST(X'61FF' AS TEXT), 'è'");
    let values: Vec<Value<'_>> = (0..8).map(|column| ran.grid.value(0, column)).collect();
    let expect = [
        Value::Null,
        Value::Text(""),
        Value::Number("12"),
        Value::Number("1.0"),
        Value::Number("1e300"),
        Value::Blob(&[0, 255]),
        Value::NotText(&[0x61, 0xff]),
        Value::Text("è"),
    ];
    assert_eq!(values, expect);
}

#[test]
fn two_thousand_columns_are_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let columns: Vec<String> = (0..2_000).map(|at| format!("{at} AS c{at}")).collect();
    let ran = run(&mut connected, &format!("SELECT {}", columns.join(", ")));
    assert_eq!((ran.grid.columns().len(), ran.grid.value(0, 1_999)), (2_000, Value::Number("1999")));
}

#[test]
fn an_error_says_where_it_is_in_characters() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    for (sql, words, at) in [
        ("SELECT 'é' FORM t", "near \"t\"", Some(16)),
        ("SELECT é FROM t", "no such column: é", Some(7)),
        ("SELECT 'é', nope FROM t", "no such column: nope", Some(12)),
        ("SELEC 1", "near \"SELEC\"", Some(0)),
        ("SELECT * FROM nope", "no such table: nope", None),
        ("SELECT", "incomplete input", None),
    ] {
        let trouble = trouble(run(&mut connected, sql).result);
        assert!(trouble.message.contains(words), "{sql}: {trouble}");
        if at.is_some() {
            assert_eq!(trouble.at, at, "{sql}");
        }
    }
}

#[test]
fn an_open_transaction_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    for (sql, words, transaction) in [
        ("BEGIN", "done", Transaction::Open),
        ("UPDATE t SET a = a + 1", "3 rows changed", Transaction::Open),
        ("ROLLBACK", "done", Transaction::None),
        ("CREATE TABLE u(a)", "done", Transaction::None),
    ] {
        assert_eq!(run(&mut connected, sql).result.as_deref(), Ok(words));
        assert_eq!(connected.database.transaction(), transaction, "{sql}");
    }
}

#[test]
fn the_tables_are_listed_also_beside_a_broken_view() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    let sql = "CREATE TABLE gone(x); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone; CREATE TABLE \"Two Words\"(z BLOB)";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let schema = open(&path).unwrap().schema;
    let names: Vec<(&str, bool)> = schema.tables.iter().map(|table| (table.name.as_str(), table.is_view)).collect();
    assert_eq!(names, [("broken", true), ("t", false), ("Two Words", false)]);
    let column = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    assert_eq!(schema.tables[1].columns, [column("a", "INTEGER"), column("b", "TEXT")]);
    assert_eq!(schema.tables[2].columns, [column("z", "BLOB")]);
    assert!(!schema.more && limits::TABLES > 3);
}
