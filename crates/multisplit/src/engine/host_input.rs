//! What a host hands in: results of jobs, measurements, states from its store. None of it is ever refused.

use crate::base::{PaneId, WidgetId};
use crate::runtime::{Failure, Finish, Operation, Probe, Saved, StoredState, Ticket};

/// Something that happened outside, for [`Workspace::handle`](super::Workspace::handle).
#[non_exhaustive]
pub enum HostInput<W> {
    /// A job ended that [`super::Effect::Run`] started. A result that is no longer wanted is dropped.
    JobDone {
        /// The ticket of the load.
        ticket: Ticket,
        /// The result of the job.
        answer: Result<Finish<W>, Failure>,
    },
    /// The widget of a pane failed while it was drawn.
    DrawFailed {
        /// The pane.
        pane: PaneId,
        /// The reason.
        failure: Failure,
    },
    /// Memory was measured.
    Memory(Probe),
    /// The host has put a state into its store, as [`super::Effect::KeepState`] requested.
    StateKept {
        /// The widget.
        widget: WidgetId,
        /// The state that was put into the store.
        saved: Saved,
    },
    /// The host has fetched a state, as [`super::Effect::FetchState`] requested, or has failed to.
    StateFetched {
        /// The widget.
        widget: WidgetId,
        /// The state, or the reason why there is none.
        answer: Result<Saved, String>,
    },
    /// The host's store has states of these widgets from an earlier session.
    StatesInStore(Vec<StoredState>),
}

impl<W> HostInput<W> {
    /// Returns the operation that the input is counted as.
    pub(crate) const fn operation(&self) -> Operation {
        match self {
            Self::JobDone { .. } => Operation::JobDone,
            Self::DrawFailed { .. } => Operation::Retry,
            Self::Memory(_) => Operation::Probe,
            Self::StateKept { .. } | Self::StateFetched { .. } | Self::StatesInStore(_) => Operation::Store,
        }
    }
}

/// The widgets whose content is out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalidation {
    /// One widget.
    Widget(WidgetId),
    /// All widgets whose id starts with this text, as in `editor:src/`.
    Prefix(String),
    /// All widgets.
    All,
}

impl Invalidation {
    /// Returns `true` if the invalidation covers the widget.
    #[must_use]
    pub fn names(&self, widget: &WidgetId) -> bool {
        match self {
            Self::Widget(one) => one == widget,
            Self::Prefix(prefix) => widget.as_str().starts_with(prefix.as_str()),
            Self::All => true,
        }
    }
}
