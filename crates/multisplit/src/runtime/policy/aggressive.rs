//! The policy under hard pressure: what was not used for minutes goes at once.

use super::{CachePolicy, EntryMeta, EvictionContext, Lru};
use core::time::Duration;

/// Evicts the least recently used widget first, and keeps nothing unused for longer than five minutes. It is used while memory is hard
/// pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggressive {
    /// The time without use after which a widget goes. Default: five minutes.
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

    fn name(&self) -> &'static str {
        "aggressive"
    }
}
