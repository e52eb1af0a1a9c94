//! All limits of the crate, each with a name.
//!
//! Invariant: every queue, cache, depth and size in this crate is bounded by a constant of this file.

use std::time::Duration;

/// Entries of one folder that are shown; the rest is only counted, in a note.
pub(crate) const FOLDER_ENTRIES: usize = 200_000;
/// Folders that are listed at the same time, each on its own thread.
pub(crate) const LISTERS: usize = 4;
/// Folders that may be open at once, and folders that a saved state may name.
pub(crate) const OPEN_FOLDERS: usize = 4_096;
/// Levels below the root at which a folder can still be opened.
pub(crate) const DEPTH: usize = 128;
/// Time that the UI waits for a folder that was just opened, so that small folders appear at once.
pub(crate) const LISTING_GRACE: Duration = Duration::from_millis(8);
/// Folders that are watched; beyond this number, the tree refreshes when it gets the focus.
pub(crate) const WATCHED_FOLDERS: usize = 4_096;
/// Paths that wait to be handled after a change on disk; beyond this number, everything counts as changed.
pub(crate) const PENDING_CHANGES: usize = 1_024;
/// Files that `changed_paths` remembers between two calls.
pub(crate) const CHANGED_PATHS: usize = 1_024;
/// Changes that follow each other faster than this are handled together.
pub(crate) const DEBOUNCE: Duration = Duration::from_millis(60);
/// A steady stream of changes is still handled this often.
pub(crate) const DEBOUNCE_LONGEST: Duration = Duration::from_millis(400);
/// Letters typed within this many seconds of each other form one search in the tree.
pub(crate) const TYPE_AHEAD_SECONDS: f64 = 1.0;
/// Bytes of a file name that is typed into the tree.
pub(crate) const NAME_BYTES: usize = 255;

/// Files in the index of the quick opener.
pub(crate) const INDEX_FILES: usize = 200_000;
/// Files that the walk delivers at once.
pub(crate) const INDEX_BATCH: usize = 4_096;
/// Files per thread of a search: a search over fewer than twice this number runs on one thread.
pub(crate) const SEARCH_SHARE: usize = 16_384;
/// Threads of one search.
pub(crate) const SEARCH_THREADS: usize = 4;
/// Files that are remembered as recently opened.
pub(crate) const RECENT_FILES: usize = 64;
/// Hits that the quick opener lists.
pub(crate) const QUICK_HITS: usize = 200;
/// Characters of a query.
pub(crate) const QUERY_CHARS: usize = 512;
/// Items of a picker that are searched.
pub(crate) const PICK_ITEMS: usize = 20_000;

/// Lines that a search in files shows.
pub(crate) const SEARCH_LINES: usize = 10_000;
/// Lines that are shown of one file.
pub(crate) const SEARCH_FILE_LINES: usize = 1_000;
/// Matches that are marked in one line.
pub(crate) const SEARCH_MARKS: usize = 64;
/// Bytes of a file that are searched.
pub(crate) const SEARCH_FILE_BYTES: u64 = 64 << 20;
/// Bytes of one line; the search of a file ends at a longer line.
pub(crate) const SEARCH_LINE_BYTES: usize = 4 << 20;
/// Bytes of a line that are shown, and how many of them come before the first match.
pub(crate) const SEARCH_SHOWN_BYTES: usize = 400;
pub(crate) const SEARCH_CONTEXT_BYTES: usize = 60;
/// Bytes of a compiled regular expression.
pub(crate) const SEARCH_REGEX_BYTES: usize = 4 << 20;
/// Time between two wakes of the host while lines are found.
pub(crate) const SEARCH_WAKE: Duration = Duration::from_millis(100);

/// Time between two wakes of the host because something has changed on the disk.
pub(crate) const WATCH_WAKE: Duration = Duration::from_millis(100);

/// Bytes of a picture file.
pub(crate) const IMAGE_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// Pixels on one side of a picture.
pub(crate) const IMAGE_SIDE: u32 = 32_768;
/// Pixels of a picture (256 MiB decoded).
pub(crate) const IMAGE_PIXELS: u64 = 64 * 1024 * 1024;
/// Bytes that a decoder may allocate in addition to the picture itself.
pub(crate) const IMAGE_ALLOC_BYTES: u64 = 768 * 1024 * 1024;
/// The smallest and largest zoom, in screen pixels per pixel of the picture.
pub(crate) const ZOOM: (f32, f32) = (0.01, 64.0);

/// Bytes of one file with ignore rules.
pub(crate) const IGNORE_FILE_BYTES: u64 = 1 << 20;
/// Bytes of all patterns among the rules of one file: a hostile pattern compiles to several hundred times its length.
pub(crate) const IGNORE_PATTERN_BYTES: usize = 1 << 17;
/// Rules that apply to one folder, including the rules of the folders above it.
pub(crate) const IGNORE_RULES: usize = 10_000;
/// Bytes of one rule; a longer line is ignored.
pub(crate) const IGNORE_LINE_BYTES: usize = 4_096;
