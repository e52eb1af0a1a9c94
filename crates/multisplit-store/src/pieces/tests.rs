//! Long texts over a store in memory: what a change writes, what is left over, and what damage costs.

use super::{MARK, Pieces, cut, list};
use crate::batch::{Batch, Entries};
use crate::error::{Damage, StoreError};
use crate::store::{MemoryStore, Opened, Store};
use proptest::{collection::vec, prop_assert, prop_assert_eq, proptest};

fn open(entries: Entries) -> Opened<Pieces<MemoryStore>> {
    let store = MemoryStore::new(entries.clone());
    Pieces::with_size(Opened { store, entries, damage: Damage::default() }, 256)
}

/// Returns text without a pattern, which is the same for each number.
fn text(seed: u64, bytes: usize) -> String {
    let mut state = seed;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).expect("small"))
    };
    (0..bytes).map(letter).collect()
}

fn bytes_beside(before: &Entries, after: &Entries) -> usize {
    after.iter().filter(|(key, text)| before.get(*key) != Some(text)).map(|(key, text)| key.len() + text.len()).sum()
}

#[test]
fn a_letter_typed_into_a_long_text_writes_a_piece_or_two_wherever_it_is_typed() {
    let long = text(1, 200_000);
    let mut pieces = open(Entries::new()).store;
    pieces.commit(&Batch::new().put("text", &long)).expect("committed");
    for at in [0, 1, 77_777, 199_999, 200_000] {
        let before = pieces.store.entries().clone();
        let mut typed = long.clone();
        typed.insert(at, '!');
        pieces.commit(&Batch::new().put("text", &typed)).expect("committed");
        let (after, list) = (pieces.store.entries(), pieces.store.entries()["text"].len());
        let written = bytes_beside(&before, after) - list;
        assert!(written < 2_000 && list < 100, "{written} bytes and a list of {list} for a letter at {at}");
        assert_eq!(open(after.clone()).entries["text"], typed);
        pieces.commit(&Batch::new().put("text", &long)).expect("committed");
    }
}

#[test]
fn a_text_in_two_entries_is_there_once_and_goes_with_the_last() {
    let long = text(2, 50_000);
    let mut pieces = open(Entries::new()).store;
    pieces.commit(&Batch::new().put("one", &long).put("other", &long).put("short", "s")).expect("committed");
    let all: usize = pieces.store.entries().values().map(String::len).sum();
    assert!(all < 52_000, "{all}");
    pieces.commit(&Batch::new().remove("one")).expect("committed");
    assert_eq!(open(pieces.store.entries().clone()).entries["other"], long);
    pieces.commit(&Batch::new().put("other", "short now")).expect("committed");
    let left: Vec<&str> = pieces.store.entries().keys().map(String::as_str).collect();
    assert_eq!(left, ["other", "short"]);
}

#[test]
fn what_looks_like_a_list_or_a_piece_is_text_and_no_key() {
    let odd = format!("{MARK}0-9");
    let mut pieces = open(Entries::new()).store;
    pieces.commit(&Batch::new().put("odd", &odd)).expect("committed");
    assert_eq!(open(pieces.store.entries().clone()).entries["odd"], odd);
    let refused = pieces.commit(&Batch::new().put(format!("{MARK}7"), "x"));
    assert!(matches!(refused, Err(StoreError::ReservedKey)));
}

#[test]
fn pieces_that_a_crash_has_left_go_with_the_next_commit() {
    let entries = Entries::from([(list::key(7), "left".to_owned()), (format!("{MARK}no number"), String::new())]);
    let mut opened = open(entries);
    assert_eq!((opened.entries.len(), opened.damage.has_gap), (0, false));
    opened.store.commit(&Batch::new().put("text", text(3, 1_000))).expect("committed");
    assert!(!opened.store.store.entries().contains_key(&list::key(7)));
    assert_eq!(open(opened.store.store.entries().clone()).entries["text"], text(3, 1_000));
}

#[test]
fn a_piece_that_is_missing_costs_itself_and_is_told() {
    let long = text(4, 5_000);
    let mut pieces = open(Entries::new()).store;
    pieces.commit(&Batch::new().put("text", &long)).expect("committed");
    let mut entries = pieces.store.entries().clone();
    let gone = entries.remove(&list::key(3)).expect("there");
    let Opened { mut store, entries, damage } = open(entries);
    assert_eq!(entries["text"], long.replace(&gone, "[a part was damaged on the disk]"));
    assert!(damage.has_gap && damage.problems == ["1 pieces of \"text\" are missing"], "{damage:?}");
    store.commit(&Batch::new().put("text", &long)).expect("committed");
    assert_eq!(open(store.store.entries().clone()).entries["text"], long, "and can be written again");
}

#[test]
fn the_number_of_a_piece_that_is_missing_is_not_given_to_another() {
    let long = text(9, 5_000);
    let mut pieces = open(Entries::new()).store;
    pieces.commit(&Batch::new().put("text", &long)).expect("committed");
    let mut entries = pieces.store.entries().clone();
    let last = list::key(pieces.known.next - 1);
    let gone = entries.remove(&last).expect("there");
    let mut store = open(entries).store;
    store.commit(&Batch::new().put("other", text(10, 5_000))).expect("committed");
    let again = open(store.store.entries().clone());
    assert_eq!(again.entries["text"], long.replace(&gone, "[a part was damaged on the disk]"));
    assert!(again.damage.has_gap, "it is told until the text is written again");
}

#[test]
fn lists_of_any_content_take_little_memory_and_no_time() {
    for parts in [list::Parts::from([(0, "x".repeat(10_000))]), list::Parts::new()] {
        for list in ["0-18446744073709551615", "9-1", "", ",,", "x", "-", "1-", &"0,".repeat(5_000)] {
            let mut entries = Entries::from([("text".to_owned(), format!("{MARK}{list}"))]);
            let mut damage = Damage::default();
            list::put_together(&parts, &mut entries, &mut damage, 100_000);
            assert!(damage.has_gap && entries["text"].len() < 101_000, "{list:.20}");
        }
    }
    // Keys of any numbers leave room for new ones.
    for number in ["9007199254740991", "9007199254740992", "18446744073709551615", "+7", "007"] {
        let mut store = open(Entries::from([(format!("{MARK}{number}"), "x".to_owned())])).store;
        store.commit(&Batch::new().put("text", text(7, 2_000))).expect("committed");
        store.commit(&Batch::new().put("text", text(8, 2_000))).expect("committed");
        assert_eq!(open(store.store.entries().clone()).entries["text"], text(8, 2_000), "{number}");
    }
}

#[test]
fn a_commit_that_fails_changes_nothing_that_is_known() {
    struct Failing(MemoryStore, bool);
    impl Store for Failing {
        fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
            if self.1 { Err(StoreError::Poisoned) } else { self.0.commit(batch) }
        }
        fn renew(&mut self) -> Result<(), StoreError> {
            Ok(())
        }
    }
    let opened =
        Opened { store: Failing(MemoryStore::default(), false), entries: Entries::new(), damage: Damage::default() };
    let mut pieces = Pieces::with_size(opened, 256).store;
    let (first, next) = (Batch::new().put("text", text(5, 4_000)), Batch::new().put("text", text(6, 4_000)));
    pieces.commit(&first).expect("committed");
    pieces.store.1 = true;
    pieces.commit(&next).expect_err("it fails");
    pieces.store.1 = false;
    pieces.commit(&Batch::new().put("other", text(5, 4_000))).expect("committed");
    let entries = open(pieces.store.0.entries().clone()).entries;
    assert_eq!((&entries["text"], &entries["other"]), (&text(5, 4_000), &text(5, 4_000)));
    pieces.commit(&next).expect("committed");
    assert_eq!(open(pieces.store.0.entries().clone()).entries["text"], text(6, 4_000));
}

proptest! {
    #[test]
    fn pieces_are_the_text_and_none_is_too_long(text in "[\\PC\u{0}-\u{1f}]{0,2000}", power in 6_u32..10) {
        let max = 1_usize << power;
        let pieces: Vec<&str> = cut::pieces(&text, max).collect();
        prop_assert_eq!(pieces.concat(), &*text);
        prop_assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= max + 3));
    }

    #[test]
    fn any_batches_are_what_a_plain_map_has(batches in vec(vec((0..4_u8, 0..4_u64, 0..3_000_usize), 1..4), 1..12)) {
        let (mut pieces, mut plain) = (open(Entries::new()).store, Entries::new());
        for (at, batch) in batches.iter().enumerate() {
            let batch: Batch = batch.iter().map(|(key, seed, bytes)| {
                (key.to_string(), (*bytes > 300).then(|| text(*seed, *bytes)))
            }).collect();
            batch.apply(&mut plain);
            pieces.commit(&batch).expect("committed");
            if at % 3 == 2 {
                pieces = open(pieces.store.entries().clone()).store;
            }
            let opened = open(pieces.store.entries().clone());
            prop_assert_eq!(&opened.entries, &plain);
            prop_assert_eq!(opened.damage, Damage::default());
            prop_assert!(opened.store.unused.is_empty(), "nothing is left over");
        }
    }
}
