//! The default policy: keeps what is expensive to make again, small, and expected back.
//!
//! It follows GreedyDual-Size-Frequency (Cherkasova 1998), but the wait for the next use is estimated from the gaps between the last
//! uses instead of an aging clock. Its constants were found by trying them on traces: `benches/caches` compares it with its peers and
//! with what could be had if the future were known.

use super::{CachePolicy, EntryMeta, EvictionContext, Scarcity};

/// Scores a widget by rebuild cost ÷ bytes × how soon a use is expected. This is the default policy.
///
/// If places are scarce and not bytes, the bytes do not count.
///
/// A widget that was used several times is expected after its mean gap, and later the longer it has not come: the wait grows with the
/// square of the turns since its last use. A widget that was used once is expected after a thousand turns, and as many more as have
/// passed since. Nothing expires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostAware;

/// The turns until a widget is expected again that was used once.
const PRIOR: f32 = 1_000.0;
/// The wait for a widget that has not come for very long, in turns: no wait is endless.
const MOST: f32 = 2_700.0;
/// The number of gaps after which a widget that has not come is expected only after twice its gap.
const LATE: f32 = 2.0;

impl CachePolicy for CostAware {
    #[allow(clippy::cast_possible_truncation)] // a score
    fn score(&self, entry: &EntryMeta, situation: &EvictionContext) -> f32 {
        let idle = f64::from(situation.turn.saturating_sub(entry.usage.last_turn)) as f32;
        let gap = entry.usage.mean_gap.max(1.0);
        // The wait is gap + idle² ÷ (LATE² · gap), as a fraction: one division in all, in the end.
        let late = LATE * LATE * gap;
        let (over, under) = if entry.usage.uses < 2 { (PRIOR + idle, 1.0) } else { (late * gap + idle * idle, late) };
        let room = match situation.scarce {
            Scarcity::Bytes => float(entry.bytes),
            Scarcity::Places => 1.0,
        };
        float(entry.rebuild_micros) * (over + MOST * under) / (room * over * MOST)
    }

    fn name(&self) -> &'static str {
        "cost_aware"
    }
}

/// Converts a number to at least 1. It goes through a signed number because that takes one instruction of the processor, while an unsigned
/// one takes several.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // a score, of less than 2^63
fn float(number: u64) -> f32 {
    (number.min(i64::MAX as u64) as i64 as f32).max(1.0)
}
