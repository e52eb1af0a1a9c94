//! What became of a file on disk: a pure comparison of what was seen with what is there.
//!
//! It refuses to look for itself. Invariant: a file that only grew is never taken for another one, and one whose known
//! bytes differ where it was probed never for one that grew.

use std::fmt;

use crate::file::source::Stat;

/// How the file on disk stands to what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DiskState {
    /// What is shown is what the file holds, as far as anybody knows.
    #[default]
    Fine,
    /// There is no file yet.
    Waiting,
    /// The file became shorter; what is left of it is shown.
    Shrank {
        /// Its size before, in bytes.
        from: u64,
        /// Its size when it was found shorter, in bytes.
        to: u64,
    },
    /// The file was written anew in place.
    Changed,
    /// Another file has its name; the old one is shown.
    Replaced,
    /// There is no file any more; what can still be read of it is shown.
    Vanished,
    /// The file cannot be read, in the system's words.
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

/// Why a followed file is shown from its start again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartedOver {
    /// It was cut short.
    Truncated,
    /// It was written anew in place.
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

/// What happened between two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Nothing,
    Grew,
    Shrank,
    Rewritten,
    Replaced,
}

/// Compares two looks; `is_same_start` says whether the known bytes are still there, and is asked only where it matters.
/// A followed file whose time alone changed counts as touched, not as rewritten.
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
