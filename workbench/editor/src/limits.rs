//! The named limits of the editor: how much a file, a session or a user can make it hold.
//!
//! These values are fixed at compile time. Invariant: every cache, queue and scan of this crate is bounded by one of these
//! limits.

use std::time::Duration;

pub use multisplit_text_view::limits::{MAX_QUERY_BYTES, MIN_WRAP_COLUMNS, TAB_COLUMNS};

/// The maximum size of a file that can be opened, in bytes.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;
/// The size of the pieces in which a file is read if the caller wants to follow the progress.
pub const READ_STEP_BYTES: usize = 256 * 1024;
/// The maximum size of a text that typing and pasting can produce, in bytes.
pub const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;
/// The maximum size of the undo history. The latest step is kept whatever its size.
pub const MAX_UNDO_BYTES: usize = 16 * 1024 * 1024;
/// The maximum size of the undo history in an [`EditorState`](crate::EditorState): the latest steps that fit are kept.
pub const MAX_KEPT_UNDO_BYTES: usize = 64 * 1024;
/// The maximum number of typed characters that one undo step undoes.
pub const MAX_GROUP_CHARS: usize = 256;
/// The maximum number of search matches that are counted, marked and stepped through.
pub const MAX_MATCHES: usize = 50_000;
/// The maximum number of lines of a text that is shown in colors.
pub const MAX_HIGHLIGHT_LINES: usize = 300_000;
/// The maximum length of a line that is shown in colors.
pub const MAX_HIGHLIGHT_LINE_BYTES: usize = 2048;
/// The maximum number of lines whose colors are cached.
pub const MAX_COLORED_LINES: usize = 4096;
/// The maximum time that one frame spends on colors.
pub const HIGHLIGHT_BUDGET: Duration = Duration::from_millis(3);
/// The number of lines that are colored while a file is read.
pub const FIRST_COLORED_LINES: usize = 120;
/// The maximum time that reading a file spends on colors.
pub const FIRST_COLORS_BUDGET: Duration = Duration::from_millis(150);
/// The length from which a line gets a table of columns, so that no frame has to walk the whole line.
pub const LONG_LINE_CHARS: usize = 2048;
/// The number of characters between two entries of that table.
pub const COLUMN_STEP_CHARS: usize = 1024;
/// The maximum number of long lines whose table is cached.
pub const MAX_COLUMN_TABLES: usize = 256;
/// The maximum number of columns between two tab stops.
pub const MAX_TAB_COLUMNS: usize = 16;
/// The maximum number of cached rows of wrapped lines.
pub const MAX_WRAPPED_ROWS: usize = 1 << 20;
/// The maximum length of the visible text that is given to a screen reader.
pub const MAX_ACCESS_BYTES: usize = 4096;
/// Bounds the characters of one line that are drawn: at most twice this number.
pub const MAX_VISIBLE_CHARS: usize = 4096;
/// The number of bytes that are examined to tell a binary file from text.
pub const BINARY_PROBE_BYTES: usize = 64 * 1024;
/// The number of lines that are examined to find the indentation and the line ending of a file.
pub const INDENT_PROBE_LINES: usize = 2000;

/// The time after which a cursor that has not moved stops blinking and stays visible, so that an idle window costs no
/// frames.
pub const CURSOR_RESTS_AFTER: Duration = Duration::from_secs(10);
