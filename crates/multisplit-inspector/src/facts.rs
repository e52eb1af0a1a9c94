//! Rows of small facts, each a name and a value, in as many columns as fit; a fact of a plot has its swatch before it.
//!
//! Invariant: nothing is wider than the space, and every fact is a label for screen readers.

use egui::{FontId, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

use crate::theme::{Look, Theme};

const FONT: f32 = 12.0;
const ROW: f32 = 17.0;
const SWATCH: f32 = 16.0;
const GAP: f32 = 5.0;
/// The gap between columns, in points.
const COLUMN_GAP: f32 = 14.0;

/// A name and a value.
pub(crate) struct Fact {
    name: String,
    value: String,
    look: Option<Look>,
    is_bad: bool,
}

impl Fact {
    pub(crate) fn new(name: impl Into<String>, value: String) -> Self {
        Self { name: name.into(), value, look: None, is_bad: false }
    }

    /// Adds the swatch of the fact's series.
    pub(crate) fn look(self, look: Look) -> Self {
        Self { look: Some(look), ..self }
    }

    /// Marks the fact as a problem if `is_bad` is `true`.
    pub(crate) fn bad_if(self, is_bad: bool) -> Self {
        Self { is_bad, ..self }
    }
}

/// Shows facts one after another, in columns of equal width.
pub(crate) fn show(ui: &mut Ui, name: &str, facts: &[Fact], theme: &Theme) {
    let font = FontId::proportional(FONT);
    let laid: Vec<_> = facts
        .iter()
        .map(|fact| {
            let value_color = if fact.is_bad { theme.error } else { theme.strong };
            let name = ui.painter().layout_no_wrap(fact.name.clone(), font.clone(), theme.text);
            let value = ui.painter().layout_no_wrap(fact.value.clone(), font.clone(), value_color);
            let swatch = if fact.look.is_some() { SWATCH + GAP } else { 0.0 };
            let width = swatch + name.size().x + GAP + value.size().x;
            (name, value, swatch, width)
        })
        .collect();
    let width = ui.available_width().max(0.0);
    let cell = laid.iter().map(|(.., width)| width + COLUMN_GAP).fold(1.0, f32::max).ceil();
    let columns = ((width + COLUMN_GAP) / cell).floor().max(1.0) as usize;
    let rows = facts.len().div_ceil(columns);
    let (_, all) = ui.allocate_space(vec2(width, rows as f32 * ROW));
    let painter = ui.painter().with_clip_rect(all.intersect(ui.clip_rect()));
    for (index, (fact, (name_galley, value_galley, swatch, width))) in facts.iter().zip(laid).enumerate() {
        let corner = all.min + vec2((index % columns) as f32 * cell, (index / columns) as f32 * ROW);
        let rect = Rect::from_min_size(corner, vec2(width.min(all.width()), ROW));
        let response = ui.interact(rect, ui.scope_id().with((name, index)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} {}", fact.name, fact.value)));
        if !ui.is_rect_visible(rect) {
            continue;
        }
        if let Some(look) = &fact.look {
            let mark = Rect::from_center_size(pos2(corner.x + SWATCH / 2.0, rect.center().y), vec2(SWATCH, 8.0));
            look.paint_swatch(&painter, mark);
        }
        let middle = |galley: &Arc<egui::Galley>| rect.center().y - galley.size().y / 2.0;
        let value_at = pos2(corner.x + swatch + name_galley.size().x + GAP, middle(&value_galley));
        painter.galley(pos2(corner.x + swatch, middle(&name_galley)), name_galley, theme.text);
        painter.galley(value_at, value_galley, theme.strong);
    }
}
