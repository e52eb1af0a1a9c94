//! Keeps what is dear to make again, small, and expected back. After GreedyDual-Size-Frequency (Cherkasova 1998), with the
//! wait for the next use guessed from the gaps between the last ones instead of an aging clock. Found by trying out on traces:
//! `benches/caches` compares it with its peers and with what could be had if the future were known.

use super::{CachePolicy, EntryMeta, EvictionContext, Scarcity};

/// The default: rebuild cost ÷ bytes × how soon a use is expected. Where places are scarce and not bytes, the bytes do not count.
///
/// A widget that was used several times is expected after its mean gap, and the later the more often it did not come: with the
/// square of the turns since. One that was used once is expected after a thousand turns. Nothing expires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostAware;

/// Turns until a widget comes again that came once.
const PRIOR: f32 = 1_000.0;
/// Turns until those come, on the average, that did not come for very long: nobody is expected never.
const MOST: f32 = 2_700.0;
/// Gaps after which a widget that did not come is expected only after twice its gap.
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
}

/// At least one. Through a signed number: that is one instruction of the processor, an unsigned one takes several.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_wrap)] // a score, of less than 2^63
fn float(number: u64) -> f32 {
    (number.min(i64::MAX as u64) as i64 as f32).max(1.0)
}
