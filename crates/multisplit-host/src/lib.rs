//! The host of a MultiSplit workspace: loader threads, a clock, a memory probe, and files that are written completely or not at all.
//!
//! [`Host::drive`] polls a workspace and performs its effects. Call it once per frame. It also hands in the answers of loads.
//! [`LocalHost`] does the same on one thread, with a clock that it is given, as a browser needs. Both keep states in a [`StateStore`], and a
//! whole session in a [`SessionFile`] or, crash-safe, in a [`SessionStore`].
//!
//! ```
//! use multisplit::{Provided, Request, Slot, WidgetProvider, Workspace, placement::Area};
//! use multisplit_host::Host;
//! struct Slow;
//! impl WidgetProvider for Slow {
//!     type Widget = u32;
//!     fn provide(&mut self, _: Request<'_, u32>) -> Provided<u32> {
//!         Provided::Load(Box::new(|_context| Ok(Box::new(|_| Ok(42))))) // runs on a loader thread
//!     }
//! }
//! let mut workspace = Workspace::new(Slow);
//! let pane = workspace.open("answer")?;
//! let mut host = Host::new(|| { /* ask the window for a frame */ });
//! loop {
//!     workspace.frame(host.now(), Area::new(800.0, 600.0)?);
//!     host.drive(&mut workspace);
//!     if matches!(workspace.slots().get(pane), Some(Slot::Live(42))) {
//!         break;
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod background;
mod drive;
mod file;
#[cfg(feature = "tokio")]
mod futures;
mod host;
mod local;
mod pool;
mod probe;
mod runner;
mod session;
mod session_file;
mod states;
mod store;
mod sync;

pub use background::{BackgroundRule, SlowKinds};
pub use file::write_whole;
#[cfg(feature = "tokio")]
pub use futures::future_job;
pub use host::{Host, WORKERS};
pub use local::LocalHost;
pub use multisplit_disk::{ReadError, WriteError};
pub use pool::{PoolStats, Spawner, Threads};
pub use probe::measure;
pub use session::{KeptSession, Recovered, SessionStore};
pub use session_file::{SessionFile, SessionFileError, SessionStart, UnreadSession};
pub use states::{FolderStates, KnownStates};
pub use store::{MemoryStates, StateAnswer, StateStore};
// What opening a session says.
pub use multisplit_store::{Damage, StoreError};
