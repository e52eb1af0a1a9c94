//! Every limit of the crate, by name.
//!
//! Invariant: no queue, cache, depth or size in this crate is bounded by anything but a constant of this file.

use std::time::Duration;

/// Entries of one folder that are shown; the rest is counted in a note.
pub(crate) const FOLDER_ENTRIES: usize = 200_000;
/// Folders that are listed at the same time, each on a thread of its own.
pub(crate) const LISTERS: usize = 4;
/// Folders that may be open at once, and that a saved state may name.
pub(crate) const OPEN_FOLDERS: usize = 4_096;
/// How deep a folder may be opened below the root.
pub(crate) const DEPTH: usize = 128;
/// How long the UI waits for a folder that was just opened, so that small ones appear at once.
pub(crate) const LISTING_GRACE: Duration = Duration::from_millis(8);
/// Folders that are watched; beyond, the tree refreshes when it is focused.
pub(crate) const WATCHED_FOLDERS: usize = 4_096;
/// Paths that wait to be looked at after a change on disk; beyond, everything counts as changed.
pub(crate) const PENDING_CHANGES: usize = 1_024;
/// Files that `changed_paths` remembers between two calls.
pub(crate) const CHANGED_PATHS: usize = 1_024;
/// Changes closer together than this are handled as one.
pub(crate) const DEBOUNCE: Duration = Duration::from_millis(60);
/// A steady stream of changes is looked at this often all the same.
pub(crate) const DEBOUNCE_LONGEST: Duration = Duration::from_millis(400);
/// Letters typed within this many seconds are one search in the tree.
pub(crate) const TYPE_AHEAD_SECONDS: f64 = 1.0;
/// Bytes of a file name that is typed into the tree.
pub(crate) const NAME_BYTES: usize = 255;

/// Files in the index of the quick opener.
pub(crate) const INDEX_FILES: usize = 200_000;
/// Files that the walk hands over at once.
pub(crate) const INDEX_BATCH: usize = 4_096;
/// Files from which a search is shared among threads.
pub(crate) const SEARCH_SHARE: usize = 16_384;
/// Threads of one search.
pub(crate) const SEARCH_THREADS: usize = 4;
/// Files that are remembered as opened lately.
pub(crate) const RECENT_FILES: usize = 64;
/// Hits that the quick opener lists.
pub(crate) const QUICK_HITS: usize = 200;
/// Characters of a query.
pub(crate) const QUERY_CHARS: usize = 512;
/// Items of a picker that are looked at.
pub(crate) const PICK_ITEMS: usize = 20_000;

/// Lines that a search in files shows.
pub(crate) const SEARCH_LINES: usize = 10_000;
/// Lines of one file.
pub(crate) const SEARCH_FILE_LINES: usize = 1_000;
/// Matches that are marked in one line.
pub(crate) const SEARCH_MARKS: usize = 64;
/// Bytes of a file that are searched.
pub(crate) const SEARCH_FILE_BYTES: u64 = 64 << 20;
/// Bytes of one line: a longer one ends the file.
pub(crate) const SEARCH_LINE_BYTES: usize = 4 << 20;
/// Bytes of a line that are shown, and before the first match.
pub(crate) const SEARCH_SHOWN_BYTES: usize = 400;
pub(crate) const SEARCH_CONTEXT_BYTES: usize = 60;
/// Bytes of an expression once compiled.
pub(crate) const SEARCH_REGEX_BYTES: usize = 4 << 20;
/// How often the host is woken by what is found.
pub(crate) const SEARCH_WAKE: Duration = Duration::from_millis(100);

/// Bytes of a picture file.
pub(crate) const IMAGE_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// Pixels on one side of a picture.
pub(crate) const IMAGE_SIDE: u32 = 32_768;
/// Pixels of a picture (256 MiB decoded).
pub(crate) const IMAGE_PIXELS: u64 = 64 * 1024 * 1024;
/// Bytes that a decoder may take beside the picture itself.
pub(crate) const IMAGE_ALLOC_BYTES: u64 = 768 * 1024 * 1024;
/// The smallest and largest zoom, in screen pixels for one pixel of the picture.
pub(crate) const ZOOM: (f32, f32) = (0.01, 64.0);

/// Bytes of one file with rules of what to hide.
pub(crate) const IGNORE_FILE_BYTES: u64 = 1 << 20;
/// Bytes of those of its rules that are patterns: compiled, a hostile one takes several hundred times its length.
pub(crate) const IGNORE_PATTERN_BYTES: usize = 1 << 17;
/// Rules that apply to one folder, those of the folders above included.
pub(crate) const IGNORE_RULES: usize = 10_000;
/// Bytes of one rule; a longer line is left out.
pub(crate) const IGNORE_LINE_BYTES: usize = 4_096;
