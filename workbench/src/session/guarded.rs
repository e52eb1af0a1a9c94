//! A store that is written only as long as its session belongs to this process.
//!
//! If the folder of the sessions was removed, the lock protects nothing anymore, and another window may own the name by now.

use super::files::Held;
use multisplit_store::{Batch, Damage, LogStore, Pieces, Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A log that checks its lock before each write.
pub(super) struct Guarded {
    /// Comes before the lock, to be dropped first.
    store: Pieces<LogStore>,
    held: Held,
    is_lost: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Guarded {
    pub(super) fn new(
        store: Pieces<LogStore>,
        held: Held,
        is_lost: Arc<AtomicBool>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self { store, held, is_lost, wake }
    }

    /// Returns `true` if the session is still ours, and notes if it is not.
    fn is_ours(&self) -> bool {
        let is_ours = self.held.is_held();
        if !is_ours && !self.is_lost.swap(true, Ordering::AcqRel) {
            (self.wake)();
        }
        is_ours
    }
}

impl Store for Guarded {
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        // What is not written here is handed in anew once the session was claimed again.
        if self.is_ours() { self.store.commit(batch) } else { Ok(()) }
    }

    fn renew(&mut self) -> Result<(), StoreError> {
        if self.is_ours() { self.store.renew() } else { Ok(()) }
    }

    fn take_damage(&mut self) -> Damage {
        self.store.take_damage()
    }
}
