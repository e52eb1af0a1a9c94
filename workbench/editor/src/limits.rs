//! The named limits of the editor: what a file, a session or a user may make it hold.
//!
//! Nothing here is read from outside. Invariant: every cache, queue and scan of this crate is bounded by one of these.

use std::time::Duration;

/// The largest file that is opened.
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;
/// A file is read in pieces of this size where its reader wants to be told how far it is.
pub const READ_STEP_BYTES: usize = 256 * 1024;
/// The largest text that typing and pasting may make.
pub const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;
/// The largest unsaved text that goes into an [`EditorState`](crate::EditorState); beyond it the pane asks for a save.
pub const MAX_UNSAVED_BYTES: usize = 4 * 1024 * 1024;
/// What undo may hold. The latest step is kept whatever its size.
pub const MAX_UNDO_BYTES: usize = 16 * 1024 * 1024;
/// What of undo goes into an [`EditorState`](crate::EditorState): the latest steps that fit.
pub const MAX_KEPT_UNDO_BYTES: usize = 64 * 1024;
/// How many characters of typing one undo step takes back.
pub const MAX_GROUP_CHARS: usize = 256;
/// Matches of a search that are counted, marked and stepped through.
pub const MAX_MATCHES: usize = 50_000;
/// The longest text that is searched for.
pub const MAX_QUERY_BYTES: usize = 1024;
/// Texts with more lines than this are shown without colors.
pub const MAX_HIGHLIGHT_LINES: usize = 300_000;
/// Lines longer than this are shown without colors.
pub const MAX_HIGHLIGHT_LINE_BYTES: usize = 2048;
/// Lines whose colors are kept.
pub const MAX_COLORED_LINES: usize = 4096;
/// What one frame may spend on colors.
pub const HIGHLIGHT_BUDGET: Duration = Duration::from_millis(3);
/// Lines of this length and more get a table of columns, so that no frame walks them whole.
pub const LONG_LINE_CHARS: usize = 2048;
/// One entry of that table every so many characters.
pub const COLUMN_STEP_CHARS: usize = 1024;
/// Long lines whose table is kept.
pub const MAX_COLUMN_TABLES: usize = 256;
/// The most columns between two tab stops.
pub const MAX_TAB_COLUMNS: usize = 16;
/// A row of a line that is broken has at least so many columns, however narrow the pane is.
pub const MIN_WRAP_COLUMNS: usize = 8;
/// Rows of broken lines that are kept.
pub const MAX_WRAPPED_ROWS: usize = 1 << 20;
/// The longest name of the visible text that is given to a screen reader.
pub const MAX_ACCESS_BYTES: usize = 4096;
/// Characters of one line that are drawn at most.
pub const MAX_VISIBLE_CHARS: usize = 4096;
/// Bytes looked at to tell a binary file from text.
pub const BINARY_PROBE_BYTES: usize = 64 * 1024;
/// Lines looked at to tell how a file is indented.
pub const INDENT_PROBE_LINES: usize = 2000;

/// A cursor that nothing has moved for so long stays lit: a window that nobody types into costs no frames.
pub const CURSOR_RESTS_AFTER: Duration = Duration::from_secs(10);
