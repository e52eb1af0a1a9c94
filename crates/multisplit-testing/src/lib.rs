//! Tests MultiSplit, and applications built on it, without a window, a thread or a real clock.
//!
//! - [`text`]: reads and writes layouts as text, such as `row(a .3, tabs(b, *c) .7)`. A test states its start and its expected result.
//! - [`Harness`]: a workspace whose clock the test advances and whose loads run when the test says so, in any order.
//! - [`Kinds`]: a provider whose widgets load, fail, panic, refuse to close or remember, as set per kind. It logs every call.
//! - [`Random`]: produces the same numbers from the same seed.
//! - [`run_and_kill`]: the one part with a process: a program that is killed in the middle of its work, to see what it leaves on the disk.
//!
//! ```
//! use multisplit::{Command, Slot};
//! use multisplit_testing::{Behavior, Harness, Kinds};
//!
//! let mut harness = Harness::with(Kinds::new().set("slow", Behavior::loads()));
//! harness.show("row(notes, slow:big .25)");
//! harness.frame();
//! assert_eq!(harness.state("slow:big"), "loading");
//! harness.run_load("slow:big");
//! assert_eq!(harness.state("slow:big"), "live");
//!
//! let pane = harness.pane("notes");
//! harness.run(&Command::Close { pane }).unwrap();
//! assert_eq!(harness.text(), ">slow:big");
//! ```

mod clock;
mod harness;
mod killed;
mod kinds;
mod random;
pub mod text;

pub use clock::Clock;
pub use harness::Harness;
pub use killed::run_and_kill;
pub use kinds::{At, Behavior, Kinds, TestWidget};
pub use random::Random;
