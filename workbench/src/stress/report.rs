//! The results of the work in numbers, beside the goals.

use super::again::SecondRun;
use super::frame::{Frame, in_millis};
use super::machine::Machine;
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
    /// The frames that took longest, and that in which the engine did.
    pub(super) worst: Vec<Frame>,
    pub(super) worst_of_engine: Frame,
    /// The machine that they ran on.
    pub(super) machine: Machine,
    /// The number of statements that were started, and the maximum number of rows shown at the same time.
    pub(super) queries: u64,
    pub(super) rows: u64,
    /// Whether no frame at all may take more than [`MILLIS`].
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

/// The number of longest frames that are named.
const NAMED: usize = 10;
/// The maximum time of the engine per frame at the 99.9th percentile, on the machine that the goals are set for, in milliseconds.
const USUAL_MILLIS: f64 = 2.0;
/// The maximum time of the engine per frame, and of engine and front end, on that machine, in milliseconds. With panes of all kinds, one frame
/// in a thousand may take longer, because no work is twice the same there.
const MILLIS: f64 = 8.0;

impl Report {
    pub(super) fn to_json(&self) -> String {
        let engine = self.engine();
        let value = json!({
            "panes": self.panes,
            "frames": self.work.len(),
            "work_ms": percentiles(&self.work),
            "frame_ms": percentiles(&self.whole),
            "worst": self.worst.iter().map(|frame| frame.to_json()).collect::<Vec<_>>(),
            "slowness": self.machine.slowness(),
            "missed": self.missed(),
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
             the longest, without what they waited for a core: {}\n\
             with what a painter is given: {}\n\
             engine a frame: p50 {:.0} us, p99 {:.0} us, p99.9 {:.0} us, longest {:.0} us\n\
             memory: at most {} MiB accounted, {} MiB resident; {} probes in a row over hard\n\
             {}{} queries, {} rows at most; {} errors; goals {}\n{}",
            self.panes,
            self.work.len(),
            words(&self.work),
            self.worst.iter().take(NAMED).map(|frame| frame.to_text()).collect::<Vec<_>>().join(", "),
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
            self.verdict(),
            self.snapshot.to_text()
        )
    }

    fn verdict(&self) -> String {
        let slowness = self.machine.slowness();
        let machine = format!("this machine takes {slowness:.2} times as long as the one that they are set for");
        match self.missed() {
            missed if missed.is_empty() => format!("met; {machine}"),
            missed => format!("missed: {}; {machine}", missed.join("; ")),
        }
    }

    /// Returns `true` if the engine stayed within its time and its budget, and nothing failed.
    pub(super) fn met(&self) -> bool {
        self.missed().is_empty()
    }

    /// Returns `true` if a frame that has a limit took longer, in both runs if there were two.
    pub(super) fn has_long_frames(&self) -> bool {
        let allowed = self.machine.allows(MILLIS);
        self.limited().any(|frame| in_millis(frame.judged()) > allowed)
    }

    /// Returns the longest frames, of those that have a limit.
    fn limited(&self) -> impl Iterator<Item = &Frame> {
        let without = match (self.canvas, self.pages) {
            (true, _) => 0,
            (false, None) => self.work.len() / 1_000,
            // While pages are read, a frame waits for the browser's pictures.
            (false, Some(_)) => usize::MAX,
        };
        self.worst.iter().skip(without)
    }

    /// Compares the longest frames with a second run of the same work.
    pub(super) fn compare(&mut self, again: &SecondRun) {
        again.note_in(&mut self.worst);
    }

    /// Returns the goals that were missed, in words.
    fn missed(&self) -> Vec<String> {
        let engine = self.engine();
        // While pages are read, the cores are the browser's, and one call in a thousand waits for its turn.
        let (usual, part) = match self.pages {
            Some(_) => (engine.p99_micros, "99"),
            None => (engine.p999_micros, "99.9"),
        };
        let (usual_allowed, allowed) = (self.machine.allows(USUAL_MILLIS), self.machine.allows(MILLIS));
        let mut missed = vec![];
        let usual = usual / 1_000.0;
        if usual > usual_allowed {
            missed.push(format!(
                "the engine took {usual:.2} ms in {part} of a hundred frames, allowed {usual_allowed:.2}"
            ));
        }
        let longest = |frame: &Frame, what: &str| {
            let Frame { number, act, .. } = frame;
            let took = in_millis(frame.judged());
            (took > allowed)
                .then(|| format!("{what} took {took:.2} ms in frame {number} ({act}), allowed {allowed:.2}"))
        };
        if self.pages.is_none() {
            missed.extend(longest(&self.worst_of_engine, "the engine"));
        }
        missed.extend(self.limited().filter_map(|frame| longest(frame, "engine and front end")));
        if self.over_hard_in_a_row > 1 {
            missed.push(format!("{} probes in a row found more memory than allowed", self.over_hard_in_a_row));
        }
        if self.errors > 0 {
            missed.push(format!("{} errors", self.errors));
        }
        missed
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
    times.get(at).copied().map_or(0.0, in_millis)
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
