//! The interface of all stores, and one that is only memory.

use crate::batch::{Batch, Entries};
use crate::error::{Damage, StoreError};

/// Texts by key, changed in batches that are on the disk whole or not at all.
///
/// All calls block on the disk. [`Writer`](crate::Writer) makes them on a thread of its own.
pub trait Store: Send {
    /// Commits a batch. Once it returns `Ok`, the batch is on the disk.
    ///
    /// # Errors
    /// A [`StoreError`] if it was refused or could not be written. After an error of the disk, the store is poisoned: it refuses
    /// everything with [`StoreError::Poisoned`] until [`Store::renew`] succeeds. The batch may be found on the disk later, whole.
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError>;

    /// Copies all entries into a fresh file and goes on there. Entries are verified while they are copied.
    ///
    /// This ends a poisoned state: a sync that failed must not be repeated, because the system may forget what it could not write and
    /// report success the second time.
    ///
    /// # Errors
    /// A [`StoreError`] if the fresh file cannot be written. The store stays as it was, or it is poisoned.
    fn renew(&mut self) -> Result<(), StoreError>;

    /// Takes what was found to be damaged since the last call, except what [`Opened::damage`] has already told.
    fn take_damage(&mut self) -> Damage {
        Damage::default()
    }
}

/// A store that was opened.
#[derive(Debug)]
pub struct Opened<S> {
    /// The store.
    pub store: S,
    /// All entries that are in it.
    pub entries: Entries,
    /// What was damaged.
    pub damage: Damage,
}

/// A [`Store`] in memory, for tests and for programs without a disk.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    entries: Entries,
}

impl MemoryStore {
    /// Creates a store with these entries.
    #[must_use]
    pub const fn new(entries: Entries) -> Self {
        Self { entries }
    }

    /// Returns all entries.
    #[must_use]
    pub const fn entries(&self) -> &Entries {
        &self.entries
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        batch.check()?;
        batch.apply(&mut self.entries);
        Ok(())
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}
