//! A log on real files: cut at every byte, with every bit flipped, and rewritten.

use super::LogStore;
use crate::batch::{Batch, Entries};
use crate::disk::{Disk, DiskFile, FolderDisk};
use crate::error::StoreError;
use crate::frame::Kind;
use crate::store::{Opened, Store};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn open(folder: &Path) -> Opened<LogStore> {
    LogStore::open(FolderDisk::new(folder), "s").expect("opened")
}

fn entries(pairs: &[(&str, &str)]) -> Entries {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

/// Makes a store with three commits and returns its file.
fn three(folder: &Path) -> PathBuf {
    let mut store = open(folder).store;
    for (key, text) in [("a", "one"), ("b", "two"), ("c", "three")] {
        store.commit(&Batch::new().put(key, text)).expect("committed");
    }
    folder.join("s.1.log")
}

#[test]
fn what_was_committed_is_there_again() {
    let folder = tempfile::tempdir().expect("a folder");
    three(folder.path());
    let mut opened = open(folder.path());
    assert_eq!(opened.entries, entries(&[("a", "one"), ("b", "two"), ("c", "three")]));
    assert_eq!(opened.damage, crate::Damage::default());
    opened.store.commit(&Batch::new().put("a", "1").remove("b")).expect("committed");
    drop(opened);
    assert_eq!(open(folder.path()).entries, entries(&[("a", "1"), ("c", "three")]));
}

#[test]
fn a_file_that_ends_anywhere_gives_whole_commits_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fs::read(three(folder.path())).expect("read");
    let start = fs::read(three(tempfile::tempdir().expect("a folder").path())).expect("read").len();
    assert_eq!(start, bytes.len());
    let all = [("a", "one"), ("b", "two"), ("c", "three")];
    let mut seen = [0; 4];
    for end in 0..bytes.len() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("s.1.log"), &bytes[..end]).expect("written");
        let opened = open(folder.path());
        let count = opened.entries.len();
        assert_eq!(opened.entries, entries(&all[..count]), "cut at {end}");
        seen[count] += 1;
        let is_whole = opened.damage.problems.is_empty();
        assert_eq!(is_whole, opened.damage.kept.is_empty());
        if let [kept] = opened.damage.kept.as_slice() {
            assert_eq!(fs::read(folder.path().join(kept)).expect("kept"), &bytes[..end]);
        }
        // What was found is found again, and nothing is told twice.
        let again = open(folder.path());
        assert_eq!((again.entries, again.damage.problems.len()), (opened.entries, 0), "cut at {end}");
    }
    assert!(seen[..3].iter().all(|seen| *seen > 0));
}

#[test]
fn every_flipped_bit_is_found_and_costs_one_commit_at_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fs::read(three(folder.path())).expect("read");
    let all = entries(&[("a", "one"), ("b", "two"), ("c", "three")]);
    for bit in 0..bytes.len() * 8 {
        let folder = tempfile::tempdir().expect("a folder");
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.path().join("s.1.log"), &damaged).expect("written");
        let opened = open(folder.path());
        assert!(opened.entries.iter().all(|(key, text)| all.get(key) == Some(text)), "bit {bit}");
        assert!(opened.entries.len() >= 2, "bit {bit}");
        assert!(!opened.damage.problems.is_empty(), "bit {bit}");
        assert_eq!(fs::read(folder.path().join("s.1.damaged")).expect("kept"), damaged);
    }
}

#[test]
fn what_is_damaged_at_the_start_of_a_file_is_in_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    three(folder.path());
    let mut store = open(folder.path()).store;
    store.renew().expect("a fresh file");
    store.commit(&Batch::new().put("d", "four")).expect("committed");
    drop(store);
    let file = folder.path().join("s.2.log");
    let bytes = fs::read(&file).expect("read");
    let start = bytes.len() - crate::frame::HEAD_BYTES - "+1:d4:four".len();
    for bit in 0..start * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let folder_of_bit = tempfile::tempdir().expect("a folder");
        fs::copy(folder.path().join("s.1.log"), folder_of_bit.path().join("s.1.log")).expect("copied");
        fs::write(folder_of_bit.path().join("s.2.log"), &damaged).expect("written");
        let opened = open(folder_of_bit.path());
        assert_eq!(opened.entries, entries(&[("a", "one"), ("b", "two"), ("c", "three"), ("d", "four")]), "bit {bit}");
        assert_eq!(opened.damage.kept, ["s.2.damaged"], "bit {bit}");
    }
}

#[test]
fn a_log_does_not_grow_with_its_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path()).store;
    let text = "x".repeat(100_000);
    for n in 0..100 {
        store.commit(&Batch::new().put("a", text.as_str()).put("n", n.to_string())).expect("committed");
    }
    assert!(store.generation() > 3, "{store:?}");
    drop(store);
    let sizes: u64 = fs::read_dir(folder.path())
        .expect("listed")
        .map(|file| file.and_then(|file| file.metadata()).expect("there").len())
        .sum();
    assert!(sizes < 4_000_000, "{sizes} bytes");
    let opened = open(folder.path());
    assert_eq!(opened.entries, entries(&[("a", &text), ("n", "99")]));
}

#[test]
fn a_file_of_a_newer_program_is_not_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = r#"{"format":"multisplit-log","version":2,"generation":1,"parts":0,"sequence":0}"#;
    let bytes = crate::frame::encode(Kind::File, 0, head);
    fs::write(folder.path().join("s.1.log"), &bytes).expect("written");
    let refused = LogStore::open(FolderDisk::new(folder.path()), "s").expect_err("refused");
    assert!(matches!(refused, StoreError::Newer { version: 2, newest: 1, .. }), "{refused}");
    assert_eq!(fs::read(folder.path().join("s.1.log")).expect("there"), bytes);
}

#[test]
fn a_file_that_is_no_log_is_kept_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..3 {
        fs::write(folder.path().join("s.9.log"), format!("my diary {n}")).expect("written");
        let opened = open(folder.path());
        assert!(opened.entries.is_empty() && opened.damage.has_gap);
        let kept = &opened.damage.kept[0];
        assert_eq!(fs::read_to_string(folder.path().join(kept)).expect("kept"), format!("my diary {n}"));
        fs::remove_file(folder.path().join("s.10.log")).expect("removed");
    }
}

#[test]
fn two_stores_in_one_folder_are_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut one = open(folder.path()).store;
    let mut other = LogStore::open(FolderDisk::new(folder.path()), "s.2").expect("opened").store;
    one.commit(&Batch::new().put("a", "one")).expect("committed");
    other.commit(&Batch::new().put("a", "other")).expect("committed");
    drop((one, other));
    assert_eq!(open(folder.path()).entries, entries(&[("a", "one")]));
}

#[test]
fn a_batch_that_breaks_a_limit_is_refused_and_poisons_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = open(folder.path()).store;
    for key in [String::new(), "k".repeat(8193)] {
        assert!(matches!(store.commit(&Batch::new().put(key, "")), Err(StoreError::Key { .. })));
    }
    store.commit(&Batch::new().put("a", "one")).expect("committed");
}

#[test]
fn names_that_this_program_does_not_give_are_none() {
    let folder = tempfile::tempdir().expect("a folder");
    three(folder.path());
    for name in ["s.07.log", "s.+7.log", "s.-1.log", "s..log", "s.99999999999999999999999.log"] {
        fs::write(folder.path().join(name), "of somebody").expect("written");
    }
    let opened = open(folder.path());
    assert_eq!((opened.entries.len(), opened.damage.problems.len()), (3, 0));
    drop(opened);
    // The last number that there is: nothing overflows, and nothing is removed that holds something.
    fs::rename(folder.path().join("s.1.log"), folder.path().join(format!("s.{}.log", u64::MAX))).expect("renamed");
    assert_eq!(open(folder.path()).entries.len(), 3);
}

#[test]
fn a_store_is_read_on_a_disk_that_cannot_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = three(folder.path());
    let mut mode = fs::metadata(&file).expect("there").permissions();
    mode.set_readonly(true);
    fs::set_permissions(&file, mode).expect("set");
    let (entries, damage) = LogStore::read(&FolderDisk::new(folder.path()), "s").expect("read");
    assert_eq!((entries.len(), damage), (3, crate::Damage::default()));
}

#[test]
fn a_copy_that_fails_leaves_no_half_file() {
    use crate::simulated::{Failing, Fault, SimulatedDisk};
    let disk = SimulatedDisk::new();
    let mut store = LogStore::open(disk.clone(), "s").expect("opened").store;
    store.commit(&Batch::new().put("a", "one")).expect("committed");
    disk.fail(Some(Failing { from: 2, fault: Fault::Full, for_good: false }));
    store.renew().expect_err("full");
    disk.fail(None);
    assert_eq!(Disk::names(&disk).expect("names"), ["s.1.log"]);
    store.commit(&Batch::new().put("b", "two")).expect("it goes on");
}

#[test]
fn any_bytes_are_opened_told_and_whole_at_the_second_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = fs::read(three(folder.path())).expect("read");
    let mut seed = 1_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below.max(1) as u64).expect("small")
    };
    let all = entries(&[("a", "one"), ("b", "two"), ("c", "three")]);
    for case in 0..2_000 {
        let mut damaged = bytes.clone();
        for _ in 0..=random(3) {
            let (from, length) = (random(damaged.len()), random(60));
            let to = damaged.len().min(from + length);
            match random(4) {
                0 => damaged.truncate(from),
                1 => drop(damaged.drain(from..to)),
                2 => {
                    // A part of the file a second time: whole frames among them, with numbers that were there already.
                    let part = damaged[from..to].to_vec();
                    let at = random(damaged.len());
                    drop(damaged.splice(at..at, part));
                }
                _ => damaged[from..to].fill(0xFF),
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("s.1.log"), &damaged).expect("written");
        let opened = open(folder.path());
        assert!(opened.entries.iter().all(|(key, text)| all.get(key) == Some(text)), "case {case}");
        // A file that is cut off exactly between two changes is one of an earlier moment.
        let is_earlier = bytes.starts_with(&damaged);
        assert!(!opened.damage.problems.is_empty() || is_earlier, "case {case}: {:?}", opened.damage);
        let found = opened.entries;
        let again = open(folder.path());
        assert_eq!((again.entries, again.damage.problems), (found, vec![]), "case {case}");
    }
}

#[test]
fn a_file_that_was_removed_takes_no_commit_and_a_fresh_one_has_everything() {
    for with_folder in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("deep");
        let file = three(&place);
        let mut store = open(&place).store;
        match with_folder {
            true => fs::remove_dir_all(&place).expect("removed"),
            false => fs::remove_file(file).expect("removed"),
        }
        let refused = store.commit(&Batch::new().put("d", "four")).expect_err("it would be lost");
        assert!(refused.to_string().contains("no longer there"), "{refused}");
        store.renew().expect("a fresh file");
        store.commit(&Batch::new().put("d", "four")).expect("committed");
        drop(store);
        assert_eq!(open(&place).entries, entries(&[("a", "one"), ("b", "two"), ("c", "three"), ("d", "four")]));
    }
}

/// A disk that is full: no file can be created, and what is written beyond a length is cut off.
struct FullDisk(FolderDisk, u64);

struct FullFile(Box<dyn DiskFile>, u64);

impl Disk for FullDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        self.0.names()
    }
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FullFile(self.0.open(name)?, self.1)))
    }
    fn create(&self, _: &str) -> io::Result<Box<dyn DiskFile>> {
        Err(io::ErrorKind::StorageFull.into())
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.0.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.0.remove(name)
    }
    fn sync_folder(&self) -> io::Result<()> {
        self.0.sync_folder()
    }
}

impl DiskFile for FullFile {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.0.read_at(at, bytes)
    }
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let room = usize::try_from(self.1.saturating_sub(at)).expect("small");
        self.0.write_at(at, &bytes[..bytes.len().min(room)])?;
        if bytes.len() > room { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }
    fn sync(&self) -> io::Result<()> {
        self.0.sync()
    }
}

#[test]
fn a_change_that_fills_the_disk_leaves_no_trace_and_keeps_nothing_from_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = three(folder.path());
    let length = fs::metadata(&file).expect("there").len();
    let disk = || FullDisk(FolderDisk::new(folder.path()), length + 500);
    let mut store = LogStore::open(disk(), "s").expect("opened").store;
    store.commit(&Batch::new().put("long", "x".repeat(5_000))).expect_err("full");
    assert_eq!(fs::metadata(&file).expect("there").len(), length, "it gives back what it took");
    drop(store);
    // Killed before it could: what is half written fills the disk.
    let mut bytes = fs::read(&file).expect("read");
    let half = crate::frame::encode(Kind::Commit, 4, "long");
    bytes.extend(&half[..half.len() - 1]);
    fs::write(&file, &bytes).expect("written");
    let mut opened = LogStore::open(disk(), "s").expect("opened");
    assert_eq!(opened.entries, entries(&[("a", "one"), ("b", "two"), ("c", "three")]));
    assert!(!opened.damage.has_gap && opened.damage.problems.len() == 1, "{:?}", opened.damage);
    opened.store.commit(&Batch::new().put("d", "four")).expect("there is room for it");
    drop(opened);
    assert_eq!(open(folder.path()).entries.len(), 4);
}
