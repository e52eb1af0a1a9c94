//! Tests that files are replaced completely, keep their attributes and are not redirected by links.

use super::{NewFile, replace, temporary};
use crate::error::WriteProblem;
use crate::{FileKind, remove_leftovers};
use std::fs;
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("listed").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).expect("there").permissions()) & 0o777
}

#[test]
fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep/session.json");
    replace(&path, b"one", NewFile::Private).expect("written");
    replace(&path, b"two", NewFile::Private).expect("written again");
    assert_eq!(fs::read(&path).expect("readable"), b"two");
    assert_eq!(names(path.parent().expect("a folder")), ["session.json"]);
    #[cfg(unix)]
    assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
}

#[test]
fn what_is_no_file_stays_and_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("taken");
    fs::create_dir(&path).expect("a folder in the way");
    let error = replace(&path, b"x", NewFile::Shared).expect_err("a folder cannot be replaced");
    assert!(matches!(error.problem, WriteProblem::NotAFile(FileKind::Folder)), "{error}");
    assert!(error.to_string().contains("could not be written: it is a folder"), "{error}");
    assert_eq!(names(folder.path()), ["taken"]);
}

#[cfg(unix)]
#[test]
fn mode_and_links_of_the_old_file_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::write(&real, "old").expect("written");
    symlink("real", &link).expect("a link");
    for kept in [0o600, 0o640, 0o755] {
        fs::set_permissions(&real, fs::Permissions::from_mode(kept)).expect("set");
        replace(&link, b"new", NewFile::Shared).expect("written");
        assert_eq!((mode(&real), fs::read(&real).expect("readable")), (kept, b"new".to_vec()));
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    }
}

#[cfg(unix)]
#[test]
fn a_private_file_is_never_readable_for_others_not_even_while_it_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = temporary(&folder.path().join("secret"), NewFile::Private).expect("made");
    assert_eq!(mode(file.path()), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_prepared_under_the_old_predictable_name_is_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, victim) = (folder.path().join("report.txt"), folder.path().join("victim"));
    fs::write(&victim, "precious").expect("written");
    let guess = folder.path().join(format!("report.txt.{}.tmp", std::process::id()));
    std::os::unix::fs::symlink(&victim, guess).expect("a link");
    replace(&path, b"x", NewFile::Shared).expect("written");
    assert_eq!(fs::read_to_string(&victim).expect("readable"), "precious");
}

#[test]
fn leftovers_of_a_killed_program_go_and_files_being_written_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let busy = temporary(&folder.path().join("a"), NewFile::Private).expect("made");
    let left = folder.path().join(".multisplit-AbC123.tmp");
    fs::write(&left, "half").expect("written");
    fs::write(folder.path().join(".multisplit-mine.txt"), "").expect("written");
    assert_eq!(remove_leftovers(folder.path()), 1);
    assert!(!left.exists() && busy.path().exists());
    drop(busy);
    assert_eq!(names(folder.path()), [".multisplit-mine.txt"]);
}

#[cfg(unix)]
#[test]
fn trouble_is_told_without_the_name_of_a_temporary_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let gone = folder.path().join("gone/a.txt");
    let words = |new| replace(&gone, b"x", new).expect_err("there is no such folder").to_string();
    assert_eq!(words(NewFile::Shared), words(NewFile::Shared), "the same trouble, the same words");
    assert!(words(NewFile::Shared).ends_with("could not be written: No such file or directory (os error 2)"));
}
