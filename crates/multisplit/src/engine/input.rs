//! What goes in.

use crate::base::{NodeId, PaneId, Point, WidgetId};
use crate::command::{Command, Outcome};
use crate::focus::FocusTo;
use crate::layout::Snap;
use crate::runtime::{Failure, Finish, Ticket};

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
    /// A job has ended.
    JobDone {
        /// The pane that waited.
        pane: PaneId,
        /// The widget that was loaded.
        widget: WidgetId,
        /// The load's ticket.
        ticket: Ticket,
        /// How it ended.
        answer: Result<Finish<W>, Failure>,
    },
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
}
