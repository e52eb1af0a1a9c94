//! The state of one widget: a single enum with its data inside.

use super::job::{Failure, JobContext, Ticket};

/// What there is of a pane's widget.
#[derive(Debug)]
pub enum Slot<W> {
    /// Not asked for yet: the pane was never seen, or there were too many loads.
    Virtual,
    /// On its way.
    Loading {
        /// Which load.
        ticket: Ticket,
        /// How far it is, and how to stop it.
        context: JobContext,
    },
    /// There.
    Live(W),
    /// Not to be had, and why.
    Failed(Failure),
}

impl<W> Slot<W> {
    /// The state's name in snake case.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Loading { .. } => "loading",
            Self::Live(_) => "live",
            Self::Failed(_) => "failed",
        }
    }
}
