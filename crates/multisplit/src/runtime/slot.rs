//! The state of a pane's widget: a single enum with its data inside.

use super::job::{Failure, JobContext, Ticket};

/// The state of a pane's widget.
#[derive(Debug)]
pub enum Slot<W> {
    /// The widget was asked for, but there were too many loads: it is asked for again later. A pane without a slot counts as virtual, too.
    Virtual,
    /// The widget is being loaded.
    Loading {
        /// The ticket of the load.
        ticket: Ticket,
        /// The link to the job: its progress, and the way to cancel it.
        context: JobContext,
    },
    /// The widget exists.
    Live(W),
    /// The widget could not be made, and why.
    Failed(Failure),
}

impl<W> Slot<W> {
    /// Returns the name of the state in snake case.
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
