//! Memory over time, against its limits.

use egui::{Frame, Margin, RichText, Stroke, Ui};

use crate::axis::Unit;
use crate::chart::{Chart, HEIGHT, Mark, Series};
use crate::data::Data;
use crate::facts::{self, Fact};
use crate::reading::MemoryReading;
use crate::theme::Colours;
use crate::words::bytes;

const AREAS: [Series; 5] = [
    Series { name: "live", value: |sample| sample.live as f64 },
    Series { name: "parked", value: |sample| sample.parked as f64 },
    Series { name: "saved", value: |sample| sample.saved as f64 },
    Series { name: "pooled", value: |sample| sample.pooled as f64 },
    Series { name: "layout", value: |sample| sample.layout as f64 },
];
const RESIDENT: Series =
    Series { name: "resident", value: |sample| sample.resident.map_or(f64::NAN, |bytes| bytes as f64) };

pub(crate) fn summary(data: &Data) -> String {
    data.reading.as_ref().map_or_else(String::new, |reading| bytes(reading.memory.accounted))
}

pub(crate) fn show(ui: &mut Ui, data: &Data, colours: &Colours) {
    let Some(reading) = &data.reading else { return };
    let memory = &reading.memory;
    let marks = limits(memory);
    let chart = Chart {
        name: "Memory over time",
        unit: Unit::Bytes,
        areas: &AREAS,
        lines: &[RESIDENT],
        marks: &marks,
        top: None,
        height: HEIGHT + 40.0,
    };
    chart.show(ui, &data.history, colours);
    let values = [memory.live, memory.parked, memory.saved, memory.pooled, memory.layout];
    let mut all: Vec<Fact> = AREAS
        .iter()
        .zip(values)
        .enumerate()
        .map(|(index, (area, value))| Fact::new(area.name, bytes(value)).look(colours.area(index)))
        .collect();
    all.push(Fact::new("accounted", bytes(memory.accounted)));
    let unknown = || "not known".to_owned();
    all.push(Fact::new("resident", memory.resident.map_or_else(unknown, bytes)).look(colours.line(0)));
    let limit = |limit: u64| if limit == 0 { "none".to_owned() } else { bytes(limit) };
    let is_over = |limit: u64| limit > 0 && memory.accounted > limit;
    all.push(Fact::new("soft limit", limit(memory.soft)).look(colours.mark(false)).bad_if(is_over(memory.soft)));
    all.push(Fact::new("hard limit", limit(memory.hard)).look(colours.mark(true)).bad_if(is_over(memory.hard)));
    all.push(Fact::new("system limit", memory.cgroup_limit.map_or_else(unknown, bytes)));
    facts::show(ui, "memory", &all, colours);
}

/// The chip in the strip at the top: how pressing it is, in words and in colour.
pub(crate) fn chip(ui: &mut Ui, memory: &MemoryReading, colours: &Colours) {
    let (words, colour, is_filled) = match memory.level.as_str() {
        "normal" => ("Memory normal".to_owned(), colours.good, false),
        "soft" => ("Memory over the soft limit".to_owned(), colours.warn, false),
        "hard" => ("Memory over the hard limit".to_owned(), colours.error, false),
        "critical" => ("Memory critical".to_owned(), colours.error, true),
        other => (format!("Memory {other}"), colours.text, false),
    };
    label(ui, &words, colour, is_filled, colours);
    if memory.futile {
        label(ui, "Trimming does not help", colours.error, false, colours);
    }
}

fn label(ui: &mut Ui, words: &str, colour: egui::Color32, is_filled: bool, colours: &Colours) {
    let (fill, text) = if is_filled { (colour, colours.ground) } else { (colour.gamma_multiply(0.18), colours.strong) };
    let frame = Frame::NONE.inner_margin(Margin::symmetric(7, 2)).corner_radius(9).fill(fill);
    let response = frame.stroke(Stroke::new(1.0, colour)).show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(words).color(text).size(12.0)).truncate().selectable(false))
    });
    // A change is told by screen readers when they have nothing better to say.
    ui.ctx().accesskit_node_builder(response.inner.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

fn limits(memory: &MemoryReading) -> Vec<Mark> {
    let known = [
        ("soft limit", memory.soft, false),
        ("hard limit", memory.hard, true),
        ("system limit", memory.cgroup_limit.unwrap_or(0), true),
    ];
    let marks = known.into_iter().filter(|(_, value, _)| *value > 0);
    marks.map(|(name, value, is_severe)| Mark { name, value: value as f64, is_severe }).collect()
}
