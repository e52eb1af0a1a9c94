//! What can be asked of a layout. A command checks everything, then emits primitive edits; it writes no inverse and no event.
//! Invariant: a command leaves the tree in normal form, or, refused, exactly as it was.

mod activate;
mod close;
mod context;
mod error;
mod float;
mod group;
mod home;
mod marks;
mod moves;
mod ops;
mod replace;
mod resize;
mod rotate;
mod split;
mod swap;
mod template;
mod zoom;

pub use context::{CommandCx, Homes, Outcome, Rules};
pub use error::CommandError;
pub use group::GroupAction;
pub use template::Template;

use crate::base::{
    Axis, Bounds, Direction, NodeId, PaneId, Placement, Priority, Ratio, Rect, Share, SurfaceId, WidgetId,
};
use crate::history::Cause;
use std::collections::BTreeSet;

/// A change of the layout that can be undone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Shows a widget where a user would expect it: the pane that has it already, the empty surface, a tab after the focused one
    /// where that is in a tab set, otherwise beside the focused pane along its
    /// longer side, or in a tab with it where the halves would be shorter than 160 units.
    Open {
        /// Which.
        widget: WidgetId,
    },
    /// Makes a pane in relation to another.
    Split {
        /// The other.
        pane: PaneId,
        /// Where.
        place: Placement,
        /// What the new pane shows.
        widget: WidgetId,
        /// The part of the room the new pane takes; of no meaning for [`Placement::Tab`].
        ratio: Ratio,
    },
    /// Shows another widget in a pane, which keeps its id.
    Replace {
        /// The pane.
        pane: PaneId,
        /// What it shows from now on.
        widget: WidgetId,
    },
    /// Closes a pane; its siblings keep their proportions.
    Close {
        /// Which.
        pane: PaneId,
    },
    /// Closes all panes but one.
    CloseOthers {
        /// The one that stays.
        pane: PaneId,
    },
    /// Closes several panes: all of them, or none where one of them refuses.
    CloseAll {
        /// Which.
        panes: Vec<PaneId>,
    },
    /// Exchanges the places of two panes.
    Swap {
        /// One.
        a: PaneId,
        /// The other.
        b: PaneId,
    },
    /// Moves a pane to another, or to an edge of the main surface.
    Move {
        /// Which.
        pane: PaneId,
        /// Where to.
        to: MoveTarget,
    },
    /// Moves a tab with all that is in it: one that holds a split keeps it.
    MoveTab {
        /// The child of a tab set.
        tab: NodeId,
        /// Where to.
        to: MoveTarget,
    },
    /// Sets the shares of the children of a split.
    SetShares {
        /// The split.
        split: NodeId,
        /// One for each child.
        shares: Vec<Share>,
    },
    /// Moves the edge of a pane by so many logical units, as a keyboard does.
    Resize {
        /// The pane.
        pane: PaneId,
        /// Which way the edge moves.
        direction: Direction,
        /// How far.
        by: f64,
    },
    /// Gives the two children beside a divider the same size.
    Even {
        /// The split.
        split: NodeId,
        /// The child before the divider.
        index: usize,
    },
    /// Gives the children of a split, or of all, equal shares.
    Equalize {
        /// Which split; all where it is `None`.
        split: Option<NodeId>,
    },
    /// Sets the least and greatest size of a node.
    SetBounds {
        /// A pane, or a branch.
        node: NodeId,
        /// The bounds.
        bounds: Bounds,
    },
    /// Says who gives room first, and whether the node hides when its minimum does not fit.
    SetPriority {
        /// A pane, or a branch.
        node: NodeId,
        /// Its priority.
        priority: Priority,
        /// Whether it hides.
        snaps: bool,
    },
    /// Makes a pane refuse to be closed, moved or replaced, or lets it again.
    Lock {
        /// The pane.
        pane: PaneId,
        /// Whether it is locked from now on.
        locked: bool,
    },
    /// Lets a pane fill its surface; everything comes back with [`Command::Unzoom`].
    Zoom {
        /// The pane.
        pane: PaneId,
    },
    /// Ends the zoom of the surface that has the focus, or where nothing is zoomed there, of all.
    Unzoom,
    /// Folds a pane (or the tab set it is in) to a strip, or unfolds it.
    Collapse {
        /// The pane.
        pane: PaneId,
        /// Whether it is folded from now on.
        collapsed: bool,
    },
    /// Brings a pane to the front of every tab set it is in.
    Activate {
        /// The pane.
        pane: PaneId,
    },
    /// Takes a pane out into a floating surface of its own. [`Command::Dock`] brings it back.
    Float {
        /// The pane.
        pane: PaneId,
        /// Where, in logical units of the main area.
        area: Rect,
    },
    /// Brings all panes of a floating surface back to where it came from, its splits and tabs included, or to the nearest place that
    /// is left.
    Dock {
        /// Which.
        surface: SurfaceId,
    },
    /// Moves or resizes a floating surface.
    SetArea {
        /// Which.
        surface: SurfaceId,
        /// Where, in logical units of the main area.
        area: Rect,
    },
    /// Turns a split and all splits below it: rows become columns.
    Rotate {
        /// Which.
        split: NodeId,
    },
    /// Does something with a group of panes.
    Group {
        /// Its name.
        name: String,
        /// What.
        act: GroupAction,
    },
    /// Lays widgets out on the empty main surface.
    Template {
        /// How.
        template: Template,
        /// Which, in reading order.
        widgets: Vec<WidgetId>,
    },
}

/// Where a pane is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveTarget {
    /// In relation to a pane.
    Pane {
        /// Which.
        pane: PaneId,
        /// Where.
        place: Placement,
    },
    /// Along an edge of the main surface, over its whole length.
    Edge(Direction),
}

impl Command {
    /// What the undo menu calls it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Split { place: Placement::Tab, .. } => "open tab",
            Self::Split { .. } => "split",
            Self::Replace { .. } => "replace",
            Self::Close { .. } => "close",
            Self::CloseOthers { .. } => "close others",
            Self::CloseAll { .. } => "close panes",
            Self::Swap { .. } => "swap",
            Self::Move { .. } | Self::MoveTab { .. } => "move",
            Self::SetShares { .. } | Self::Resize { .. } | Self::Even { .. } => "resize",
            Self::Equalize { .. } => "equalize",
            Self::SetBounds { .. } => "set bounds",
            Self::SetPriority { .. } => "set priority",
            Self::Lock { locked: true, .. } => "lock",
            Self::Lock { .. } => "unlock",
            Self::Zoom { .. } => "zoom",
            Self::Unzoom => "unzoom",
            Self::Collapse { collapsed: true, .. } => "collapse",
            Self::Collapse { .. } => "expand",
            Self::Activate { .. } => "activate tab",
            Self::Float { .. } => "float",
            Self::Dock { .. } => "dock",
            Self::SetArea { .. } => "move floating area",
            Self::Rotate { .. } => "rotate",
            Self::Group { act: GroupAction::Close, .. } => "close group",
            Self::Group { .. } => "change group",
            Self::Template { .. } => "apply template",
        }
    }

    /// What its edits mean: making space hangs panes elsewhere in the tree without moving them on the screen.
    pub(crate) const fn cause(&self) -> Cause {
        match self {
            Self::Open { .. }
            | Self::Split { .. }
            | Self::Close { .. }
            | Self::CloseOthers { .. }
            | Self::CloseAll { .. }
            | Self::Rotate { .. }
            | Self::Group { act: GroupAction::Close, .. }
            | Self::Template { .. } => Cause::Space,
            _ => Cause::Move,
        }
    }

    /// Whether it depends on where things lie.
    #[must_use]
    pub const fn needs_places(&self) -> bool {
        matches!(
            self,
            Self::Open { .. } | Self::Move { .. } | Self::MoveTab { .. } | Self::Resize { .. } | Self::Even { .. }
        )
    }

    /// Whether it is refused whatever the provider says about the widgets that would go: then it need not be asked.
    #[must_use]
    pub fn is_hopeless(&self, tree: &crate::tree::Tree, rules: Rules) -> bool {
        let locked = |pane: &PaneId| tree.props(pane.node()).locked;
        match self {
            Self::Close { pane } => locked(pane) || (rules.keep_last && tree.pane_count() == 1),
            Self::Replace { pane, widget } => locked(pane) || tree.pane_of(widget).is_some_and(|p| p != *pane),
            Self::Group { act: GroupAction::Close, .. } => self.closes(tree).iter().any(locked),
            Self::CloseOthers { pane } => tree.widget(*pane).is_none() || self.closes(tree).iter().any(locked),
            Self::CloseAll { panes } => {
                let there = panes.iter().all(|pane| tree.widget(*pane).is_some());
                let empties = rules.keep_last && self.closes(tree).len() == tree.pane_count();
                !there || empties || panes.iter().any(locked)
            }
            _ => false,
        }
    }

    /// The panes whose widgets leave the layout with this command: their provider is asked first.
    #[must_use]
    pub fn closes(&self, tree: &crate::tree::Tree) -> Vec<PaneId> {
        match self {
            Self::Close { pane } => vec![*pane],
            Self::Replace { pane, widget } if tree.widget(*pane) != Some(widget) => vec![*pane],
            Self::CloseOthers { pane } => tree.panes().filter(|p| p != pane).collect(),
            Self::CloseAll { panes } => panes.iter().copied().collect::<BTreeSet<PaneId>>().into_iter().collect(),
            Self::Group { name, act: GroupAction::Close } => {
                tree.group_named(name).map(|group| tree.group_panes(group)).unwrap_or_default()
            }
            _ => vec![],
        }
    }
}

impl CommandCx<'_> {
    /// Does a command.
    ///
    /// # Errors
    /// [`CommandError`]; whoever called takes the edits back that were done so far.
    pub fn run(&mut self, command: &Command) -> Result<Outcome, CommandError> {
        self.history.set_cause(command.cause());
        match command {
            Command::Open { widget } => self.open(widget),
            Command::Split { pane, place, widget, ratio } => self.split(*pane, *place, widget, *ratio),
            Command::Replace { pane, widget } => self.replace(*pane, widget),
            Command::Close { pane } => self.close(*pane),
            Command::CloseOthers { pane } => self.close_others(*pane),
            Command::CloseAll { panes } => self.close_all(panes),
            Command::Swap { a, b } => self.swap(*a, *b),
            Command::Move { pane, to } => self.move_to(*pane, *to),
            Command::MoveTab { tab, to } => self.move_tab(*tab, *to),
            Command::SetShares { split, shares } => self.set_shares(*split, shares),
            Command::Resize { pane, direction, by } => self.resize(*pane, *direction, *by),
            Command::Even { split, index } => self.even(*split, *index),
            Command::Equalize { split } => self.equalize(*split),
            Command::SetBounds { node, bounds } => {
                self.unzoom_around(*node)?;
                self.change_props(*node, |p| p.bounds = *bounds)
            }
            Command::SetPriority { node, priority, snaps } => {
                self.unzoom_around(*node)?;
                self.change_props(*node, |p| (p.priority, p.snaps) = (*priority, *snaps))
            }
            Command::Lock { pane, locked } => self.lock(*pane, *locked),
            Command::Zoom { pane } => self.zoom(*pane),
            Command::Unzoom => self.unzoom(),
            Command::Collapse { pane, collapsed } => self.collapse(*pane, *collapsed),
            Command::Activate { pane } => self.activate(*pane),
            Command::Float { pane, area } => self.float(*pane, *area),
            Command::Dock { surface } => self.dock(*surface),
            Command::SetArea { surface, area } => self.set_area(*surface, *area),
            Command::Rotate { split } => self.rotate(*split),
            Command::Group { name, act } => self.group(name, act),
            Command::Template { template, widgets } => self.template(*template, widgets),
        }
    }
}

/// The side of a pane or surface as an axis, and whether it is the far one.
const fn side_of(direction: Direction) -> (Axis, bool) {
    (direction.axis(), direction.is_forward())
}
