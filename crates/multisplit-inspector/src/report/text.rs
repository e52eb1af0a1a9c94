//! The report as text: a heading for each topic, with a table below.

use super::table::table;
use super::{Extreme, extremes};
use crate::data::Data;
use crate::reading::{Reading, evicted};
use crate::sections::cache::hit_rate;
use crate::words::{self, name, percent, span};
use multisplit::stats::{SlowOperation, Timing};

pub(crate) fn text(data: &Data) -> String {
    let mut text = "MultiSplit report\n".to_owned();
    let Some(reading) = &data.reading else {
        text.push_str("\nNo readings yet.\n");
        return text;
    };
    let at_micros = reading.snapshot.at_micros;
    let taken = format!("Taken {} after the start ({at_micros} us).\n", span(at_micros));
    text.push_str(&taken);
    let mut topic = |heading: &str, rows: &[Vec<String>]| {
        if !rows.is_empty() {
            text.push_str(&format!("\n{heading}\n{}", table(rows)));
        }
    };
    topic("Memory", &memory(reading));
    topic("Slots", &slots(reading));
    topic("Cache", &cache(reading));
    topic("Loads", &loads(reading));
    topic("Pools", &pools(data, reading));
    topic("Frames", &frames(data, reading));
    topic("Operations (times in ms)", &operations(data, reading));
    let heading = format!("Extremes of {} readings over {}", data.history.len(), span(data.history.span_micros()));
    topic(&heading, &extreme_rows(&extremes(data)));
    topic("Slow events, the latest first", &data.slow.iter().rev().map(slow).collect::<Vec<_>>());
    text
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn number(name: &str, value: &dyn ToString) -> Vec<String> {
    vec![name.to_owned(), value.to_string()]
}

fn bytes(name: &str, bytes: Option<u64>) -> Vec<String> {
    match bytes {
        Some(value) => vec![name.to_owned(), value.to_string(), words::bytes(value)],
        None => cells([name, "not known"]),
    }
}

fn memory(reading: &Reading) -> Vec<Vec<String>> {
    let (snapshot, probe) = (&reading.snapshot, reading.probe());
    let memory = &snapshot.bytes;
    let futile = if snapshot.futile { "yes" } else { "no" };
    vec![
        bytes("accounted", Some(memory.accounted)),
        bytes("live", Some(memory.live)),
        bytes("parked", Some(memory.parked)),
        bytes("saved", Some(memory.saved)),
        bytes("pooled", Some(memory.pooled)),
        bytes("layout", Some(memory.layout)),
        bytes("resident", probe.resident),
        bytes("soft limit", Some(memory.soft)),
        bytes("hard limit", Some(memory.hard)),
        bytes("system limit", probe.group_limit),
        number("level", &name(snapshot.memory)),
        number("trimming is futile", &futile),
    ]
}

fn slots(reading: &Reading) -> Vec<Vec<String>> {
    let slots = &reading.snapshot.levels;
    vec![
        number("live", &slots.live),
        number("parked", &slots.parked),
        number("loading", &slots.loading),
        number("failed", &slots.failed),
        number("virtual", &slots.r#virtual),
        number("saved", &slots.saved),
    ]
}

fn cache(reading: &Reading) -> Vec<Vec<String>> {
    let meters = &reading.snapshot.meters;
    vec![
        number("hits live", &meters.hits_live),
        number("hits parked", &meters.hits_parked),
        number("hits shared", &reading.host.hits_shared),
        number("hits saved", &meters.hits_saved),
        number("misses", &meters.misses),
        number("hit rate", &percent(hit_rate(reading))),
        number("created", &meters.created),
        number("evicted", &evicted(meters)),
        number("rebuilding saved", &format!("{} us", meters.rebuild_saved_micros)),
    ]
}

fn loads(reading: &Reading) -> Vec<Vec<String>> {
    let (host, meters) = (&reading.host, &reading.snapshot.meters);
    vec![
        number("waiting", &host.loads_waiting),
        number("running", &host.loads_running),
        number("stuck", &host.loads_stuck),
        number("done", &meters.loads_done),
        number("failed", &meters.loads_failed),
        number("cancelled", &meters.loads_cancelled),
        number("timed out", &meters.loads_timed_out),
    ]
}

fn pools(data: &Data, reading: &Reading) -> Vec<Vec<String>> {
    let mut rows: Vec<_> = reading.snapshot.pools.iter().map(|(name, widgets)| number(name, &widgets)).collect();
    if data.left_out.pools > 0 {
        rows.push(number(&format!("{} more pools", data.left_out.pools), &data.left_out.pooled_widgets));
    }
    rows
}

fn frames(data: &Data, reading: &Reading) -> Vec<Vec<String>> {
    let frames = &data.frames;
    let mut rows = vec![
        number("frames since the start", &reading.host.frames),
        number("frames since the reading before", &(reading.host.recent_frame_micros.len() + data.left_out.frames)),
    ];
    if frames.len() > 0 {
        let last = format!("of the last {}", frames.len());
        rows.push(number(&format!("p50 {last}"), &format!("{} us", frames.p50)));
        rows.push(number(&format!("p99 {last}"), &format!("{} us", frames.p99)));
        rows.push(number(&format!("max {last}"), &format!("{} us", frames.max)));
    }
    rows
}

fn operations(data: &Data, reading: &Reading) -> Vec<Vec<String>> {
    if reading.snapshot.timings.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![cells(["operation", "calls", "mean", "min", "max", "p50", "p99", "total"])];
    rows.extend(reading.snapshot.timings.iter().map(operation));
    if data.left_out.operations > 0 {
        rows.push(vec![format!("and {} more that took less", data.left_out.operations)]);
    }
    rows
}

fn operation(timing: &Timing) -> Vec<String> {
    let times = [
        timing.mean_micros,
        timing.min_micros,
        timing.max_micros,
        timing.p50_micros,
        timing.p99_micros,
        timing.total_micros,
    ];
    let mut row = vec![name(timing.operation), timing.calls.to_string()];
    row.extend(times.map(exact_millis));
    row
}

fn exact_millis(micros: f64) -> String {
    match micros / 1e3 {
        millis if !millis.is_finite() => "-".to_owned(),
        millis if millis.abs() >= 1e12 => format!("{millis:e}"),
        millis => format!("{millis:.3}"),
    }
}

fn extreme_rows(extremes: &[Extreme]) -> Vec<Vec<String>> {
    let row = |extreme: &Extreme| {
        let name = format!("{}, {}", extreme.name, extreme.unit);
        vec![name, extreme.least.to_string(), extreme.largest.to_string()]
    };
    std::iter::once(cells(["figure", "least", "largest"])).chain(extremes.iter().map(row)).collect()
}

fn slow(event: &SlowOperation) -> Vec<String> {
    let at = format!("at {} us", event.at_micros);
    let what = format!("{}: {}", name(event.operation), event.cause);
    vec![at, format!("{} us", event.micros), what]
}
