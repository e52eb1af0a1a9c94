//! Inputs: what happened outside, and what the user requests.

use crate::base::{NodeId, PaneId, Point, WidgetId};
use crate::command::{Command, Outcome};
use crate::focus::FocusTo;
use crate::placement::Snap;
use crate::runtime::{Failure, Finish, MemoryLevel, Operation, Probe, Saved, StoredState, Ticket};

/// An input to a workspace: something that happened outside, or a request of the user.
#[non_exhaustive]
pub enum Input<W> {
    /// Run a command.
    Do(Command),
    /// Undo the last transaction.
    Undo,
    /// Redo the transaction that was undone last.
    Redo,
    /// Open a transaction with this name, or join the open one.
    Begin(String),
    /// Close the innermost transaction.
    Commit,
    /// Roll back the open transaction, inner ones included.
    Rollback,
    /// Move the focus.
    Focus(FocusTo),
    /// A pointer was pressed at a point of the area. Grabs the divider there, if there is one.
    Press {
        /// The position of the pointer, in logical units of the area.
        at: Point,
        /// How far beyond its edges a divider can be grabbed, in logical units.
        padding: f64,
    },
    /// Grab the divider after child `index` of a split.
    Grab {
        /// The split.
        split: NodeId,
        /// The index of the child before the divider.
        index: usize,
        /// The position of the pointer, in logical units of the area.
        at: Point,
    },
    /// The pointer moved while a divider was grabbed.
    Drag {
        /// The new position of the pointer, in logical units of the area.
        at: Point,
        /// Whether the divider snaps to simple fractions.
        snap: Snap,
    },
    /// The pointer was released.
    Release,
    /// Cancel the drag (Escape): the divider returns to where it was grabbed.
    Cancel,
    /// Request the widget of a failed pane again.
    Retry(PaneId),
    /// Stop loading the widget of a pane.
    StopLoad(PaneId),
    /// The widget of a pane failed while it was drawn.
    DrawFailed {
        /// The pane.
        pane: PaneId,
        /// The failure.
        failure: Failure,
    },
    /// Time has passed: do what is due.
    Tick,
    /// Memory was measured.
    Memory(Probe),
    /// The content that widgets show has changed outside. Parked widgets are evicted, and an event reports each live
    /// one.
    Invalidate(Invalidation),
    /// The host has put a state into its store, as [`super::Effect::KeepState`] requested.
    StateKept {
        /// The widget.
        widget: WidgetId,
        /// The state that was passed out.
        saved: Saved,
    },
    /// The host has fetched a state, as [`super::Effect::FetchState`] requested, or reports why it could not.
    StateFetched {
        /// The widget.
        widget: WidgetId,
        /// The state, or the reason why it could not be fetched.
        answer: Result<Saved, String>,
    },
    /// The store of the host holds states of these widgets from an earlier session.
    StatesInStore(Vec<StoredState>),
    /// A job has ended.
    JobDone {
        /// The ticket of the load.
        ticket: Ticket,
        /// The result of the job.
        answer: Result<Finish<W>, Failure>,
    },
}

impl<W> Input<W> {
    /// Returns the operation that the input is counted as.
    pub(crate) const fn operation(&self) -> Operation {
        match self {
            Self::Do(_) => Operation::Command,
            Self::Undo => Operation::Undo,
            Self::Redo => Operation::Redo,
            Self::Begin(_) | Self::Commit | Self::Rollback => Operation::Transaction,
            Self::Focus(_) => Operation::Focus,
            Self::Press { .. } | Self::Grab { .. } | Self::Drag { .. } | Self::Release | Self::Cancel => {
                Operation::Drag
            }
            Self::Retry(_) | Self::StopLoad(_) | Self::DrawFailed { .. } => Operation::Retry,
            Self::Tick => Operation::Housekeep,
            Self::Memory(_) => Operation::Probe,
            Self::Invalidate(_) => Operation::Invalidate,
            Self::StateKept { .. } | Self::StateFetched { .. } | Self::StatesInStore(_) => Operation::Store,
            Self::JobDone { .. } => Operation::JobDone,
        }
    }

    /// Returns the name by which a slow input is reported.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Do(command) => command.name(),
            other => other.operation().name(),
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

/// The result of an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The outcome of a command.
    pub outcome: Outcome,
    /// The pane that has the focus afterward.
    pub focused: Option<PaneId>,
    /// Whether a divider was grabbed, or had moved when it was released.
    pub moved: bool,
    /// The memory level.
    pub level: MemoryLevel,
    /// The number of widgets that were stale.
    pub stale: usize,
}
