//! The section of slow events: what took too long, the latest first.

use egui::{FontId, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::{row, rows};
use crate::data::Data;
use crate::theme::Theme;
use crate::words::{count, name, one_line, span};
use multisplit::stats::SlowOperation;

const ROW: f32 = 36.0;
/// The most characters of a line that can be visible.
const LINE_CHARS: usize = 160;

pub(crate) fn summary(data: &Data) -> String {
    match data.slow.len() {
        0 => String::new(),
        events => count(events as u64),
    }
}

pub(crate) fn show(ui: &mut Ui, data: &Data, theme: &Theme) {
    let Some(reading) = &data.reading else { return };
    if data.slow.len() == 0 {
        ui.weak("Nothing took too long.");
        return;
    }
    let (all, seen) = rows(ui, ui.available_width().max(0.0), data.slow.len(), ROW);
    for (index, event) in data.slow.iter().rev().enumerate().skip(seen.start).take(seen.len()) {
        event_row(ui, row(all, index, ROW), index, event, reading.snapshot.at_micros, theme);
    }
}

fn event_row(ui: &Ui, rect: Rect, index: usize, event: &SlowOperation, now: u64, theme: &Theme) {
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if index % 2 == 1 {
        painter.rect_filled(rect, 0.0, theme.grid.gamma_multiply(0.4));
    }
    let (took, ago) = (span(event.micros), format!("{} ago", span(now.saturating_sub(event.at_micros))));
    let operation = name(event.operation);
    let text = |words: &str, size: f32, color| {
        painter.layout_no_wrap(one_line(words, LINE_CHARS), FontId::proportional(size), color)
    };
    let (upper, lower) = (rect.top() + 3.0, rect.top() + 19.0);
    let (took_words, ago_words) = (text(&took, 12.0, theme.strong), text(&ago, 11.0, theme.text));
    let right = rect.right() - 6.0;
    let left_end = right - took_words.size().x.max(ago_words.size().x) - 8.0;
    painter.galley(pos2(right - took_words.size().x, upper), took_words, theme.strong);
    painter.galley(pos2(right - ago_words.size().x, lower), ago_words, theme.text);
    let left = Rect::from_min_max(rect.min, pos2(left_end.max(rect.left()), rect.bottom()));
    let left_painter = painter.with_clip_rect(left.intersect(painter.clip_rect()));
    let at = rect.left() + 4.0;
    left_painter.galley(pos2(at, upper), text(&operation, 12.0, theme.strong), theme.strong);
    left_painter.galley(pos2(at, lower), text(&event.cause, 11.0, theme.text), theme.text);
    let response = ui.interact(rect, ui.scope_id().with(("slow", index)), Sense::hover());
    let words = format!("{operation}, {took}, {ago}: {}", event.cause);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &words));
    response.on_hover_ui(|ui| {
        ui.label(&words);
    });
}
