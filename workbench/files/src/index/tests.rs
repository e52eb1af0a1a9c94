//! Tests of the index from the user's view: walk, search, remember.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::Index;
use crate::FilesError;

fn wait(index: &mut Index, woken: &Receiver<()>) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while index.status().walking {
        assert!(Instant::now() < deadline, "the walk never ended");
        let _news = woken.recv_timeout(Duration::from_millis(20));
    }
}

fn indexed(dir: &Path, files: &[&str]) -> (Index, Receiver<()>) {
    for file in files {
        let path = dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let (wake, woken) = channel();
    let mut index = Index::start(dir, Arc::new(move || wake.send(()).unwrap_or_default())).unwrap();
    wait(&mut index, &woken);
    (index, woken)
}

fn found(index: &mut Index, query: &str) -> Vec<String> {
    index.search(query, 10).into_iter().map(|hit| hit.path).collect()
}

#[test]
fn a_few_letters_find_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let files = ["src/main.rs", "src/tree/view.rs", "docs/manual.md", "target/view.rs", ".git/view"];
    fs::write(dir.path().join(".gitignore"), "/target\n").unwrap();
    let (mut index, _woken) = indexed(dir.path(), &files);
    assert_eq!(found(&mut index, "vi"), ["src/tree/view.rs"], "ignored files and .git stay out");
    assert_eq!(found(&mut index, "tvw"), ["src/tree/view.rs"]);
    assert_eq!(found(&mut index, "tvwx"), Vec::<String>::new());
    assert_eq!(found(&mut index, "rs tree"), ["src/tree/view.rs"], "words in any order");
    let hit = index.search("main", 1).remove(0);
    assert_eq!(hit.matched, [4, 5, 6, 7]);
    assert_eq!(index.status().files, 4);
}

#[test]
fn recent_files_come_first() {
    let dir = tempfile::tempdir().unwrap();
    let (mut index, _woken) = indexed(dir.path(), &["a/mod.rs", "b/mod.rs", "c/mod.rs"]);
    assert_eq!(found(&mut index, "mod"), ["a/mod.rs", "b/mod.rs", "c/mod.rs"]);
    index.note_opened(&dir.path().join("b/mod.rs"));
    index.note_opened(Path::new("c/mod.rs"));
    assert_eq!(found(&mut index, "mod"), ["c/mod.rs", "b/mod.rs", "a/mod.rs"]);
    assert_eq!(found(&mut index, ""), ["c/mod.rs", "b/mod.rs", "a/mod.rs"]);
}

#[test]
fn what_is_called_just_so_comes_before_what_was_open() {
    let dir = tempfile::tempdir().unwrap();
    let (mut index, _woken) = indexed(dir.path(), &["src/list.rs", "src/app/list_view.rs", "lib/list.rs.bak", "list"]);
    index.note_opened(Path::new("src/app/list_view.rs"));
    index.note_opened(Path::new("lib/list.rs.bak"));
    assert_eq!(found(&mut index, "list.rs")[0], "src/list.rs");
    assert_eq!(found(&mut index, "list")[0], "list", "a whole path before a name");
    assert_eq!(found(&mut index, "src/list.rs")[0], "src/list.rs");
}

#[test]
fn a_growing_query_finds_what_a_fresh_one_finds() {
    let dir = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..400).map(|i| format!("d{}/file_{i}.rs", i % 7)).collect();
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let (mut index, _woken) = indexed(dir.path(), &files);
    for query in ["f", "fi", "fi3", "fi3r", "fi", "Fi", "d3 1"] {
        let grown = index.search(query, 50);
        index.version += 1;
        assert_eq!(grown, index.search(query, 50), "{query}");
    }
}

#[test]
fn a_refresh_finds_new_files_and_forgets_old_ones() {
    let dir = tempfile::tempdir().unwrap();
    let (mut index, woken) = indexed(dir.path(), &["old.rs"]);
    fs::rename(dir.path().join("old.rs"), dir.path().join("new.rs")).unwrap();
    index.refresh().unwrap();
    wait(&mut index, &woken);
    assert_eq!(found(&mut index, ""), ["new.rs"]);
    assert!(matches!(Index::start(&dir.path().join("gone"), Arc::new(|| ())), Err(FilesError::Missing { .. })));
}

#[test]
fn many_files_are_searched_on_several_threads_with_the_same_result() {
    use super::search::Searcher;
    let files: Vec<Box<str>> = (0..60_000).map(|i| format!("dir{}/name{i}.rs", i % 100).into_boxed_str()).collect();
    let hits = Searcher::default().search(&files, 0, &Default::default(), "name4242", 5);
    assert_eq!(hits[0].path, "dir42/name4242.rs");
    let again = Searcher::default().search(&files, 0, &Default::default(), "name4242", 5);
    assert_eq!(hits, again);
}
