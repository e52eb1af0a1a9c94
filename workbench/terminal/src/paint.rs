//! Paints a snapshot as shapes: first the background, then text, lines and the cursor.
//!
//! This module does not touch the emulator.
//!
//! Invariant: nothing is painted outside the pane, and each run of text is shaped once, through egui's own cache.

use alacritty_terminal::vte::ansi::CursorShape;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::geometry::Geometry;
use crate::snapshot::{Cursor, LineKind, Snapshot, TextRun};

/// A font, with the sizes that turn its cells into the grid's.
#[derive(Debug, Clone, PartialEq)]
pub struct Font {
    /// The id of the style's monospace font.
    pub id: FontId,
    /// The width of a character, in points, not rounded.
    pub advance: f32,
    /// The height of a row, in points.
    pub height: f32,
}

/// Paints a frame. A ground of the color of all panes is left to the pane, which has painted it: once more would be a tenth of the time
/// of a frame where no graphics card paints.
pub fn paint(painter: &Painter, snapshot: &Snapshot, geometry: &Geometry, font: &Font) {
    let painter = painter.with_clip_rect(geometry.outer.intersect(painter.clip_rect()));
    if snapshot.ground != painter.ctx().global_style().visuals.panel_fill {
        painter.rect_filled(geometry.outer, 0.0, snapshot.ground);
    }
    let painter = painter.with_clip_rect(geometry.text.intersect(painter.clip_rect()));
    for (span, color) in &snapshot.grounds {
        painter.rect_filled(geometry.cells(span.row, span.column, span.count), 0.0, *color);
    }
    if let Some(cursor) = snapshot.cursor {
        paint_cursor(&painter, geometry, cursor);
    }
    for run in &snapshot.texts {
        paint_text(&painter, geometry, font, run, &snapshot.characters[run.bytes.clone()]);
    }
    for (span, color) in &snapshot.missing {
        let cell = geometry.cells(span.row, span.column, span.count).shrink2(vec2(1.5, 2.5));
        if cell.is_positive() {
            painter.rect_stroke(cell, 1.0, Stroke::new(1.0, *color), StrokeKind::Inside);
        }
    }
    for (span, (kind, color)) in &snapshot.lines {
        paint_line(&painter, geometry.cells(span.row, span.column, span.count), *kind, *color);
    }
}

fn paint_text(painter: &Painter, geometry: &Geometry, font: &Font, run: &TextRun, text: &str) {
    let format = TextFormat {
        font_id: font.id.clone(),
        // Stretches the font's own width to the grid's whole pixels.
        extra_letter_spacing: geometry.cell.x - font.advance,
        color: run.style.color,
        italics: run.style.italic,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.break_on_newline = false;
    let galley = painter.layout_job(job);
    let cells = geometry.cells(run.span.row, run.span.column, run.span.count);
    let alone = run.span.count <= 2 && galley.size().x + 1.0 < cells.width();
    let inset = if alone { (cells.width() - galley.size().x) / 2.0 } else { 0.0 };
    let place = pos2(cells.left() + inset, cells.top());
    if run.style.bold {
        // egui has no bold monospace font: a second stroke beside the first thickens the text.
        let beside = place + vec2(0.6, 0.0);
        painter.galley(beside, galley.clone(), run.style.color);
    }
    painter.galley(place, galley, run.style.color);
}

fn paint_cursor(painter: &Painter, geometry: &Geometry, cursor: Cursor) {
    let cell = geometry.cells(cursor.span.row, cursor.span.column, cursor.span.count);
    let thin = (geometry.cell.x / 6.0).clamp(1.0, 3.0);
    match cursor.shape {
        CursorShape::Block => painter.rect_filled(cell, 0.0, cursor.color),
        CursorShape::Beam => {
            painter.rect_filled(Rect::from_min_size(cell.min, vec2(thin, cell.height())), 0.0, cursor.color)
        }
        CursorShape::Underline => {
            let min = pos2(cell.left(), cell.bottom() - thin);
            painter.rect_filled(Rect::from_min_max(min, cell.max), 0.0, cursor.color)
        }
        CursorShape::HollowBlock => painter.rect_stroke(cell, 0.0, Stroke::new(1.0, cursor.color), StrokeKind::Inside),
        CursorShape::Hidden => return,
    };
}

fn paint_line(painter: &Painter, cells: Rect, kind: LineKind, color: Color32) {
    let thickness = (cells.height() / 16.0).round().max(1.0);
    let stroke = Stroke::new(thickness, color);
    let bar = |from_bottom: f32| {
        let top = cells.bottom() - from_bottom - thickness;
        Rect::from_min_max(pos2(cells.left(), top), pos2(cells.right(), top + thickness))
    };
    match kind {
        LineKind::Under => {
            painter.rect_filled(bar(1.0), 0.0, color);
        }
        LineKind::Double => {
            painter.rect_filled(bar(0.0), 0.0, color);
            painter.rect_filled(bar(2.0 * thickness), 0.0, color);
        }
        LineKind::Strike => {
            painter.rect_filled(bar(cells.height() * 0.45), 0.0, color);
        }
        LineKind::Wave => {
            painter.add(Shape::line(wave(cells), stroke));
        }
        LineKind::Broken => {
            let y = cells.bottom() - 1.5;
            painter.extend(Shape::dashed_line(&[pos2(cells.left(), y), pos2(cells.right(), y)], stroke, 2.0, 2.0));
        }
    }
}

fn wave(cells: Rect) -> Vec<Pos2> {
    const STEP: f32 = 2.0;
    let count = (cells.width() / STEP).ceil() as usize;
    let point = |step: usize| {
        let x = (cells.left() + step as f32 * STEP).min(cells.right());
        pos2(x, cells.bottom() - if step.is_multiple_of(2) { 1.0 } else { 3.0 })
    };
    (0..=count).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::{Color32, Font, FontId, Geometry, Painter, Pos2, Rect, Shape, Snapshot, paint, vec2};

    #[test]
    fn only_another_ground_than_the_panes_is_painted() {
        let (ctx, outer) = (egui::Context::default(), Rect::from_min_size(Pos2::ZERO, vec2(200.0, 100.0)));
        let usual = ctx.global_style().visuals.panel_fill;
        let painted = |ground| {
            let mut snapshot = Snapshot::default();
            snapshot.ground = ground;
            let geometry = Geometry::new(outer, vec2(7.0, 14.0), 1.0);
            let font = Font { id: FontId::monospace(12.0), advance: 7.0, height: 14.0 };
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                paint(&Painter::new(ui.ctx().clone(), ui.layer_id(), outer), &snapshot, &geometry, &font);
            });
            output.textures_delta.clear();
            output.shapes.iter().filter(|shape| matches!(&shape.shape, Shape::Rect(rect) if rect.rect == outer)).count()
        };
        assert_eq!((painted(usual), painted(Color32::RED)), (0, 1));
    }
}
