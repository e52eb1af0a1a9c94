//! Every limit of the crate, by name.
//!
//! Invariant: no loop here is bounded by anything but a constant of this file or a parameter of the caller.

/// Symbolic links that are followed to the file that is written; the kernel's own bound.
pub const MAX_LINK_HOPS: usize = 40;
/// Names that are tried before [`move_numbered`](crate::move_numbered) gives up.
pub const MAX_NUMBERED: usize = 10_000;
/// Entries of a folder that are looked at for leftovers.
pub const MAX_LEFTOVER_ENTRIES: usize = 100_000;
