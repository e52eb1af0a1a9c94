//! Readers of what lies on the disk: the log, lists of pieces, sessions.

use crate::text::check;
use multisplit::Layout;
use multisplit::file::ReadLimits;
use multisplit_host::KeptSession;
use multisplit_store::simulated::SimulatedDisk;
use multisplit_store::{Batch, Damage, Entries, LogStore, MemoryStore, Opened, Pieces, Store, StoreError};

/// A file with any bytes is refused and stays as it is, or it is opened, takes a commit, and has it afterward beside all it had before.
pub fn log(bytes: &[u8]) {
    let disk = SimulatedDisk::new();
    disk.set_content("s.1.log", bytes);
    let read = LogStore::read(&disk, "s");
    assert_eq!(disk.content("s.1.log").as_deref(), Some(bytes), "reading changes nothing");
    match LogStore::open(disk.clone(), "s") {
        Ok(Opened { mut store, entries, .. }) => {
            let (only_read, _) = read.expect("what can be opened can be read");
            assert_eq!(only_read, entries);
            store.commit(&Batch::new().put("fuzz", "committed")).expect("the disk is well");
            drop(store);
            let again = LogStore::open(disk, "s").expect("it was just open");
            let mut expected = entries;
            expected.insert("fuzz".to_owned(), "committed".to_owned());
            assert_eq!(again.entries, expected);
            assert_eq!(again.damage, Damage::default(), "the damage was told before");
        }
        Err(error) => {
            assert!(matches!(error, StoreError::Newer { .. } | StoreError::TooLarge { .. }), "{error}");
            assert_eq!(disk.content("s.1.log").as_deref(), Some(bytes), "what is refused is not touched");
        }
    }
}

/// Any entries below give texts, which can be written and read again.
pub fn pieces(bytes: &[u8]) {
    let entries = entries(bytes);
    let store = MemoryStore::new(entries.clone());
    let opened = Pieces::with_size(Opened { store, entries, damage: Damage::default() }, 64);
    let mut pieces = opened.store;
    let batch: Batch = opened.entries.iter().map(|(key, text)| (key.clone(), Some(format!("{text}!")))).collect();
    // Keys from a damaged file may be none that a store takes.
    let _ = pieces.commit(&batch);
}

/// Whatever a store holds, what comes back of a session is valid, and so is each step of its history.
pub fn session(bytes: &[u8]) {
    let kept = KeptSession::new(entries(bytes), Damage::default());
    kept.states().for_each(|(widget, saved)| drop((widget.kind().to_owned(), saved.to_text().len())));
    let Some(recovery) = kept.recovery() else { return };
    let mut layout = Layout::new();
    if layout.recover(&recovery, ReadLimits::outside()).is_err() {
        return;
    }
    check(&layout);
    while layout.undo().is_ok() {
        check(&layout);
    }
    while layout.redo().is_ok() {
        check(&layout);
    }
}

/// Returns the entries that bytes stand for: lines of a key, a tab, and a text in which U+0001 stands for the end of a line.
fn entries(bytes: &[u8]) -> Entries {
    let text = String::from_utf8_lossy(bytes);
    let entry = |line: &str| line.split_once('\t').map(|(key, text)| (key.to_owned(), text.replace('\u{1}', "\n")));
    text.lines().filter_map(entry).collect()
}
