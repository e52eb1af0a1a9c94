//! The named limits of the pane: what a file of any size may make it hold, read or draw.
//!
//! Nothing here is read from outside. Invariant: every cache, table, scan and wait of this crate is bounded by one of
//! these, so that memory does not grow with the file.

use std::time::Duration;

/// Files up to this size can be edited elsewhere; larger ones say why they are read-only.
pub const EDITABLE_BYTES: u64 = 16 * 1024 * 1024;
/// The file is read for the screen in chunks of this size.
pub const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that are kept.
pub const MAX_CHUNKS: usize = 128;
/// The line table has one entry for every so many bytes, until it is full.
pub const INDEX_STEP_BYTES: u64 = 64 * 1024;
/// Entries of the line table; a full one keeps every second entry and goes on twice as coarse.
pub const MAX_INDEX_ENTRIES: usize = 64 * 1024;
/// What a background thread reads at once.
pub const SCAN_BYTES: usize = 256 * 1024;
/// Lines longer than twice this are shown in pieces of this length, in bytes; shorter than this they never are.
pub const PIECE_BYTES: usize = 4096;
/// Bytes looked at to tell one character with its marks.
pub const MAX_CLUSTER_BYTES: usize = 64;
/// Rows that are drawn at most, whatever the size of the pane and of its font.
pub const MAX_ROWS: usize = 1000;
/// Rows that one step of the wheel, of a key or of a drag moves at most.
pub const MAX_STEP_ROWS: usize = 2000;
/// Bytes of a selection that are copied.
pub const MAX_COPY_BYTES: u64 = 4 * 1024 * 1024;
/// The longest text that is searched for, in bytes.
pub const MAX_QUERY_BYTES: usize = 1024;
/// Marks of a search that are drawn in one frame.
pub const MAX_MARKS: usize = 10_000;
/// The longest text of the visible rows that is given to a screen reader.
pub const MAX_ACCESS_BYTES: usize = 16 * 1024;
/// Characters of one row that are given to a screen reader.
pub const MAX_ACCESS_ROW_CHARS: usize = 240;
/// Bytes at the start and before the end of a file that tell whether it only grew.
pub const PROBE_BYTES: usize = 256;
/// How often a followed file is looked at.
pub const FOLLOW_POLL: Duration = Duration::from_millis(250);
/// The host is woken for progress no more often than this.
pub const WAKE_EVERY: Duration = Duration::from_millis(100);
/// A tab goes to the next multiple of so many columns.
pub const TAB_COLUMNS: usize = 4;
/// The fewest columns that lines are wrapped to.
pub const MIN_WRAP_COLUMNS: usize = 8;

/// How long a frame waits for what it shows to be read; beyond, it shows what it showed before.
pub const READ_PATIENCE: Duration = Duration::from_millis(20);
/// Reads that are kept for the next frame.
pub const MAX_ARRIVED: usize = 4;
/// Steps of keys that wait while the disk does not answer.
pub const MAX_STEPS: usize = 64;

/// How long after a file's time changed its size is believed.
pub(crate) const WRITE_TAKES: Duration = Duration::from_millis(1);
