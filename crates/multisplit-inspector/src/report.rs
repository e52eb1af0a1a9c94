//! The report for a file: as JSON for programs, and as text for people.
//!
//! Invariant: the first has every number of the last reading, the second every number that the sections show, as exact as it came
//! (in the text, times to a microsecond).

mod table;
mod text;

use serde::Serialize;

use crate::data::Data;
use crate::door::LeftOut;
use crate::history::Sample;
use crate::reading::Reading;
use multisplit::stats::SlowOperation;

pub(crate) use text::text;

/// A number whose extremes are reported.
struct Figure {
    name: &'static str,
    unit: &'static str,
    value: fn(&Sample) -> Option<u64>,
}

const fn figure(name: &'static str, unit: &'static str, value: fn(&Sample) -> Option<u64>) -> Figure {
    Figure { name, unit, value }
}

/// All numbers of the history except counters, which only grow.
const FIGURES: [Figure; 18] = [
    figure("accounted", "bytes", |sample| Some(sample.bytes.accounted)),
    figure("live", "bytes", |sample| Some(sample.bytes.live)),
    figure("parked", "bytes", |sample| Some(sample.bytes.parked)),
    figure("saved", "bytes", |sample| Some(sample.bytes.saved)),
    figure("pooled", "bytes", |sample| Some(sample.bytes.pooled)),
    figure("layout", "bytes", |sample| Some(sample.bytes.layout)),
    figure("resident", "bytes", |sample| sample.resident),
    figure("live", "slots", |sample| Some(sample.levels.live as u64)),
    figure("parked", "slots", |sample| Some(sample.levels.parked as u64)),
    figure("loading", "slots", |sample| Some(sample.levels.loading as u64)),
    figure("failed", "slots", |sample| Some(sample.levels.failed as u64)),
    figure("virtual", "slots", |sample| Some(sample.levels.r#virtual as u64)),
    figure("saved", "slots", |sample| Some(sample.levels.saved as u64)),
    figure("waiting", "loads", |sample| Some(sample.loads_waiting as u64)),
    figure("running", "loads", |sample| Some(sample.loads_running as u64)),
    figure("stuck", "loads", |sample| Some(sample.loads_stuck as u64)),
    figure("pooled", "widgets", |sample| Some(sample.pool_widgets)),
    figure("longest frame", "microseconds", |sample| sample.worst_frame_micros.map(u64::from)),
];

/// The smallest and the largest value of a figure over the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Extreme {
    name: &'static str,
    unit: &'static str,
    least: u64,
    largest: u64,
}

#[derive(Serialize)]
struct Report<'a> {
    /// The version of the format; it changes if readers of the format have to change.
    format: &'static str,
    reading: Option<&'a Reading>,
    left_out: LeftOut,
    history: HistoryReport,
    frames: FramesReport,
    slow: Vec<&'a SlowOperation>,
}

#[derive(Serialize)]
struct HistoryReport {
    readings: usize,
    span_micros: u64,
    extremes: Vec<Extreme>,
}

#[derive(Serialize)]
struct FramesReport {
    frames: usize,
    p50_micros: u32,
    p99_micros: u32,
    max_micros: u32,
}

pub(crate) fn json(data: &Data) -> String {
    let frames = &data.frames;
    let report = Report {
        format: "multisplit-report-2",
        reading: data.reading.as_ref(),
        left_out: data.left_out,
        history: HistoryReport {
            readings: data.history.len(),
            span_micros: data.history.span_micros(),
            extremes: extremes(data),
        },
        frames: FramesReport {
            frames: frames.len(),
            p50_micros: frames.p50,
            p99_micros: frames.p99,
            max_micros: frames.max,
        },
        slow: data.slow.iter().collect(),
    };
    // This fails only for maps without text keys, and the report has none. A reader would still see the error.
    serde_json::to_string_pretty(&report).unwrap_or_else(|error| format!("{{\"error\": \"{error}\"}}"))
}

/// Returns the extremes of all figures that were ever known.
fn extremes(data: &Data) -> Vec<Extreme> {
    let extreme = |figure: &Figure| {
        let values = || data.history.iter().filter_map(figure.value);
        let (least, largest) = (values().min()?, values().max()?);
        Some(Extreme { name: figure.name, unit: figure.unit, least, largest })
    };
    FIGURES.iter().filter_map(extreme).collect()
}
