//! The least recently used goes first.

use super::{CachePolicy, EntryMeta, EvictionContext, idle_micros};
use core::time::Duration;

/// Least recently used first; nothing is kept unused for longer than an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lru {
    /// After how long unused a widget goes.
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
}
