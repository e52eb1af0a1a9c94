//! The entry point of the engine: input goes in, a view comes out, effects are polled. It does no IO and has no clock;
//! `now` is a parameter.

mod effect;
mod event;
mod fresh;
mod host_input;
mod intent;
mod layout;
mod view;
mod workspace;

pub use effect::Effect;
pub use event::Event;
pub use fresh::FreshIds;
pub use host_input::{HostInput, Invalidation};
pub use intent::Intent;
pub use layout::{Checkpoint, Layout, LoadError, Recovery};
pub use view::{FoldView, PaneView, TabBarView, TabView, View};
pub use workspace::{SessionError, Workspace};
