//! A store that appends to a file. Each batch is one frame with checksums, written at once and synced.
//!
//! A file has a number in its name: `NAME.7.log`. Once it has grown enough, all entries are copied into `NAME.8.tmp`, which is synced and
//! renamed to `NAME.8.log`; the file before it stays as a backup until the next time. A file thus has its name only once it is whole, and a
//! crash at any moment leaves the old file, or both.
//!
//! Invariant: at most one frame is written and not yet synced. What lies before it is on the disk.

mod compact;
mod names;
mod recover;

use crate::batch::{Batch, Entries};
use crate::disk::{Disk, DiskFile};
use crate::error::{Damage, StoreError};
use crate::frame::{HEAD_BYTES, Kind, Placed, body_of, encode, read_changes};
use crate::limits::{COMPACT_BYTES, MAX_FILE_BYTES};
use crate::numbered::generations;
use crate::store::{Opened, Store};
use names::log_name;
use std::collections::BTreeMap;
use std::io;

/// Where the text of an entry is in the file.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// In bytes from the start of the file.
    at: u64,
    bytes: usize,
    /// The checksum of the text.
    sum: u32,
}

/// A [`Store`] that is an append log.
pub struct LogStore {
    disk: Box<dyn Disk>,
    name: String,
    /// The number of the file.
    generation: u64,
    file: Box<dyn DiskFile>,
    /// Where the next frame goes: the length of what is on the disk.
    end: u64,
    /// The number of the last commit.
    sequence: u64,
    places: BTreeMap<String, Place>,
    /// The size of all texts in bytes.
    live_bytes: u64,
    is_poisoned: bool,
    /// The size at which a copy into a fresh file is tried again, after one that failed.
    compact_at: u64,
    damage: Damage,
}

impl std::fmt::Debug for LogStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, generation, sequence, end, .. } = self;
        write!(f, "LogStore({}, commit {sequence}, {end} bytes)", log_name(name, *generation))
    }
}

impl LogStore {
    /// Opens the store with this name, or creates it. Everything that can be verified is read, from the newest file and the one before.
    ///
    /// If anything was damaged, the entries are copied into a fresh file first, and the damaged file is kept aside under a numbered name.
    /// The caller must see to it that no other process has the store open.
    ///
    /// # Errors
    /// A [`StoreError`] if the newest file is of a newer version or too large, or if the disk fails. No file was changed then.
    pub fn open(disk: impl Disk + 'static, name: &str) -> Result<Opened<Self>, StoreError> {
        recover::open(Box::new(disk), name)
    }

    /// Reads what is in a store without opening it: nothing is changed, and another process may have it open.
    ///
    /// # Errors
    /// A [`StoreError`] if the newest file is of a newer version or too large, or if the disk fails.
    pub fn read(disk: &dyn Disk, name: &str) -> Result<(Entries, Damage), StoreError> {
        recover::read(disk, name)
    }

    /// Returns the bytes of an empty file of the next version, for tests of what an older program does with it.
    #[doc(hidden)]
    #[must_use]
    pub fn newer_file() -> Vec<u8> {
        compact::newer_file()
    }

    /// Returns the name of the newest file of a store; `None` if there is no store.
    ///
    /// # Errors
    /// The error of the system, if the folder cannot be listed.
    pub fn newest_file(disk: &dyn Disk, name: &str) -> io::Result<Option<String>> {
        Ok(generations(&disk.names()?, name, "log").first().map(|newest| log_name(name, *newest)))
    }

    /// Returns the number of the file that is written now. It grows with each copy into a fresh file.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    fn file_name(&self) -> String {
        log_name(&self.name, self.generation)
    }

    fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let body = body_of(batch);
        let frame = encode(Kind::Commit, self.sequence + 1, &body);
        let end = self.end + frame.len() as u64;
        if end > MAX_FILE_BYTES {
            return Err(StoreError::TooLarge { file: self.file_name(), bytes: end });
        }
        let written = match self.disk.has(&self.file_name(), &*self.file) {
            true => self.file.write_at(self.end, &frame).and_then(|()| self.file.sync()),
            // Somebody has removed it, perhaps with its folder.
            false => Err(io::Error::new(io::ErrorKind::NotFound, "it is no longer there")),
        };
        if let Err(source) = written {
            self.is_poisoned = true;
            // On a full disk, half a frame would take the space that the fresh file needs. The error that counts is the first one.
            drop(self.file.set_len(self.end));
            return Err(StoreError::Io { file: self.file_name(), source });
        }
        let changes = read_changes(&body).unwrap_or_default();
        note_places(&mut self.places, &mut self.live_bytes, &changes, self.end);
        self.end = end;
        self.sequence += 1;
        Ok(())
    }

    fn wants_compaction(&self) -> bool {
        self.end > self.compact_at.max(COMPACT_BYTES + 2 * self.live_bytes)
    }
}

impl Store for LogStore {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        if self.is_poisoned {
            return Err(StoreError::Poisoned);
        }
        self.append(batch)?;
        // The batch is safe. If the copy fails, the log only stays longer.
        if self.wants_compaction()
            && let Err(error) = self.renew()
        {
            self.compact_at = self.end + COMPACT_BYTES;
            tracing::warn!(%error, "a log stays longer than needed");
        }
        Ok(())
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        compact::renew(self)
    }

    fn take_damage(&mut self) -> Damage {
        std::mem::take(&mut self.damage)
    }
}

/// Notes where the texts of changes are, whose frame begins at `at`.
fn note_places(places: &mut BTreeMap<String, Place>, live_bytes: &mut u64, changes: &[Placed<'_>], at: u64) {
    for change in changes {
        let old = match change.text {
            Some((text, offset)) => {
                let place = Place {
                    at: at + (HEAD_BYTES + offset) as u64,
                    bytes: text.len(),
                    sum: crc32fast::hash(text.as_bytes()),
                };
                *live_bytes += (change.key.len() + text.len()) as u64;
                places.insert(change.key.to_owned(), place)
            }
            None => places.remove(change.key),
        };
        *live_bytes -= old.map_or(0, |old| (change.key.len() + old.bytes) as u64);
    }
}

#[cfg(test)]
mod tests;
