//! Remembers how evicted widgets were used, by a hash of their id: two widgets with the same hash are taken for one. It is bounded;
//! the oldest are forgotten first.

use super::super::policy::Usage;
use hashbrown::HashTable;

/// The usages of evicted widgets, the latest ones up to a limit.
#[derive(Clone, Debug)]
pub(super) struct Ghosts {
    /// A ring of hashes and usages: when it is full, the next entry takes the place of the oldest.
    ring: Vec<(u64, Usage)>,
    /// The place of each widget in the ring. An entry that was recalled, or remembered again at a later place, stays in the ring but is
    /// not in the index.
    index: HashTable<u32>,
    next: usize,
    most: usize,
}

impl Ghosts {
    pub(super) fn new(most: usize) -> Self {
        Self { ring: vec![], index: HashTable::new(), next: 0, most }
    }

    pub(super) fn remember(&mut self, hash: u64, usage: Usage) {
        let at = self.next;
        self.next = (self.next + 1) % self.most;
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        match self.ring.get_mut(at) {
            Some(entry) => {
                let (oldest, _) = std::mem::replace(entry, (hash, usage));
                if let Ok(found) = self.index.find_entry(oldest, |other| *other == place) {
                    found.remove();
                }
            }
            None => self.ring.push((hash, usage)),
        }
        let Self { ring, index, .. } = self;
        let hash_of = |other: &u32| ring[*other as usize].0;
        match index.find_mut(hash, |other| hash_of(other) == hash) {
            Some(before) => *before = place,
            None => drop(index.insert_unique(hash, place, hash_of)),
        }
    }

    pub(super) fn recall(&mut self, hash: u64) -> Option<Usage> {
        let found = self.index.find_entry(hash, |at| self.ring[*at as usize].0 == hash).ok()?;
        let (at, _) = found.remove();
        Some(self.ring[at as usize].1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ghosts, Usage};

    #[test]
    fn the_oldest_is_forgotten_and_a_recalled_one_comes_once() {
        let mut ghosts = Ghosts::new(2);
        for i in 0..3u32 {
            ghosts.remember(u64::from(i), Usage { uses: i, ..Usage::default() });
        }
        assert_eq!(ghosts.recall(0), None);
        assert_eq!(ghosts.recall(2).map(|u| u.uses), Some(2));
        assert_eq!(ghosts.recall(2), None);
    }

    #[test]
    fn one_that_is_remembered_again_is_as_young_as_its_last_time() {
        let mut ghosts = Ghosts::new(3);
        ghosts.remember(0, Usage::default());
        ghosts.remember(1, Usage::default());
        assert!(ghosts.recall(0).is_some());
        ghosts.remember(0, Usage { uses: 9, ..Usage::default() });
        ghosts.remember(2, Usage::default());
        assert_eq!(ghosts.recall(0).map(|u| u.uses), Some(9));
    }
}
