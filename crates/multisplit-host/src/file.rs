//! Files that are written whole or not at all.

use multisplit_disk::{NewFile, WriteError, replace};
use std::path::Path;

/// Writes a file whole or not at all. A new one is readable by its owner only, and missing folders are made; one that is there
/// keeps its mode and its links. Returns when it is on the disk.
///
/// # Errors
/// [`WriteError`]: the old file is as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    replace(path, bytes, NewFile::Private)
}
