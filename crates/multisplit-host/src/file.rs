//! Writes files atomically: a file is written completely or not at all.

use multisplit_disk::{NewFile, WriteError, replace};
use std::path::Path;

/// Writes a file completely or not at all.
///
/// A new file is readable by its owner only, and missing folders are created. An existing file keeps its mode and its links.
/// Blocks until the file is on the disk.
///
/// # Errors
/// Returns a [`WriteError`] if the file could not be written. The old file is unchanged then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace(path, bytes, NewFile::Private)
}
