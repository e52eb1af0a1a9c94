//! Peer: quick_cache, which is similar to S3-FIFO, with bytes as the weight.

use crate::sim::Cache;
use crate::trace::Access;
use quick_cache::Weighter;
use quick_cache::unsync;

#[derive(Clone)]
struct Bytes;

impl Weighter<u32, u32> for Bytes {
    fn weight(&self, _: &u32, bytes: &u32) -> u64 {
        u64::from(*bytes)
    }
}

/// quick_cache as a user would set it up.
pub struct Quick(unsync::Cache<u32, u32, Bytes>);

impl Quick {
    /// Creates an empty cache with a budget in bytes and an estimated number of widgets.
    #[must_use]
    pub fn new(budget: u64, widgets: usize) -> Self {
        Self(unsync::Cache::with_weighter(widgets, budget, Bytes))
    }
}

impl Cache for Quick {
    fn get(&mut self, access: &Access) -> bool {
        self.0.get(&access.id).is_some()
    }

    fn put(&mut self, access: &Access) {
        self.0.insert(access.id, access.bytes);
    }
}
