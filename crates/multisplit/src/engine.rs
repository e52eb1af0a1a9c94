//! wip
mod event;
mod layout;
pub use event::Event;
pub use layout::Layout;
