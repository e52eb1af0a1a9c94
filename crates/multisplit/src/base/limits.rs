//! All limits of the engine in one place. What exceeds a limit is refused with a typed error that carries the value and
//! the limit.

/// The maximum number of panes in one workspace.
pub const MAX_PANES: usize = 1 << 20;
/// The maximum number of nested branches above a pane. Nothing recurses over the depth; this limits time and memory.
pub const MAX_DEPTH: usize = 16_384;
/// The maximum length of a widget id, in bytes: enough for a long path and its kind.
pub const MAX_WIDGET_ID_BYTES: usize = 4_096;
/// The largest number of a node in a file. It is far from the end of the numbers, so that there is always a next one.
pub const MAX_NODE_ID: u64 = 1 << 62;
/// The largest number of a floating surface.
pub const MAX_SURFACE: u32 = 1 << 30;
/// The number of undo entries that a history keeps by default.
pub const UNDO_TRANSACTIONS: usize = 200;
/// The number of panes that the focus history remembers.
pub const FOCUS_HISTORY: usize = 50;
/// The number of characters of a title that are kept with a pane; the rest is cut off.
pub const MAX_TITLE_CHARS: usize = 200;
/// The maximum number of nested focus traps.
pub const MAX_FOCUS_TRAPS: usize = 16;
/// The number of committed transactions that wait for a store. Beyond it they are dropped, and the store is asked to
/// take a whole checkpoint instead.
pub const PENDING_TRANSACTIONS: usize = 4_096;
/// The number of events that wait to be polled. Beyond it the oldest are dropped and counted.
pub const PENDING_EVENTS: usize = 65_536;
/// The number of effects that wait to be polled by a host.
pub const PENDING_EFFECTS: usize = 65_536;
/// The number of waiting effects above which a workspace warns that no host polls them. It is twice [`MAX_LOADS`], because one frame
/// may ask for that many loads.
pub const MANY_EFFECTS: usize = 2 * MAX_LOADS;
/// The number of branches around a node that are recorded when the node leaves its place.
pub const MAX_HOME_LEVELS: usize = 16;
/// The number of siblings whose shares are added up when the place of a node is recorded; further siblings are not
/// counted.
pub const MAX_HOME_SIBLINGS: usize = 1_024;
/// The number of closed widgets whose place is remembered.
pub const MAX_HOMES: usize = 64;
/// The maximum number of nested `begin` calls.
pub const MAX_NESTING: usize = 64;
/// The largest total of the shares of one split. Larger totals are scaled down, keeping proportions.
pub const MAX_SHARE_TOTAL: u64 = 1 << 31;
/// The largest total of shares that is accepted from a file. It exceeds [`MAX_SHARE_TOTAL`] because cutting the
/// smallest shares adds to a total that was within that limit.
pub const MAX_READ_SHARE_TOTAL: u64 = 1 << 32;
/// The largest length that can be requested, in logical units.
pub const MAX_LENGTH: f64 = 1_000_000.0;
/// The longest side of a surface, in logical units.
pub const MAX_AREA_SIDE: f64 = 10_000_000.0;
/// The maximum number of floating surfaces, the main surface not counted.
pub const MAX_FLOATING: usize = 256;
/// The merge window, in milliseconds. Keyboard resizes of one divider at most this far apart become one undo entry, and
/// an entry that only brought a tab to the front expires after it.
pub const MERGE_WINDOW_MS: u64 = 500;
/// The maximum number of saved widget states that are kept in memory. States of panes, and of widgets that an undo may
/// bring back, are kept beyond it.
pub const MAX_SAVED_STATES: usize = 10_000;
/// The maximum size of all saved widget states in memory, in bytes. It has the same exception.
pub const MAX_SAVED_BYTES: usize = 64 << 20;
/// When there are too many saved states, at least one of this number of them goes at once, if so many may go. If fewer
/// may, as many new ones come before the next try.
pub const SAVED_BATCH: usize = 32;
/// The number of the last commands and intents that are known, for a report.
pub const RECENT_STEPS: usize = 64;
/// The number of closed widgets up to which it is not looked whether they still leave anything, once their closing was agreed to.
pub const MAX_GIVEN_UP: usize = 1_024;
/// The maximum size of the saved state of one widget, in bytes.
pub const MAX_STATE_BYTES: usize = 512 << 20;
/// The maximum number of loads that run or wait at a time. Further panes stay virtual slots until a load has ended.
pub const MAX_LOADS: usize = 4_096;
/// The maximum size of a layout file, in bytes, unless the host raises it.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// The maximum cost of the values in a layout file that is not in the form in which the engine writes it, in units of
/// 32 bytes of memory: about 500 MiB.
pub const MAX_FILE_VALUES: usize = 16_000_000;
/// The number of problems listed in one report; the rest are counted.
pub const MAX_PROBLEMS: usize = 100_000;
/// The number of parked widgets up to which the one least worth keeping is found exactly. Above it, the search looks at
/// a sample.
pub const EXACT_RANKING: usize = 1_024;
/// The number of entries in an eviction sample, besides those kept from the previous sample.
pub const RANKING_SAMPLE: usize = 24;
/// The number of runners-up of an eviction sample that the next sample looks at again.
pub const RANKING_KEPT: usize = 4;
/// The number of neighboring entries of an eviction sample that are looked at together.
pub const RANKING_RUN: usize = 8;
/// The number of evicted widgets whose use is remembered.
pub const GHOSTS: usize = 8_192;
/// The maximum number of widget kinds that have a pool.
pub const MAX_POOLS: usize = 64;
/// The maximum number of shared contents that are known at a time.
pub const MAX_SHARED: usize = 65_536;
/// The number of memory samples kept.
pub const MEMORY_SAMPLES: usize = 100;
/// The number of slow operations kept for a snapshot.
pub const SLOW_OPERATIONS: usize = 100;
/// The number of names under which operations of the application are recorded. Operations with further names are counted
/// together.
pub const MAX_RECORDED_NAMES: usize = 64;
/// The number of failed widgets whose number of attempts is remembered.
pub const MAX_RETRIES_KNOWN: usize = 4_096;
/// The longest time that a configuration can name, in seconds: one year.
pub const MAX_CONFIG_SECONDS: u64 = 31_536_000;
/// The maximum number of groups in one workspace.
pub const MAX_GROUPS: usize = 4_096;
/// The maximum number of groups nested in each other.
pub const MAX_GROUP_DEPTH: usize = 32;
/// The maximum length of a group's name, in bytes.
pub const MAX_GROUP_NAME_BYTES: usize = 256;
/// The maximum number of metadata entries that an application keeps with a group.
pub const MAX_GROUP_META: usize = 64;
/// The maximum size of these metadata entries together, in bytes.
pub const MAX_GROUP_META_BYTES: usize = 65_536;
/// The number of panes that are recorded as created, deleted or changed between two checks. If there are more, all
/// panes are checked.
pub const MAX_TOUCHED: usize = 512;
/// The number of live widgets in view that one memory probe weighs again, and the number of those out of view. If there
/// are more, they take turns.
pub const WEIGHED_A_PROBE: usize = 512;
