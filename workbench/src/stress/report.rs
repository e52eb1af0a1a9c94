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
    pub(super) pages: Option<PagesReport>,
    pub(super) snapshot: Snapshot,
}

/// What became of the pages that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PagesReport {
    /// The number of pages.
    pub(super) pages: usize,
    /// How often one was gone to, and how often it was there again as it was left, with its scroll and what was typed.
    pub(super) visits: u64,
    pub(super) back: u64,
    /// How often it was not.
    pub(super) lost: u64,
    /// How often the server was asked for one: each time for the first time, or because it had been evicted.
    pub(super) loads: u64,
    /// The most memory that the browser took for itself and for all pages together, in bytes.
    pub(super) browser_high: u64,
    pub(super) pages_high: u64,
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
            "pages": self.pages.map(|pages| json!({
                "pages": pages.pages, "visits": pages.visits, "back": pages.back, "lost": pages.lost, "loads": pages.loads,
                "browser_high": pages.browser_high, "pages_high": pages.pages_high,
            })),
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
             {}{} queries, {} rows at most; {} errors; goals {}\n{}",
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
            self.pages.map(PagesReport::to_text).unwrap_or_default(),
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
        // While pages are read, the cores are the browser's, and one call in a thousand waits for its turn.
        let is_in_time = match self.pages {
            Some(_) => engine.p99_micros <= ENGINE_MICROS[0],
            None => engine.p999_micros <= ENGINE_MICROS[0] && engine.max_micros <= ENGINE_MICROS[1],
        };
        is_in_time
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

impl PagesReport {
    fn to_text(self) -> String {
        let Self { pages, visits, back, lost, loads, browser_high, pages_high } = self;
        let [browser, all] = [browser_high >> 20, pages_high >> 20];
        format!(
            "{pages} web pages, {visits} visits, {loads} loads: {back} times as it was left, {lost} times not; \
             at most {all} MiB measured for pages, {browser} MiB for the browser itself\n"
        )
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
