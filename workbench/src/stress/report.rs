//! The results of the work in numbers, beside the goals.

use multisplit::stats::{Operation, Snapshot, Timing};
use serde_json::json;
use std::time::Duration;

/// The measured numbers.
pub(super) struct Report {
    pub(super) panes: usize,
    /// The times of engine and front end per frame, with all panes drawn, in ascending order.
    pub(super) work: Vec<Duration>,
    /// The same times, including the tessellation for a painter, in ascending order.
    pub(super) whole: Vec<Duration>,
    /// The longest of the work times, and what the user did in them.
    pub(super) worst: Vec<(Duration, &'static str)>,
    /// The number of statements that were started, and the maximum number of rows shown at the same time.
    pub(super) queries: u64,
    pub(super) rows: u64,
    /// Whether a frame of more than [`FRAME_MILLIS`] counts as a missed goal.
    pub(super) canvas: bool,
    pub(super) accounted_high: u64,
    pub(super) resident_high: u64,
    /// The number of consecutive memory probes that found more accounted memory than the hard limit.
    pub(super) over_hard_in_a_row: usize,
    /// The number of panics, failed loads and lost states.
    pub(super) errors: u64,
    pub(super) snapshot: Snapshot,
}

/// The maximum time of the engine per frame, in microseconds: at the 99.9th percentile, and at most.
const ENGINE_MICROS: [f64; 2] = [2_000.0, 8_000.0];
/// The maximum time of engine and front end per frame on a canvas of notes, in milliseconds. Panes of other kinds have no limit.
const FRAME_MILLIS: f64 = 8.0;

impl Report {
    pub(super) fn to_json(&self) -> String {
        let engine = self.engine();
        let value = json!({
            "panes": self.panes,
            "frames": self.work.len(),
            "work_ms": percentiles(&self.work),
            "frame_ms": percentiles(&self.whole),
            "worst": self.worst.iter().map(|(took, act)| json!([took.as_secs_f64() * 1_000.0, act])).collect::<Vec<_>>(),
            "engine_us": {
                "p50": engine.p50_micros, "p99": engine.p99_micros, "p999": engine.p999_micros, "max": engine.max_micros,
            },
            "memory": {
                "accounted_high": self.accounted_high, "resident_high": self.resident_high,
                "soft": self.snapshot.bytes.soft, "hard": self.snapshot.bytes.hard,
                "probes_over_hard_in_a_row": self.over_hard_in_a_row,
            },
            "queries": self.queries,
            "most_rows": self.rows,
            "hit_rate": self.snapshot.hit_rate,
            "meters": self.snapshot.meters,
            "levels": self.snapshot.levels,
            "errors": self.errors,
            "met": self.met(),
        });
        value.to_string()
    }

    pub(super) fn to_text(&self) -> String {
        let engine = self.engine();
        format!(
            "{} panes, {} frames\n\
             engine and front end: {}\n\
             the longest: {}\n\
             with what a painter is given: {}\n\
             engine a frame: p50 {:.0} us, p99 {:.0} us, p99.9 {:.0} us, longest {:.0} us\n\
             memory: at most {} MiB accounted, {} MiB resident; {} probes in a row over hard\n\
             {} queries, {} rows at most; {} errors; goals {}\n{}",
            self.panes,
            self.work.len(),
            words(&self.work),
            self.worst
                .iter()
                .map(|(took, act)| format!("{:.1} {act}", took.as_secs_f64() * 1_000.0))
                .collect::<Vec<_>>()
                .join(", "),
            words(&self.whole),
            engine.p50_micros,
            engine.p99_micros,
            engine.p999_micros,
            engine.max_micros,
            self.accounted_high >> 20,
            self.resident_high >> 20,
            self.over_hard_in_a_row,
            self.queries,
            self.rows,
            self.errors,
            if self.met() { "met" } else { "missed" },
            self.snapshot.to_text()
        )
    }

    /// Returns `true` if the engine stayed within its time and its budget, and nothing failed.
    pub(super) fn met(&self) -> bool {
        let engine = self.engine();
        engine.p999_micros <= ENGINE_MICROS[0]
            && engine.max_micros <= ENGINE_MICROS[1]
            && self.over_hard_in_a_row <= 1
            && self.errors == 0
            && (!self.canvas || millis(&self.work, 1_000) <= FRAME_MILLIS)
    }

    /// Returns the times of the engine per frame: all calls into it from the end of one frame to the end of the next.
    fn engine(&self) -> Timing {
        let turns = self.snapshot.timings.iter().find(|timing| timing.operation == Operation::Engine.name());
        turns.cloned().unwrap_or_else(|| Timing::none(Operation::Engine))
    }
}

/// Returns the time that `of_thousand` of a thousand frames did not exceed, in milliseconds.
fn millis(times: &[Duration], of_thousand: usize) -> f64 {
    let at = (times.len() * of_thousand).div_ceil(1_000).saturating_sub(1);
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// Returns the 50th, 99th, 99.9th and 100th percentile, in milliseconds.
fn quantiles(times: &[Duration]) -> [f64; 4] {
    [500, 990, 999, 1_000].map(|part| millis(times, part))
}

fn percentiles(times: &[Duration]) -> serde_json::Value {
    let [p50, p99, p999, max] = quantiles(times);
    json!({"p50": p50, "p99": p99, "p999": p999, "max": max})
}

fn words(times: &[Duration]) -> String {
    let [p50, p99, p999, max] = quantiles(times);
    format!("p50 {p50:.2} ms, p99 {p99:.2} ms, p99.9 {p999:.2} ms, longest {max:.2} ms")
}
