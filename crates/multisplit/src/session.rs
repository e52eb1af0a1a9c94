//! Layouts as files: a flat table of nodes in versioned JSON. What is read becomes a valid tree or a typed error that says
//! where in the file the trouble is; repairing lists what it did. Does no IO: text in, text out.

mod canon;
mod decode;
mod draft;
mod encode;
mod format;
mod groups;
mod keys;
mod lenient;
mod mend;
mod migrate;
mod places;
mod rare;
mod straight;
mod text;

pub use canon::{Problem, ReadLimits};
pub use decode::{Extras, Loaded, decode, examine, repair};
pub use encode::{encode, encode_text};
pub use format::{FORMAT, FileError, FileNode, FloatingFile, GroupFile, LayoutFile, RareFields, VERSION};
