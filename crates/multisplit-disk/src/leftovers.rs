//! Temporary files that a killed program left behind.
//!
//! Refuses to remove what anybody still writes: a temporary file is locked as long as its writer lives, and the system drops the
//! lock with the process.

use std::fs::{self, OpenOptions};
use std::path::Path;

use crate::frame::blocks;
use crate::limits::MAX_LEFTOVER_ENTRIES;

/// How the name of a temporary file begins.
pub(crate) const PREFIX: &str = ".multisplit-";
/// How it ends.
pub(crate) const SUFFIX: &str = ".tmp";

/// Removes the temporary files of ended processes from a folder, and returns how many there were. Cost: one listing.
///
/// What cannot be removed stays, and is named in the log.
pub fn remove_leftovers(folder: &Path) -> usize {
    blocks();
    // A folder that is not there, or cannot be listed, holds nothing that could be removed.
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

/// Whether a process still holds the lock, or nobody can say.
fn is_written(path: &Path) -> bool {
    OpenOptions::new().read(true).open(path).map_or(true, |file| file.try_lock().is_err())
}
