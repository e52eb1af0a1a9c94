//! The policy by which the least recently used widget goes first.

use super::{CachePolicy, EntryMeta, EvictionContext, idle_micros};
use core::time::Duration;

/// Evicts the least recently used widget first, and keeps nothing unused for longer than an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lru {
    /// The time without use after which a widget goes. Default: one hour.
    pub max_idle: Duration,
}

impl Default for Lru {
    fn default() -> Self {
        Self { max_idle: Duration::from_secs(3_600) }
    }
}

impl CachePolicy for Lru {
    #[allow(clippy::cast_precision_loss)] // a score
    fn score(&self, entry: &EntryMeta, situation: &EvictionContext) -> f32 {
        -(idle_micros(entry, situation.now) as f32)
    }

    fn max_idle(&self) -> Option<Duration> {
        Some(self.max_idle)
    }

    fn name(&self) -> &'static str {
        "lru"
    }
}
