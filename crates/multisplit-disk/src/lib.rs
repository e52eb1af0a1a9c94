//! Reads and writes files that another program may have prepared maliciously.
//!
//! Reading never waits for the other end of a pipe, opens only regular files and stops at a limit. Writing replaces a file
//! completely or not at all, through a private temporary file with an unpredictable name. It keeps the mode and the links of the
//! file it replaces. [`Later`] does either on a thread of its own. This crate does not interpret what it reads.
//!
//! ```
//! use multisplit_disk::{NewFile, read_text, replace};
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("notes.txt");
//! replace(&path, b"milk", NewFile::Private)?;
//! assert_eq!(read_text(&path, 1 << 20)?, "milk");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod frame;
mod identity;
mod later;
mod leftovers;
pub mod limits;
mod links;
mod lock;
mod numbered;
mod open;
mod replace;

pub use error::{FileKind, ReadError, WriteError, WriteProblem};
pub use frame::{Frame, blocks};
pub use identity::identity;
pub use later::{Later, NoAnswer};
pub use leftovers::remove_leftovers;
pub use links::target;
pub use lock::{Lock, lock};
pub use numbered::{copy_numbered, move_numbered};
pub use open::{Opened, open_regular, read_limited, read_text};
pub use replace::{NewFile, make_private_folder, replace, sync_folder};
