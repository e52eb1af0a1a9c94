//! A light sketch of what a pane may show, for a pane that is small, far away, or not there yet. A widget always has the same sketch.

use crate::base::limits::SKETCH_LINES;
use crate::drawing::mesh::MeshBuilder;
use egui::{Color32, Rect, pos2};
use multisplit::WidgetId;

/// Draws gray lines like text, like a tree or like a table, depending on the kind of the widget. They are the same each time.
pub(crate) fn sketch(ink: &mut MeshBuilder<'_>, room: Rect, widget: &WidgetId, color: Color32) {
    let step = if room.height() > 70.0 { 8.0 } else { 6.0 };
    if room.width() < 12.0 || room.height() < 4.0 {
        return;
    }
    let kind = hash(widget.kind()) % 3;
    let mut seed = hash(widget.as_str());
    let mut y = room.min.y + 1.0;
    let mut left = SKETCH_LINES;
    while y + 2.0 <= room.max.y && left > 0 {
        // The multiplier and the increment of Knuth's MMIX generator: the same lines on every machine.
        seed = seed.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        let random = |shift: u32, most: u64| number(usize::try_from((seed >> shift) % most).unwrap_or(0));
        let mut line = |from: f32, part: f32| {
            let x = room.min.x + room.width() * from;
            let end = (x + room.width() * part).min(room.max.x);
            ink.fill(Rect::from_min_max(pos2(x, y), pos2(end, y + 2.0)), color);
        };
        match kind {
            0 => line(0.0, 0.35 + random(40, 60) / 100.0),
            1 => line(random(40, 3) * 0.12, 0.25 + random(48, 35) / 100.0),
            _ => [0.0, 0.37, 0.74].into_iter().for_each(|from| line(from, 0.12 + random(40, 14) / 100.0)),
        }
        y += step;
        left -= 1;
    }
}

/// Returns the FNV-1a hash, which is the same in every run.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[allow(clippy::cast_precision_loss)] // small numbers
const fn number(value: usize) -> f32 {
    value as f32
}
