//! Peer: least recently used, with hashlink. Invariant: the kept widgets never exceed the budget.

use crate::sim::Cache;
use crate::trace::Access;
use hashlink::LruCache;

/// A cache that evicts the widget whose last use is the oldest.
pub struct Lru {
    kept: LruCache<u32, u32>,
    bytes: u64,
    budget: u64,
}

impl Lru {
    /// Creates an empty cache with a budget in bytes.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self { kept: LruCache::new_unbounded(), bytes: 0, budget }
    }
}

impl Cache for Lru {
    fn get(&mut self, access: &Access) -> bool {
        self.kept.get(&access.id).is_some()
    }

    fn put(&mut self, access: &Access) {
        let was = self.kept.insert(access.id, access.bytes);
        self.bytes = self.bytes - was.map_or(0, u64::from) + u64::from(access.bytes);
        while self.bytes > self.budget {
            let Some((_, bytes)) = self.kept.remove_lru() else { break };
            self.bytes -= u64::from(bytes);
        }
    }
}
