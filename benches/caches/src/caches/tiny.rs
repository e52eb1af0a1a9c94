//! Peer: moka (TinyLFU), with bytes as the weight. Its maintenance runs after every access, as if there were always time for it.

use crate::sim::Cache;
use crate::trace::Access;
use moka::sync;

/// moka as a user would set it up.
pub struct Tiny(sync::Cache<u32, u32>);

impl Tiny {
    /// Creates an empty cache with a budget in bytes.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self(sync::Cache::builder().max_capacity(budget).weigher(|_, bytes| *bytes).build())
    }
}

impl Cache for Tiny {
    fn get(&mut self, access: &Access) -> bool {
        let found = self.0.get(&access.id).is_some();
        self.0.run_pending_tasks();
        found
    }

    fn put(&mut self, access: &Access) {
        self.0.insert(access.id, access.bytes);
        self.0.run_pending_tasks();
    }
}
