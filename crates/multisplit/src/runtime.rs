//! Which widgets exist. Compares what is wanted with what there is, asks the application's provider for the rest, and keeps what
//! a widget leaves behind. Generic over the widget; knows panes by id only.

mod job;
mod provider;
mod reconcile;
mod saved;
mod slot;
mod slots;

pub use job::{Failure, FailureKind, Finish, Job, JobContext, Ticket};
pub use provider::{CloseReason, Cost, Provided, Request, Verdict, WidgetProvider};
pub use reconcile::Report;
pub(crate) use reconcile::save;
pub use saved::{Saved, SavedError, SavedStates};
pub use slot::Slot;
pub use slots::{SlotInfo, Slots};
