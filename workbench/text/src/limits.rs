//! The limits that all views of a text share.
//!
//! They are fixed at compile time. Invariant: a limit that only one view has stands in that view's crate.

/// The maximum length of a text that is searched for, in bytes.
pub const MAX_QUERY_BYTES: usize = 1024;
/// The number of columns between two tab stops, unless the user chooses another.
pub const TAB_COLUMNS: usize = 4;
/// The minimum number of columns of a row of a wrapped line, however narrow the pane is.
pub const MIN_WRAP_COLUMNS: usize = 8;
/// The maximum number of digits of a line number that is gone to. 18 digits always fit into a `u64`.
pub const MAX_LINE_DIGITS: usize = 18;
