//! Long texts in pieces, so that a small change of a long text writes little.
//!
//! [`Pieces`] lies over another store. A text longer than [`MAX_PIECE_BYTES`] is cut at places that its content decides, each piece is an
//! entry of its own, and the text's entry is the list of its pieces. A piece that is there already is not written again, in whichever text
//! it occurs. So a letter typed into a text of 60 MB writes a piece or two.
//!
//! Invariant: a list is committed with its pieces or after them, and pieces that no list names anymore go with the commit that dropped
//! them. A crash or a failed commit leaves pieces without a list at most; they go with the first commit after the next opening.

mod cut;
mod known;
mod list;
#[cfg(test)]
mod tests;

use crate::batch::{Batch, Entries};
use crate::error::{Damage, StoreError};
use crate::limits::{MAX_LONG_BYTES, MAX_PIECE_BYTES, PIECES_AHEAD};
use crate::store::{Opened, Store};
use known::{Known, Long};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// The first character of the keys of pieces, and of the texts that are lists of pieces.
const MARK: char = '\u{2}';

/// A [`Store`] over another one that keeps long texts in pieces. Keys that begin with U+0002 are its own.
#[derive(Debug)]
pub struct Pieces<S> {
    store: S,
    max_bytes: usize,
    /// Makes the digests of this process differ from those that somebody could prepare a text for.
    seed: u64,
    known: Known,
    /// The numbers of pieces that no list names. They go with the next commit.
    unused: Vec<u64>,
}

/// What a commit changes in the store below, and what is known once it has succeeded.
#[derive(Debug, Default)]
struct Plan {
    /// The pieces that are not there yet.
    pieces: Batch,
    piece_bytes: usize,
    rest: Batch,
    by_digest: HashMap<u128, u64>,
    /// The texts that change. One that is short has no pieces.
    texts: Vec<(String, Long)>,
    next: u64,
}

/// Puts together the texts of a store with [`Pieces`] that is only read. What is missing is added to `damage`.
#[must_use]
pub fn assemble(entries: Entries, damage: &mut Damage) -> Entries {
    let (parts, mut entries) = list::split_off(entries);
    list::put_together(&parts, &mut entries, damage, MAX_LONG_BYTES);
    entries
}

impl<S: Store> Opened<S> {
    /// Lays [`Pieces`] over the store, for texts that are long and change a little at a time. Cost: O(n), with n bytes of long texts.
    #[must_use]
    pub fn in_pieces(self) -> Opened<Pieces<S>> {
        Pieces::with_size(self, MAX_PIECE_BYTES)
    }
}

impl<S: Store> Pieces<S> {
    /// Does what [`Opened::in_pieces`] does, with pieces of at most `max_bytes`, which is rounded up to a power of two of at least 64.
    #[must_use]
    pub fn with_size(opened: Opened<S>, max_bytes: usize) -> Opened<Self> {
        let Opened { store, entries, mut damage } = opened;
        let seed = RandomState::new().hash_one(0);
        let (parts, mut entries) = list::split_off(entries);
        let mut known = Known { next: list::first_free(&parts, &entries), ..Known::default() };
        for (key, numbers) in list::put_together(&parts, &mut entries, &mut damage, MAX_LONG_BYTES) {
            for number in &numbers {
                known.add(*number, xxh3_128_with_seed(parts[number].as_bytes(), seed));
                known.set_uses(*number, known.uses_after(*number, 1));
            }
            let bytes = numbers.iter().map(|number| parts[number].len() as u64).sum();
            known.set_text(key, Long { bytes, numbers });
        }
        let unused = parts.into_keys().filter(|number| !known.pieces.contains_key(number)).collect();
        let max_bytes = max_bytes.next_power_of_two().max(64);
        Opened { store: Self { store, max_bytes, seed, known, unused }, entries, damage }
    }

    /// Returns the changes of the store below for a batch.
    fn plan(&self, batch: &Batch) -> Result<Plan, StoreError> {
        let mut plan = Plan { next: self.known.next, ..Plan::default() };
        let mut bytes = self.known.bytes;
        for (key, text) in batch.changes() {
            if key.starts_with(MARK) {
                return Err(StoreError::ReservedKey);
            }
            let is_long = |text: &&str| text.len() > self.max_bytes || text.starts_with(MARK);
            let long = text.filter(is_long).map_or_else(Long::default, |text| {
                let numbers = cut::pieces(text, self.max_bytes).map(|piece| self.number(piece, &mut plan)).collect();
                Long { bytes: text.len() as u64, numbers }
            });
            bytes += long.bytes;
            bytes -= self.known.texts.get(key).map_or(0, |before| before.bytes);
            if bytes > MAX_LONG_BYTES && !long.numbers.is_empty() {
                return Err(StoreError::TooMuch { key: key.to_owned(), bytes });
            }
            let is_short = long.numbers.is_empty();
            let text = if is_short { text.map(str::to_owned) } else { Some(list::write(&long.numbers)) };
            plan.rest.set(key.to_owned(), text);
            plan.texts.push((key.to_owned(), long));
        }
        Ok(plan)
    }

    /// Returns the number of a piece, which is new if the piece is not there yet.
    fn number(&self, piece: &str, plan: &mut Plan) -> u64 {
        let digest = xxh3_128_with_seed(piece.as_bytes(), self.seed);
        if let Some(number) = self.known.by_digest.get(&digest).or_else(|| plan.by_digest.get(&digest)) {
            return *number;
        }
        let number = plan.next;
        plan.next += 1;
        plan.by_digest.insert(digest, number);
        plan.piece_bytes += piece.len();
        plan.pieces.set(list::key(number), Some(piece.to_owned()));
        number
    }

    /// Returns how many bytes of new pieces are committed at once.
    const fn ahead(&self) -> usize {
        PIECES_AHEAD * self.max_bytes
    }

    /// Commits new pieces before the list that names them: a batch that holds all of them would be too large.
    fn commit_ahead(&mut self, plan: &mut Plan) -> Result<(), StoreError> {
        let (mut ahead, mut bytes) = (Batch::new(), 0);
        for (key, text) in std::mem::take(&mut plan.pieces).into_changes() {
            bytes += text.as_ref().map_or(0, String::len);
            ahead.set(key, text);
            if bytes > self.ahead() {
                self.store.commit(&std::mem::take(&mut ahead))?;
                bytes = 0;
            }
        }
        plan.pieces = ahead;
        Ok(())
    }
}

impl<S: Store> Store for Pieces<S> {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let mut plan = self.plan(batch)?;
        if plan.piece_bytes > self.ahead() {
            self.commit_ahead(&mut plan)?;
        }
        let Plan { pieces, mut rest, by_digest, texts, next, .. } = plan;
        pieces.into_changes().for_each(|(key, text)| rest.set(key, text));
        let uses = self.known.changes_of_uses(&texts);
        let gone = uses.iter().filter(|(number, change)| {
            self.known.pieces.contains_key(number) && self.known.uses_after(**number, **change) == 0
        });
        gone.map(|(number, _)| number).chain(&self.unused).for_each(|number| rest.set(list::key(*number), None));
        self.store.commit(&rest)?;
        self.unused.clear();
        self.known.next = next;
        by_digest.into_iter().for_each(|(digest, number)| self.known.add(number, digest));
        uses.into_iter()
            .for_each(|(number, change)| self.known.set_uses(number, self.known.uses_after(number, change)));
        texts.into_iter().for_each(|(key, long)| self.known.set_text(key, long));
        Ok(())
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        self.store.renew()
    }

    fn take_damage(&mut self) -> Damage {
        self.store.take_damage()
    }
}
