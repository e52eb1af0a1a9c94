//! The entry point of the engine: input goes in, a view comes out, effects are polled. It does no IO and has no clock;
//! `now` is a parameter.

mod effect;
mod event;
mod input;
mod layout;
mod view;
mod workspace;

pub use effect::Effect;
pub use event::Event;
pub use input::{Answer, Input, Invalidation};
pub use layout::{GroupFileError, Layout};
pub use view::{FoldView, PaneView, TabBarView, TabView, View};
pub use workspace::Workspace;
