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
    Series { name: "running", value: |sample| sample.loads.running as f64 },
    Series { name: "waiting", value: |sample| sample.loads.waiting as f64 },
];
const STUCK: Series = Series { name: "stuck", value: |sample| sample.loads.stuck as f64 };

pub(crate) fn summary(data: &Data) -> String {
    let Some(reading) = &data.reading else { return String::new() };
    let loads = &reading.loads;
    if loads.stuck > 0 {
        return format!("{} stuck", count(loads.stuck as u64));
    }
    format!("{} running, {} waiting", count(loads.running as u64), count(loads.waiting as u64))
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
    let loads = &reading.loads;
    let all = [
        Fact::new("running", count(loads.running as u64)).look(theme.area(0)),
        Fact::new("waiting", count(loads.waiting as u64)).look(theme.area(1)),
        Fact::new("stuck", count(loads.stuck as u64)).look(theme.line(0)).bad_if(loads.stuck > 0),
        Fact::new("done", count(loads.done)),
        Fact::new("failed", count(loads.failed)).bad_if(loads.failed > 0),
        Fact::new("cancelled", count(loads.cancelled)),
        Fact::new("timed out", count(loads.timed_out)).bad_if(loads.timed_out > 0),
    ];
    facts::show(ui, "loads", &all, theme);
}
