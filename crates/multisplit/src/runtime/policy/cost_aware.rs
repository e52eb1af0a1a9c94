//! Keeps what is dear to make again, small, and soon to be needed. After GreedyDual-Size-Frequency (Cherkasova 1998), with the
//! time to the next use guessed from the gaps between the last ones instead of an aging clock.

use super::{CachePolicy, EntryMeta, idle_micros};
use crate::base::Moment;
use std::time::Duration;

/// The default: rebuild cost ÷ (bytes × the longer of the time unused and the mean gap between uses).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostAware {
    /// After how long unused a widget goes.
    pub max_idle: Duration,
}

impl Default for CostAware {
    fn default() -> Self {
        Self { max_idle: Duration::from_secs(3_600) }
    }
}

/// Two uses closer together than this tell nothing more.
const LEAST_GAP_MICROS: u64 = 1_000;

impl CachePolicy for CostAware {
    #[allow(clippy::cast_precision_loss)] // a score needs no more than 53 bits
    fn score(&self, entry: &EntryMeta, now: Moment) -> f64 {
        let gap = idle_micros(entry, now).max(entry.usage.mean_gap_micros).max(LEAST_GAP_MICROS);
        entry.rebuild_micros.max(1) as f64 / (entry.bytes.max(1) as f64 * gap as f64)
    }

    fn max_idle(&self) -> Option<Duration> {
        Some(self.max_idle)
    }
}
