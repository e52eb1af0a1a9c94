//! Every bound of the engine in one place. A limit is refused with a typed error that carries the value and the bound.

/// Panes in one workspace.
pub const MAX_PANES: usize = 1 << 20;
/// Nested branches above a pane. Nothing recurses over depth; this bounds time and memory.
pub const MAX_DEPTH: usize = 16_384;
/// Bytes of one widget id: a long path and its kind.
pub const MAX_WIDGET_ID_BYTES: usize = 4_096;
/// The largest number of a node in a file: far from the end of the numbers, so that there is always a next one.
pub const MAX_NODE_ID: u64 = 1 << 62;
/// Undo entries kept when the workspace does not say otherwise.
pub const UNDO_TRANSACTIONS: usize = 200;
/// Panes remembered by the focus history.
pub const FOCUS_HISTORY: usize = 50;
/// Focus traps inside each other.
pub const MAX_FOCUS_TRAPS: usize = 16;
/// Committed transactions waiting for a store; beyond it the store is told to take a whole checkpoint instead.
pub const PENDING_TRANSACTIONS: usize = 4_096;
/// Events waiting to be polled; beyond it the oldest are dropped and counted.
pub const PENDING_EVENTS: usize = 65_536;
/// Effects waiting to be polled by a host.
pub const PENDING_EFFECTS: usize = 65_536;
/// Branches around a node that are remembered of where it was.
pub const MAX_HOME_LEVELS: usize = 16;
/// Siblings up to which its exact part of their space is.
pub const MAX_HOME_SIBLINGS: usize = 1_024;
/// Closed widgets whose place is remembered.
pub const MAX_HOMES: usize = 64;
/// Nested `begin` calls.
pub const MAX_NESTING: usize = 64;
/// The largest total of the shares of one split; larger totals are scaled down, keeping proportions.
pub const MAX_SHARE_TOTAL: u64 = 1 << 31;
/// The largest total that is read from a file: cutting the smallest shares adds to what was made within the limit above.
pub const MAX_READ_SHARE_TOTAL: u64 = 1 << 32;
/// The largest length anybody may ask for, in logical units.
pub const MAX_LENGTH: f64 = 1_000_000.0;
/// The largest surface, in logical units a side.
pub const MAX_AREA_SIDE: f64 = 10_000_000.0;
/// Floating surfaces beside the main one.
pub const MAX_FLOATING: usize = 256;
/// Keyboard resizes of one divider closer together than this are one undo entry, in milliseconds.
pub const MERGE_WINDOW_MS: u64 = 500;
/// Saved widget states kept in memory, counted.
pub const MAX_SAVED_STATES: usize = 10_000;
/// Saved widget states kept in memory, in bytes.
pub const MAX_SAVED_BYTES: usize = 64 << 20;
/// Bytes of one widget's saved state.
pub const MAX_STATE_BYTES: usize = 16 << 20;
/// Loads running or waiting at a time; further ones wait as virtual slots.
pub const MAX_LOADS: usize = 4_096;
/// Bytes of a layout file that is read without the host raising the bound.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// Values of a layout file that is not as we write it, in units of 32 bytes of memory: some 500 MiB.
pub const MAX_FILE_VALUES: usize = 16_000_000;
/// Problems listed in one report; the rest are counted.
pub const MAX_PROBLEMS: usize = 100_000;
/// Parked widgets up to which the one least worth keeping is found exactly; above, in a sample.
pub const EXACT_RANKING: usize = 1_024;
/// Entries of such a sample, besides those kept from the last one.
pub const RANKING_SAMPLE: usize = 24;
/// The runners-up of such a sample that are looked at again with the next one.
pub const RANKING_KEPT: usize = 4;
/// Neighbors of such a sample that are looked at together.
pub const RANKING_RUN: usize = 8;
/// Evicted widgets whose use is remembered.
pub const GHOSTS: usize = 8_192;
/// Kinds of widgets that have a pool.
pub const MAX_POOLS: usize = 64;
/// Contents shared between widgets that are known at a time.
pub const MAX_SHARED: usize = 65_536;
/// Memory samples kept.
pub const MEMORY_SAMPLES: usize = 100;
/// Slow operations kept for a snapshot.
pub const SLOW_OPERATIONS: usize = 100;
/// Failed widgets whose number of tries is remembered.
pub const MAX_RETRIES_KNOWN: usize = 4_096;
/// The longest time a configuration may name, in seconds: a year.
pub const MAX_CONFIG_SECONDS: u64 = 31_536_000;
/// Groups in one workspace.
pub const MAX_GROUPS: usize = 4_096;
/// Groups inside each other.
pub const MAX_GROUP_DEPTH: usize = 32;
/// Bytes of a group's name.
pub const MAX_GROUP_NAME_BYTES: usize = 256;
/// Entries that an application keeps with a group.
pub const MAX_GROUP_META: usize = 64;
/// Bytes of those entries together.
pub const MAX_GROUP_META_BYTES: usize = 65_536;
/// Panes that are remembered as made, deleted or changed since they were looked at; of more, all are looked at.
pub const MAX_TOUCHED: usize = 512;
/// Live widgets in view that a memory probe weighs anew, and as many out of view; where there are more, they take turns.
pub const WEIGHED_A_PROBE: usize = 512;
