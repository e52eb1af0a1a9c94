//! The report as text: a heading for each topic, with a table below.

use super::table::table;
use super::{Extreme, extremes};
use crate::data::Data;
use crate::reading::{MemoryReading, OperationReading, Reading, SlowReading};
use crate::sections::cache::hit_rate;
use crate::words::{self, percent, span};

pub(crate) fn text(data: &Data) -> String {
    let mut text = "MultiSplit report\n".to_owned();
    let Some(reading) = &data.reading else {
        text.push_str("\nNo readings yet.\n");
        return text;
    };
    let taken = format!("Taken {} after the start ({} us).\n", span(reading.at_micros), reading.at_micros);
    text.push_str(&taken);
    let mut topic = |heading: &str, rows: &[Vec<String>]| {
        if !rows.is_empty() {
            text.push_str(&format!("\n{heading}\n{}", table(rows)));
        }
    };
    topic("Memory", &memory(&reading.memory));
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

fn memory(memory: &MemoryReading) -> Vec<Vec<String>> {
    let futile = if memory.futile { "yes" } else { "no" };
    vec![
        bytes("accounted", Some(memory.accounted)),
        bytes("live", Some(memory.live)),
        bytes("parked", Some(memory.parked)),
        bytes("saved", Some(memory.saved)),
        bytes("pooled", Some(memory.pooled)),
        bytes("layout", Some(memory.layout)),
        bytes("resident", memory.resident),
        bytes("soft limit", Some(memory.soft)),
        bytes("hard limit", Some(memory.hard)),
        bytes("system limit", memory.cgroup_limit),
        number("level", &memory.level),
        number("trimming is futile", &futile),
    ]
}

fn slots(reading: &Reading) -> Vec<Vec<String>> {
    let slots = &reading.slots;
    vec![
        number("live", &slots.live),
        number("parked", &slots.parked),
        number("loading", &slots.loading),
        number("failed", &slots.failed),
        number("virtual", &slots.virtual_),
        number("saved", &slots.saved),
    ]
}

fn cache(reading: &Reading) -> Vec<Vec<String>> {
    let cache = &reading.cache;
    vec![
        number("hits live", &cache.hits_live),
        number("hits parked", &cache.hits_parked),
        number("hits shared", &cache.hits_shared),
        number("hits saved", &cache.hits_saved),
        number("misses", &cache.misses),
        number("hit rate", &percent(hit_rate(cache))),
        number("created", &cache.created),
        number("evicted", &cache.evicted),
        number("rebuilding saved", &format!("{} us", cache.rebuild_saved_micros)),
    ]
}

fn loads(reading: &Reading) -> Vec<Vec<String>> {
    let loads = &reading.loads;
    vec![
        number("waiting", &loads.waiting),
        number("running", &loads.running),
        number("stuck", &loads.stuck),
        number("done", &loads.done),
        number("failed", &loads.failed),
        number("cancelled", &loads.cancelled),
        number("timed out", &loads.timed_out),
    ]
}

fn pools(data: &Data, reading: &Reading) -> Vec<Vec<String>> {
    let mut rows: Vec<_> = reading.pools.iter().map(|(name, widgets)| number(name, &widgets)).collect();
    if data.left_out.pools > 0 {
        rows.push(number(&format!("{} more pools", data.left_out.pools), &data.left_out.pooled_widgets));
    }
    rows
}

fn frames(data: &Data, reading: &Reading) -> Vec<Vec<String>> {
    let frames = &data.frames;
    let mut rows = vec![
        number("frames since the start", &reading.frames.count),
        number("frames since the reading before", &(reading.frames.recent_micros.len() + data.left_out.frames)),
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
    if reading.operations.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![cells(["operation", "calls", "mean", "min", "max", "p50", "p99", "total"])];
    rows.extend(reading.operations.iter().map(operation));
    if data.left_out.operations > 0 {
        rows.push(vec![format!("and {} more that took less", data.left_out.operations)]);
    }
    rows
}

fn operation(operation: &OperationReading) -> Vec<String> {
    let times = [
        operation.mean_micros,
        operation.min_micros,
        operation.max_micros,
        operation.p50_micros,
        operation.p99_micros,
        operation.total_micros,
    ];
    let mut row = vec![operation.name.clone(), operation.calls.to_string()];
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

fn slow(event: &SlowReading) -> Vec<String> {
    let at = format!("at {} us", event.at_micros);
    let what = format!("{}: {}", event.operation, event.cause);
    vec![at, format!("{} us", event.micros), what]
}
