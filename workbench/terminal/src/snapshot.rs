//! One frame of the screen, taken while the emulator is locked: runs of background, of text, of lines, and the cursor.
//!
//! A snapshot does not know pixels, and it asks only one thing of a font: how it draws a character.
//!
//! Invariant: buffers are reused from frame to frame, and nothing is allocated for a single cell.

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
    /// As wide as a cell: the character can be part of a run.
    Fits,
    /// Of another width: the character is placed alone.
    Odd,
    /// The font has no glyph: a box is drawn instead.
    Missing,
}

/// The style of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The color of the text.
    pub color: Color32,
    /// Whether the text is drawn twice, a little apart.
    pub bold: bool,
    /// Whether the text is slanted.
    pub italic: bool,
}

/// A range of cells in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The row, counted from the top of the view.
    pub row: usize,
    /// The first column.
    pub column: usize,
    /// The number of cells.
    pub count: usize,
}

/// A run of characters of the same style, one per cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRun {
    /// The cells of the run.
    pub span: Span,
    /// The run's range of [`Snapshot::characters`], in bytes.
    pub bytes: Range<usize>,
    /// The style of the run.
    pub style: Style,
}

/// The kind of a line through or under cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// One straight line below the text.
    Under,
    /// Two straight lines below the text.
    Double,
    /// A wave below the text.
    Wave,
    /// Dots or dashes below the text.
    Broken,
    /// A line through the middle of the text.
    Strike,
}

/// The position and shape of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The cells of the cursor: one, or two on a wide character.
    pub span: Span,
    /// The shape; hollow if the terminal is not focused.
    pub shape: CursorShape,
    /// The color.
    pub color: Color32,
}

/// What a snapshot needs to know of the pane.
pub struct Look<'a> {
    /// The colors.
    pub palette: &'a Palette,
    /// Whether the terminal has the keyboard.
    pub focused: bool,
    /// Whether the cursor is in the lit half of a blink, or does not blink.
    pub cursor_lit: bool,
}

/// The content of one frame.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The characters of all runs.
    pub characters: String,
    /// The backgrounds that differ from the pane's.
    pub grounds: Vec<(Span, Color32)>,
    /// The runs of text.
    pub texts: Vec<TextRun>,
    /// The lines through or under text.
    pub lines: Vec<(Span, (LineKind, Color32))>,
    /// The characters that the font has no glyph for.
    pub missing: Vec<(Span, Color32)>,
    /// The cursor, if it is shown.
    pub cursor: Option<Cursor>,
    /// The cells of the cursor, shown or not, if they are in view; for input methods.
    pub cursor_at: Option<Span>,
    /// Whether the program wants a blinking cursor.
    pub blinks: bool,
    /// The number of lines that the view is scrolled back.
    pub offset: usize,
    /// The number of lines that the view can be scrolled back.
    pub history: usize,
    /// The number of visible rows.
    pub rows: usize,
    /// The text as a screen reader gets it.
    pub plain: String,
    /// The background of the whole pane.
    pub ground: Color32,
    /// Whether the last run may take further characters.
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
    /// Takes the snapshot of a frame. `glyph` is called for characters outside ASCII.
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

    /// Forgets the frame, but keeps the buffers for the next one.
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
            // Under a block cursor, text and background have the same color, but the text shows on the cursor.
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

    /// Appends to the row's last run if that run has the same style and is near; returns `false` otherwise.
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
    /// Returns the colors of a cell's text and background, with selection and block cursor applied.
    fn colors(&self, cell: &Cell, point: Point) -> (Color32, Color32) {
        let (text, ground) = self.look.palette.cell(cell, self.content.colors);
        if self.block == Some(point) {
            // The cursor is drawn over the background, and the text on it takes the background's color.
            return (ground, ground);
        }
        if self.content.selection.is_some_and(|selection| is_selected(selection, cell, point)) {
            return (self.look.palette.selected_text, self.look.palette.selection);
        }
        (text, ground)
    }
}

/// Extends the last span if this one continues it with the same appearance, or else pushes a new one.
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

/// Returns `true` if the cell is selected; a wide character is selected with either half.
fn is_selected(selection: SelectionRange, cell: &Cell, point: Point) -> bool {
    let other_half = |column| selection.contains(Point::new(point.line, column));
    selection.contains(point)
        || cell.flags.contains(Flags::WIDE_CHAR) && other_half(point.column + 1)
        || cell.flags.contains(Flags::WIDE_CHAR_SPACER) && point.column.0 > 0 && other_half(point.column - 1)
}
