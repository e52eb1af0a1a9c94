//! Finds the place of a node in a file by its id.
//!
//! The ids of our own files are small numbers. They are looked up in a list, which is read in order. Other ids are looked up in
//! a hash table.

use rustc_hash::FxHashMap;

/// Ids below this many times the number of nodes are small.
const SPREAD: usize = 4;
const NONE: u32 = u32::MAX;

/// The places of the nodes of a file, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct IdIndex {
    small: Vec<u32>,
    others: FxHashMap<u64, usize>,
}

impl IdIndex {
    /// Creates an empty index with space for `nodes` nodes.
    pub(super) fn with_room(nodes: usize) -> Self {
        Self { small: vec![NONE; nodes * SPREAD], others: FxHashMap::default() }
    }

    /// Notes the place of a node, unless another node has the same id. Returns the place of the node that has the id.
    pub(super) fn note(&mut self, id: u64, at: usize) -> usize {
        let (Some(place), Ok(own)) = (self.small_mut(id), u32::try_from(at)) else {
            return *self.others.entry(id).or_insert(at);
        };
        if *place == NONE {
            *place = own;
        }
        *place as usize
    }

    /// Returns the place of a node.
    pub(super) fn get(&self, id: u64) -> Option<usize> {
        match usize::try_from(id).ok().and_then(|id| self.small.get(id)) {
            Some(place) => (*place != NONE).then_some(*place as usize),
            None => self.others.get(&id).copied(),
        }
    }

    /// Returns all places, in no meaningful order.
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
