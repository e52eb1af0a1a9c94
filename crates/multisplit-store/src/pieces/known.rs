//! The pieces that are in the store below, and how often each is used.
//!
//! Invariant: every piece is used by a text. It knows digests and numbers, no texts.

use std::collections::{BTreeMap, HashMap};

/// The pieces that are in the store below.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) pieces: HashMap<u64, Piece>,
    pub(super) by_digest: HashMap<u128, u64>,
    pub(super) texts: BTreeMap<String, Long>,
    /// The length of all long texts together, in bytes.
    pub(super) bytes: u64,
    /// The number of the next new piece.
    pub(super) next: u64,
}

/// A text that is kept in pieces.
#[derive(Debug, Default)]
pub(super) struct Long {
    pub(super) bytes: u64,
    pub(super) numbers: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    digest: u128,
    uses: usize,
}

impl Known {
    /// Returns how the uses of pieces change with texts.
    pub(super) fn changes_of_uses(&self, texts: &[(String, Long)]) -> HashMap<u64, isize> {
        let mut changes = HashMap::new();
        for (key, Long { numbers, .. }) in texts {
            numbers.iter().for_each(|number| *changes.entry(*number).or_default() += 1);
            let before = self.texts.get(key).map_or(&[][..], |long| &long.numbers);
            before.iter().for_each(|number| *changes.entry(*number).or_default() -= 1);
        }
        changes
    }

    pub(super) fn set_text(&mut self, key: String, long: Long) {
        let bytes = long.bytes;
        let before = match long.numbers.is_empty() {
            true => self.texts.remove(&key),
            false => self.texts.insert(key, long),
        };
        self.bytes = self.bytes + bytes - before.map_or(0, |long| long.bytes);
    }

    pub(super) fn uses_after(&self, number: u64, change: isize) -> usize {
        self.pieces.get(&number).map_or(0, |piece| piece.uses).saturating_add_signed(change)
    }

    pub(super) fn add(&mut self, number: u64, digest: u128) {
        self.pieces.entry(number).or_insert(Piece { digest, uses: 0 });
        self.by_digest.entry(digest).or_insert(number);
    }

    pub(super) fn set_uses(&mut self, number: u64, uses: usize) {
        let Some(piece) = self.pieces.get_mut(&number) else { return };
        piece.uses = uses;
        if uses == 0 {
            let digest = piece.digest;
            self.pieces.remove(&number);
            if self.by_digest.get(&digest) == Some(&number) {
                self.by_digest.remove(&digest);
            }
        }
    }
}
