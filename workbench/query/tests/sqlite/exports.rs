//! Tests that an exported file has all rows, or that the pane says what is missing.

use std::path::Path;

use egui_kittest::kittest::Queryable as _;
use multisplit_pane_query::QueryState;

use crate::driver::Desk;
use crate::{Shop, shop};

const NUMBERS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n";

/// Creates a pane that shows at most 1,000 rows and exports to `out.csv`.
fn small_shop() -> Shop {
    let mut shop = shop();
    let export_path = shop.file("out.csv").to_string_lossy().into_owned();
    let state = QueryState { row_limit: 1_000, export_path, ..QueryState::default() };
    shop.desk.harness.state_mut().restore(&state);
    shop.desk.harness.run_steps(2);
    shop
}

fn read(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Starts an export, and waits until it has begun to write.
fn begin_export(desk: &mut Desk) {
    desk.click("Export CSV");
    desk.until("rows to be written", |desk| {
        let labels = desk.labels();
        labels.iter().any(|words| words.starts_with("exporting, ") && words != "exporting, 0 rows")
    });
}

#[test]
fn a_button_that_cannot_be_pressed_says_why() {
    let tip_is = |desk: &mut Desk, words: &str| {
        desk.harness.get_by_label("Row limit").hover();
        desk.harness.step();
        desk.harness.get_by_label("Export CSV").hover();
        desk.until_seen(words);
    };
    let mut shop = shop();
    tip_is(&mut shop.desk, "Run a statement that returns rows first");
    shop.desk.run("SELECT 1 AS one");
    tip_is(&mut shop.desk, "Name a file first");
}

#[test]
fn an_export_has_all_rows_also_beyond_the_row_limit() {
    let mut shop = small_shop();
    shop.desk.run(&format!("{NUMBERS} LIMIT 25000) SELECT x AS id, 'row ' || x AS words FROM n"));
    assert!(shop.desk.sees("1,000 rows,") && shop.desk.sees("limit reached"));
    shop.desk.click("Export CSV").until_seen("25,000 rows exported to");
    let read = read(&shop.file("out.csv"));
    assert_eq!(
        (read.len(), &read[0], &read[25_000]),
        (25_001, &vec!["id".into(), "words".into()], &vec!["25000".into(), "row 25000".into()])
    );
    assert!(shop.desk.sees("1,000 rows,"), "what is shown stays: {:#?}", shop.desk.labels());
    assert!(shop.desk.sees("limit reached") && !shop.desk.harness.state().is_busy());
    assert_eq!(names(shop.folder.path()), ["out.csv", "shop.db"]);
    shop.desk.run("SELECT 'goes on' AS it");
    assert!(shop.desk.sees("goes on"));
}

#[test]
fn an_export_within_a_transaction_has_its_changes_and_leaves_it_open() {
    let mut shop = small_shop();
    shop.desk.run(&format!("CREATE TABLE t(a); BEGIN; INSERT INTO t {NUMBERS} LIMIT 3000) SELECT x FROM n"));
    shop.desk.run("SELECT a FROM t").click("Export CSV").until_seen("3,000 rows exported to");
    assert!(shop.desk.sees("Transaction open"));
    assert_eq!(read(&shop.file("out.csv")).len(), 3_001);
}

#[test]
fn a_cell_that_is_cut_on_screen_is_whole_in_the_file() {
    let mut shop = small_shop();
    shop.desk.run("SELECT replace(hex(zeroblob(2000000)), '0', 'x') AS long, zeroblob(1500000) AS bytes");
    assert!(shop.desk.sees("in all)"));
    shop.desk.click("Export CSV").until_seen("1 row exported to");
    let read = read(&shop.file("out.csv"));
    assert_eq!(read[1][0], "x".repeat(4_000_000));
    assert_eq!(read[1][1], format!("\\x{}", "00".repeat(1_500_000)));
}

#[test]
fn a_statement_that_writes_is_not_run_again_and_the_missing_rows_are_said() {
    let mut shop = small_shop();
    shop.desk.run("CREATE TABLE t(a)");
    shop.desk.run(&format!("INSERT INTO t {NUMBERS} LIMIT 2500) SELECT x FROM n WHERE true RETURNING a"));
    shop.desk.click("Export CSV").until_seen("1,000 rows exported to");
    assert!(
        shop.desk.sees("; the result was cut at 1,000, so the rest is not in the file"),
        "{:#?}",
        shop.desk.labels()
    );
    assert_eq!(read(&shop.file("out.csv")).len(), 1_001);
    shop.desk.run("SELECT 'of ' || count(*) AS n FROM t");
    assert!(shop.desk.sees("of 2500"), "it ran once: {:#?}", shop.desk.labels());
}

#[test]
fn of_several_statements_what_is_shown_is_written_and_the_missing_rows_are_said() {
    let mut shop = small_shop();
    shop.desk.run(&format!("SELECT 1; {NUMBERS} LIMIT 2500) SELECT x FROM n"));
    shop.desk.click("Export CSV").until_seen("1,000 rows exported to");
    assert!(shop.desk.sees("so the rest is not in the file"));
    shop.desk.click("Previous result").click("Export CSV").until_seen("export again to replace it");
    shop.desk.click("Export CSV").until_seen("1 row exported to");
    assert!(!shop.desk.sees("not in the file"), "that one is whole");
}

#[test]
fn what_was_cancelled_is_not_begun_again_and_the_missing_rows_are_said() {
    let mut shop = small_shop();
    let slow = "SELECT x, (WITH RECURSIVE m(y) AS (SELECT 1 UNION ALL SELECT y + 1 FROM m LIMIT 200000) SELECT max(y) FROM m) \
                FROM n";
    shop.desk.start(&format!("{NUMBERS}) {slow}")).until_seen("200000").click("Cancel").until_idle();
    shop.desk.click("Export CSV").until_seen("the statement was cancelled, so the rest is not in the file");
}

#[test]
fn a_cancelled_export_leaves_no_file_and_the_old_one() {
    let mut shop = small_shop();
    shop.desk.run(&format!("{NUMBERS}) SELECT x FROM n"));
    begin_export(&mut shop.desk);
    assert!(shop.desk.harness.state().unsaved().is_some_and(|words| words.contains("export")));
    shop.desk.click("Cancel").until_idle();
    assert!(shop.desk.sees("cancelled") && !shop.desk.sees("exported to"), "{:#?}", shop.desk.labels());
    assert_eq!(names(shop.folder.path()), ["shop.db"]);
    std::fs::write(shop.file("out.csv"), "old").unwrap();
    shop.desk.click("Export CSV").until_seen("export again to replace it");
    begin_export(&mut shop.desk);
    shop.desk.click("Cancel").until_idle();
    assert_eq!(std::fs::read_to_string(shop.file("out.csv")).unwrap(), "old");
    assert_eq!(names(shop.folder.path()), ["out.csv", "shop.db"]);
    shop.desk.run("SELECT 'goes on' AS it");
    assert!(shop.desk.sees("goes on"));
}

#[test]
fn a_pane_that_goes_away_while_it_exports_leaves_nothing() {
    let mut shop = small_shop();
    shop.desk.run(&format!("{NUMBERS}) SELECT x FROM n"));
    begin_export(&mut shop.desk);
    let Shop { folder, desk } = shop;
    drop(desk);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while names(folder.path()) != ["shop.db"] {
        assert!(std::time::Instant::now() < deadline, "{:?}", names(folder.path()));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

#[test]
fn a_folder_that_is_gone_is_said() {
    let mut shop = small_shop();
    let export_path = shop.file("none").join("out.csv").to_string_lossy().into_owned();
    let state = QueryState { row_limit: 1_000, export_path, ..QueryState::default() };
    shop.desk.harness.state_mut().restore(&state);
    shop.desk.run(&format!("{NUMBERS} LIMIT 2500) SELECT x FROM n"));
    shop.desk.click("Export CSV").until_seen("out.csv could not be written");
    shop.desk.run("SELECT 'goes on' AS it");
    assert!(shop.desk.sees("goes on"));
}
