//! The section of slots: how many widgets there are, by state, and what the pools keep.

use egui::{Label, RichText, Ui};

use crate::axis::Unit;
use crate::chart::{Chart, Series};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::limits::POOLS_SHOWN;
use crate::theme::Theme;
use crate::words::count;

const AREAS: [Series; 4] = [
    Series { name: "live", value: |sample| sample.levels.live as f64 },
    Series { name: "parked", value: |sample| sample.levels.parked as f64 },
    Series { name: "loading", value: |sample| sample.levels.loading as f64 },
    Series { name: "failed", value: |sample| sample.levels.failed as f64 },
];
const LINES: [Series; 2] = [
    Series { name: "virtual", value: |sample| sample.levels.r#virtual as f64 },
    Series { name: "saved", value: |sample| sample.levels.saved as f64 },
];

pub(crate) fn summary(data: &Data) -> String {
    let Some(reading) = &data.reading else { return String::new() };
    let levels = &reading.snapshot.levels;
    format!("{} live, {} parked", count(levels.live as u64), count(levels.parked as u64))
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    let chart = Chart {
        name: "Slots over time",
        unit: Unit::Count,
        areas: &AREAS,
        lines: &LINES,
        marks: &[],
        top: None,
        height: theme.plot_height,
    };
    chart.show(ui, &data.history, theme);
    let levels = &reading.snapshot.levels;
    let number = |name: &str, value: usize| Fact::new(name, count(value as u64));
    let all = [
        number("live", levels.live).look(theme.area(0)),
        number("parked", levels.parked).look(theme.area(1)),
        number("loading", levels.loading).look(theme.area(2)),
        number("failed", levels.failed).look(theme.area(3)).bad_if(levels.failed > 0),
        number("virtual", levels.r#virtual).look(theme.line(0)),
        number("saved", levels.saved).look(theme.line(1)),
    ];
    facts::show(ui, "slots", &all, theme);
    if let Some(words) = pools(data) {
        ui.add(Label::new(RichText::new(words).size(12.0)).wrap().selectable(false));
    }
}

/// Returns the largest pools in words, and the others together; `None` if there are no pools.
fn pools(data: &Data) -> Option<String> {
    let pools = &data.reading.as_ref()?.snapshot.pools;
    if pools.is_empty() {
        return None;
    }
    let shown = pools.iter().take(POOLS_SHOWN).map(|(name, widgets)| format!("{name} {}", count(*widgets as u64)));
    let mut words = format!("Pools: {}", shown.collect::<Vec<_>>().join(", "));
    let rest = pools.iter().skip(POOLS_SHOWN);
    let (kept, widgets) =
        rest.fold((0_usize, 0_usize), |(pools, sum), (_, widgets)| (pools + 1, sum.saturating_add(*widgets)));
    let others = kept + data.left_out.pools;
    if others > 0 {
        let widgets = widgets.saturating_add(data.left_out.pooled_widgets);
        words.push_str(&format!(" and {} more pools with {}", count(others as u64), count(widgets as u64)));
    }
    Some(words)
}
