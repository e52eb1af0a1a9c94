//! How the work went, in numbers, beside what was wanted.

use multisplit::{Snapshot, Timing};
use serde_json::json;
use std::time::Duration;

/// The numbers.
pub(super) struct Report {
    pub(super) panes: usize,
    pub(super) frames: usize,
    /// Whole frames, shortest first.
    pub(super) frame_times: Vec<Duration>,
    pub(super) accounted_high: u64,
    pub(super) resident_high: u64,
    /// Memory probes in a row that found more accounted than the hard limit.
    pub(super) over_hard_in_a_row: usize,
    /// Panics, failed loads, lost states.
    pub(super) errors: u64,
    pub(super) snapshot: Snapshot,
}

/// What the engine may take of a frame, in microseconds: at the 99.9th percentile, and ever.
const ENGINE_MICROS: [f64; 2] = [2_000.0, 8_000.0];

impl Report {
    pub(super) fn to_json(&self) -> String {
        let engine = self.engine();
        let value = json!({
            "panes": self.panes,
            "frames": self.frames,
            "frame_ms": {
                "p50": self.frame_ms(500), "p99": self.frame_ms(990), "p999": self.frame_ms(999), "max": self.frame_ms(1000),
            },
            "engine_us": {
                "p50": engine.p50_micros, "p99": engine.p99_micros, "p999": engine.p999_micros, "max": engine.max_micros,
            },
            "memory": {
                "accounted_high": self.accounted_high, "resident_high": self.resident_high,
                "soft": self.snapshot.bytes.soft, "hard": self.snapshot.bytes.hard,
                "probes_over_hard_in_a_row": self.over_hard_in_a_row,
            },
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
            "{} panes, {} frames: p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, longest {:.2} ms\n\
             engine a frame: p50 {:.0} us, p99 {:.0} us, p99.9 {:.0} us, longest {:.0} us\n\
             memory: at most {} MiB accounted, {} MiB resident; {} probes in a row over hard; {} errors; goals {}\n{}",
            self.panes,
            self.frames,
            self.frame_ms(500),
            self.frame_ms(990),
            self.frame_ms(999),
            self.frame_ms(1000),
            engine.p50_micros,
            engine.p99_micros,
            engine.p999_micros,
            engine.max_micros,
            self.accounted_high >> 20,
            self.resident_high >> 20,
            self.over_hard_in_a_row,
            self.errors,
            if self.met() { "met" } else { "missed" },
            self.snapshot.to_text()
        )
    }

    /// Whether the engine stayed within its time and its budget, and nothing broke.
    fn met(&self) -> bool {
        let engine = self.engine();
        engine.p999_micros <= ENGINE_MICROS[0]
            && engine.max_micros <= ENGINE_MICROS[1]
            && self.over_hard_in_a_row <= 1
            && self.errors == 0
    }

    fn engine(&self) -> Timing {
        let frames = self.snapshot.timings.iter().find(|timing| timing.operation == "frame");
        frames.cloned().unwrap_or(Timing {
            operation: "frame",
            calls: 0,
            mean_micros: 0.0,
            min_micros: 0.0,
            max_micros: 0.0,
            p50_micros: 0.0,
            p99_micros: 0.0,
            p999_micros: 0.0,
            total_micros: 0.0,
        })
    }

    /// The frame time that so many of a thousand frames did not exceed, in milliseconds.
    fn frame_ms(&self, of_thousand: usize) -> f64 {
        let at = (self.frame_times.len() * of_thousand).div_ceil(1_000).saturating_sub(1);
        self.frame_times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}
