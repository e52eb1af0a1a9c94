//! Tests that a path is checked before anything is opened, and that nothing waits for a FIFO.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use super::{check_sides, find_database, real};

/// Returns the result of `work`, which must come soon: a test that waits for a FIFO would wait forever.
pub(crate) fn soon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, done) = sync_channel(1);
    std::thread::spawn(move || drop(sender.send(work())));
    done.recv_timeout(Duration::from_secs(30)).expect("it waits")
}

/// Creates a FIFO that nothing writes to.
pub(crate) fn make_fifo(path: &Path) {
    let status = std::process::Command::new("mkfifo").arg(path).status().unwrap();
    assert!(status.success());
}

#[test]
fn what_is_no_regular_file_is_refused_in_words_and_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    make_fifo(&at("fifo"));
    std::os::unix::fs::symlink(at("fifo"), at("link to a fifo")).unwrap();
    std::os::unix::fs::symlink(at("nothing"), at("broken")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for (path, words) in [
        (at("fifo"), "is a pipe, not a file"),
        (at("link to a fifo"), "is a pipe, not a file"),
        (at("socket"), "is a socket, not a file"),
        (Path::new("/dev/zero").to_owned(), "is a device, not a file"),
        (at("broken"), "is a link to a file that does not exist"),
        (at("none"), "does not exist"),
        (folder.path().to_owned(), "is not a file"),
    ] {
        let error = soon(move || find_database(&path)).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn a_file_that_took_the_place_of_another_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
    std::fs::write(&path, "1").unwrap();
    std::fs::write(&other, "1").unwrap();
    let found = find_database(&path).unwrap();
    assert_eq!(find_database(&path).unwrap(), found);
    std::fs::rename(&other, &path).unwrap();
    assert_ne!(find_database(&path).unwrap(), found);
}

#[test]
fn what_stands_beside_a_database_is_looked_at() {
    for name in ["x.db-wal", "x.db-shm", "x.db-journal"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        std::fs::write(&path, "").unwrap();
        std::fs::write(folder.path().join(name), "").unwrap();
        assert_eq!(check_sides(&path), Ok(()));
        std::fs::remove_file(folder.path().join(name)).unwrap();
        make_fifo(&folder.path().join(name));
        let error = check_sides(&path).unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("is a pipe, where SQLite keeps"), "{error}");
        // SQLite keeps these files beside the database itself, not beside a link to it.
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(find_database(&link).is_err());
        assert_eq!(real(&link), real(&path));
    }
}
