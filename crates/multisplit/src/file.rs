//! Layouts as files: a flat table of nodes in versioned JSON.
//!
//! Reading a file gives a valid tree, or a typed error that says where in the file the trouble is. Repairing a file gives a
//! tree and lists what was changed. The module does no IO: text goes in and comes out.

mod bounded_value;
mod decode;
mod draft;
mod encode;
mod field;
mod finish;
mod format;
mod groups;
mod home;
mod id_index;
mod lenient;
mod loaded;
mod migrate;
mod normalize;
mod problems;
mod rare_fields;
mod resolve;
mod scan;
mod stream;
mod text;

pub use decode::{decode, decode_file, examine, repair};
pub use encode::{encode, encode_text};
pub use format::{FORMAT, FileError, FileNode, FloatingFile, GroupFile, HomeFile, LayoutFile, RareFields, VERSION};
pub use loaded::{Extras, Loaded};
pub use problems::Problem;
pub use resolve::ReadLimits;
pub use scan::repair_json;
