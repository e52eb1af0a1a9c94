//! What is seen: the first line, the shift to the left, and the arithmetic between points and the grid.
//!
//! It refuses to paint. Invariant: the position is finite and within the text whenever it is used. It is counted in lines, and of
//! the first one in the part of it that is hidden: so it means the same place however its lines are broken, and nobody has to break
//! the lines above. It is an `f64`, since points of a long text are more than an `f32` can tell apart.

mod rows;

use std::ops::Range;

use egui::{FontId, Pos2, Rect, Response, TextStyle, Ui, Vec2, pos2, vec2};

use crate::buffer::Buffer;
use crate::columns::Columns;
use crate::wrap::Wrap;
pub(super) use rows::RowAt;

const SCROLLBAR_WIDTH: f32 = 10.0;
/// Below this width there is no room for line numbers and scroll bars.
const NARROW: f32 = 120.0;

/// Whether the cursor must come into view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reveal {
    /// It may be anywhere.
    #[default]
    No,
    /// By as little scrolling as needed.
    Nearest,
    /// In the middle, if it is not seen already.
    Centered,
}

/// Where the user has scrolled to.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The first line that is seen, with its hidden part.
    top: f64,
    /// How far the text is moved to the left, in points.
    left: f32,
    pub(super) reveal: Reveal,
    /// The column of a row that moving up and down aims at.
    pub(super) aim: Option<usize>,
    /// How many whole rows were seen last.
    pub(super) page: usize,
    /// When the cursor last moved or something was typed, in egui's time: it does not blink off right after.
    pub(super) last_input: f64,
    /// The most columns any line had that was seen, for the scroll bar.
    widest: usize,
    widest_of: u64,
    /// Long lines go on in further rows.
    pub(super) wraps: bool,
    wrap: Wrap,
}

/// How one frame is laid out.
#[derive(Clone, Debug)]
pub(super) struct TextLayout {
    /// Line numbers and text.
    pub(super) text: Rect,
    /// The text without the line numbers.
    pub(super) content: Rect,
    /// Where the vertical scroll bar lies, if there is one.
    pub(super) bar_y: Option<Rect>,
    /// Where the horizontal scroll bar lies, if there is one.
    pub(super) bar_x: Option<Rect>,
    pub(super) font: FontId,
    pub(super) cell: Vec2,
    /// How many lines there are.
    pub(super) lines: usize,
    /// How wide the text is, in points.
    pub(super) width: f32,
    /// The last position of the first line: half a page may be empty.
    pub(super) max_top: f64,
    /// The rows of which something is seen, from above to below.
    pub(super) seen: Vec<RowAt>,
    /// The revision of the text and the position that they were found for.
    seen_of: Option<(u64, f64)>,
}

impl TextLayout {
    /// How many rows fit, with fraction.
    pub(super) fn rows(&self) -> f64 {
        f64::from(self.content.height() / self.cell.y)
    }

    /// The last shift to the left.
    pub(super) fn max_left(&self) -> f32 {
        (self.width - self.content.width()).max(0.0)
    }

    /// The lines of which something is seen.
    pub(super) fn lines_seen(&self) -> Range<usize> {
        match (self.seen.first(), self.seen.last()) {
            (Some(first), Some(last)) => first.line..last.line + 1,
            _ => 0..0,
        }
    }
}

impl View {
    /// Takes a position from an earlier session; it is clamped when the text is next shown.
    pub(super) fn restore(&mut self, line: u64, x: f32) {
        self.top = line as f64;
        self.left = if x.is_finite() { x.max(0.0) } else { 0.0 };
        self.reveal = Reveal::No;
    }

    /// The first line and the shift to the left, once so many lines have come above, or gone.
    pub(super) fn position_after(&self, lines: isize) -> (u64, f32) {
        ((self.top + lines as f64).max(0.0) as u64, self.left)
    }

    /// Stays with the text that is seen, where so many lines came above it, or went.
    pub(super) fn shift(&mut self, lines: isize) {
        self.top = (self.top + lines as f64).max(0.0);
    }

    /// The first line of which something is seen.
    pub(super) fn top_line(&self) -> usize {
        self.top as usize
    }

    /// Breaks the lines of this text from now on, as wide as those of the last frame.
    pub(super) fn of_text(&mut self, revision: u64, columns: &Columns) {
        self.wrap.follow(revision, columns.tab());
    }

    /// Divides the room, and clamps the position to it.
    pub(super) fn layout(&mut self, ui: &Ui, rect: Rect, buffer: &Buffer, columns: &mut Columns) -> TextLayout {
        let font = TextStyle::Monospace.resolve(ui.style());
        let cell =
            ui.fonts_mut(|fonts| vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font))).max(vec2(1.0, 1.0));
        let lines = buffer.text().len_lines();
        let wide = rect.width() >= NARROW;
        let digits = lines.ilog10() as usize + 1;
        let gutter = if wide { (digits.max(3) + 2) as f32 * cell.x } else { 0.0 };
        let bar = if wide { SCROLLBAR_WIDTH } else { 0.0 };
        let text = Rect::from_min_max(rect.min, pos2(rect.right() - bar, rect.bottom()));
        let content = Rect::from_min_max(pos2((text.left() + gutter).min(text.right()), text.top()), text.max);
        let (max_top, seen) = (0.0, vec![]);
        let mut layout = TextLayout {
            text,
            content,
            bar_y: None,
            bar_x: None,
            font,
            cell,
            lines,
            width: 0.0,
            max_top,
            seen,
            seen_of: None,
        };
        let row = (content.width() / cell.x).max(0.0) as usize;
        self.wrap.set(buffer.revision(), self.wraps.then_some(row), columns.tab());
        layout.max_top = self.max_top(&layout, buffer.text(), columns);
        if wide && layout.max_top > 0.0 {
            layout.bar_y = Some(Rect::from_min_max(pos2(text.right(), rect.top()), rect.max));
        }
        self.measure(&mut layout, buffer, columns);
        if wide && layout.max_left() > 0.0 && rect.height() > 4.0 * cell.y {
            let split = rect.bottom() - SCROLLBAR_WIDTH;
            layout.bar_x = Some(Rect::from_min_max(pos2(content.left(), split), pos2(text.right(), rect.bottom())));
            layout.text.max.y = split;
            layout.content.max.y = split;
            layout.max_top = self.max_top(&layout, buffer.text(), columns);
            if let Some(bar) = &mut layout.bar_y {
                bar.max.y = split;
            }
        }
        self.page = (layout.rows() as usize).saturating_sub(1).max(1);
        self.clamp(&layout);
        self.settle(&mut layout, buffer, columns);
        layout
    }

    /// Finds what is seen, after what the pointer did to the text and to the position.
    pub(super) fn settle(&mut self, layout: &mut TextLayout, buffer: &Buffer, columns: &mut Columns) {
        columns.of_revision(buffer.revision());
        self.of_text(buffer.revision(), columns);
        layout.lines = buffer.text().len_lines();
        // Most frames change neither after they were laid out.
        let of = Some((buffer.revision(), self.top));
        if layout.seen_of != of {
            layout.seen = self.rows_seen(layout, buffer.text(), columns);
            layout.seen_of = of;
        }
    }

    /// The columns of which something is seen, where lines are not broken.
    pub(super) fn visible_columns(&self, layout: &TextLayout) -> Range<usize> {
        let first = (self.left / layout.cell.x) as usize;
        let last = ((self.left + layout.content.width()) / layout.cell.x).ceil() as usize;
        first..last
    }

    /// Where the first row that is seen begins.
    pub(super) fn start(&self, layout: &TextLayout) -> Pos2 {
        let top = layout.seen.first().map_or(layout.content.top(), |row| row.top);
        pos2(layout.content.left() - self.left, top)
    }

    /// Where column 0 lies.
    pub(super) fn left_edge(&self, layout: &TextLayout) -> f64 {
        f64::from(layout.content.left()) - f64::from(self.left)
    }

    /// Moves by points; whether that changed anything.
    fn scroll_by(&mut self, layout: &TextLayout, buffer: &Buffer, columns: &mut Columns, delta: Vec2) -> bool {
        let top = self.advance(buffer.text(), columns, self.top, -f64::from(delta.y / layout.cell.y));
        self.scroll_to(layout, top, self.left - delta.x)
    }

    /// Moves to a line and a shift; whether that changed anything.
    pub(super) fn scroll_to(&mut self, layout: &TextLayout, top: f64, left: f32) -> bool {
        let before = (self.top, self.left);
        (self.top, self.left) = (top, left);
        self.clamp(layout);
        before != (self.top, self.left)
    }

    /// The first line that is seen, with its hidden part.
    #[cfg(test)]
    pub(super) const fn position_in_lines(&self) -> f64 {
        self.top
    }

    /// The first line with its hidden part, and the shift to the left.
    pub(super) fn offset(&self) -> (f64, f32) {
        (self.top, self.left)
    }

    /// Follows the wheel, and the cursor if it must be seen.
    pub(super) fn follow(
        &mut self,
        ui: &Ui,
        layout: &TextLayout,
        response: &Response,
        buffer: &Buffer,
        columns: &mut Columns,
    ) {
        // The pointer may have changed the text since it was divided into rows.
        columns.of_revision(buffer.revision());
        self.of_text(buffer.revision(), columns);
        let delta = ui.input(egui::InputState::smooth_scroll_delta);
        if delta != Vec2::ZERO && response.contains_pointer() && self.scroll_by(layout, buffer, columns, delta) {
            // What this pane has used must not scroll what lies around it, too.
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
        }
        let reveal = std::mem::take(&mut self.reveal);
        if reveal != Reveal::No {
            self.reveal_cursor(layout, buffer, columns, reveal);
        }
    }

    fn reveal_cursor(&mut self, layout: &TextLayout, buffer: &Buffer, columns: &mut Columns, reveal: Reveal) {
        let (text, cursor) = (buffer.text(), buffer.selection().cursor);
        let (row, above, below) = self.around(text, columns, cursor);
        let bottom = self.advance(text, columns, self.top, layout.rows());
        let is_seen = row >= self.top && below <= bottom + 1e-9;
        let top = match reveal {
            _ if is_seen => self.top,
            Reveal::Centered => self.advance(text, columns, row, -(layout.rows() / 2.0).floor()),
            _ if row < self.top => row,
            _ => self.advance(text, columns, below, -layout.rows()).min(row),
        };
        self.top = top.clamp(0.0, (layout.lines - 1) as f64 + above);
        if self.wrap.is_on() {
            self.left = 0.0;
            return;
        }
        let column = columns.column(text, buffer.cursor_line(), cursor);
        let x = column as f32 * layout.cell.x;
        let (room, margin) = (layout.content.width(), (4.0 * layout.cell.x).min(layout.content.width() / 4.0));
        let left = if x < self.left + margin {
            x - margin
        } else if x + margin > self.left + room {
            x + margin - room
        } else {
            self.left
        };
        // Not clamped to the widest line yet: the line may have grown in this frame.
        self.left = left.max(0.0);
    }

    fn clamp(&mut self, layout: &TextLayout) {
        let top = if self.top.is_finite() { self.top } else { 0.0 };
        self.top = top.clamp(0.0, layout.max_top);
        self.left = self.left.clamp(0.0, layout.max_left());
    }

    /// Finds how wide the text is, as far as it was seen.
    fn measure(&mut self, layout: &mut TextLayout, buffer: &Buffer, columns: &mut Columns) {
        if self.widest_of != buffer.revision() {
            (self.widest, self.widest_of) = (0, buffer.revision());
        }
        if self.wrap.is_on() {
            (self.left, layout.width) = (0.0, layout.content.width());
            return;
        }
        let last = (self.top + layout.rows()).ceil() as usize;
        let visible = (self.top as usize).min(layout.lines)..last.min(layout.lines);
        for line in visible.chain([buffer.cursor_line()]) {
            self.widest = self.widest.max(columns.line_columns(buffer.text(), line));
        }
        layout.width = (self.widest + 4) as f32 * layout.cell.x;
        if layout.width <= layout.content.width() + 3.0 * layout.cell.x {
            layout.width = layout.width.min(layout.content.width());
        }
    }
}
