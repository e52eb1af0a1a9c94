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
/// A longer paste or sent text is cut, and the user is told: it waits in memory until the program has read it.
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
/// A cursor that nothing has moved for so long stays lit: a window that nobody types into costs no frames.
pub const CURSOR_RESTS_AFTER: Duration = Duration::from_secs(10);
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
/// What the pty thread keeps for reading, in bytes.
pub const READ_BUFFER_BYTES: usize = 64 << 10;
/// Bytes of output that are read in one go before the pty's thread looks for other work.
pub const MAX_TURN_BYTES: usize = 64 << 10;
/// Zero-width characters on one cell; the longest that a language needs has about half as many. What is more is dropped.
pub const MAX_MARKS: usize = 8;
/// A cell with marks or with its own underline color costs at most this, in bytes, beyond a plain one: the emulator's
/// `CellExtra` with its counters, the marks, and what the allocator adds to two pieces.
pub const CELL_EXTRA_BYTES: u64 = 80 + 4 * MAX_MARKS as u64 + 32;
/// Bytes of an operating system command (titles, colors) that the parser gets to see; the rest is swallowed.
pub const MAX_COMMAND_BYTES: usize = 4 << 10;
/// Titles that a program can put away; the oldest is forgotten.
pub const MAX_TITLES: usize = 16;
/// Bytes of one synchronized update; a longer one is shown as it comes. A screen of 100 by 300 cells in true color,
/// each cell with colors of its own, fits.
pub const MAX_SYNC_BYTES: usize = 1 << 20;
/// Characters that a repetition code can write for each byte of output, beside one full screen.
pub const MAX_REPEATS_PER_BYTE: usize = 8;
/// Cells that whole-screen codes (clear, scroll, reset) can touch in one call of the parser; more codes are dropped.
/// Only a synchronized update can hold as many: other output is parsed in small pieces.
pub const MAX_WIPED_CELLS: usize = 1 << 24;
/// The smallest and largest piece of output that is parsed at once, in bytes.
pub const MIN_PIECE_BYTES: usize = 64;
/// The same.
pub const MAX_PIECE_BYTES: usize = 1 << 10;
/// The pty's thread lets others at the emulator after this.
pub const MAX_LOCKED: Duration = Duration::from_millis(4);
/// Input that waits for the program, in bytes: two of the longest pastes. What is more is refused, and the user is told.
pub const MAX_WAITING_BYTES: usize = 2 * MAX_SEND_BYTES;
/// Answers and reports that wait for the program, in bytes. What is more is dropped: it is stale when it is read.
pub const MAX_ANSWER_BYTES: usize = 64 << 10;
/// Output of a shell that has ended which is still read, in bytes; the system keeps less, but a program that the shell
/// left behind may go on writing.
pub const MAX_LAST_BYTES: usize = 1 << 20;
/// A pty that no program has open is looked at again after this.
pub const HANG_UP_RETRY: Duration = Duration::from_millis(50);
/// Where the system cannot wake the pty's thread at the shell's end, that is asked for this often.
pub const CHILD_POLL: Duration = Duration::from_millis(250);
/// Rows that the grid allocates ahead of need (`alacritty_terminal`'s storage grows in such steps).
pub const SPARE_ROWS: usize = 1_000;

/// How long keys typed behind the paste key wait for the clipboard, which may hold no text and never answer.
pub const PASTE_COMES_WITHIN: Duration = Duration::from_millis(500);

/// Keys that wait behind a paste; further ones are dropped.
pub const MAX_HELD_KEYS: usize = 1024;

/// How long the question about a paste of several lines is shown before Enter answers it. Nobody can have read it sooner.
pub const PASTE_ANSWER_AFTER: Duration = Duration::from_millis(300);
