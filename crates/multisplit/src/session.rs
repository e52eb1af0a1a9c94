//! Layouts as files: a flat table of nodes in versioned JSON. What is read becomes a valid tree or a typed error that says
//! where in the file the trouble is; repairing lists what it did. Does no IO: text in, text out.

mod canon;
mod codec;
mod draft;
mod format;
mod groups;
mod mend;
mod migrate;
mod places;

pub use canon::{Problem, ReadLimits};
pub use codec::{Extras, Loaded, decode, encode, examine, repair};
pub use format::{FORMAT, FileError, FileNode, FloatingFile, GroupFile, LayoutFile, RareFields, VERSION};
