//! The chunks of the file that were read for the screen.
//!
//! It refuses to know whether the file changed: its owner clears it. Invariant: at most `MAX_CHUNKS` chunks are kept,
//! and the one that was not asked for longest goes first.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::ops::Range;

use crate::file::source;
use crate::limits::{CHUNK_BYTES, MAX_CHUNKS};

/// Chunks by their number in the file.
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
    /// Appends the bytes of a range to `into`; fewer where the file ends earlier.
    ///
    /// # Errors
    /// The system cannot read there; what came before is in `into`.
    pub(crate) fn fetch(&mut self, file: &File, mut range: Range<u64>, into: &mut Vec<u8>) -> io::Result<()> {
        while range.start < range.end {
            let number = range.start / CHUNK_BYTES as u64;
            let skip = (range.start % CHUNK_BYTES as u64) as usize;
            let wanted = CHUNK_BYTES.min(skip.saturating_add((range.end - range.start) as usize));
            let chunk = self.chunk(file, number, wanted)?;
            let part = &chunk[skip.min(chunk.len())..wanted.min(chunk.len())];
            into.extend_from_slice(part);
            if skip + part.len() < wanted {
                break;
            }
            range.start += part.len() as u64;
        }
        Ok(())
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.chunks = HashMap::new();
    }

    /// What the chunks take.
    pub(crate) fn bytes(&self) -> usize {
        let table = self.chunks.capacity() * size_of::<(u64, Chunk)>();
        table + self.chunks.values().map(|chunk| chunk.bytes.len()).sum::<usize>()
    }

    /// A chunk with at least so many bytes, if the file has them by now.
    fn chunk(&mut self, file: &File, number: u64, wanted: usize) -> io::Result<&[u8]> {
        self.clock += 1;
        let used = self.clock;
        if self.chunks.get(&number).is_none_or(|chunk| chunk.bytes.len() < wanted) {
            let mut bytes = vec![0; CHUNK_BYTES];
            let count = source::read_at(file, &mut bytes, number * CHUNK_BYTES as u64)?;
            bytes.truncate(count);
            self.make_room(number);
            self.chunks.insert(number, Chunk { bytes: bytes.into_boxed_slice(), used });
        }
        let Some(chunk) = self.chunks.get_mut(&number) else { return Ok(&[]) };
        chunk.used = used;
        Ok(&chunk.bytes)
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
    use std::io::Write as _;

    use super::{CHUNK_BYTES, Cache, MAX_CHUNKS};

    #[test]
    fn what_is_fetched_is_what_the_file_holds_and_memory_stays_bounded() {
        let mut file = tempfile::tempfile().expect("a file");
        let contents: Vec<u8> = (0..3 * CHUNK_BYTES + 77).map(|at| (at % 251) as u8).collect();
        file.write_all(&contents).expect("written");
        let mut cache = Cache::default();
        let end = contents.len();
        for range in [0..10, CHUNK_BYTES - 3..CHUNK_BYTES + 3, 5..2 * CHUNK_BYTES, end - 5..end + 50, end + 9..end + 12]
        {
            let mut got = Vec::new();
            cache.fetch(&file, range.start as u64..range.end as u64, &mut got).expect("reads");
            assert_eq!(got, contents.get(range.start..range.end.min(end)).unwrap_or_default(), "{range:?}");
        }
        file.write_all(b"more").expect("written");
        let mut got = Vec::new();
        cache.fetch(&file, end as u64..end as u64 + 4, &mut got).expect("reads");
        assert_eq!(got, b"more", "a chunk that was short is read again");

        file.set_len(3 * (MAX_CHUNKS * CHUNK_BYTES) as u64).expect("sparse");
        for number in 0..3 * MAX_CHUNKS as u64 {
            let at = number * CHUNK_BYTES as u64;
            cache.fetch(&file, at..at + 1, &mut got).expect("reads");
        }
        assert!(cache.bytes() <= MAX_CHUNKS * (CHUNK_BYTES + 256), "{}", cache.bytes());
    }
}
