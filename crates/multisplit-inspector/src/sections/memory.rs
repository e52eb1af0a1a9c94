//! The section of memory: memory over time, compared with its limits.

use egui::{RichText, Role, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, vec2};

use crate::axis::Unit;
use crate::chart::{Chart, Mark, Series};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::reading::Reading;
use crate::theme::Theme;
use crate::words::{bytes, name};
use multisplit::stats::Snapshot;

const AREAS: [Series; 5] = [
    Series { name: "live", value: |sample| sample.bytes.live as f64 },
    Series { name: "parked", value: |sample| sample.bytes.parked as f64 },
    Series { name: "saved", value: |sample| sample.bytes.saved as f64 },
    Series { name: "pooled", value: |sample| sample.bytes.pooled as f64 },
    Series { name: "layout", value: |sample| sample.bytes.layout as f64 },
];
const RESIDENT: Series =
    Series { name: "resident", value: |sample| sample.resident.map_or(f64::NAN, |bytes| bytes as f64) };

/// The padding at the left and right of a chip, in points.
const PADDING: f32 = 8.0;

pub(crate) fn summary(data: &Data) -> String {
    data.reading.as_ref().map_or_else(String::new, |reading| bytes(reading.snapshot.bytes.accounted))
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    let (memory, probe) = (&reading.snapshot.bytes, reading.probe());
    let marks = limits(reading);
    let chart = Chart {
        name: "Memory over time",
        unit: Unit::Bytes,
        areas: &AREAS,
        lines: &[RESIDENT],
        marks: &marks,
        top: None,
        height: theme.plot_height * 1.3,
    };
    chart.show(ui, &data.history, theme);
    let values = [memory.live, memory.parked, memory.saved, memory.pooled, memory.layout];
    let mut all: Vec<Fact> = AREAS
        .iter()
        .zip(values)
        .enumerate()
        .map(|(index, (area, value))| Fact::new(area.name, bytes(value)).look(theme.area(index)))
        .collect();
    all.push(Fact::new("accounted", bytes(memory.accounted)));
    let unknown = || "not known".to_owned();
    all.push(Fact::new("resident", probe.resident.map_or_else(unknown, bytes)).look(theme.line(0)));
    let limit = |limit: u64| if limit == 0 { "none".to_owned() } else { bytes(limit) };
    let is_over = |limit: u64| limit > 0 && memory.accounted > limit;
    all.push(Fact::new("soft limit", limit(memory.soft)).look(theme.mark(false)).bad_if(is_over(memory.soft)));
    all.push(Fact::new("hard limit", limit(memory.hard)).look(theme.mark(true)).bad_if(is_over(memory.hard)));
    all.push(Fact::new("system limit", probe.group_limit.map_or_else(unknown, bytes)));
    facts::show(ui, "memory", &all, theme);
}

/// Shows the chip in the strip at the top: the memory pressure, in words and in color.
pub(crate) fn chip(ui: &mut Ui, snapshot: &Snapshot, theme: &Theme) {
    let (words, color, is_filled) = match snapshot.memory {
        "normal" => ("Memory normal".to_owned(), theme.good, false),
        "soft" => ("Memory over the soft limit".to_owned(), theme.warn, false),
        "hard" => ("Memory over the hard limit".to_owned(), theme.error, false),
        "critical" => ("Memory critical".to_owned(), theme.error, true),
        other => (format!("Memory {}", name(other)), theme.text, false),
    };
    label(ui, &words, color, is_filled, theme);
    if snapshot.futile {
        label(ui, "Trimming does not help", theme.error, false, theme);
    }
}

fn label(ui: &mut Ui, words: &str, color: egui::Color32, is_filled: bool, theme: &Theme) {
    let (fill, text) = if is_filled { (color, theme.ground) } else { (color.gamma_multiply(0.18), theme.strong) };
    let text = RichText::new(words).color(text).size(12.0);
    // At most as wide as a row; if the rest of the row is too short, the chip goes to the next row.
    let most = (ui.max_rect().width() - 2.0 * PADDING).max(1.0);
    let galley = WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Truncate), most, TextStyle::Body);
    let size = galley.size() + vec2(2.0 * PADDING, 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    // Screen readers announce a change when they are idle.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    ui.painter().rect(rect, size.y / 2.0, fill, Stroke::new(1.0, color), StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(PADDING, 3.0), galley, theme.strong);
}

fn limits(reading: &Reading) -> Vec<Mark> {
    let memory = &reading.snapshot.bytes;
    let known = [
        ("soft limit", memory.soft, false),
        ("hard limit", memory.hard, true),
        ("system limit", reading.probe().group_limit.unwrap_or(0), true),
    ];
    let marks = known.into_iter().filter(|(_, value, _)| *value > 0);
    marks.map(|(name, value, is_severe)| Mark { name, value: value as f64, is_severe }).collect()
}
