//! Tests of exported files, which another program reads back.

use std::io::{self, Write};
use std::path::Path;

use super::{Draft, Progress, Target, write_all, write_grid};
use crate::error::QueryError;
use crate::grid::{Column, Grid, ValueKind};

fn grid(names: &[&str], rows: &[&[(ValueKind, &[u8])]]) -> Grid {
    let mut grid = Grid::new(names.iter().map(|name| Column { name: (*name).to_owned() }).collect());
    for row in rows {
        row.iter().for_each(|(kind, bytes)| grid.push(*kind, bytes, bytes.len() as u64));
        grid.end_row();
    }
    grid
}

fn write(grid: &Grid, path: &Path, own: Option<&Path>, replaces: bool, progress: &Progress) -> Result<(), QueryError> {
    let target = Target { path: path.to_owned(), own: own.map(Path::to_owned), replaces };
    write_grid(grid, &target, progress)
}

fn export(grid: &Grid, path: &Path) -> Result<(), QueryError> {
    write(grid, path, None, false, &Progress::default())
}

/// Checks that the folder holds only `kept`: no half-written file stays behind.
fn only(folder: &Path, kept: &[&str]) {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, kept);
}

#[test]
fn another_program_reads_what_was_exported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let odd: &[u8] = "say \"hi\",\r\nthen\ngo, è".as_bytes();
    let rows: [&[(ValueKind, &[u8])]; 2] = [
        &[(ValueKind::Number, b"1.5"), (ValueKind::Text, odd), (ValueKind::Text, b""), (ValueKind::Null, b"")],
        &[
            (ValueKind::Blob, &[0, 171]),
            (ValueKind::NotText, &[255]),
            (ValueKind::Text, b" x "),
            (ValueKind::Text, b"NULL"),
        ],
    ];
    export(&grid(&["id", "a,b", "", "d"], &rows), &path).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
    let read: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let odd = std::str::from_utf8(odd).unwrap();
    assert_eq!(read, [["id", "a,b", "", "d"], ["1.5", odd, "", ""], ["\\x00ab", "\\xff", " x ", "NULL"]]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(",\"\",\r\n"), "an empty text is told from NULL: {text}");
    only(folder.path(), &["out.csv"]);
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    std::fs::write(&path, "mine").unwrap();
    let grid = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    assert_eq!(export(&grid, &path), Err(QueryError::Taken { path: path.clone() }));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    write(&grid, &path, None, true, &Progress::default()).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\r\n1\r\n");
    only(folder.path(), &["out.csv"]);
}

#[test]
fn a_cancelled_or_failed_export_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let whole = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    let stopped = Progress::default();
    stopped.cancel();
    assert_eq!(write(&whole, &path, None, false, &stopped), Err(QueryError::Cancelled));
    let mut cut = Grid::new(whole.columns().to_vec());
    cut.push(ValueKind::Blob, &[1], 100);
    cut.end_row();
    let error = export(&cut, &path).unwrap_err();
    assert!(matches!(error, QueryError::CutValues { values: 1, .. }), "{error}");
    only(folder.path(), &[]);
    let error = export(&whole, &folder.path().join("none").join("out.csv")).unwrap_err();
    assert!(error.to_string().contains("out.csv"), "{error}");
    let error = export(&whole, folder.path()).unwrap_err();
    assert!(matches!(error, QueryError::NotAFile { .. }), "{error}");
}

#[test]
fn an_export_never_goes_over_the_database_itself() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("shop.db");
    std::fs::write(&own, "rows").unwrap();
    let grid = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    let other_name = folder.path().join(".").join("shop.db");
    let error = write(&grid, &other_name, Some(&own), true, &Progress::default()).unwrap_err();
    assert_eq!(error, QueryError::OwnFile { path: other_name });
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "rows");
}

#[test]
fn an_export_never_goes_over_what_stands_beside_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("shop.db");
    std::fs::write(&own, "rows").unwrap();
    let grid = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    for name in ["shop.db-wal", "shop.db-journal", "shop.db-shm"] {
        let path = folder.path().join(name);
        let error = write(&grid, &path, Some(&own), true, &Progress::default()).unwrap_err();
        assert_eq!(error, QueryError::OwnFile { path });
    }
    only(folder.path(), &["shop.db"]);
}

#[cfg(unix)]
#[test]
fn an_exported_file_is_private_and_follows_no_link() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("out.csv"), folder.path().join("other"));
    let grid = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    let target = Target { path: path.clone(), own: None, replaces: false };
    let mut draft = Draft::begin(&target).unwrap();
    let mode = |about: std::fs::Metadata| about.permissions().mode() & 0o777;
    assert_eq!(mode(draft.file().metadata().unwrap()), 0o600, "before its first byte");
    drop(draft);
    for named in ["other", "nothing"] {
        std::fs::write(&other, "theirs").unwrap();
        std::os::unix::fs::symlink(folder.path().join(named), &path).unwrap();
        assert_eq!(export(&grid, &path), Err(QueryError::Taken { path: path.clone() }), "a link counts as a file");
        write(&grid, &path, None, true, &Progress::default()).unwrap();
        assert!(!path.symlink_metadata().unwrap().is_symlink());
        assert_eq!(mode(path.metadata().unwrap()), 0o600);
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "theirs");
        only(folder.path(), &["other", "out.csv"]);
        std::fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn an_export_never_takes_the_place_of_a_fifo_or_device() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    crate::disk::tests::make_fifo(&fifo);
    let grid = grid(&["a"], &[&[(ValueKind::Number, b"1")]]);
    for path in [fifo, Path::new("/dev/null").to_owned()] {
        let error = write(&grid, &path, None, true, &Progress::default()).unwrap_err();
        assert!(matches!(error, QueryError::Special { .. }), "{error}");
    }
    only(folder.path(), &["fifo"]);
}

/// A disk with space for a given number of bytes.
struct SmallDisk<'a>(usize, &'a mut dyn Write);

impl Write for SmallDisk<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0 -= bytes.len();
        self.1.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_and_stops_the_statement() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    std::fs::write(&path, "old").unwrap();
    let target = Target { path: path.clone(), own: None, replaces: true };
    let mut draft = Draft::begin(&target).unwrap();
    let mut asked = 0;
    let written = write_all(&mut SmallDisk(20, draft.file()), &path, &Progress::default(), |rows| {
        rows.columns(vec![Column { name: "a".to_owned() }]);
        while rows.wants_row() {
            asked += 1;
            rows.value(ValueKind::Number, b"12345", 5);
            rows.end_row();
        }
        assert!(rows.is_full());
        Ok(())
    });
    let error = written.unwrap_err();
    assert!(matches!(error, QueryError::Io { .. }) && error.to_string().contains("out.csv"), "{error}");
    assert_eq!(asked, 3, "nothing is asked for once the disk is full");
    drop(draft);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    only(folder.path(), &["out.csv"]);
}

#[test]
fn a_value_too_long_to_be_written_whole_is_said_and_not_cut() {
    let mut out = Vec::new();
    let whole = crate::limits::EXPORT_VALUE_BYTES as u64 + 1;
    let written = write_all(&mut out, Path::new("out.csv"), &Progress::default(), |rows| {
        rows.columns(vec![Column { name: "a".to_owned() }]);
        assert_eq!((rows.room(whole - 1), rows.room(whole)), (crate::limits::EXPORT_VALUE_BYTES, 0));
        rows.value(ValueKind::Text, b"", whole);
        rows.end_row();
        Ok(())
    });
    assert!(matches!(written, Err(QueryError::CutValues { values: 1, .. })), "{written:?}");
}
