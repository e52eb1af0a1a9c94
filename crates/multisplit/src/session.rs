//! Layouts as files: a flat table of nodes in versioned JSON. What is read becomes a valid tree or a typed error that says
//! where in the file the trouble is; repairing lists what it did. Does no IO: text in, text out.

mod bounded_value;
mod canon;
mod decode;
mod draft;
mod encode;
mod finish;
mod format;
mod groups;
mod home;
mod keys;
mod lenient;
mod loaded;
mod mend;
mod migrate;
mod places;
mod problems;
mod rare;
mod scan;
mod straight;
mod text;

pub use canon::ReadLimits;
pub use decode::{decode, examine, repair};
pub use encode::{encode, encode_text};
pub use format::{FORMAT, FileError, FileNode, FloatingFile, GroupFile, HomeFile, LayoutFile, RareFields, VERSION};
pub use loaded::{Extras, Loaded};
pub use problems::Problem;
pub use scan::repair_json;
