//! The entries of pieces, and the lists that name them.
//!
//! A list is `U+0002` and the numbers of the pieces in order, as ranges: `3-17,40,18-20`.

use super::MARK;
use crate::batch::Entries;
use crate::error::Damage;
use crate::limits::MAX_PIECE_NUMBER;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The texts of pieces, by number.
pub(super) type Parts = BTreeMap<u64, String>;

/// Returns the key of a piece.
pub(super) fn key(number: u64) -> String {
    format!("{MARK}{number}")
}

/// Takes the pieces out of the entries of a store. Keys of pieces that have no number are left out.
pub(super) fn split_off(entries: Entries) -> (Parts, Entries) {
    let (parts, entries): (Entries, Entries) = entries.into_iter().partition(|(key, _)| key.starts_with(MARK));
    let number = |name: &str| {
        let number = name.strip_prefix(MARK)?.parse().ok().filter(|number| *number < MAX_PIECE_NUMBER)?;
        (key(number) == name).then_some(number)
    };
    (parts.into_iter().filter_map(|(key, text)| Some((number(&key)?, text))).collect(), entries)
}

/// Returns the list of these pieces.
pub(super) fn write(numbers: &[u64]) -> String {
    let mut text = String::from(MARK);
    for run in numbers.chunk_by(|one, next| one + 1 == *next) {
        let comma = if text.len() > 1 { "," } else { "" };
        // Writing to memory cannot fail.
        let _ = match run {
            [first, .., last] => write!(text, "{comma}{first}-{last}"),
            _ => write!(text, "{comma}{}", run[0]),
        };
    }
    text
}

/// Returns a number above those of all pieces and lists, or, if some have been given numbers that leave no room, in a wide gap. A piece that a
/// list names and that is missing has its number still: a new piece with it would come into that list.
pub(super) fn first_free(parts: &Parts, entries: &Entries) -> u64 {
    let lists = entries.values().filter_map(|text| text.strip_prefix(MARK));
    let named = lists.flat_map(|list| list.split([',', '-'])).filter_map(|number| number.parse().ok());
    let taken: BTreeSet<u64> = parts.keys().copied().chain(named).collect();
    let mut free = 0;
    for number in taken {
        if number - free > ROOM {
            break;
        }
        free = number.saturating_add(1);
    }
    free
}

/// How many numbers a gap must have. No range of a list is as long.
const ROOM: u64 = 1 << 40;

/// Puts the texts of all lists in the places of the lists, and returns the numbers of the pieces of each. What is missing is told, and
/// stands in the text in words: the rest of a text is worth more than none. All texts together get at most `room` bytes.
pub(super) fn put_together(
    parts: &Parts,
    entries: &mut Entries,
    damage: &mut Damage,
    mut room: u64,
) -> Vec<(String, Vec<u64>)> {
    let mut all = vec![];
    for (key, list) in entries.iter_mut().filter(|(_, text)| text.starts_with(MARK)) {
        let mut whole = Whole { parts, text: String::new(), numbers: vec![], missing: 0, room };
        list[MARK.len_utf8()..].split(',').for_each(|range| whole.add(range));
        let Whole { text, numbers, missing, room: left, .. } = whole;
        room = left;
        if missing > 0 {
            damage.problems.push(format!("{missing} pieces of {key:?} are missing"));
            damage.has_gap = true;
        }
        *list = text;
        all.push((key.clone(), numbers));
    }
    all
}

/// A text that is being put together.
struct Whole<'a> {
    parts: &'a Parts,
    text: String,
    numbers: Vec<u64>,
    missing: u64,
    /// How many bytes may still be put together: a damaged list may name the same pieces any number of times.
    room: u64,
}

impl Whole<'_> {
    /// Adds the pieces of a range.
    fn add(&mut self, range: &str) {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let (Ok(first), Ok(last)) = (first.parse::<u64>(), last.parse::<u64>()) else { return self.miss(1) };
        if first > last {
            return self.miss(1);
        }
        let mut expected = first;
        for (number, piece) in self.parts.range(first..=last) {
            if *number > expected {
                self.miss(number - expected);
            }
            expected = number + 1;
            match self.room.checked_sub(piece.len() as u64) {
                Some(room) => {
                    self.room = room;
                    self.text.push_str(piece);
                    self.numbers.push(*number);
                }
                None => self.miss(1),
            }
        }
        if expected <= last {
            self.miss((last - expected).saturating_add(1));
        }
    }

    /// Notes pieces that are missing. The words fit into a string of JSON.
    fn miss(&mut self, count: u64) {
        self.missing = self.missing.saturating_add(count);
        if !self.text.ends_with(MISSING) {
            self.text.push_str(MISSING);
        }
    }
}

/// What stands in a text in the place of pieces that are missing.
const MISSING: &str = "[a part was damaged on the disk]";
