//! Brings a new reading into bounds: texts are cut to one line, and lists to their largest entries.
//!
//! No reading is refused: what is left out is counted.
//!
//! Invariant: a bounded reading takes no more memory than the limits allow.

use std::cmp::Ordering;

use serde::Serialize;

use crate::limits;
use crate::reading::Reading;
use crate::words;

/// What the last reading had beyond the limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct LeftOut {
    pub(crate) pools: usize,
    /// The number of widgets in the pools that were left out.
    pub(crate) pooled_widgets: usize,
    pub(crate) operations: usize,
    pub(crate) frames: usize,
    pub(crate) slow: usize,
    /// The number of memory samples that were left out, the oldest ones.
    pub(crate) samples: usize,
}

/// Returns the reading within the limits, with its largest entries first, and what did not fit.
pub(crate) fn bounded(mut reading: Reading) -> (Reading, LeftOut) {
    let snapshot = &mut reading.snapshot;
    let pools = &mut snapshot.pools;
    pools.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let small = pools.split_off(pools.len().min(limits::POOLS));
    let timings = &mut snapshot.timings;
    timings.sort_by(|a, b| largest_first(a.total_micros, b.total_micros).then_with(|| a.operation.cmp(b.operation)));
    let quick = timings.split_off(timings.len().min(limits::OPERATIONS));
    snapshot.slow.sort_by_key(|event| event.at_micros);
    let left_out = LeftOut {
        pools: small.len(),
        pooled_widgets: small.iter().fold(0, |sum, (_, widgets)| sum.saturating_add(*widgets)),
        operations: quick.len(),
        frames: keep_last(&mut reading.host.recent_frame_micros, limits::FRAMES),
        slow: keep_last(&mut snapshot.slow, limits::SLOW_EVENTS),
        samples: keep_last(&mut snapshot.samples, limits::SAMPLES),
    };
    shorten(&mut reading);
    (reading, left_out)
}

/// Compares numbers so that the largest comes first, and values that are no numbers come last.
pub(crate) fn largest_first(a: f64, b: f64) -> Ordering {
    a.is_nan().cmp(&b.is_nan()).then_with(|| b.total_cmp(&a))
}

/// Drops the first entries over the limit; returns how many.
fn keep_last<T>(entries: &mut Vec<T>, most: usize) -> usize {
    let excess = entries.len().saturating_sub(most);
    entries.drain(..excess);
    excess
}

fn shorten(reading: &mut Reading) {
    let snapshot = &mut reading.snapshot;
    snapshot.memory = cut(snapshot.memory);
    for (pool, _) in &mut snapshot.pools {
        *pool = words::one_line(pool, limits::NAME_CHARS);
    }
    snapshot.timings.iter_mut().for_each(|timing| timing.operation = cut(timing.operation));
    for event in &mut snapshot.slow {
        event.operation = cut(event.operation);
        event.cause = words::one_line(&event.cause, limits::CAUSE_CHARS);
    }
    // Also free the memory of what was cut.
    snapshot.pools.shrink_to_fit();
    snapshot.samples.shrink_to_fit();
    snapshot.timings.shrink_to_fit();
    snapshot.slow.shrink_to_fit();
    reading.host.recent_frame_micros.shrink_to_fit();
}

/// Returns the beginning of a name. A name of the engine is static, so cutting it copies nothing; it is brought onto one line where
/// it is shown.
fn cut(name: &'static str) -> &'static str {
    name.char_indices().nth(limits::NAME_CHARS).map_or(name, |(end, _)| &name[..end])
}
