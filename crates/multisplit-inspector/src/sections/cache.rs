//! The section of the cache: where requested widgets came from, and how fast hidden ones are evicted.

use egui::Ui;

use crate::axis::Unit;
use crate::chart::{Chart, Series};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::history::History;
use crate::reading::{Reading, evicted};
use crate::theme::Theme;
use crate::words::{count, percent, span, three_digits};

const HITS: [Series; 4] = [
    Series { name: "live", value: |sample| f64::from(sample.hit_parts[0]) },
    Series { name: "parked", value: |sample| f64::from(sample.hit_parts[1]) },
    Series { name: "shared", value: |sample| f64::from(sample.hit_parts[2]) },
    Series { name: "saved", value: |sample| f64::from(sample.hit_parts[3]) },
];
const EVICTIONS: Series = Series { name: "evicted", value: |sample| f64::from(sample.evicted_per_second) };

pub(crate) fn summary(data: &Data) -> String {
    data.reading.as_ref().map_or_else(String::new, |reading| format!("{} hits", percent(hit_rate(reading))))
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    let (meters, history) = (&reading.snapshot.meters, &data.history);
    let hits = Chart {
        name: "Hit rate over time",
        unit: Unit::Part,
        areas: &HITS,
        lines: &[],
        marks: &[],
        top: Some(1.0),
        height: theme.plot_height,
    };
    hits.show(ui, history, theme);
    let counts = hit_counts(reading);
    let mut all: Vec<Fact> = HITS
        .iter()
        .zip(counts)
        .enumerate()
        .map(|(index, (series, hits))| Fact::new(format!("hits {}", series.name), count(hits)).look(theme.area(index)))
        .collect();
    all.push(Fact::new("misses", count(meters.misses)));
    all.push(Fact::new("hit rate", percent(hit_rate(reading))));
    all.push(Fact::new("created", count(meters.created)));
    all.push(Fact::new("saved rebuilding", span(meters.rebuild_saved_micros)));
    facts::show(ui, "cache", &all, theme);
    let evictions = Chart {
        name: "Evictions over time",
        unit: Unit::PerSecond,
        areas: &[EVICTIONS],
        lines: &[],
        marks: &[],
        top: None,
        height: theme.plot_height * 0.7,
    };
    evictions.show(ui, history, theme);
    let now = history.last().map_or(0.0, |sample| f64::from(sample.evicted_per_second));
    let all = [
        Fact::new("evicted per second", three_digits(now)).look(theme.area(0)),
        Fact::new("most", three_digits(most_evicted(history))),
        Fact::new("evicted", count(evicted(meters))),
    ];
    facts::show(ui, "evictions", &all, theme);
}

/// Returns the fraction of all requests since the start that were hits; not a number if there were no requests.
pub(crate) fn hit_rate(reading: &Reading) -> f64 {
    let hits: f64 = hit_counts(reading).iter().map(|hits| *hits as f64).sum();
    hits / (hits + reading.snapshot.meters.misses as f64)
}

/// Returns the hits in the order of [`HITS`].
fn hit_counts(reading: &Reading) -> [u64; 4] {
    let meters = &reading.snapshot.meters;
    [meters.hits_live, meters.hits_parked, reading.host.hits_shared, meters.hits_saved]
}

fn most_evicted(history: &History) -> f64 {
    history.iter().map(|sample| f64::from(sample.evicted_per_second)).fold(0.0, f64::max)
}
