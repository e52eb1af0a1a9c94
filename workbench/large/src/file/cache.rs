//! The cached chunks of the file that were read for the screen.
//!
//! It does not read, and it does not know whether the file changed: its owner fills and clears it. Invariant: at most
//! `MAX_CHUNKS` chunks are kept, and the least recently used chunk is evicted first.

use std::collections::HashMap;

use crate::limits::MAX_CHUNKS;

/// The chunks, keyed by their number in the file.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    chunks: HashMap<u64, Chunk>,
    clock: u64,
}

#[derive(Debug)]
struct Chunk {
    bytes: Box<[u8]>,
    used: u64,
}

impl Cache {
    /// Returns a chunk if it has at least `wanted` bytes, and marks it as used.
    pub(crate) fn get(&mut self, number: u64, wanted: usize) -> Option<&[u8]> {
        self.clock += 1;
        let chunk = self.chunks.get_mut(&number).filter(|chunk| chunk.bytes.len() >= wanted)?;
        chunk.used = self.clock;
        Some(&chunk.bytes)
    }

    /// Inserts a chunk. If the cache is full, the least recently used chunk is evicted.
    pub(crate) fn insert(&mut self, number: u64, bytes: Vec<u8>) {
        self.make_room(number);
        self.clock += 1;
        self.chunks.insert(number, Chunk { bytes: bytes.into_boxed_slice(), used: self.clock });
    }

    /// Drops all chunks.
    pub(crate) fn clear(&mut self) {
        self.chunks = HashMap::new();
    }

    /// Returns the memory in use, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let table = self.chunks.capacity() * size_of::<(u64, Chunk)>();
        table + self.chunks.values().map(|chunk| chunk.bytes.len()).sum::<usize>()
    }

    fn make_room(&mut self, number: u64) {
        if self.chunks.len() < MAX_CHUNKS || self.chunks.contains_key(&number) {
            return;
        }
        let oldest = self.chunks.iter().min_by_key(|(_, chunk)| chunk.used).map(|(&number, _)| number);
        if let Some(oldest) = oldest {
            self.chunks.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cache, MAX_CHUNKS};
    use crate::limits::CHUNK_BYTES;

    #[test]
    fn chunks_are_kept_by_use_and_memory_stays_bounded() {
        let mut cache = Cache::default();
        cache.insert(0, vec![7; 10]);
        assert_eq!(cache.get(0, 11), None, "a chunk that was short is read again");
        for number in 1..3 * MAX_CHUNKS as u64 {
            assert_eq!(cache.get(0, 10), Some(&[7; 10][..]), "what is asked for stays");
            cache.insert(number, vec![1; CHUNK_BYTES]);
        }
        assert_eq!(cache.get(1, 1), None);
        assert!(cache.bytes() <= MAX_CHUNKS * (CHUNK_BYTES + 256), "{}", cache.bytes());
    }
}
