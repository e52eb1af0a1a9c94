//! Exported files, read by another program's eyes.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::write;
use crate::error::QueryError;
use crate::grid::{Column, Grid, Kind};

fn grid(names: &[&str], rows: &[&[(Kind, &[u8])]]) -> Grid {
    let mut grid = Grid::new(names.iter().map(|name| Column { name: (*name).to_owned() }).collect());
    for row in rows {
        row.iter().for_each(|(kind, bytes)| grid.push(*kind, bytes, bytes.len() as u64));
        grid.end_row();
    }
    grid
}

fn export(grid: &Grid, path: &Path) -> Result<(), QueryError> {
    write(grid, path, None, false, &AtomicBool::new(false))
}

/// Nothing but `kept` is in the folder: no half-written file stays behind.
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
    let rows: [&[(Kind, &[u8])]; 2] = [
        &[(Kind::Number, b"1.5"), (Kind::Text, odd), (Kind::Text, b""), (Kind::Null, b"")],
        &[(Kind::Blob, &[0, 171]), (Kind::NotText, &[255]), (Kind::Text, b" x "), (Kind::Text, b"NULL")],
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
    let grid = grid(&["a"], &[&[(Kind::Number, b"1")]]);
    assert_eq!(export(&grid, &path), Err(QueryError::Taken { path: path.clone() }));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    write(&grid, &path, None, true, &AtomicBool::new(false)).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\r\n1\r\n");
    only(folder.path(), &["out.csv"]);
}

#[test]
fn a_cancelled_or_failed_export_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let whole = grid(&["a"], &[&[(Kind::Number, b"1")]]);
    assert_eq!(write(&whole, &path, None, false, &AtomicBool::new(true)), Err(QueryError::Cancelled));
    let mut cut = Grid::new(whole.columns().to_vec());
    cut.push(Kind::Blob, &[1], 100);
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
    let grid = grid(&["a"], &[&[(Kind::Number, b"1")]]);
    let other_name = folder.path().join(".").join("shop.db");
    let error = write(&grid, &other_name, Some(&own), true, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(error, QueryError::OwnFile { path: other_name });
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "rows");
}
