//! All limits of the crate, by name.

use std::time::Duration;

/// The maximum size of a store's file in bytes. A larger file is not read, and no store lets its file grow beyond it.
pub const MAX_FILE_BYTES: u64 = 1 << 30;
/// The maximum length of a key in bytes. Keys hold ids of widgets, which have up to 4,096.
pub const MAX_KEY_BYTES: usize = 8 << 10;
/// The maximum size in bytes of all texts of one batch.
pub const MAX_BATCH_BYTES: usize = 768 << 20;
/// The maximum number of damaged places of a file that are listed one by one.
pub const MAX_LISTED_DAMAGE: usize = 16;
/// The maximum number of names that are tried for a file that is kept aside.
pub const MAX_NUMBERED: u32 = 10_000;
/// A log is rewritten once it has this many bytes beside the twofold of what it holds.
pub const COMPACT_BYTES: u64 = 1 << 20;
/// About how many bytes of entries one frame of a rewritten log holds. A damaged frame costs no more than these.
pub const PART_BYTES: usize = 64 << 10;
/// How long the writer gathers changes before it commits them.
pub const GATHER: Duration = Duration::from_millis(20);
/// How long the writer waits after a failure before it tries again on a fresh file.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);
/// The number of changes that may wait for the disk. Beyond it the writer asks for everything anew
/// ([`Writer::take_behind`](crate::Writer::take_behind)).
pub const MAX_PENDING: usize = 100_000;
/// The maximum length in bytes of a text that is kept in one piece ([`Pieces`](crate::Pieces)). Longer ones are kept in pieces of about a
/// quarter of it.
pub const MAX_PIECE_BYTES: usize = 64 << 10;
/// If the new pieces of a batch are longer than this number of the longest ones, they are committed before it, in groups of that size.
pub const PIECES_AHEAD: usize = 512;
/// The number of a piece is below this.
pub const MAX_PIECE_NUMBER: u64 = 1 << 53;
/// The maximum length of all texts together that are kept in pieces, in bytes. They fit into a file, and into a copy of it.
pub const MAX_LONG_BYTES: u64 = 640 << 20;
