//! What a file is known by, whatever its name.

use std::fs::Metadata;

/// Returns the device and the number of a file on it, or `None` on a system that does not tell. Two names with the same identity are one file,
/// as long as it is there: the number is given to another file later.
#[cfg(unix)]
#[must_use]
#[allow(clippy::unnecessary_wraps, reason = "other systems do not tell")]
pub fn identity(about: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((about.dev(), about.ino()))
}

/// Returns `None`: this system does not tell.
#[cfg(not(unix))]
#[must_use]
pub const fn identity(_about: &Metadata) -> Option<(u64, u64)> {
    None
}
