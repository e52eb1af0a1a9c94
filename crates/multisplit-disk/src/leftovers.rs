//! Removes temporary files that a killed program left behind.
//!
//! It does not remove a file that a process still writes. A writer locks its temporary file, and the system releases the lock when the
//! process ends.

use std::fs::{self, OpenOptions};
use std::path::Path;

use crate::frame::blocks;
use crate::limits::MAX_LEFTOVER_ENTRIES;

/// The beginning of the name of a temporary file.
pub(crate) const PREFIX: &str = ".multisplit-";
/// The end of the name of a temporary file.
pub(crate) const SUFFIX: &str = ".tmp";

/// Removes the temporary files of ended processes from a folder, and returns the number of removed files.
///
/// Lists the folder once and looks at no more than [`MAX_LEFTOVER_ENTRIES`] entries. A file that cannot be removed is left in place and
/// logged.
pub fn remove_leftovers(folder: &Path) -> usize {
    blocks();
    // A folder that does not exist or cannot be listed has nothing to remove.
    let entries = fs::read_dir(folder).into_iter().flatten().take(MAX_LEFTOVER_ENTRIES).flatten();
    let mut removed = 0;
    for entry in entries {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) || is_written(&entry.path()) {
            continue;
        }
        match fs::remove_file(entry.path()) {
            Ok(()) => removed += 1,
            Err(error) => tracing::warn!(path = %entry.path().display(), %error, "a leftover stays"),
        }
    }
    removed
}

/// Returns `true` if a process still holds the lock, or if this cannot be determined.
fn is_written(path: &Path) -> bool {
    OpenOptions::new().read(true).open(path).map_or(true, |file| file.try_lock().is_err())
}
