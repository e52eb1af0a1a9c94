//! Under hard pressure: what was not used for minutes goes at once.

use super::{CachePolicy, EntryMeta, EvictionContext, Lru};
use core::time::Duration;

/// Least recently used first; nothing is kept unused for longer than five minutes. In force while memory is hard pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggressive {
    /// After how long unused a widget goes.
    pub max_idle: Duration,
}

impl Default for Aggressive {
    fn default() -> Self {
        Self { max_idle: Duration::from_secs(300) }
    }
}

impl CachePolicy for Aggressive {
    fn score(&self, entry: &EntryMeta, situation: &EvictionContext) -> f32 {
        Lru { max_idle: self.max_idle }.score(entry, situation)
    }

    fn max_idle(&self) -> Option<Duration> {
        Some(self.max_idle)
    }
}
