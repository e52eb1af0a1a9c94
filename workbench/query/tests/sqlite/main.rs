//! Tests of the pane on an SQLite file, from typed text to rows, files and states.

#[path = "../common/driver.rs"]
mod driver;
mod exports;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use driver::{Desk, desk, desk_of_odd_text, pane};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use multisplit_pane_query::{QueryError, QueryPane, QueryState, Source};

const CTRL: Modifiers = Modifiers::COMMAND;
const ENDLESS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

struct Shop {
    folder: tempfile::TempDir,
    desk: Desk,
}

/// Creates a pane on an empty database.
fn shop() -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    std::fs::write(&path, "").unwrap();
    let desk = desk(pane(&path.to_string_lossy()));
    Shop { folder, desk }
}

impl Shop {
    fn state(&self) -> QueryState {
        self.desk.harness.state().state()
    }

    fn copied(&mut self) -> String {
        self.desk.harness.event(Event::Copy);
        self.desk.harness.step();
        let copied = self.desk.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        copied.unwrap_or_default()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

#[test]
fn typed_sql_shows_rows_after_ctrl_enter_and_after_f5() {
    let mut shop = shop();
    shop.desk.type_text("SELECT 'first' AS answer").press(CTRL, Key::Enter).until_seen("1 row,");
    assert!(shop.desk.sees("answer") && shop.desk.sees("first"));
    shop.desk.press(CTRL, Key::A).type_text("SELECT 'second'").press(Modifiers::NONE, Key::F5).until_seen("second");
    assert!(!shop.desk.sees("first"));
    assert_eq!(shop.state().sql, "SELECT 'second'", "no key went into the text");
}

#[test]
fn what_is_typed_in_the_same_frame_as_ctrl_enter_is_run() {
    let mut shop = shop();
    let key = Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers: CTRL };
    let input = shop.desk.harness.input_mut();
    input.events.extend([Event::Text("SELECT 'quick' AS it".to_owned()), key]);
    shop.desk.harness.step();
    shop.desk.until_seen("1 row,");
    assert_eq!(shop.state().sql, "SELECT 'quick' AS it");
}

#[test]
fn the_statement_under_the_cursor_runs_or_all_that_is_selected() {
    let mut shop = shop();
    shop.desk.type_text("SELECT 'upper';\nSELECT 'lower'").press(CTRL, Key::Enter).until_seen("1 row,");
    let rows = |desk: &Desk, words: &str| desk.harness.query_all_by_label(words).count();
    assert_eq!((rows(&shop.desk, "lower"), rows(&shop.desk, "upper")), (1, 0));
    shop.desk
        .press(Modifiers::NONE, Key::ArrowUp)
        .press(CTRL, Key::Enter)
        .until("upper", |desk| rows(desk, "upper") == 1);
    shop.desk.press(CTRL, Key::A).press(CTRL, Key::Enter).until_seen("2 of 2");
    assert_eq!(rows(&shop.desk, "lower"), 1, "the last rows are shown");
    shop.desk.click("Previous result");
    assert_eq!((rows(&shop.desk, "upper"), rows(&shop.desk, "lower")), (1, 0));
}

#[test]
fn statements_stop_at_the_first_error_which_is_marked_in_the_text() {
    let mut shop = shop();
    shop.desk.start("CREATE TABLE t(a);\nSELECT nope FROM t;\nDROP TABLE t").click("Run it").until_idle();
    assert!(shop.desk.sees("no such column: nope") && shop.desk.sees("line 2, column 8") && shop.desk.sees("2 of 3"));
    shop.desk.click("Next result");
    assert!(shop.desk.sees("not run"));
    shop.desk.click("Previous result").click("line 2, column 8");
    assert_eq!(shop.state().cursor, "CREATE TABLE t(a);\nSELECT ".len() as u64, "the cursor goes there");
    shop.desk.type_text(" ");
    assert!(shop.desk.sees("no such column") && !shop.desk.sees("line 2"), "another text has other places");
    shop.desk.run("SELECT count(*) AS n FROM t");
    assert!(shop.desk.sees("1 row,"), "the table stayed");
}

#[test]
fn nothing_to_run_is_said() {
    let mut shop = shop();
    shop.desk.run(" -- only a remark");
    assert!(shop.desk.sees("there is no statement to run"));
    shop.desk.run("SELECT 1");
    assert!(!shop.desk.sees("there is no statement"));
}

#[test]
fn an_endless_statement_is_cancelled_and_the_pane_goes_on() {
    let mut shop = shop();
    shop.desk.start(ENDLESS).until_seen("running,");
    let pane = shop.desk.harness.state();
    assert!(pane.is_busy() && pane.unsaved().is_some_and(|words| words.contains("running")));
    shop.desk.click("Cancel").until("the end", |desk| !desk.harness.state().is_busy());
    shop.desk.until_seen("cancelled");
    assert_eq!(shop.desk.harness.state().unsaved(), None);
    shop.desk.run("SELECT 'alive' AS it");
    assert!(shop.desk.sees("alive"));
}

#[test]
fn a_pane_that_goes_away_stops_its_statement() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    std::fs::write(&path, "").unwrap();
    let woken = Arc::new(());
    let seen = Arc::downgrade(&woken);
    let source = Source::parse(&path.to_string_lossy(), Path::new("")).unwrap();
    let connected = multisplit_pane_query::Connected::open(&source, None, &|| false).unwrap();
    let mut desk = desk(QueryPane::from_connected(connected, Arc::new(move || drop(Arc::clone(&woken)))));
    desk.start(ENDLESS).until_seen("running,");
    drop(desk);
    // The thread holds `wake` until it ends.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while seen.upgrade().is_some() {
        assert!(std::time::Instant::now() < deadline, "the thread runs on");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

#[test]
fn the_row_limit_is_named_where_it_is_reached() {
    let mut shop = shop();
    let state = QueryState { row_limit: 1_500, ..QueryState::default() };
    shop.desk.harness.state_mut().restore(&state);
    shop.desk.run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n");
    assert!(shop.desk.sees("1,500 rows,") && shop.desk.sees("limit reached at 1,500 rows"));
    shop.desk.run("SELECT 1");
    assert!(!shop.desk.sees("limit reached"));
}

#[test]
fn an_open_transaction_is_said_until_it_ends() {
    let mut shop = shop();
    shop.desk.run("CREATE TABLE t(a); BEGIN; INSERT INTO t VALUES (1)");
    assert!(shop.desk.sees("Transaction open"));
    assert!(shop.desk.harness.state().unsaved().is_some_and(|words| words.contains("transaction is open")));
    shop.desk.run("COMMIT");
    assert!(!shop.desk.sees("Transaction open"));
    assert_eq!(shop.desk.harness.state().unsaved(), None);
}

#[test]
fn a_click_on_a_table_adds_a_query_and_its_columns_unfold() {
    let mut shop = shop();
    shop.desk.run("CREATE TABLE \"Two Words\"(price REAL)").until_seen("Two Words");
    assert!(!shop.desk.sees("REAL"));
    shop.desk.click("Columns of Two Words");
    assert!(shop.desk.sees("price") && shop.desk.sees("REAL"));
    shop.desk.harness.state_mut().restore(&QueryState { sql: "SELECT 1".to_owned(), ..QueryState::default() });
    shop.desk.click("Two Words");
    assert_eq!(shop.state().sql, "SELECT 1;\nSELECT * FROM \"Two Words\" LIMIT 100;");
    shop.desk.press(CTRL, Key::Enter).until_seen("0 rows,");
}

#[test]
fn cells_and_rows_are_copied() {
    let mut shop = shop();
    shop.desk.run("SELECT 'one' AS a, 'two' || char(10) || 'lines' AS b UNION ALL SELECT X'0AFF', NULL");
    shop.desk.click("one");
    assert_eq!(shop.copied(), "one");
    shop.desk.press(Modifiers::NONE, Key::ArrowRight);
    assert_eq!(shop.copied(), "two\nlines");
    shop.desk.press(Modifiers::NONE, Key::ArrowLeft).press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(shop.copied(), "\\x0aff");
    shop.desk.harness.get_all_by_label("1").next().unwrap().click();
    shop.desk.harness.run_steps(3);
    assert_eq!(shop.copied(), "one\t\"two\nlines\"");
}

#[test]
fn a_result_is_exported_and_a_file_is_replaced_at_the_second_try_only() {
    let mut shop = shop();
    let export_path = shop.file("out.csv").to_string_lossy().into_owned();
    shop.desk.harness.state_mut().restore(&QueryState { export_path, ..QueryState::default() });
    shop.desk.run("SELECT 1 AS a, NULL AS b, '' AS c, 'x,\"y\"' AS d");
    shop.desk.click("Export CSV").until_seen("exported to");
    let text = std::fs::read_to_string(shop.file("out.csv")).unwrap();
    assert_eq!(text, "a,b,c,d\r\n1,,\"\",\"x,\"\"y\"\"\"\r\n");
    shop.desk.run("SELECT 2 AS z");
    shop.desk.click("Export CSV").until_seen("exists; export again to replace it");
    assert_eq!(std::fs::read_to_string(shop.file("out.csv")).unwrap(), text);
    shop.desk.click("Export CSV").until_seen("exported to");
    assert_eq!(std::fs::read_to_string(shop.file("out.csv")).unwrap(), "z\r\n2\r\n");
}

#[test]
fn two_thousand_columns_are_shown_a_page_at_a_time() {
    let mut shop = shop();
    let columns: Vec<String> = (0..2_000).map(|at| format!("{at} AS c{at}")).collect();
    let sql = format!("SELECT {}", columns.join(", "));
    shop.desk.harness.state_mut().restore(&QueryState { sql, ..QueryState::default() });
    shop.desk.press(CTRL, Key::Enter).until_seen("columns 1 to 64 of 2000");
    shop.desk.click("Columns after");
    assert!(shop.desk.sees("columns 65 to 128 of 2000") && shop.desk.harness.query_by_label("c64").is_some());
}

#[test]
fn a_large_result_draws_no_more_rows_than_fit() {
    let mut shop = shop();
    shop.desk
        .run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 9000) SELECT 'row ' || x FROM n");
    assert!(shop.desk.sees("9,000 rows"));
    let drawn = shop.desk.labels().iter().filter(|words| words.starts_with("row ")).count();
    assert!((5..100).contains(&drawn), "{drawn}");
}

#[test]
fn a_pane_of_any_size_draws() {
    let mut shop = shop();
    shop.desk.run("CREATE TABLE t(a, b); SELECT 1 AS x; SELECT 2 AS y");
    for size in [(400.0, 300.0), (90.0, 700.0), (1_000.0, 50.0), (20.0, 20.0), (1.0, 1.0), (1_000.0, 700.0)] {
        shop.desk.harness.set_size(size.into());
        shop.desk.harness.run_steps(4);
    }
    shop.desk.run("SELECT 'still'");
    assert!(shop.desk.sees("still"));
}

#[test]
fn text_cursor_limit_and_path_come_back_and_rows_do_not() {
    let mut shop = shop();
    shop.desk.run("SELECT 'a row' AS it");
    let path = shop.file("shop.db").to_string_lossy().into_owned();
    shop.desk.harness.state_mut().restore(&QueryState {
        sql: "SELECT 1;\nSELECT 2".to_owned(),
        cursor: 3,
        row_limit: 77,
        export_path: "x.csv".to_owned(),
    });
    shop.desk.harness.run_steps(3);
    let state = shop.state();
    let text = serde_json::to_string(&state).unwrap();
    assert!(!text.contains("a row"), "{text}");
    let mut again = desk(pane(&path));
    again.harness.state_mut().restore(&serde_json::from_str(&text).unwrap());
    again.harness.run_steps(3);
    assert_eq!(again.harness.state().state(), state);
    assert!(!again.sees("1 row"));
    let odd = QueryState { cursor: u64::MAX, row_limit: u64::MAX, sql: "é".to_owned(), ..QueryState::default() };
    again.harness.state_mut().restore(&odd);
    again.harness.run_steps(3);
    assert_eq!(again.harness.state().state().cursor, 1);
    again.run("SELECT 'still'");
    assert!(again.sees("still"));
    assert_eq!(serde_json::from_str::<QueryState>("{}").unwrap(), QueryState::default());
}

#[test]
fn the_bytes_of_a_result_are_counted_and_freed() {
    let mut shop = shop();
    let before = shop.desk.harness.state().bytes();
    shop.desk.run(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 5000) SELECT printf('%01000d', x) FROM n",
    );
    let with = shop.desk.harness.state().bytes();
    assert!(with > before + 5_000_000 && with < before + 20_000_000, "{before} {with}");
    shop.desk.run("SELECT 1");
    assert!(shop.desk.harness.state().bytes() < before + 100_000);
}

#[test]
fn text_that_is_not_utf8_is_shown_as_well_as_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.db");
    std::fs::write(&path, "").unwrap();
    let mut desk = desk_of_odd_text(pane(&path.to_string_lossy()));
    desk.run("SELECT CAST(X'61FF62' AS TEXT), '漢字 🦀'");
    assert!(desk.sees("a\u{fffd}b") && desk.sees("漢字 🦀"), "{:#?}", desk.labels());
}

#[test]
fn opening_fails_with_words_and_never_with_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let source = Source::parse("none.db", folder.path()).unwrap();
    let error = multisplit_pane_query::Connected::open(&source, None, &|| false).unwrap_err();
    assert!(matches!(&error, QueryError::Missing { path } if *path == folder.path().join("none.db")), "{error}");
    assert!(!error.wants_password());
}

#[test]
fn columns_are_as_wide_as_what_stands_in_them_and_names_stand_over_their_values() {
    let mut shop = shop();
    shop.desk.run("SELECT 7 AS quantity_of_all, 'a text that is rather long' AS b UNION ALL SELECT 1234567, 'short'");
    let rect = |desk: &Desk, words: &str| desk.harness.get_by_label(words).rect();
    let (name, small, large) =
        (rect(&shop.desk, "quantity_of_all"), rect(&shop.desk, "7"), rect(&shop.desk, "1234567"));
    assert!((name.right() - small.right()).abs() < 1.0 && (small.right() - large.right()).abs() < 1.0);
    let (text, head) = (rect(&shop.desk, "a text that is rather long"), rect(&shop.desk, "b"));
    assert!((head.left() - text.left()).abs() < 1.0, "{head:?} {text:?}");
    assert!(text.left() - name.right() < 30.0, "no wider than its name: {name:?} {text:?}");
    shop.desk.run("SELECT 1 AS n");
    assert!(rect(&shop.desk, "n").right() < name.right(), "another result, other widths");
}
