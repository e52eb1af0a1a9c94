//! Peer: least recently used, on hashlink. Invariant: what is kept weighs no more than the budget.

use crate::sim::Cache;
use crate::trace::Access;
use hashlink::LruCache;

/// The widget used longest ago goes first.
pub struct Lru {
    kept: LruCache<u32, u32>,
    bytes: u64,
    budget: u64,
}

impl Lru {
    /// An empty one for so many bytes.
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
