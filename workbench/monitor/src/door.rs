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
}

/// Returns the reading within the limits, with its largest entries first, and what did not fit.
pub(crate) fn bounded(mut reading: Reading) -> (Reading, LeftOut) {
    let pools = &mut reading.pools;
    pools.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let small = pools.split_off(pools.len().min(limits::POOLS));
    let operations = &mut reading.operations;
    operations.sort_by(|a, b| largest_first(a.total_micros, b.total_micros).then_with(|| a.name.cmp(&b.name)));
    let quick = operations.split_off(operations.len().min(limits::OPERATIONS));
    let slow = &mut reading.slow;
    slow.sort_by_key(|event| event.at_micros);
    let slow_left_out = slow.len().saturating_sub(limits::SLOW_EVENTS);
    slow.drain(..slow_left_out);
    let frames = &mut reading.frames.recent_micros;
    let frames_left_out = frames.len().saturating_sub(limits::FRAMES);
    frames.drain(..frames_left_out);
    let left_out = LeftOut {
        pools: small.len(),
        pooled_widgets: small.iter().fold(0, |sum, (_, widgets)| sum.saturating_add(*widgets)),
        operations: quick.len(),
        frames: frames_left_out,
        slow: slow_left_out,
    };
    shorten(&mut reading);
    (reading, left_out)
}

/// Compares numbers so that the largest comes first, and values that are no numbers come last.
pub(crate) fn largest_first(a: f64, b: f64) -> Ordering {
    a.is_nan().cmp(&b.is_nan()).then_with(|| b.total_cmp(&a))
}

fn shorten(reading: &mut Reading) {
    let name = |text: &mut String| *text = words::one_line(text, limits::NAME_CHARS);
    name(&mut reading.memory.level);
    reading.pools.iter_mut().for_each(|(pool, _)| name(pool));
    reading.operations.iter_mut().for_each(|operation| name(&mut operation.name));
    for event in &mut reading.slow {
        name(&mut event.operation);
        event.cause = words::one_line(&event.cause, limits::CAUSE_CHARS);
    }
    // Also free the memory of what was cut.
    reading.pools.shrink_to_fit();
    reading.operations.shrink_to_fit();
    reading.slow.shrink_to_fit();
    reading.frames.recent_micros.shrink_to_fit();
}
