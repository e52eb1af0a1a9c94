//! One frame of the screen, taken while the emulator is locked: runs of ground, of text, of lines, and the cursor.
//! Refuses pixels and fonts beyond one question a character. Invariant: buffers are reused from frame to frame, and
//! nothing is allocated for a single cell.

use std::ops::Range;

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line, Point};
use alacritty_terminal::selection::SelectionRange;
use alacritty_terminal::term::cell::{Cell, Flags};
use alacritty_terminal::term::{RenderableContent, Term};
use alacritty_terminal::vte::ansi::{Color, CursorShape, NamedColor};
use egui::Color32;

use crate::limits;
use crate::palette::Palette;
use crate::proxy::Proxy;
use crate::screen;

#[cfg(test)]
mod tests;

/// How a font draws a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// As wide as a cell: it can stand in a run.
    Fits,
    /// Of another width: it is placed alone.
    Odd,
    /// Not at all: a box is drawn instead.
    Missing,
}

/// How a run of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Color of the text.
    pub color: Color32,
    /// Drawn twice, a little apart.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// Cells of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Row from the top of the view.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// How many cells.
    pub count: usize,
}

/// Characters of equal looks, one a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRun {
    /// Where it stands.
    pub span: Span,
    /// Its part of [`Snapshot::characters`].
    pub bytes: Range<usize>,
    /// Its looks.
    pub style: Style,
}

/// A line through or under cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// One straight line below.
    Under,
    /// Two.
    Double,
    /// A wave.
    Wave,
    /// Dots or dashes.
    Broken,
    /// Through the middle.
    Strike,
}

/// Where and how the cursor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// One cell, or two on a wide character.
    pub span: Span,
    /// Its shape; hollow when the terminal is not focused.
    pub shape: CursorShape,
    /// Its color.
    pub color: Color32,
}

/// What the snapshot takes from the pane.
pub struct Look<'a> {
    /// Colors.
    pub palette: &'a Palette,
    /// The terminal has the keyboard.
    pub focused: bool,
    /// The cursor is not in the dark half of a blink.
    pub cursor_lit: bool,
}

/// One frame.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Characters of all runs.
    pub characters: String,
    /// Grounds that differ from the pane's.
    pub grounds: Vec<(Span, Color32)>,
    /// Text.
    pub texts: Vec<TextRun>,
    /// Lines.
    pub lines: Vec<(Span, (LineKind, Color32))>,
    /// Characters that no font has.
    pub missing: Vec<(Span, Color32)>,
    /// The cursor, if it is shown.
    pub cursor: Option<Cursor>,
    /// The cursor's place, whether shown or not; for input methods.
    pub cursor_at: Option<Span>,
    /// The program wants a blinking cursor.
    pub blinks: bool,
    /// Lines scrolled back.
    pub offset: usize,
    /// Lines that can be scrolled back.
    pub history: usize,
    /// Visible rows.
    pub rows: usize,
    /// The text as a screen reader gets it.
    pub plain: String,
    /// The ground of the whole pane.
    pub ground: Color32,
    /// The last run may take further characters.
    is_open: bool,
}

/// What stays the same for all cells of a frame.
struct Frame<'a> {
    look: &'a Look<'a>,
    content: RenderableContent<'a>,
    ground: Color32,
    block: Option<Point>,
}

impl Snapshot {
    /// Takes the frame. `glyph` is asked about characters outside ASCII.
    pub fn take(&mut self, term: &Term<Proxy>, look: &Look<'_>, glyph: &mut dyn FnMut(char) -> Glyph) {
        self.clear();
        let content = term.renderable_content();
        self.rows = term.screen_lines();
        self.history = term.history_size();
        self.offset = content.display_offset;
        self.ground = look.palette.resolve(Color::Named(NamedColor::Background), content.colors);
        self.blinks = term.cursor_style().blinking;
        self.place_cursor(&content, look, term.grid()[content.cursor.point].flags);
        let block = self.cursor.filter(|cursor| cursor.shape == CursorShape::Block).map(|_| content.cursor.point);
        let frame = Frame { look, content, ground: self.ground, block };
        for row in 0..self.rows {
            let line = Line::from(row) - self.offset;
            let cells = &term.grid()[line][..];
            self.row(&frame, row, line, cells, glyph);
            screen::push_row(&mut self.plain, cells);
            self.plain.push('\n');
        }
        self.plain.truncate(self.plain.trim_end_matches('\n').len());
    }

    /// Forgets the frame; the room for the next one stays.
    pub fn forget(&mut self) {
        self.clear();
        (self.blinks, self.offset, self.history, self.rows) = (false, 0, 0, 0);
        self.is_open = false;
    }

    fn clear(&mut self) {
        self.characters.clear();
        self.grounds.clear();
        self.texts.clear();
        self.lines.clear();
        self.missing.clear();
        self.plain.clear();
        self.cursor = None;
        self.cursor_at = None;
    }

    fn place_cursor(&mut self, content: &RenderableContent<'_>, look: &Look<'_>, flags: Flags) {
        let point = content.cursor.point;
        let Ok(row) = usize::try_from(point.line.0 + i32::try_from(self.offset).unwrap_or(i32::MAX / 2)) else {
            return;
        };
        if row >= self.rows {
            return;
        }
        let count = if flags.contains(Flags::WIDE_CHAR) { 2 } else { 1 };
        let span = Span { row, column: point.column.0, count };
        self.cursor_at = Some(span);
        let shape = match content.cursor.shape {
            CursorShape::Hidden => return,
            _ if !look.focused => CursorShape::HollowBlock,
            _ if !look.cursor_lit => return,
            shape => shape,
        };
        let color = look.palette.resolve(Color::Named(NamedColor::Cursor), content.colors);
        self.cursor = Some(Cursor { span, shape, color });
    }

    fn row(&mut self, frame: &Frame<'_>, row: usize, line: Line, cells: &[Cell], glyph: &mut dyn FnMut(char) -> Glyph) {
        self.is_open = false;
        for (column, cell) in cells.iter().enumerate() {
            let point = Point::new(line, Column(column));
            let (text, ground) = frame.colors(cell, point);
            let span = Span { row, column, count: 1 };
            if ground != frame.ground {
                push_span(&mut self.grounds, span, ground);
            }
            for kind in line_kinds(cell.flags).into_iter().flatten() {
                let own = cell.underline_color().filter(|_| kind != LineKind::Strike);
                let color = own.map_or(text, |own| frame.look.palette.resolve(own, frame.content.colors));
                push_span(&mut self.lines, span, (kind, color));
            }
            // Under a block cursor the text has the ground's color, and shows on the cursor.
            if !is_blank(cell) && (text != ground || frame.block == Some(point)) {
                self.character(cell, span, text, glyph);
            }
        }
    }

    fn character(&mut self, cell: &Cell, mut span: Span, color: Color32, glyph: &mut dyn FnMut(char) -> Glyph) {
        let kind = if cell.c.is_ascii() { Glyph::Fits } else { glyph(cell.c) };
        if cell.flags.contains(Flags::WIDE_CHAR) {
            span.count = 2;
        }
        if kind == Glyph::Missing {
            self.missing.push((span, color));
            return;
        }
        let bold = cell.flags.contains(Flags::BOLD);
        let style = Style { color, bold, italic: cell.flags.contains(Flags::ITALIC) };
        let marks = screen::marks(cell);
        let is_regular = kind == Glyph::Fits && span.count == 1 && marks.is_empty();
        if is_regular && self.continue_text(cell.c, span, style) {
            return;
        }
        let start = self.characters.len();
        self.characters.push(cell.c);
        self.characters.extend(marks);
        self.texts.push(TextRun { span, bytes: start..self.characters.len(), style });
        self.is_open = is_regular;
    }

    /// Appends to the row's last run if that looks the same and is near.
    fn continue_text(&mut self, character: char, span: Span, style: Style) -> bool {
        let Some(run) = self.texts.last_mut().filter(|run| self.is_open && run.style == style) else { return false };
        let gap = span.column.saturating_sub(run.span.column + run.span.count);
        if gap > limits::MAX_GAP_CELLS {
            return false;
        }
        self.characters.extend(std::iter::repeat_n(' ', gap));
        self.characters.push(character);
        run.bytes.end = self.characters.len();
        run.span.count += gap + 1;
        true
    }
}

impl Frame<'_> {
    /// Text and ground of a cell, selected or under a block cursor.
    fn colors(&self, cell: &Cell, point: Point) -> (Color32, Color32) {
        let (text, ground) = self.look.palette.cell(cell, self.content.colors);
        if self.block == Some(point) {
            // The cursor covers the ground; the text takes the ground's color.
            return (ground, ground);
        }
        if self.content.selection.is_some_and(|selection| is_selected(selection, cell, point)) {
            return (self.look.palette.selected_text, self.look.palette.selection);
        }
        (text, ground)
    }
}

/// Lengthens the last span if this one continues it with the same looks.
fn push_span<T: PartialEq>(spans: &mut Vec<(Span, T)>, span: Span, looks: T) {
    if let Some((last, same)) = spans.last_mut()
        && last.row == span.row
        && last.column + last.count == span.column
        && *same == looks
    {
        last.count += span.count;
    } else {
        spans.push((span, looks));
    }
}

fn line_kinds(flags: Flags) -> [Option<LineKind>; 2] {
    let under = if flags.contains(Flags::UNDERLINE) {
        Some(LineKind::Under)
    } else if flags.contains(Flags::DOUBLE_UNDERLINE) {
        Some(LineKind::Double)
    } else if flags.contains(Flags::UNDERCURL) {
        Some(LineKind::Wave)
    } else if flags.intersects(Flags::DOTTED_UNDERLINE | Flags::DASHED_UNDERLINE) {
        Some(LineKind::Broken)
    } else {
        None
    };
    [under, flags.contains(Flags::STRIKEOUT).then_some(LineKind::Strike)]
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell.c, ' ' | '\t' | '\0') && screen::marks(cell).is_empty() || screen::is_spacer(cell)
}

/// A wide character is selected with either half.
fn is_selected(selection: SelectionRange, cell: &Cell, point: Point) -> bool {
    let other_half = |column| selection.contains(Point::new(point.line, column));
    selection.contains(point)
        || cell.flags.contains(Flags::WIDE_CHAR) && other_half(point.column + 1)
        || cell.flags.contains(Flags::WIDE_CHAR_SPACER) && point.column.0 > 0 && other_half(point.column - 1)
}
