//! Batches of changes, and what they are applied to.
//!
//! Invariant: no key is empty or longer than [`MAX_KEY_BYTES`].

use crate::error::StoreError;
use crate::limits::{MAX_BATCH_BYTES, MAX_KEY_BYTES};
use std::collections::BTreeMap;

/// All entries of a store, by key.
pub type Entries = BTreeMap<String, String>;

/// Changes that are committed together. The last change of a key wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    changes: BTreeMap<String, Option<String>>,
}

impl Batch {
    /// Creates a batch without changes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry, in place of the one that had this key.
    #[must_use]
    pub fn put(mut self, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.set(key.into(), Some(text.into()));
        self
    }

    /// Removes the entry with this key, if there is one.
    #[must_use]
    pub fn remove(mut self, key: impl Into<String>) -> Self {
        self.set(key.into(), None);
        self
    }

    /// Sets the text of a key, or removes the entry if the text is `None`.
    pub fn set(&mut self, key: String, text: Option<String>) {
        self.changes.insert(key, text);
    }

    /// Returns the changes, ordered by key. `None` removes the entry.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.changes.iter().map(|(key, text)| (key.as_str(), text.as_deref()))
    }

    /// Returns the changes, ordered by key.
    pub(crate) fn into_changes(self) -> impl Iterator<Item = (String, Option<String>)> {
        self.changes.into_iter()
    }

    /// Takes the change of a key out of the batch.
    pub(crate) fn leave_out(&mut self, key: &str) {
        self.changes.remove(key);
    }

    /// Returns the number of changes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Returns `true` if the batch changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Makes the changes of the batch.
    pub fn apply(&self, entries: &mut Entries) {
        self.changes().for_each(|(key, text)| change(entries, key, text));
    }

    /// Checks the batch against the limits.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.changes.keys().try_for_each(|key| check_key(key))?;
        let bytes = self.changes().map(|(key, text)| key.len() + text.map_or(0, str::len)).sum();
        if bytes > MAX_BATCH_BYTES { Err(StoreError::BatchTooLarge { bytes }) } else { Ok(()) }
    }
}

/// Sets the text of a key, or removes the entry if the text is `None`.
pub(crate) fn change(entries: &mut Entries, key: &str, text: Option<&str>) {
    match text {
        Some(text) => drop(entries.insert(key.to_owned(), text.to_owned())),
        None => drop(entries.remove(key)),
    }
}

/// Checks a key against the limits.
pub(crate) const fn check_key(key: &str) -> Result<(), StoreError> {
    if key.is_empty() || key.len() > MAX_KEY_BYTES { Err(StoreError::Key { bytes: key.len() }) } else { Ok(()) }
}

impl FromIterator<(String, Option<String>)> for Batch {
    fn from_iter<T: IntoIterator<Item = (String, Option<String>)>>(changes: T) -> Self {
        Self { changes: changes.into_iter().collect() }
    }
}
