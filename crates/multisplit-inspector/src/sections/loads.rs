//! The section of loads: the jobs that load widgets.

use egui::Ui;

use crate::axis::Unit;
use crate::chart::{Chart, Series};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::theme::Theme;
use crate::words::count;

/// The stacked areas. A reading counts stuck jobs among the running ones, so they are a line and not part of the stack.
const AREAS: [Series; 2] = [
    Series { name: "running", value: |sample| sample.loads_running as f64 },
    Series { name: "waiting", value: |sample| sample.loads_waiting as f64 },
];
const STUCK: Series = Series { name: "stuck", value: |sample| sample.loads_stuck as f64 };

pub(crate) fn summary(data: &Data) -> String {
    let Some(reading) = &data.reading else { return String::new() };
    let host = &reading.host;
    if host.loads_stuck > 0 {
        return format!("{} stuck", count(host.loads_stuck as u64));
    }
    format!("{} running, {} waiting", count(host.loads_running as u64), count(host.loads_waiting as u64))
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    let chart = Chart {
        name: "Loads over time",
        unit: Unit::Count,
        areas: &AREAS,
        lines: &[STUCK],
        marks: &[],
        top: None,
        height: theme.plot_height * 0.85,
    };
    chart.show(ui, &data.history, theme);
    let (host, meters) = (&reading.host, &reading.snapshot.meters);
    let all = [
        Fact::new("running", count(host.loads_running as u64)).look(theme.area(0)),
        Fact::new("waiting", count(host.loads_waiting as u64)).look(theme.area(1)),
        Fact::new("stuck", count(host.loads_stuck as u64)).look(theme.line(0)).bad_if(host.loads_stuck > 0),
        Fact::new("done", count(meters.loads_done)),
        Fact::new("failed", count(meters.loads_failed)).bad_if(meters.loads_failed > 0),
        Fact::new("cancelled", count(meters.loads_cancelled)),
        Fact::new("timed out", count(meters.loads_timed_out)).bad_if(meters.loads_timed_out > 0),
    ];
    facts::show(ui, "loads", &all, theme);
}
