//! The named limits of the terminal pane. This module holds only constants; none depends on the machine.

use std::time::Duration;

/// A terminal narrower than this is clipped instead of wrapped again: wrapping a long scrollback into a few columns would
/// push most of it beyond the end of the scrollback.
pub const MIN_COLUMNS: usize = 8;
/// The fewest rows the emulator can have.
pub const MIN_ROWS: usize = 1;
/// The most columns of a grid; bounds what a strange font or rectangle can make the grid allocate.
pub const MAX_COLUMNS: usize = 2_000;
/// The most rows of a grid.
pub const MAX_ROWS: usize = 1_000;
/// The columns of a terminal that has not been shown yet.
pub const FIRST_COLUMNS: usize = 80;
/// The rows of a terminal that has not been shown yet.
pub const FIRST_ROWS: usize = 24;
/// The upper bound of [`crate::TerminalOptions::scrollback_lines`]; larger values are clamped.
pub const MAX_SCROLLBACK_LINES: usize = 100_000;
/// The longest paste or sent text, in bytes. A longer one is cut and the user is told: the text waits in memory until the
/// program has read it.
pub const MAX_SEND_BYTES: usize = 8 << 20;
/// The longest title of a program, in characters; a longer one is cut.
pub const MAX_TITLE_CHARS: usize = 256;
/// The most characters outside ASCII whose glyphs are remembered; then the table is cleared.
pub const MAX_KNOWN_GLYPHS: usize = 4_096;
/// The most lines that one frame's wheel movement can scroll or report.
pub const MAX_WHEEL_LINES: i32 = 100;
/// The longest gap inside a row, in cells, that is shaped as spaces; a longer gap starts a new run of text.
pub const MAX_GAP_CELLS: usize = 8;
/// How long a shell may ignore the hang-up before it is killed.
pub const KILL_GRACE: Duration = Duration::from_millis(500);
/// How long the frame of a terminal stays highlighted after a bell.
pub const BELL_FLASH: Duration = Duration::from_millis(150);
/// Half of the period of a blinking cursor.
pub const CURSOR_BLINK: Duration = Duration::from_millis(530);
/// How long a cursor blinks after its last movement. Then it stays lit, so that an unused window costs no frames.
pub const CURSOR_RESTS_AFTER: Duration = Duration::from_secs(10);
/// The longest time between two presses of a double click.
pub const MULTI_CLICK: Duration = Duration::from_millis(400);
/// The time between two scrolled lines while a selection is dragged beyond the edge.
pub const DRAG_SCROLL: Duration = Duration::from_millis(40);
/// The distance between the pane's edge and the text, in points.
pub const PADDING: f32 = 4.0;
/// The width of the scrollbar, in points. Its column is always kept free, so that output does not change the width.
pub const BAR_WIDTH: f32 = 8.0;
/// The minimum height of the scrollbar's handle, in points.
pub const MIN_HANDLE: f32 = 16.0;
/// The size of the pty thread's read buffer, in bytes.
pub const READ_BUFFER_BYTES: usize = 64 << 10;
/// The most output that the pty's thread reads in one turn, in bytes, before it looks for other work.
pub const MAX_TURN_BYTES: usize = 64 << 10;
/// The most zero-width characters of a cell; the rest is dropped. The longest sequence of any language has about half as many.
pub const MAX_MARKS: usize = 8;
/// An upper bound of the memory of a cell with marks or its own underline color, in bytes, beyond a plain cell: the
/// emulator's `CellExtra` with its counters, the marks, and the allocator's overhead for two allocations.
pub const CELL_EXTRA_BYTES: u64 = 80 + 4 * MAX_MARKS as u64 + 32;
/// The most bytes of an operating system command (titles, colors) that reach the parser; the rest is swallowed.
pub const MAX_COMMAND_BYTES: usize = 4 << 10;
/// The most titles that a program can save; saving one more drops the oldest.
pub const MAX_TITLES: usize = 16;
/// The most bytes of one synchronized update; a longer one is shown before it ends. A screen of 100 by 300 cells in true
/// color, each cell with its own colors, fits.
pub const MAX_SYNC_BYTES: usize = 1 << 20;
/// The most characters that a repetition code can write for each byte of output, in addition to one full screen.
pub const MAX_REPEATS_PER_BYTE: usize = 8;
/// The most cells that whole-screen codes (clear, scroll, reset) can touch in one call of the parser; further codes are
/// dropped. Only a synchronized update can hold enough codes to reach it: other output is parsed in small pieces.
pub const MAX_WIPED_CELLS: usize = 1 << 24;
/// The smallest piece of output that is parsed at once, in bytes.
pub const MIN_PIECE_BYTES: usize = 64;
/// The largest piece of output that is parsed at once, in bytes.
pub const MAX_PIECE_BYTES: usize = 1 << 10;
/// How long the pty's thread holds the lock of the emulator before it lets other threads have it.
pub const MAX_LOCKED: Duration = Duration::from_millis(4);
/// The most input that waits for the program, in bytes: two of the longest pastes. More is refused, and the user is told.
pub const MAX_WAITING_BYTES: usize = 2 * MAX_SEND_BYTES;
/// The most answers and reports that wait for the program, in bytes. Further ones are dropped: they would be stale when read.
pub const MAX_ANSWER_BYTES: usize = 64 << 10;
/// The most output of an ended shell that is still read, in bytes. The system buffers less, but a program that the shell
/// left behind may go on writing.
pub const MAX_LAST_BYTES: usize = 1 << 20;
/// The interval at which a pty that no program has open is checked again.
pub const HANG_UP_RETRY: Duration = Duration::from_millis(50);
/// The interval at which the shell's end is checked if the system cannot wake the pty's thread.
pub const CHILD_POLL: Duration = Duration::from_millis(250);
/// The rows that the grid allocates ahead of need (`alacritty_terminal`'s storage grows in such steps).
pub const SPARE_ROWS: usize = 1_000;

/// How long keys typed behind the paste key wait for the clipboard, which may hold no text and never answer.
pub const PASTE_COMES_WITHIN: Duration = Duration::from_millis(500);

/// Keys that wait behind a paste; further ones are dropped.
pub const MAX_HELD_KEYS: usize = 1024;

/// How long the question about a paste of several lines is shown before Enter answers it. Nobody can have read it sooner.
pub const PASTE_ANSWER_AFTER: Duration = Duration::from_millis(300);
