//! Commands: the changes that can be requested of a layout. A command checks everything and then emits primitive edits;
//! it writes no inverse and no event.
//!
//! Invariant: a command that succeeds leaves the tree in normal form; a refused one leaves it exactly as it was.

mod activate;
mod close;
mod context;
mod error;
mod float;
mod group;
mod home;
mod load;
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

pub use context::{Bars, CommandCx, Homes, Outcome, Rules};
pub use error::{CommandError, CommandErrorKind};
pub use group::GroupAction;
pub use template::Template;

use crate::base::spelling::{finite, spelled};
use crate::base::{
    Axis, Bounds, Direction, NodeId, PaneId, Placement, Priority, Ratio, Rect, Role, Share, SurfaceId, WidgetId,
};
use crate::history::Cause;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A change of the layout that can be undone.
///
/// Commands are read and written with serde, and as text that is JSON. The spelling is stable:
///
/// ```
/// use multisplit::Command;
/// let text = r#"{"split":{"pane":1,"place":"right","widget":"terminal","ratio":0.25}}"#;
/// let command: Command = text.parse()?;
/// assert_eq!(command.to_string(), text);
/// assert_eq!("unzoom".parse(), Ok(Command::Unzoom));
/// assert!(r#"{"close":{"pane":0}}"#.parse::<Command>().is_err());
/// # Ok::<(), multisplit::SpellingError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Command {
    /// Shows a widget where the user would expect it.
    ///
    /// The first of these places is taken: the pane that already shows the widget, the place where the widget was
    /// recently closed, the empty surface, the edge that the kind of the widget belongs to ([`Rules::docks`](crate::Rules::docks)), a tab after the focused pane if that is in a tab set, or the space beside the
    /// focused pane along its longer side. If the halves would be shorter than [`Metrics::min_half`], the widget becomes a
    /// tab with the focused pane.
    ///
    /// [`Metrics::min_half`]: crate::placement::Metrics::min_half
    Open {
        /// The widget.
        widget: WidgetId,
    },
    /// Creates a pane at a place relative to another pane.
    Split {
        /// The other pane.
        pane: PaneId,
        /// The place of the new pane.
        place: Placement,
        /// The widget that the new pane shows.
        widget: WidgetId,
        /// The part of the space that the new pane takes; ignored for tabs.
        ratio: Ratio,
    },
    /// Shows another widget in a pane. The pane keeps its id.
    Replace {
        /// The pane.
        pane: PaneId,
        /// The widget that the pane shows from now on.
        widget: WidgetId,
    },
    /// Closes a pane. Its siblings keep their proportions.
    Close {
        /// The pane.
        pane: PaneId,
    },
    /// Closes all panes except one.
    CloseOthers {
        /// The pane that stays.
        pane: PaneId,
    },
    /// Closes several panes: all of them, or none if one of them refuses.
    CloseAll {
        /// The panes. Duplicates are ignored.
        panes: Vec<PaneId>,
    },
    /// Swaps the places of two panes.
    Swap {
        /// The first pane.
        a: PaneId,
        /// The second pane.
        b: PaneId,
    },
    /// Moves a pane to a place relative to another pane, or to an edge of the main surface.
    Move {
        /// The pane.
        pane: PaneId,
        /// The target of the move.
        to: MoveTarget,
    },
    /// Moves a tab with everything in it; a tab that holds a split keeps the split.
    MoveTab {
        /// The tab: a child of a tab set.
        tab: NodeId,
        /// The target of the move.
        to: MoveTarget,
    },
    /// Sets the shares of the children of a split.
    SetShares {
        /// The split.
        split: NodeId,
        /// The new shares, one for each child.
        shares: Vec<Share>,
    },
    /// Moves an edge of a pane by a distance, as a keyboard shortcut does.
    ///
    /// The edge is the one after the pane along the axis of `direction`, or the one before it if there is none after.
    Resize {
        /// The pane.
        pane: PaneId,
        /// The direction in which the edge moves.
        direction: Direction,
        /// The distance, in logical units.
        #[serde(deserialize_with = "finite")]
        by: f64,
    },
    /// Gives the two children beside a divider the same size.
    Even {
        /// The split.
        split: NodeId,
        /// The index of the child before the divider.
        index: usize,
    },
    /// Gives the children of one split, or of all splits, equal shares.
    Equalize {
        /// The split, or `None` for all splits.
        split: Option<NodeId>,
    },
    /// Sets the minimum and maximum size of a node.
    SetBounds {
        /// The node: a pane or a branch.
        node: NodeId,
        /// The new bounds.
        bounds: Bounds,
    },
    /// Sets the order in which nodes give up space, and whether the node hides when its minimum does not fit.
    SetPriority {
        /// The node: a pane or a branch.
        node: NodeId,
        /// The new priority.
        priority: Priority,
        /// Whether the node hides when its minimum does not fit.
        snaps: bool,
    },
    /// Locks or unlocks a pane. A locked pane refuses to be closed, moved or replaced.
    Lock {
        /// The pane.
        pane: PaneId,
        /// Whether it is locked from now on.
        locked: bool,
    },
    /// Makes a pane a part of the window, or content.
    SetRole {
        /// The pane. It must not be in a tab set with others if it becomes a part of the window.
        pane: PaneId,
        /// The new role.
        role: Role,
    },
    /// Lets a pane fill its surface. [`Command::Unzoom`] brings everything back.
    Zoom {
        /// The pane.
        pane: PaneId,
    },
    /// Ends the zoom of the surface that has the focus. If nothing is zoomed there, ends the zoom of all surfaces.
    Unzoom,
    /// Folds a pane, or the tab set that the pane is in, to a strip, or unfolds it.
    Collapse {
        /// The pane.
        pane: PaneId,
        /// Whether it is folded from now on.
        collapsed: bool,
    },
    /// Brings a pane to the front of every tab set that it is in.
    Activate {
        /// The pane.
        pane: PaneId,
    },
    /// Moves a pane to a floating surface of its own. [`Command::Dock`] brings it back.
    Float {
        /// The pane.
        pane: PaneId,
        /// The area of the floating surface, in logical units of the main area.
        #[serde(deserialize_with = "float::read_area")]
        area: Rect,
    },
    /// Brings all panes of a floating surface back to the place where it came from, its splits and tabs included, or to
    /// the nearest place that is left.
    Dock {
        /// The floating surface.
        surface: SurfaceId,
    },
    /// Moves or resizes a floating surface.
    SetArea {
        /// The floating surface.
        surface: SurfaceId,
        /// The new area, in logical units of the main area.
        #[serde(deserialize_with = "float::read_area")]
        area: Rect,
    },
    /// Turns a split and all splits below it: rows become columns, and columns become rows.
    Rotate {
        /// The split.
        split: NodeId,
    },
    /// Applies an action to a group of panes.
    Group {
        /// The name of the group.
        name: String,
        /// The action.
        act: GroupAction,
    },
    /// Arranges widgets on the empty main surface.
    Template {
        /// The arrangement.
        template: Template,
        /// The widgets, in reading order.
        widgets: Vec<WidgetId>,
    },
}

/// The target of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MoveTarget {
    /// A place relative to a pane.
    Pane {
        /// The other pane.
        pane: PaneId,
        /// The place relative to the other pane.
        place: Placement,
    },
    /// An edge of the main surface, over its whole length.
    Edge(Direction),
}

spelled!(Command, MoveTarget);

impl Command {
    /// Creates a command that shows a widget where the user would expect it.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the text is not a valid widget id.
    pub fn open(widget: &str) -> Result<Self, CommandError> {
        Ok(Self::Open { widget: WidgetId::new(widget)? })
    }

    /// Creates a command that adds a pane at a place relative to another one. `ratio` is the part of the space that the new pane takes,
    /// between 0 and 1; it is ignored for tabs.
    ///
    /// ```
    /// use multisplit::{Command, Layout, Moment, Placement, text::TextStyle};
    /// let mut layout = Layout::from_text("editor")?;
    /// let editor = layout.pane_of("editor").expect("a pane shows it");
    /// layout.run(Moment::ZERO, &Command::split(editor, Placement::Bottom, "terminal", 0.25)?)?;
    /// assert_eq!(layout.to_text(TextStyle::default()), "col(editor .75, >terminal .25)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the text is not a valid widget id, or the ratio is not between 0 and 1.
    pub fn split(pane: PaneId, place: Placement, widget: &str, ratio: f64) -> Result<Self, CommandError> {
        Ok(Self::Split { pane, place, widget: WidgetId::new(widget)?, ratio: Ratio::new(ratio)? })
    }

    /// Creates a command that moves a pane to a place relative to another one.
    #[must_use]
    pub const fn move_beside(pane: PaneId, beside: PaneId, place: Placement) -> Self {
        Self::Move { pane, to: MoveTarget::Pane { pane: beside, place } }
    }

    /// Returns the name of the command, as an undo menu shows it.
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
            Self::SetRole { .. } => "set role",
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

    /// Returns what the edits of the command mean. Making space attaches panes elsewhere in the tree without moving
    /// them on the screen.
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

    /// Returns `true` if the command depends on the places of nodes, so that the layout must be placed before it runs.
    #[must_use]
    pub const fn needs_places(&self) -> bool {
        matches!(
            self,
            Self::Open { .. } | Self::Move { .. } | Self::MoveTab { .. } | Self::Resize { .. } | Self::Even { .. }
        )
    }

    /// Returns `true` if the command is refused whatever the provider says about the widgets that it closes. The
    /// provider need not be asked then.
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

    /// Returns the panes whose widgets leave the layout with this command. The provider is asked about them first.
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
    /// Runs a command.
    ///
    /// # Errors
    /// Returns a [`CommandError`] if the command is refused. The edits made before that stay in the open transaction;
    /// the caller must rewind them.
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
            Command::SetRole { pane, role } => self.set_role(*pane, *role),
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

/// Returns the axis of a side of a pane or surface, and `true` if it is the far side.
const fn side_of(direction: Direction) -> (Axis, bool) {
    (direction.axis(), direction.is_forward())
}
