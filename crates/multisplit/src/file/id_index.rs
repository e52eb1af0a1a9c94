//! Where in a file each node stands, by its id. Ids of our own files are small numbers: those are looked up in a list, which is
//! read in order, others in a table.

use rustc_hash::FxHashMap;

/// Ids below so many times the number of nodes are small.
const SPREAD: usize = 4;
const NONE: u32 = u32::MAX;

/// Places of nodes.
#[derive(Clone, Debug, Default)]
pub(super) struct IdIndex {
    small: Vec<u32>,
    others: FxHashMap<u64, usize>,
}

impl IdIndex {
    /// With room for so many nodes.
    pub(super) fn with_room(nodes: usize) -> Self {
        Self { small: vec![NONE; nodes * SPREAD], others: FxHashMap::default() }
    }

    /// Notes where a node stands, unless another one has its id. Answers who has it.
    pub(super) fn note(&mut self, id: u64, at: usize) -> usize {
        let (Some(place), Ok(own)) = (self.small_mut(id), u32::try_from(at)) else {
            return *self.others.entry(id).or_insert(at);
        };
        if *place == NONE {
            *place = own;
        }
        *place as usize
    }

    /// Where a node stands.
    pub(super) fn get(&self, id: u64) -> Option<usize> {
        match usize::try_from(id).ok().and_then(|id| self.small.get(id)) {
            Some(place) => (*place != NONE).then_some(*place as usize),
            None => self.others.get(&id).copied(),
        }
    }

    /// All places, in no order that means anything.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> + '_ {
        let small = self.small.iter().filter(|place| **place != NONE).map(|place| *place as usize);
        small.chain(self.others.values().copied())
    }

    fn small_mut(&mut self, id: u64) -> Option<&mut u32> {
        self.small.get_mut(usize::try_from(id).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::IdIndex;

    #[test]
    fn the_first_of_an_id_keeps_it_however_large_it_is() {
        let mut places = IdIndex::with_room(4);
        for id in [3, 15, 16, 1 << 40] {
            assert_eq!(places.get(id), None);
            assert_eq!((places.note(id, 7), places.note(id, 9), places.get(id)), (7, 7, Some(7)));
        }
        assert_eq!(places.all().collect::<Vec<_>>(), [7; 4]);
    }
}
