//! What we would make the default policy: the best of those that were tried on these traces. Stands here until the engine has
//! it. Differs from the engine's in four things:
//!
//! - Time is counted in **turns** (widgets that came in front), not in seconds: lunch makes nothing less wanted.
//! - The gap between uses is the mean of its last value and the newest gap, which counts at most [`CLIP`] times the last: a
//!   return after a long absence is no change of habit.
//! - The expected wait is not the longer of gap and idle time but grows with the square of it: who did not come for several
//!   gaps is probably done. Who was used once is expected after [`PRIOR`] turns; and nobody is expected never ([`MOST`]), so
//!   that what is very dear is kept for a rare use.
//! - Nothing expires, and all evicted widgets are remembered.

use super::ours::Use;
use crate::trace::Access;
use multisplit::{CachePolicy, EntryMeta, Evicted, Moment, Parked, Usage, WidgetId};
use std::collections::HashMap;

/// Microseconds that stand for a turn: the engine's policies are told moments.
const TURN: u64 = 1_000_000;
/// A gap counts at most so many times the mean before it.
const CLIP: u64 = 2;
/// Gaps after which a widget that did not come is expected only after twice its gap.
const LATE: f64 = 2.0;
/// Turns until a widget comes again that came once.
const PRIOR: f64 = 1_000.0;
/// Turns until the average of those comes that did not come for very long.
const MOST: f64 = 2_700.0;

/// Rebuild cost ÷ bytes × how often a use is expected.
#[derive(Clone, Copy, Debug, Default)]
struct Forecast;

impl CachePolicy for Forecast {
    #[allow(clippy::cast_precision_loss)] // a score
    fn score(&self, entry: &EntryMeta, now: Moment) -> f64 {
        let turns = |micros: u64| micros as f64 * (1.0 / TURN as f64);
        let idle = turns(now.micros().saturating_sub(entry.usage.last_use.micros()));
        let wait = if entry.usage.uses < 2 {
            PRIOR + idle
        } else {
            let gap = turns(entry.usage.mean_gap_micros.max(TURN));
            gap + idle * idle / (LATE * LATE * gap)
        };
        entry.rebuild_micros as f64 * (wait + MOST) / (entry.bytes as f64 * wait * MOST)
    }
}

/// The proposed counting and policy, with a memory for all that went.
#[derive(Debug, Default)]
pub struct Proposal {
    policy: Forecast,
    turn: u64,
    gone: HashMap<WidgetId, Usage>,
}

impl Use for Proposal {
    fn policy(&self) -> &dyn CachePolicy {
        &self.policy
    }

    fn moment(&mut self, _: &Access) -> Moment {
        self.turn += 1;
        Moment::from_micros(self.turn * TURN)
    }

    fn touch(&self, usage: &mut Usage, now: Moment) {
        let gap = now.micros().saturating_sub(usage.last_use.micros());
        usage.mean_gap_micros = match usage.uses {
            0 | 1 => gap,
            _ => usage.mean_gap_micros.midpoint(gap.min(usage.mean_gap_micros.saturating_mul(CLIP))),
        };
        usage.last_use = now;
        usage.uses = usage.uses.saturating_add(1);
    }

    fn gone(&mut self, evicted: &Evicted<()>) {
        self.gone.insert(evicted.widget.clone(), evicted.meta.usage);
    }

    fn recall(&mut self, _: &mut Parked<()>, widget: &WidgetId) -> Option<Usage> {
        self.gone.remove(widget)
    }
}
