//! What goes in.

use crate::base::{NodeId, PaneId, Point, WidgetId};
use crate::command::{Command, Outcome};
use crate::focus::FocusTo;
use crate::placement::Snap;
use crate::runtime::{Failure, Finish, MemoryLevel, Operation, Probe, Saved, StoredState, Ticket};

/// Something that happened outside, or that the user wants.
#[non_exhaustive]
pub enum Input<W> {
    /// Do a command.
    Do(Command),
    /// Take the last transaction back.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// Open a transaction with this name.
    Begin(String),
    /// Close the innermost transaction.
    Commit,
    /// Take the open transaction back.
    Rollback,
    /// Move the focus.
    Focus(FocusTo),
    /// A pointer was pressed at a point of the area: grabs the divider there, if there is one.
    Press {
        /// Where, in logical units.
        at: Point,
        /// How far over its edges a divider can be grabbed.
        padding: f64,
    },
    /// Grab the divider after child `index` of a split.
    Grab {
        /// The split.
        split: NodeId,
        /// The child before the divider.
        index: usize,
        /// Where the pointer is, in logical units of the area.
        at: Point,
    },
    /// The pointer moved with a divider grabbed.
    Drag {
        /// Where to, in logical units of the area.
        at: Point,
        /// Whether it catches at fractions.
        snap: Snap,
    },
    /// The pointer was let go.
    Release,
    /// Escape: the drag is taken back.
    Cancel,
    /// Ask again for the widget of a failed pane.
    Retry(PaneId),
    /// Stop loading the widget of a pane.
    StopLoad(PaneId),
    /// The widget of a pane failed while it was drawn.
    DrawFailed {
        /// Where.
        pane: PaneId,
        /// Why.
        failure: Failure,
    },
    /// Time went by: what is due is done.
    Tick,
    /// Memory was measured.
    Memory(Probe),
    /// What widgets show has changed outside: parked ones are let go, live ones are told by an event.
    Invalidate(Invalidation),
    /// The host has a state in its store, as [`super::Effect::KeepState`] asked.
    StateKept {
        /// The widget.
        widget: WidgetId,
        /// The state that was handed out.
        saved: Saved,
    },
    /// The host has fetched a state, as [`super::Effect::FetchState`] asked, or could not, and why.
    StateFetched {
        /// The widget.
        widget: WidgetId,
        /// Its state.
        answer: Result<Saved, String>,
    },
    /// The host's store has states of these widgets from an earlier session.
    StatesInStore(Vec<StoredState>),
    /// A job has ended.
    JobDone {
        /// The load's ticket.
        ticket: Ticket,
        /// How it ended.
        answer: Result<Finish<W>, Failure>,
    },
}

impl<W> Input<W> {
    /// What it is counted as.
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

    /// What it is told as where it was slow.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Do(command) => command.name(),
            other => other.operation().name(),
        }
    }
}

/// Which widgets show what is no longer true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invalidation {
    /// This one.
    Widget(WidgetId),
    /// Those whose id begins so: `editor:src/`.
    Prefix(String),
    /// All.
    All,
}

impl Invalidation {
    /// Whether it names a widget.
    #[must_use]
    pub fn names(&self, widget: &WidgetId) -> bool {
        match self {
            Self::Widget(one) => one == widget,
            Self::Prefix(prefix) => widget.as_str().starts_with(prefix.as_str()),
            Self::All => true,
        }
    }
}

/// What an input led to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What a command answered.
    pub outcome: Outcome,
    /// Where the focus is.
    pub focused: Option<PaneId>,
    /// Whether a divider was grabbed, or had moved when it was let go.
    pub moved: bool,
    /// How short memory is.
    pub level: MemoryLevel,
    /// How many widgets were stale.
    pub stale: usize,
}
