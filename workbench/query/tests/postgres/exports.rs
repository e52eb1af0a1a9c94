//! Tests that an exported file has all rows of the server, and that exporting changes nothing there.

use std::path::{Path, PathBuf};

use multisplit_pane_query::QueryState;

use crate::driver::{Desk, desk, pane};
use crate::server::{Server, shared};

struct Export {
    folder: tempfile::TempDir,
    desk: Desk,
}

/// Creates a pane that shows at most 1,000 rows and exports to a folder of its own.
fn export(server: &Server) -> Export {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(pane(&server.url("boss", "")));
    let export_path = folder.path().join("out.csv").to_string_lossy().into_owned();
    desk.harness.state_mut().restore(&QueryState { row_limit: 1_000, export_path, ..QueryState::default() });
    desk.harness.run_steps(2);
    Export { folder, desk }
}

impl Export {
    fn path(&self) -> PathBuf {
        self.folder.path().join("out.csv")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn lines(path: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(Result::unwrap).count()
}

#[test]
fn an_export_has_all_rows_also_beyond_the_row_limit() {
    let Some(server) = shared() else { return };
    let mut export = export(&server);
    export.desk.run("SELECT n, 'row ' || n AS words, NULL AS nothing FROM generate_series(1, 25000) AS n");
    assert!(export.desk.sees("1,000 rows,") && export.desk.sees("limit reached"));
    export.desk.click("Export CSV").until_seen("25,000 rows exported to");
    assert_eq!(lines(&export.path()), 25_001);
    let text = std::fs::read_to_string(export.path()).unwrap();
    assert!(text.starts_with("n,words,nothing\r\n1,row 1,\r\n") && text.ends_with("25000,row 25000,\r\n"));
    assert!(!export.desk.sees("Transaction") && export.desk.sees("1,000 rows,"));
    export.desk.run("CREATE TEMP TABLE w(a int); INSERT INTO w VALUES (1); SELECT 'writes again' AS it");
    assert!(export.desk.sees("writes again"), "{:#?}", export.desk.labels());
}

#[test]
fn an_export_within_a_transaction_has_its_changes_and_leaves_it_as_it_was() {
    let Some(server) = shared() else { return };
    let mut export = export(&server);
    export.desk.run("CREATE TEMP TABLE t(a int); BEGIN; INSERT INTO t SELECT generate_series(1, 3000)");
    export.desk.run("SELECT a FROM t").click("Export CSV").until_seen("3,000 rows exported to");
    assert_eq!(lines(&export.path()), 3_001);
    assert!(export.desk.sees("Transaction open"));
    // A transaction that only read for the export can write again, also after an export that was cancelled.
    std::fs::remove_file(export.path()).unwrap();
    export.desk.run("SELECT a FROM t, generate_series(1, 10000000)").click("Export CSV");
    export.desk.until_seen("exporting, ").click("Cancel").until_idle();
    assert!(export.desk.sees("Transaction open") && !export.desk.sees("failed"), "{:#?}", export.desk.labels());
    assert_eq!(export.names(), Vec::<String>::new());
    export.desk.run("INSERT INTO t VALUES (0); COMMIT; SELECT 'of ' || count(*) AS n FROM t");
    assert!(export.desk.sees("of 3001") && !export.desk.sees("Transaction"), "{:#?}", export.desk.labels());
}

#[test]
fn a_cell_that_is_cut_on_screen_is_whole_in_the_file() {
    let Some(server) = shared() else { return };
    let mut export = export(&server);
    export.desk.run("SELECT repeat('x', 4000000) AS long");
    assert!(export.desk.sees("in all)"));
    export.desk.click("Export CSV").until_seen("1 row exported to");
    assert_eq!(std::fs::read_to_string(export.path()).unwrap(), format!("long\r\n{}\r\n", "x".repeat(4_000_000)));
}

#[test]
fn a_statement_that_writes_is_not_run_again_and_the_missing_rows_are_said() {
    let Some(server) = shared() else { return };
    let mut export = export(&server);
    export.desk.run("CREATE TEMP TABLE t(a int); CREATE TEMP SEQUENCE s; CREATE SEQUENCE IF NOT EXISTS lasting");
    for sql in [
        "INSERT INTO t SELECT generate_series(1, 2500) RETURNING a",
        "WITH x AS (INSERT INTO t SELECT generate_series(1, 2500) RETURNING a) SELECT * FROM x",
        // Only the server knows that this statement writes.
        "SELECT nextval('lasting') FROM generate_series(1, 2500)",
    ] {
        drop(std::fs::remove_file(export.path()));
        export.desk.run("SELECT 1").run(sql);
        let before = server.sql("SELECT last_value FROM lasting");
        export.desk.click("Export CSV").until_seen("1,000 rows exported to");
        assert!(export.desk.sees("; the result was cut at 1,000, so the rest is not in the file"), "{sql}");
        assert_eq!(lines(&export.path()), 1_001);
        assert_eq!(server.sql("SELECT last_value FROM lasting"), before, "{sql}");
    }
    export.desk.run("SELECT 'of ' || count(*) AS n FROM t");
    assert!(export.desk.sees("of 5000"), "each ran once: {:#?}", export.desk.labels());
}

#[test]
fn a_server_that_dies_while_it_exports_leaves_no_file() {
    let Some(mut server) = Server::start() else { return };
    let mut export = export(&server);
    export.desk.run("SELECT generate_series(1, 2000000000) AS n").click("Export CSV").until_seen("exporting, ");
    server.stop();
    export.desk.until_seen("Not connected");
    assert_eq!(export.names(), Vec::<String>::new());
    assert!(!export.desk.harness.state().is_busy());
}

#[test]
fn a_delete_without_where_is_asked_about() {
    let Some(server) = shared() else { return };
    let mut desk = desk(pane(&server.url("boss", "")));
    desk.run("CREATE TEMP TABLE t AS SELECT generate_series(1, 5) AS a");
    let sql = "WITH gone AS (DELETE FROM t RETURNING a) SELECT 'left ' || count(*) FROM gone WHERE a > 0";
    desk.start(sql).until_seen("This DELETE has no WHERE: it changes every row of `t`.").click("Cancel");
    desk.run("SELECT 'has ' || count(*) AS n FROM t");
    assert!(desk.sees("has 5"));
    desk.start("TRUNCATE t").until_seen("This TRUNCATE removes every row of `t`.").click("Run it").until_idle();
    desk.run("SELECT 'has ' || count(*) AS n FROM t");
    assert!(desk.sees("has 0"));
}
