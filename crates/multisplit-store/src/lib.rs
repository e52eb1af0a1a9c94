//! A small crash-safe store: texts by key, changed in batches that are on the disk whole or not at all.
//!
//! It knows nothing of panes or widgets. [`Store`] is the interface; [`LogStore`] appends to a file of frames with checksums, and
//! `RedbStore` (feature `redb`) keeps the same entries in a database. [`Writer`] commits on a thread of its own, in groups, so that no
//! frame of a window waits for a disk. [`Pieces`] lies between them, so that a small change of a long text writes little.
//!
//! What is promised, and what is not, is in `docs/durability.md` of the repository. In short: once [`Store::commit`] has returned, or
//! [`Writer::durable`] has reached a number, the batch survives a crash of the program, of the system, and a power cut, as long as the
//! disk does not lie about what it has written.
//!
//! ```
//! use multisplit_store::{Batch, FolderDisk, LogStore, Store};
//! let folder = tempfile::tempdir()?;
//! let opened = LogStore::open(FolderDisk::new(folder.path()), "notes")?;
//! let mut store = opened.store;
//! store.commit(&Batch::new().put("milk", "two bottles").put("bread", "one loaf"))?;
//! drop(store); // or a crash
//! let opened = LogStore::open(FolderDisk::new(folder.path()), "notes")?;
//! assert_eq!(opened.entries["milk"], "two bottles");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod disk;
mod error;
mod frame;
pub mod limits;
mod log;
mod numbered;
mod pieces;
#[cfg(feature = "redb")]
mod redb;
#[cfg(any(test, feature = "simulated"))]
pub mod simulated;
mod store;
mod writer;

pub use batch::{Batch, Entries};
pub use disk::{Disk, DiskFile, FolderDisk};
pub use error::{Damage, StoreError};
pub use log::LogStore;
pub use pieces::{Pieces, assemble};
#[cfg(feature = "redb")]
pub use redb::RedbStore;
pub use store::{MemoryStore, Opened, Store};
pub use writer::{Change, Text, Writer};
