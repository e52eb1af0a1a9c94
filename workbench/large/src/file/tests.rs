//! Tests of files of all sizes, and of what other programs do to them, without a view.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{Strategy as _, any};
use tempfile::TempDir;

use super::{DiskState, LargeFile, Mark, StartedOver};
use crate::limits::{CHUNK_BYTES, MAX_CHUNKS, SCAN_BYTES};
use crate::rows::Bytes as _;
use crate::{LargeError, Wake};

const GIB: u64 = 1 << 30;

struct FilePlace {
    folder: TempDir,
    path: PathBuf,
    wakes: Arc<AtomicUsize>,
}

fn place(contents: impl AsRef<[u8]>) -> FilePlace {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    fs::write(&path, contents).expect("a file in it");
    FilePlace { folder, path, wakes: Arc::default() }
}

impl FilePlace {
    fn wake(&self) -> Wake {
        let wakes = Arc::clone(&self.wakes);
        Arc::new(move || {
            wakes.fetch_add(1, Ordering::Relaxed);
        })
    }

    fn open(&self) -> Arc<LargeFile> {
        let file = LargeFile::open(&self.path, self.wake()).expect("opens");
        file.be_patient(true);
        file
    }

    fn append(&self, text: &str) {
        let mut file = OpenOptions::new().append(true).open(&self.path).expect("there");
        file.write_all(text.as_bytes()).expect("written");
    }
}

/// Waits until `done` returns `true`, for at most a minute.
fn wait(what: &str, done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn wait_indexed(file: &LargeFile) {
    wait("all lines to be counted", || file.lines().is_some());
}

fn text(file: &LargeFile) -> String {
    let mut bytes = Vec::new();
    file.content().fetch(0..file.size(), &mut bytes);
    String::from_utf8(bytes).expect("text")
}

/// Writes into the middle of a file.
fn write_at(mut file: &fs::File, offset: u64, bytes: &[u8]) {
    file.seek(SeekFrom::Start(offset)).and_then(|_| file.write_all(bytes)).expect("written");
}

#[test]
fn a_gigabyte_opens_at_once_and_its_lines_are_counted_within_bounded_memory() {
    let place = place("first\n");
    let disk = OpenOptions::new().write(true).open(&place.path).expect("there");
    disk.set_len(GIB).expect("sparse");
    write_at(&disk, GIB / 2, b"\nmiddle\n");
    write_at(&disk, GIB - 5, b"\nlast");
    let file = place.open();
    assert_eq!(file.size(), GIB);
    wait_indexed(&file);
    assert_eq!((file.lines(), file.progress()), (Some(5), 1.0));
    let content = file.content();
    assert_eq!(content.line_start(3), Some(GIB / 2 + 8));
    assert_eq!(content.line_start(4), Some(GIB - 4));
    assert_eq!(content.line_start(5), None);
    assert_eq!(content.breaks_before(GIB, None), Some(4));
    let mut bytes = Vec::new();
    for at in (0..GIB).step_by(GIB as usize / 1000) {
        content.fetch(at..at + 10, &mut bytes);
    }
    let bound = MAX_CHUNKS * (CHUNK_BYTES + 256) + SCAN_BYTES + (GIB as usize / CHUNK_BYTES + 1) * 16 + 4096;
    assert!(file.bytes() <= bound as u64, "{} are more than {bound}", file.bytes());
    wait("the host to be woken", || place.wakes.load(Ordering::Relaxed) > 0);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    #[test]
    fn lines_are_where_a_naive_table_says(
        bytes in vec((0_usize..60_000, any::<bool>()), 0..20).prop_map(|lines| {
            let line = |(length, ends): (usize, bool)| format!("{}{}", "x".repeat(length), if ends { "\n" } else { "" });
            lines.into_iter().map(line).collect::<String>()
        }),
        near in any::<u64>(),
    ) {
        let place = place(&bytes);
        let file = place.open();
        wait_indexed(&file);
        let starts: Vec<u64> =
            [0].into_iter().chain(bytes.match_indices('\n').map(|(at, _)| at as u64 + 1)).collect();
        let content = file.content();
        assert_eq!(file.lines(), Some(bytes.lines().count() as u64));
        for (line, &start) in starts.iter().enumerate() {
            assert_eq!(content.line_start(line as u64), Some(start));
            let offset = near % (bytes.len() as u64 + 1);
            let breaks = starts.iter().filter(|&&start| start > 0 && start <= offset).count() as u64;
            let known = Mark { offset: start, breaks: line as u64 };
            assert_eq!(content.breaks_before(offset, Some(known)), Some(breaks));
            assert_eq!(content.breaks_before(offset, None), Some(breaks));
        }
        assert_eq!(content.line_start(starts.len() as u64), None);
    }
}

#[test]
fn what_cannot_be_looked_at_is_refused_in_words() {
    let place = place("");
    let missing = place.folder.path().join("missing");
    let error = LargeFile::open(&missing, place.wake()).expect_err("missing");
    assert!(matches!(error, LargeError::Read { .. }) && error.to_string().contains("missing"), "{error}");
    assert!(matches!(LargeFile::open(place.folder.path(), place.wake()), Err(LargeError::NotAFile { .. })));
    assert!(matches!(LargeFile::open_or_wait(place.folder.path(), place.wake()), Err(LargeError::NotAFile { .. })));
}

#[test]
fn a_file_that_grows_is_shown_further() {
    let place = place("one\ntw");
    let file = place.open();
    wait_indexed(&file);
    assert_eq!(text(&file), "one\ntw");
    place.append("o\nthree\n");
    file.check_disk();
    wait_indexed(&file);
    assert_eq!(
        (text(&file).as_str(), file.lines(), file.disk_state()),
        ("one\ntwo\nthree\n", Some(3), DiskState::Fine)
    );
}

#[test]
fn a_file_that_shrinks_keeps_its_rest_until_it_is_reloaded() {
    for size in [0, 5] {
        let place = place("one\ntwo\nthree\n");
        let file = place.open();
        wait_indexed(&file);
        assert_eq!(text(&file).len(), 14);
        OpenOptions::new().write(true).open(&place.path).expect("there").set_len(size).expect("cut");
        assert_eq!(text(&file).len(), 14, "nobody has looked yet");
        file.check_disk();
        assert_eq!(file.disk_state(), DiskState::Shrank { from: 14, to: size });
        wait_indexed(&file);
        assert_eq!(text(&file), "one\ntwo\nthree\n"[..size as usize]);
        assert_eq!(file.lines(), Some(if size == 0 { 0 } else { 2 }));
        file.check_disk();
        assert_eq!(file.disk_state(), DiskState::Shrank { from: 14, to: size }, "it is said until it is answered");
        file.reload().expect("reads");
        assert_eq!(file.disk_state(), DiskState::Fine);
    }
}

#[test]
fn a_file_cut_while_its_lines_are_counted_is_no_panic() {
    let place = place("");
    let disk = OpenOptions::new().write(true).open(&place.path).expect("there");
    disk.set_len(GIB).expect("sparse");
    let file = place.open();
    disk.set_len(100).expect("cut");
    wait_indexed(&file);
    file.check_disk();
    wait_indexed(&file);
    assert_eq!((file.size(), file.disk_state()), (100, DiskState::Shrank { from: GIB, to: 100 }));
}

#[test]
fn a_cut_whose_time_is_noted_later_stays_a_cut() {
    let place = place("one\ntwo\n");
    let file = place.open();
    wait_indexed(&file);
    let disk = OpenOptions::new().write(true).open(&place.path).expect("there");
    disk.set_len(4).expect("cut");
    file.check_disk();
    disk.set_modified(std::time::SystemTime::now() + Duration::from_secs(2)).expect("set");
    file.check_disk();
    assert_eq!(file.disk_state(), DiskState::Shrank { from: 8, to: 4 });
}

#[test]
fn a_replaced_file_shows_the_old_one_until_it_is_reloaded() {
    let place = place("old\n");
    let file = place.open();
    let new = place.folder.path().join("new");
    fs::write(&new, "new and longer\n").expect("written");
    fs::rename(&new, &place.path).expect("renamed");
    file.check_disk();
    assert_eq!((file.disk_state(), text(&file).as_str()), (DiskState::Replaced, "old\n"));
    file.reload().expect("reads");
    assert_eq!((file.disk_state(), text(&file).as_str()), (DiskState::Fine, "new and longer\n"));
}

#[test]
fn a_file_written_anew_in_place_says_so() {
    for new in ["OLD\n", "quite another text\n"] {
        let place = place("old\n");
        let file = place.open();
        // A modification time that differs from that of the first write, however coarse the clock of the disk is.
        let disk = OpenOptions::new().write(true).open(&place.path).expect("there");
        write_at(&disk, 0, new.as_bytes());
        disk.set_modified(std::time::SystemTime::now() + Duration::from_secs(5)).expect("own file");
        file.check_disk();
        assert_eq!(file.disk_state(), DiskState::Changed, "{new}");
        file.reload().expect("reads");
        assert_eq!(text(&file), new);
    }
}

#[test]
fn a_file_that_vanishes_and_comes_back() {
    let place = place("old\n");
    let file = place.open();
    fs::remove_file(&place.path).expect("removed");
    file.check_disk();
    assert_eq!((file.disk_state(), text(&file).as_str()), (DiskState::Vanished, "old\n"));
    assert!(file.reload().is_err());
    assert_eq!((file.disk_state(), text(&file).as_str()), (DiskState::Vanished, "old\n"));
    fs::create_dir(&place.path).expect("a folder instead");
    file.check_disk();
    assert!(matches!(file.disk_state(), DiskState::Unreadable(_)));
    fs::remove_dir(&place.path).expect("removed");
    fs::write(&place.path, "new\n").expect("written");
    file.check_disk();
    assert_eq!(file.disk_state(), DiskState::Replaced);
    file.reload().expect("reads");
    assert_eq!(text(&file), "new\n");
}

#[test]
fn a_file_on_a_bad_disk_says_so_and_is_read_once_it_can_be() {
    let place = place("some text\n");
    let file = place.open();
    wait_indexed(&file);
    // Reading a folder fails as reading a broken disk does.
    let folder = fs::File::open(place.folder.path()).expect("a folder opens");
    let whole = {
        let mut state = file.shared.lock();
        let source = state.source.as_mut().expect("is open");
        let whole = std::mem::replace(&mut source.file, Arc::new(folder));
        state.index = super::index::Index::new();
        state.cache.clear();
        whole
    };
    file.shared.signal.notify_all();
    wait("the thread to fail", || matches!(file.disk_state(), DiskState::Unreadable(_)));
    assert_eq!(text(&file), "");
    file.shared.lock().source.as_mut().expect("is open").file = whole;
    file.check_disk();
    wait_indexed(&file);
    assert_eq!((text(&file).as_str(), file.disk_state()), ("some text\n", DiskState::Fine));
}

#[test]
fn a_followed_file_is_picked_up_as_it_grows_and_wakes_for_news_only() {
    let place = place("one\n");
    let file = place.open();
    file.count_follower(true);
    wait_indexed(&file);
    place.append("two\n");
    wait("the new line", || file.lines() == Some(2));
    assert_eq!(text(&file), "one\ntwo\n");
    // For the first count, for the growth, and for the second count.
    wait("the host to be woken", || place.wakes.load(Ordering::Relaxed) == 3);
    for _ in 0..100 {
        file.check_disk();
    }
    assert_eq!(place.wakes.load(Ordering::Relaxed), 3, "nothing is new");
}

#[test]
fn a_followed_file_that_is_rotated_or_cut_starts_over() {
    let place = place("one\ntwo\n");
    let file = place.open();
    file.count_follower(true);
    let check = |expect: &str, why: StartedOver| {
        wait(expect, || text(&file) == expect && file.lines() == Some(1));
        assert_eq!((file.facts().started_over, file.disk_state()), (Some(why), DiskState::Fine));
    };
    fs::rename(&place.path, place.folder.path().join("a.log.1")).expect("rotated");
    wait("its end", || file.disk_state() == DiskState::Vanished);
    fs::write(&place.path, "new file\n").expect("written");
    check("new file\n", StartedOver::Replaced);
    OpenOptions::new().write(true).truncate(true).open(&place.path).expect("cut");
    wait("the cut", || file.size() == 0);
    assert_eq!(file.facts().started_over, Some(StartedOver::Truncated));
    place.append("after\n");
    check("after\n", StartedOver::Truncated);
    let generation = file.facts().generation;
    // Looks as if the file had been truncated and written past its old end between two checks.
    let disk = OpenOptions::new().write(true).open(&place.path).expect("there");
    write_at(&disk, 0, b"much more than before\n");
    wait("the new text", || file.facts().generation > generation);
    check("much more than before\n", StartedOver::Rewritten);
}

#[test]
fn a_file_that_is_not_there_yet_is_waited_for() {
    let place = place("");
    fs::remove_file(&place.path).expect("removed");
    let file = LargeFile::open_or_wait(&place.path, place.wake()).expect("waits");
    assert_eq!((file.disk_state(), file.size(), file.lines()), (DiskState::Waiting, 0, Some(0)));
    file.check_disk();
    assert_eq!(file.disk_state(), DiskState::Waiting);
    file.count_follower(true);
    fs::write(&place.path, "here\n").expect("written");
    wait("the file", || file.lines() == Some(1));
    assert_eq!((file.disk_state(), text(&file).as_str()), (DiskState::Fine, "here\n"));
    assert_eq!(file.facts().started_over, None, "nothing was lost");
}

#[test]
fn the_thread_ends_with_the_last_owner() {
    let place = place("one\n");
    let file = place.open();
    let also = Arc::clone(&file);
    let shared = Arc::downgrade(&file.shared);
    drop(file);
    assert_eq!(text(&also), "one\n");
    drop(also);
    wait("the thread to end", || shared.strong_count() == 0);
}

#[test]
fn a_file_goes_from_thread_to_thread() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<LargeFile>();
}

#[test]
fn looks_from_two_sides_never_take_what_was_added_for_a_cut() {
    let place = place("one\n");
    let file = place.open();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    file.check_disk();
                }
            });
        }
        for _ in 0..2_000 {
            place.append("more\n");
            let disk = file.disk_state();
            if disk != DiskState::Fine {
                is_over.store(true, Ordering::Relaxed);
            }
            assert_eq!(disk, DiskState::Fine);
        }
        is_over.store(true, Ordering::Relaxed);
    });
}
