//! Databases that are renamed in the tree while a pane is open on them, judged by how SQLite itself sees the file afterwards.

use crate::fixture::{self, Bench, CTRL, has_tab, press, rename, type_text, until};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

/// Opens the workbench with a pane of a database in WAL mode: like in most programs, changes go to a separate log first.
pub fn open_database() -> (TempDir, Bench) {
    let (folder, mut bench) = fixture::open();
    let connection = Connection::open(folder.path().join("shop.db")).expect("opened");
    connection.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE goods (name);").expect("made");
    drop(connection);
    until(&mut bench, "its row", |b| b.query_all_by_label("shop.db").count() > 0);
    bench.query_all_by_label("shop.db").next().expect("there").click();
    bench.step();
    press(&mut bench, Modifiers::NONE, Key::Enter);
    until(&mut bench, "its pane", |b| b.query_by_label("Run").is_some());
    (folder, bench)
}

pub fn run_sql(bench: &mut Bench, sql: &str) {
    press(bench, CTRL, Key::A);
    type_text(bench, sql);
    press(bench, CTRL, Key::Enter);
}

fn names(file: &Path) -> String {
    let connection = Connection::open(file).expect("opened");
    connection.query_row("SELECT group_concat(name) FROM goods", [], |row| row.get(0)).expect("read")
}

#[test]
fn a_database_that_is_renamed_takes_its_pane_along_and_all_that_was_written() {
    let (folder, mut bench) = open_database();
    run_sql(&mut bench, "INSERT INTO goods VALUES ('tea')");
    until(&mut bench, "it ran", |b| b.query_all_by_label_contains("1 row").count() > 0);
    assert!(folder.path().join("shop.db-wal").exists(), "what was written stands beside the file so far");
    rename(&mut bench, "shop.db", "store.db");
    until(&mut bench, "the tab has the new name", |b| has_tab(b, "store.db"));
    assert!(!has_tab(&bench, "shop.db"));
    let left = ["shop.db", "shop.db-wal", "shop.db-shm"].map(|name| folder.path().join(name).exists());
    assert_eq!(left, [false; 3], "nothing of it stays behind");
    // The pane is connected again, and its text is still there.
    until(&mut bench, "it is connected", |b| {
        b.query_by_label("Run").is_some_and(|run| !run.accesskit_node().is_disabled())
    });
    bench.get_by_label("Run").click();
    until(&mut bench, "it ran again", |b| {
        names(&folder.path().join("store.db")) == "tea,tea" && b.query_by_label("Run").is_some()
    });
}

#[test]
fn a_database_that_another_program_writes_keeps_its_name() {
    let (folder, mut bench) = open_database();
    let file = folder.path().join("shop.db");
    let other = Connection::open(&file).expect("opened");
    other.execute_batch("INSERT INTO goods VALUES ('salt');").expect("written");
    rename(&mut bench, "shop.db", "store.db");
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("shop.db-wal beside it holds changes").count() > 0);
    assert!(file.exists() && !folder.path().join("store.db").exists());
    drop(other);
    assert_eq!(names(&file), "salt");
}

/// Presses Delete on a row of the tree, and answers the question.
fn to_trash(bench: &mut Bench, name: &str, answer: &str) {
    bench.query_all_by_label(name).next().expect("its row in the tree").click();
    bench.step();
    press(bench, Modifiers::NONE, Key::Delete);
    let question = format!("Move {name} to the trash?");
    until(bench, "the question", |b| b.query_all_by_label(&question).count() > 0);
    bench.get_by_label(answer).click();
    until(bench, "it is gone", |b| b.query_all_by_label(&question).count() == 0);
}

#[test]
fn a_file_goes_to_the_trash_only_once_that_is_meant() {
    let (folder, mut bench) = fixture::open();
    to_trash(&mut bench, "other.txt", "Cancel");
    assert!(folder.path().join("other.txt").exists());
}

#[test]
fn a_database_with_an_open_transaction_does_not_go_to_the_trash() {
    let (folder, mut bench) = open_database();
    run_sql(&mut bench, "BEGIN");
    until(&mut bench, "it is open", |b| b.query_all_by_label_contains("Transaction open").count() > 0);
    to_trash(&mut bench, "shop.db", "Move to trash");
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("a transaction is open on shop.db").count() > 0);
    assert!(folder.path().join("shop.db").exists() && has_tab(&bench, "shop.db"));
}

#[test]
fn a_database_with_an_open_transaction_keeps_its_name_and_its_transaction() {
    let (folder, mut bench) = open_database();
    run_sql(&mut bench, "BEGIN");
    until(&mut bench, "it is open", |b| b.query_all_by_label_contains("Transaction open").count() > 0);
    rename(&mut bench, "shop.db", "store.db");
    until(&mut bench, "why not", |b| b.query_all_by_label_contains("a transaction is open on shop.db").count() > 0);
    assert!(folder.path().join("shop.db").exists() && has_tab(&bench, "shop.db"));
    assert!(bench.query_all_by_label_contains("Transaction open").count() > 0, "nothing was taken back");
}
