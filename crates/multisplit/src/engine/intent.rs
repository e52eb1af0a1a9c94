//! What a user does, as front ends hand it in.

use crate::base::spelling::{finite, spelled};
use crate::base::{NodeId, PaneId, Point};
use crate::command::Command;
use crate::focus::FocusTo;
use crate::placement::Snap;
use crate::runtime::Operation;
use serde::{Deserialize, Serialize};

/// Something that a user wants, for [`Workspace::apply`](super::Workspace::apply).
///
/// Intents are read and written as [`Command`]s are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Intent {
    /// Run a command.
    Run(Command),
    /// Undo the last transaction.
    Undo,
    /// Redo the transaction that was undone last.
    Redo,
    /// Open a transaction with this name.
    Begin(String),
    /// Close the innermost transaction.
    Commit,
    /// Undo the open transaction.
    Rollback,
    /// Move the focus.
    Focus(FocusTo),
    /// A pointer was pressed: grab the divider at this point, if there is one.
    Press {
        /// The point, in logical units of the area.
        at: Point,
        /// How far beyond its edges a divider can be grabbed, in logical units.
        #[serde(deserialize_with = "finite")]
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
    /// The pointer moved while a divider is grabbed.
    Drag {
        /// The position of the pointer, in logical units of the area.
        at: Point,
        /// Whether the divider snaps to fractions.
        snap: Snap,
    },
    /// The pointer was released.
    Release,
    /// Cancel the drag, as with Escape: the divider goes back exactly.
    Cancel,
    /// Request the widget of a failed pane again.
    Retry(PaneId),
    /// Stop loading the widget of a pane.
    StopLoad(PaneId),
}

spelled!(Intent);

impl Intent {
    /// Returns the operation that the intent is counted as.
    pub(crate) const fn operation(&self) -> Operation {
        match self {
            Self::Run(_) => Operation::Command,
            Self::Undo => Operation::Undo,
            Self::Redo => Operation::Redo,
            Self::Begin(_) | Self::Commit | Self::Rollback => Operation::Transaction,
            Self::Focus(_) => Operation::Focus,
            Self::Press { .. } | Self::Grab { .. } | Self::Drag { .. } | Self::Release | Self::Cancel => {
                Operation::Drag
            }
            Self::Retry(_) | Self::StopLoad(_) => Operation::Retry,
        }
    }

    /// Returns the name by which a slow intent is reported.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Run(command) => command.name(),
            other => other.operation().name(),
        }
    }
}
