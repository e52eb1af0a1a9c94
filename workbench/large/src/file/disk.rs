//! The comparison of what was read of a file with what is on disk now. It is a pure function.
//!
//! It does not access the disk. Invariant: a file that only grew is never taken for another one, and a file whose known
//! bytes differ at the probed places is never taken for one that grew.

use std::fmt;

use crate::file::source::Stat;

/// The relation of the file on disk to what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DiskState {
    /// What is shown is what the file contains, as far as is known.
    #[default]
    Fine,
    /// The file does not exist yet.
    Waiting,
    /// The file became shorter. Its remaining part is shown.
    Shrank {
        /// The size before, in bytes.
        from: u64,
        /// The size when the file was found to be shorter, in bytes.
        to: u64,
    },
    /// The file was rewritten in place.
    Changed,
    /// Another file took its name. The old file is still shown.
    Replaced,
    /// The file no longer exists. What can still be read of it is shown.
    Vanished,
    /// The file cannot be read, with the error message of the system.
    Unreadable(String),
}

impl fmt::Display for DiskState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fine => Ok(()),
            Self::Waiting => out.write_str("This file does not exist yet: waiting for it"),
            Self::Shrank { from, to } => write!(out, "This file shrank on disk, from {from} bytes to {to}"),
            Self::Changed => out.write_str("This file changed on disk"),
            Self::Replaced => out.write_str("This file was replaced on disk; the old one is shown"),
            Self::Vanished => out.write_str("This file is no longer on disk"),
            Self::Unreadable(why) => write!(out, "This file cannot be read: {why}"),
        }
    }
}

/// The reason why a followed file is shown from its start again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartedOver {
    /// The file was truncated.
    Truncated,
    /// The file was rewritten in place.
    Rewritten,
    /// Another file took its name.
    Replaced,
}

impl fmt::Display for StartedOver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Truncated => "The file was cut short on disk: started over",
            Self::Rewritten => "The file was written anew on disk: started over",
            Self::Replaced => "The file was replaced on disk: started over with the new one",
        })
    }
}

/// The change between two checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Nothing,
    Grew,
    Shrank,
    Rewritten,
    Replaced,
}

/// Compares the results of two checks.
///
/// `is_same_start` returns whether the known bytes are still in the file; it is called only if the result depends on it. A
/// followed file of which only the modification time changed counts as unchanged, not as rewritten.
pub(crate) fn compare(before: &Stat, now: &Stat, following: bool, is_same_start: impl FnOnce() -> bool) -> Change {
    if before == now {
        Change::Nothing
    } else if before.identity != now.identity {
        Change::Replaced
    } else if now.bytes < before.bytes {
        Change::Shrank
    } else if !is_same_start() {
        Change::Rewritten
    } else if now.bytes > before.bytes {
        Change::Grew
    } else if following {
        Change::Nothing
    } else {
        Change::Rewritten
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Change, Stat, compare};

    #[test]
    fn looks_are_told_apart() {
        let stat = |bytes, second, inode| Stat {
            bytes,
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(second)),
            identity: (1, inode),
        };
        let check = |now, following, same, expect| {
            assert_eq!(compare(&stat(10, 5, 7), &now, following, || same), expect, "{now:?} {following} {same}");
        };
        for following in [false, true] {
            check(stat(10, 5, 7), following, false, Change::Nothing);
            check(stat(10, 5, 8), following, true, Change::Replaced);
            check(stat(12, 6, 8), following, true, Change::Replaced);
            check(stat(9, 6, 7), following, true, Change::Shrank);
            check(stat(12, 6, 7), following, true, Change::Grew);
            check(stat(12, 6, 7), following, false, Change::Rewritten);
            check(stat(10, 6, 7), following, false, Change::Rewritten);
        }
        check(stat(10, 6, 7), true, true, Change::Nothing);
        check(stat(10, 6, 7), false, true, Change::Rewritten);
    }
}
