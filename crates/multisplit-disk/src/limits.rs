//! All limits of the crate, by name.
//!
//! Invariant: every loop in this crate is bounded by a constant of this file or by a parameter of the caller.

/// The maximum number of symbolic links that are followed to a file. The kernel has the same limit.
pub const MAX_LINK_HOPS: usize = 40;
/// The maximum number of names that [`move_numbered`](crate::move_numbered) and [`copy_numbered`](crate::copy_numbered) try.
pub const MAX_NUMBERED: usize = 10_000;
/// The maximum number of folder entries that are searched for leftovers.
pub const MAX_LEFTOVER_ENTRIES: usize = 100_000;
