//! Tests that a file that never answers holds nothing up.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{connect, within};
use crate::connected::Connected;
use crate::disk::tests::{make_fifo, soon};
use crate::error::QueryError;
use crate::fetch::{Bounds, Fetch, RowSink as _};
use crate::source::Source;

fn open(path: &Path) -> Result<Connected, QueryError> {
    let source = Source::parse(&path.to_string_lossy(), Path::new("")).unwrap();
    let nobody = || false;
    soon(move || Connected::open(&source, None, &nobody))
}

fn run(connected: &mut Connected, sql: &str) -> Result<String, QueryError> {
    let mut nothing = |_| {};
    let mut fetch = Fetch::new(Bounds { rows: 10, bytes: 1 << 20, value_bytes: 1 << 10 }, &mut nothing);
    let flags = std::sync::Arc::clone(&connected.flags);
    connected.database.run(sql, &mut fetch, &flags)
}

fn file(folder: &Path) -> PathBuf {
    let path = folder.join("shop.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE t(a); INSERT INTO t VALUES (1)").unwrap();
    path
}

fn read_only(path: &Path) {
    let mut permissions = std::fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(path, permissions).unwrap();
}

#[test]
fn a_fifo_or_a_broken_link_is_not_opened_as_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let (fifo, link) = (folder.path().join("fifo.db"), folder.path().join("link.db"));
    make_fifo(&fifo);
    for is_protected in [false, true] {
        if is_protected {
            read_only(&fifo);
        }
        let error = open(&fifo).map(|_| ()).unwrap_err();
        assert_eq!(error, QueryError::Special { path: fifo.clone(), kind: "a pipe" });
    }
    std::os::unix::fs::symlink(folder.path().join("none"), &link).unwrap();
    assert_eq!(open(&link).map(|_| ()), Err(QueryError::BrokenLink { path: link.clone() }));
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(file(folder.path()), &link).unwrap();
    assert_eq!(open(&link).unwrap().schema.tables.len(), 1, "a link to a database is as good as the database");
}

#[test]
fn a_fifo_in_the_place_of_the_log_or_journal_is_refused_before_and_after_opening() {
    for name in ["shop.db-journal", "shop.db-wal", "shop.db-shm"] {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path());
        let side = folder.path().join(name);
        let mut connected = open(&path).unwrap();
        assert_eq!(run(&mut connected, "SELECT a FROM t"), Ok(String::new()));
        make_fifo(&side);
        let refused = QueryError::SideFile { path: side.canonicalize().unwrap(), kind: "a pipe" };
        let (mut connected, ran) = soon(move || {
            let ran = run(&mut connected, "SELECT a FROM t");
            (connected, ran)
        });
        assert_eq!(ran, Err(refused.clone()));
        assert_eq!(open(&path).map(|_| ()), Err(refused));
        std::fs::remove_file(&side).unwrap();
        assert_eq!(run(&mut connected, "SELECT a FROM t"), Ok(String::new()), "the connection lives on");
    }
}

#[test]
fn what_takes_the_place_of_the_file_while_it_is_opened_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path());
    assert!(connect(&path, |path, access| Connection::open_with_flags(path, access)).is_ok());
    let exchanged = connect(&path, |path, access| {
        let connection = Connection::open_with_flags(path, access);
        let other = path.with_extension("other");
        std::fs::copy(path, &other).unwrap();
        std::fs::rename(&other, path).unwrap();
        connection
    });
    assert_eq!(exchanged.map(drop), Err(QueryError::Exchanged { path: path.clone() }));
    let became_fifo = connect(&path, |path, access| {
        let connection = Connection::open_with_flags(path, access);
        std::fs::remove_file(path).unwrap();
        make_fifo(path);
        connection
    });
    assert_eq!(became_fifo.map(drop), Err(QueryError::Special { path, kind: "a pipe" }));
}

#[test]
fn a_statement_that_sqlite_knows_to_write_is_not_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut connected = open(&file(folder.path())).unwrap();
    let flags = std::sync::Arc::clone(&connected.flags);
    let mut nothing = |_| {};
    let mut fetch = Fetch::new(Bounds { rows: 10, bytes: 1 << 20, value_bytes: 1 << 10 }, &mut nothing);
    let read = connected.database.read("DELETE FROM t RETURNING a", &mut fetch, &flags);
    assert_eq!((read, fetch.rows()), (Err(QueryError::NotRepeated), 0));
    assert_eq!(connected.database.read("SELECT a FROM t", &mut fetch, &flags), Ok(()));
    assert_eq!(fetch.rows(), 1);
}

#[test]
fn a_path_that_never_answers_is_given_up_or_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    make_fifo(&fifo);
    let hangs = |path: PathBuf| move || std::fs::File::open(path).map(drop).map_err(|_| QueryError::Empty);
    let (path, work) = (fifo.clone(), hangs(fifo.clone()));
    let error = soon(move || within(Duration::from_millis(60), &path, &|| false, work)).unwrap_err();
    assert!(error.to_string().contains("the system does not answer in time"), "{error}");
    let (path, work) = (fifo.clone(), hangs(fifo.clone()));
    let result = soon(move || within(Duration::from_secs(3_600), &path, &|| true, work));
    assert_eq!(result, Err(QueryError::Cancelled));
    // Let the two threads end.
    drop(std::fs::File::options().read(true).write(true).open(&fifo).unwrap());
}
