//! The writer over a store that fails when it is told to.

use super::{Text, Writer};
use crate::batch::{Batch, Entries};
use crate::error::StoreError;
use crate::store::{MemoryStore, Store};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// A store in memory that fails as often as it is told, and counts its commits.
#[derive(Clone, Default)]
struct Told {
    store: Arc<Mutex<(MemoryStore, usize, usize, bool)>>,
}

impl Told {
    fn entries(&self) -> Entries {
        self.store.lock().expect("lives").0.entries().clone()
    }

    fn fail(&self, times: usize) {
        self.store.lock().expect("lives").1 = times;
    }

    fn commits(&self) -> usize {
        self.store.lock().expect("lives").2
    }

    fn step(&mut self) -> Result<(), StoreError> {
        let mut inner = self.store.lock().expect("lives");
        if inner.1 > 0 {
            (inner.1, inner.3) = (inner.1 - 1, true);
            return Err(StoreError::Io { file: "s".to_owned(), source: io::ErrorKind::StorageFull.into() });
        }
        Ok(())
    }
}

impl Store for Told {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if self.store.lock().expect("lives").3 {
            return Err(StoreError::Poisoned);
        }
        self.step()?;
        let mut inner = self.store.lock().expect("lives");
        inner.2 += 1;
        inner.0.commit(batch)
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        self.step()?;
        self.store.lock().expect("lives").3 = false;
        Ok(())
    }
}

fn put(writer: &Writer, key: &str, text: &str) -> u64 {
    writer.hand_in([(key.to_owned(), Some(Text::Now(text.to_owned())))])
}

#[test]
fn changes_that_come_together_are_one_commit() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    for n in 0..1000 {
        put(&writer, "a", &n.to_string());
        writer.hand_in([(format!("b{}", n % 7), Some(Text::Later(Box::new(move || n.to_string()))))]);
    }
    writer.flush(PATIENCE).expect("written");
    assert_eq!(writer.durable(), 2000);
    assert!(told.commits() < 1000, "{}", told.commits());
    assert_eq!((told.entries()["a"].as_str(), told.entries().len()), ("999", 8));
}

#[test]
fn what_is_handed_in_last_is_there_when_the_writer_is_gone() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    put(&writer, "a", "one");
    drop(writer);
    assert_eq!(told.entries()["a"], "one");
}

#[test]
fn a_failed_write_goes_to_a_fresh_file_at_once() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    told.fail(1);
    put(&writer, "a", "one");
    writer.flush(PATIENCE).expect("written in a fresh file");
    assert_eq!((told.entries()["a"].as_str(), writer.trouble()), ("one", None));
}

#[test]
fn a_full_disk_is_told_and_everything_is_there_once_it_has_room() {
    let told = Told::default();
    let (said, heard) = std::sync::mpsc::channel();
    let said = Mutex::new(said);
    let wake = move || said.lock().expect("lives").send(()).expect("heard");
    let writer = Writer::start(told.clone(), wake).expect("a thread");
    told.fail(usize::MAX);
    put(&writer, "a", "one");
    let why = writer.flush(PATIENCE).expect_err("full");
    assert!(why.contains("storage"), "{why}");
    heard.recv_timeout(PATIENCE).expect("told");
    put(&writer, "b", "two");
    assert_eq!(writer.durable(), 0);
    told.fail(0);
    heard.recv_timeout(PATIENCE).expect("told that it is over, without another change");
    assert_eq!((writer.durable(), writer.trouble()), (2, None));
    assert_eq!(told.entries().len(), 2);
}

#[test]
fn the_end_is_not_waited_for_on_a_disk_that_fails_for_good() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    told.fail(usize::MAX);
    put(&writer, "a", "one");
    drop(writer);
    assert!(told.entries().is_empty());
}

#[test]
fn a_change_that_breaks_a_limit_is_told_and_stops_no_other() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    writer.hand_in(["", "a"].map(|key| (key.to_owned(), Some(Text::Now("one".to_owned())))));
    assert!(writer.flush(PATIENCE).is_err(), "it stays trouble");
    put(&writer, "b", "two");
    assert!(writer.flush(PATIENCE).is_err() && writer.trouble().is_some());
    assert_eq!(told.entries().into_keys().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_writer_whose_thread_broke_says_so_at_once() {
    struct Broken;
    impl Store for Broken {
        fn commit(&mut self, _: &Batch) -> Result<(), StoreError> {
            panic!("this store is broken")
        }
        fn renew(&mut self) -> Result<(), StoreError> {
            Ok(())
        }
    }
    let writer = Writer::start(Broken, || {}).expect("a thread");
    put(&writer, "a", "one");
    assert!(writer.flush(PATIENCE).expect_err("broken").contains("broke"));
    put(&writer, "b", "two");
    assert!(writer.flush(PATIENCE).is_err() && writer.trouble().is_some());
}

#[test]
fn a_text_that_cannot_be_made_costs_no_other() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    put(&writer, "a", "before");
    assert_eq!(writer.flush(PATIENCE), Ok(()));
    writer.hand_in([("a".to_owned(), Some(Text::Later(Box::new(|| panic!("this text cannot be made")))))]);
    put(&writer, "b", "one");
    assert_eq!(writer.flush(PATIENCE), Err("the text of \"a\" could not be made".to_owned()));
    assert_eq!(told.entries(), Entries::from([("a".into(), "before".into()), ("b".into(), "one".into())]));
}

#[test]
fn a_text_for_which_there_is_no_room_is_told_and_stops_no_other() {
    /// A store with room for one long text.
    struct Small(Told);
    impl Store for Small {
        fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
            match batch.changes().find(|(key, _)| *key == "long") {
                Some((key, _)) => Err(StoreError::TooMuch { key: key.to_owned(), bytes: 7 }),
                None => self.0.commit(batch),
            }
        }
        fn renew(&mut self) -> Result<(), StoreError> {
            panic!("the disk is well")
        }
    }
    let told = Told::default();
    let writer = Writer::start(Small(told.clone()), || {}).expect("a thread");
    writer.hand_in(["a", "long"].map(|key| (key.to_owned(), Some(Text::Now("one".to_owned())))));
    assert!(writer.flush(PATIENCE).expect_err("told").contains("long"));
    assert_eq!(told.entries().into_keys().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn changes_that_wait_for_the_disk_are_bounded() {
    let told = Told::default();
    let writer = Writer::start(told.clone(), || {}).expect("a thread");
    told.fail(usize::MAX);
    let all = (0..=crate::limits::MAX_PENDING).map(|n| (n.to_string(), Some(Text::Now(String::new()))));
    writer.hand_in(all);
    assert!(writer.take_behind(), "everything must be handed in anew");
    assert!(!writer.take_behind());
}
