//! The named limits of the pane: how much a file of any size can make it hold, read or draw.
//!
//! These values are fixed at compile time. Invariant: every cache, table, scan and wait of this crate is bounded by one of
//! these limits, so that memory does not grow with the file.

use std::time::Duration;

pub use multisplit_text_view::limits::{MAX_QUERY_BYTES, MIN_WRAP_COLUMNS, TAB_COLUMNS};

/// The size up to which a file can be edited elsewhere, in bytes. Views of larger files say that they are read-only because
/// of the size.
pub const EDITABLE_BYTES: u64 = 16 * 1024 * 1024;
/// The size of the chunks in which the file is read for the screen.
pub const CHUNK_BYTES: usize = 64 * 1024;
/// The maximum number of cached chunks.
pub const MAX_CHUNKS: usize = 128;
/// The distance between two entries of the line table, in bytes, until the table is full.
pub const INDEX_STEP_BYTES: u64 = 64 * 1024;
/// The maximum number of entries of the line table. A full table drops every second entry and continues with twice the
/// distance.
pub const MAX_INDEX_ENTRIES: usize = 64 * 1024;
/// The number of bytes that a background thread reads at once.
pub const SCAN_BYTES: usize = 256 * 1024;
/// The length of the pieces of a long line, in bytes. Lines longer than twice this length are always shown in pieces,
/// shorter ones than this never.
pub const PIECE_BYTES: usize = 4096;
/// The number of bytes that are examined to find one character with its combining marks.
pub const MAX_CLUSTER_BYTES: usize = 64;
/// The maximum number of rows that are drawn, whatever the size of the pane and its font.
pub const MAX_ROWS: usize = 1000;
/// The maximum number of rows that one step of the wheel, a key or a drag scrolls.
pub const MAX_STEP_ROWS: usize = 2000;
/// The maximum number of bytes of a selection that are copied.
pub const MAX_COPY_BYTES: u64 = 4 * 1024 * 1024;
/// The maximum number of search matches that are marked in one frame.
pub const MAX_MARKS: usize = 10_000;
/// The maximum length of the visible text that is given to a screen reader.
pub const MAX_ACCESS_BYTES: usize = 16 * 1024;
/// The maximum number of characters of one row that are given to a screen reader.
pub const MAX_ACCESS_ROW_CHARS: usize = 240;
/// The number of bytes at the start and before the end of a file that are compared to tell whether it only grew.
pub const PROBE_BYTES: usize = 256;
/// The interval at which a followed file is checked.
pub const FOLLOW_POLL: Duration = Duration::from_millis(250);
/// The minimum interval between two wake-ups of the host for progress.
pub const WAKE_EVERY: Duration = Duration::from_millis(100);

/// The maximum time for which a frame waits for the bytes it shows. After that it shows what it showed before.
pub const READ_PATIENCE: Duration = Duration::from_millis(20);
/// The maximum number of finished reads that are kept for the next frame.
pub const MAX_ARRIVED: usize = 4;
/// The maximum number of key steps that are queued while the disk does not answer.
pub const MAX_STEPS: usize = 64;

/// The time after which a file is checked again if only its modification time has changed: the system may update the time of
/// a write before the size.
pub(crate) const WRITE_TAKES: Duration = Duration::from_millis(1);
