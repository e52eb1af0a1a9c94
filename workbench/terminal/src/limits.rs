//! Every limit of the pane, by name. Refuses to hold anything but constants; nothing here depends on the machine.

use std::time::Duration;

/// A terminal narrower than this is clipped instead of being wrapped anew: wrapping a long scrollback into a few columns
/// would push most of it over the scrollback's end.
pub const MIN_COLUMNS: usize = 8;
/// The emulator cannot have fewer rows.
pub const MIN_ROWS: usize = 1;
/// No pane is wider; bounds what a strange font or rectangle can make the grid allocate.
pub const MAX_COLUMNS: usize = 2_000;
/// No pane is taller.
pub const MAX_ROWS: usize = 1_000;
/// The grid of a terminal that was not shown yet.
pub const FIRST_COLUMNS: usize = 80;
/// The grid of a terminal that was not shown yet.
pub const FIRST_ROWS: usize = 24;
/// What [`crate::TerminalOptions::scrollback_lines`] is clamped to.
pub const MAX_SCROLLBACK_LINES: usize = 100_000;
/// A longer paste or sent text is cut: it waits in memory until the program has read it.
pub const MAX_SEND_BYTES: usize = 8 << 20;
/// A program's title is cut after this many characters.
pub const MAX_TITLE_CHARS: usize = 256;
/// How many characters outside ASCII have their glyph looked up once; then the table starts anew.
pub const MAX_KNOWN_GLYPHS: usize = 4_096;
/// How many lines one frame's wheel movement can scroll or report.
pub const MAX_WHEEL_LINES: i32 = 100;
/// Longer gaps inside a row start a new piece of text instead of being laid out as spaces.
pub const MAX_GAP_CELLS: usize = 8;
/// A shell that ignores the hang-up is killed after this.
pub const KILL_GRACE: Duration = Duration::from_millis(500);
/// How long the frame of a ringing terminal lights up.
pub const BELL_FLASH: Duration = Duration::from_millis(150);
/// Half a period of a blinking cursor.
pub const CURSOR_BLINK: Duration = Duration::from_millis(530);
/// A second press sooner than this is a double click.
pub const MULTI_CLICK: Duration = Duration::from_millis(400);
/// One line is scrolled this often while a selection is dragged beyond the edge.
pub const DRAG_SCROLL: Duration = Duration::from_millis(40);
/// Between the pane's edge and the text, in points.
pub const PADDING: f32 = 4.0;
/// Width of the scrollbar, in points; its column is always kept free, so that output does not change the width.
pub const BAR_WIDTH: f32 = 8.0;
/// The scrollbar's handle is at least this tall, in points.
pub const MIN_HANDLE: f32 = 16.0;
/// What the pty thread keeps for reading, in bytes (`alacritty_terminal`'s read buffer).
pub const READ_BUFFER_BYTES: u64 = 1 << 20;
/// Rows that the grid allocates ahead of need (`alacritty_terminal`'s storage grows in such steps).
pub const SPARE_ROWS: usize = 1_000;
