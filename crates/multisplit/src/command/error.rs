//! The errors of commands. Every variant carries what was requested and what stands against it.

use crate::base::limits::{MAX_DEPTH, MAX_FLOATING, MAX_FOCUS_TRAPS, MAX_NODE_ID, MAX_PANES};
use crate::base::{BoundsError, GroupError, IdError, NodeId, PaneId, RatioError, SurfaceId, WidgetId};
use crate::history::HistoryError;
use crate::tree::EditError;

/// The error returned when a command is refused. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// There is no such pane: it was closed or never existed.
    #[error("there is no pane {0}")]
    NoSuchPane(PaneId),
    /// There is no such split.
    #[error("node {0} is not a split")]
    NoSuchSplit(NodeId),
    /// There is no such node.
    #[error("there is no node {0}")]
    NoSuchNode(NodeId),
    /// There is no such surface, or it is the main one.
    #[error("there is no floating surface {}", .0.raw())]
    NoSuchSurface(SurfaceId),
    /// The widget is already open in a pane.
    #[error("the widget {widget} is open in pane {pane} already")]
    WidgetOpen {
        /// The widget.
        widget: WidgetId,
        /// The pane that shows it.
        pane: PaneId,
    },
    /// The same widget is named twice.
    #[error("the widget {0} is named twice")]
    WidgetTwice(WidgetId),
    /// The pane is locked.
    #[error("pane {0} is locked")]
    Locked(PaneId),
    /// The pane is a part of the window ([`Role::Chrome`](crate::Role::Chrome)): nothing is placed in relation to it, and it is in no
    /// tab set.
    #[error("pane {0} is a part of the window, and no other pane can be placed at it")]
    Chrome(PaneId),
    /// The pane is in a tab set with others and cannot become a part of the window.
    #[error("pane {0} is in a tab set with others")]
    InTabs(PaneId),
    /// The application refused to close a widget.
    #[error("pane {pane} refuses to close: {reason}")]
    Vetoed {
        /// The pane.
        pane: PaneId,
        /// The reason in the words of the application.
        reason: String,
    },
    /// A pane cannot be placed beside or into itself.
    #[error("pane {0} cannot be placed in relation to itself")]
    IntoItself(PaneId),
    /// The pane is the last one, and the workspace keeps its last pane.
    #[error("pane {0} is the last one, and this workspace keeps its last pane")]
    LastPane(PaneId),
    /// There are too many panes.
    #[error("a workspace holds at most {MAX_PANES} panes")]
    TooManyPanes,
    /// All ids were given out.
    #[error("all ids up to {MAX_NODE_ID} were given out")]
    OutOfIds,
    /// Too many branches are nested in each other.
    #[error("panes nest at most {MAX_DEPTH} deep")]
    TooDeep,
    /// There are too many floating surfaces.
    #[error("a workspace holds at most {MAX_FLOATING} floating surfaces")]
    TooManyFloating,
    /// The number of shares does not match the number of children.
    #[error("split {split} has {children} children, but {given} shares were given")]
    ShareCount {
        /// The split.
        split: NodeId,
        /// The number of children.
        children: usize,
        /// The number of shares that were given.
        given: usize,
    },
    /// The shares add up to more than the limit.
    #[error("the shares add up to {total}, more than {most}")]
    ShareTotal {
        /// The sum of the shares.
        total: u64,
        /// The limit.
        most: u64,
    },
    /// The pane has no divider on that side.
    #[error("pane {0} has no divider there")]
    NoDivider(PaneId),
    /// The split has no divider with that index.
    #[error("split {split} has no divider {index}")]
    NoSuchDivider {
        /// The split.
        split: NodeId,
        /// The index of the child before the divider.
        index: usize,
    },
    /// The number is not a valid distance.
    #[error("{0} is not a distance")]
    NotADistance(f64),
    /// The rectangle is not valid for a floating surface.
    #[error("a floating area needs a finite place and a size of at least 1 x 1, not {w} x {h} at {x}, {y}")]
    BadArea {
        /// The left edge.
        x: f64,
        /// The upper edge.
        y: f64,
        /// The width.
        w: f64,
        /// The height.
        h: f64,
    },
    /// The pane is alone on its surface: there is nothing to make space for.
    #[error("pane {0} is alone on its surface and cannot be collapsed")]
    NotInASplit(PaneId),
    /// The main surface already shows panes.
    #[error("a template needs an empty surface, and this one has {0} panes")]
    NotEmpty(usize),
    /// The number of widgets does not fit the template.
    #[error("this template needs {wanted} widgets, but {given} were given")]
    WidgetCount {
        /// The number of widgets that the template needs, in words.
        wanted: String,
        /// The number of widgets that were given.
        given: usize,
    },
    /// A focus trap keeps the focus away from the pane.
    #[error("the focus is kept away from pane {0}")]
    Trapped(PaneId),
    /// Too many focus traps are nested.
    #[error("focus traps stack at most {MAX_FOCUS_TRAPS} deep")]
    TooManyTraps,
    /// There is no pane in that direction, or no pane at all.
    #[error("there is no pane to focus")]
    NothingToFocus,
    /// The number is not a valid ratio.
    #[error(transparent)]
    Ratio(#[from] RatioError),
    /// The text is not a valid widget id.
    #[error(transparent)]
    WidgetId(#[from] IdError),
    /// The bounds are invalid.
    #[error(transparent)]
    Bounds(#[from] BoundsError),
    /// The history refused.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The gate refused an edit of the command, which is a bug of this crate. Nothing has changed.
    #[error("the edit was refused: {0}")]
    Edit(#[from] EditError),
    /// The group is invalid, or the change of it was refused.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// The pane is not in the group.
    #[error("pane {pane} is not in the group {group:?}")]
    NotInGroup {
        /// The pane.
        pane: PaneId,
        /// The group's name.
        group: String,
    },
}

impl CommandError {
    /// Returns the pane that stands against the command, or `None` if no pane does.
    #[must_use]
    pub fn pane(&self) -> Option<PaneId> {
        match self {
            Self::NoSuchPane(pane)
            | Self::Locked(pane)
            | Self::IntoItself(pane)
            | Self::LastPane(pane)
            | Self::NoDivider(pane)
            | Self::NotInASplit(pane)
            | Self::Trapped(pane)
            | Self::WidgetOpen { pane, .. }
            | Self::Vetoed { pane, .. }
            | Self::NotInGroup { pane, .. } => Some(*pane),
            _ => None,
        }
    }

    /// Returns the message with a title in place of the pane's number, for readers who know panes by their titles.
    ///
    /// # Examples
    /// ```
    /// use multisplit::{Command, Layout, Moment};
    /// let mut layout = Layout::new();
    /// let pane = layout.run(Moment::ZERO, &Command::Open { widget: "notes".try_into()? })?.pane.ok_or("one was opened")?;
    /// layout.run(Moment::ZERO, &Command::Lock { pane, locked: true })?;
    /// let error = layout.run(Moment::ZERO, &Command::Close { pane }).unwrap_err();
    /// assert_eq!(error.to_string(), format!("pane {pane} is locked"));
    /// assert_eq!(error.with_title("notes.txt"), "notes.txt is locked");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_title(&self, title: &str) -> String {
        match (self, self.pane()) {
            (Self::WidgetOpen { .. }, _) => format!("{title} is open already"),
            (_, Some(pane)) => self.to_string().replacen(&format!("pane {pane}"), title, 1),
            (_, None) => self.to_string(),
        }
    }

    /// Returns the kind of the error: the most specific variant, without what it carries.
    #[must_use]
    pub fn kind(&self) -> CommandErrorKind {
        use CommandErrorKind as Kind;
        match self {
            Self::NoSuchPane(_) => Kind::NoSuchPane,
            Self::NoSuchSplit(_) => Kind::NoSuchSplit,
            Self::NoSuchNode(_) => Kind::NoSuchNode,
            Self::NoSuchSurface(_) => Kind::NoSuchSurface,
            Self::WidgetOpen { .. } => Kind::WidgetOpen,
            Self::WidgetTwice(_) => Kind::WidgetTwice,
            Self::Locked(_) => Kind::Locked,
            Self::Chrome(_) => Kind::Chrome,
            Self::InTabs(_) => Kind::InTabs,
            Self::Vetoed { .. } => Kind::Vetoed,
            Self::IntoItself(_) => Kind::IntoItself,
            Self::LastPane(_) => Kind::LastPane,
            Self::TooManyPanes => Kind::TooManyPanes,
            Self::OutOfIds => Kind::OutOfIds,
            Self::TooDeep => Kind::TooDeep,
            Self::TooManyFloating => Kind::TooManyFloating,
            Self::ShareCount { .. } => Kind::ShareCount,
            Self::ShareTotal { .. } => Kind::ShareTotal,
            Self::NoDivider(_) => Kind::NoDivider,
            Self::NoSuchDivider { .. } => Kind::NoSuchDivider,
            Self::NotADistance(_) => Kind::NotADistance,
            Self::BadArea { .. } => Kind::BadArea,
            Self::NotInASplit(_) => Kind::NotInASplit,
            Self::NotEmpty(_) => Kind::NotEmpty,
            Self::WidgetCount { .. } => Kind::WidgetCount,
            Self::Trapped(_) => Kind::Trapped,
            Self::TooManyTraps => Kind::TooManyTraps,
            Self::NothingToFocus => Kind::NothingToFocus,
            Self::Ratio(_) => Kind::RatioOutOfRange,
            Self::WidgetId(IdError::Empty) => Kind::WidgetIdEmpty,
            Self::WidgetId(IdError::TooLong { .. }) => Kind::WidgetIdTooLong,
            Self::Bounds(BoundsError::Length { .. }) => Kind::BadLength,
            Self::Bounds(BoundsError::Crossed { .. }) => Kind::BoundsCrossed,
            Self::History(HistoryError::NothingToUndo) => Kind::NothingToUndo,
            Self::History(HistoryError::NothingToRedo) => Kind::NothingToRedo,
            Self::History(HistoryError::TransactionOpen) => Kind::TransactionOpen,
            Self::History(HistoryError::NoTransaction) => Kind::NoTransaction,
            Self::History(HistoryError::TooNested) => Kind::TooNested,
            Self::History(HistoryError::Unfit) => Kind::HistoryUnfit,
            Self::Group(error) | Self::Edit(EditError::Group(error)) => match error {
                GroupError::Name { .. } => Kind::BadGroupName,
                GroupError::Meta => Kind::GroupMetaTooLong,
                GroupError::Taken(_) => Kind::GroupExists,
                GroupError::Unknown(_) => Kind::NoSuchGroup,
                GroupError::Nested(_) => Kind::GroupNested,
                GroupError::TooMany => Kind::TooManyGroups,
                GroupError::NotEmpty(_) => Kind::GroupNotEmpty,
            },
            Self::NotInGroup { .. } => Kind::NotInGroup,
            Self::Edit(_) => Kind::EditRefused,
        }
    }
}

/// The kind of a [`CommandError`], to be matched, or named in logs and scripts.
///
/// Each kind stands for the variant of the same name, of [`CommandError`] or of an error within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the variants of the errors are documented")]
pub enum CommandErrorKind {
    NoSuchPane,
    NoSuchSplit,
    NoSuchNode,
    NoSuchSurface,
    WidgetOpen,
    WidgetTwice,
    Locked,
    Chrome,
    InTabs,
    Vetoed,
    IntoItself,
    LastPane,
    TooManyPanes,
    OutOfIds,
    TooDeep,
    TooManyFloating,
    ShareCount,
    ShareTotal,
    NoDivider,
    NoSuchDivider,
    NotADistance,
    BadArea,
    NotInASplit,
    NotEmpty,
    WidgetCount,
    Trapped,
    TooManyTraps,
    NothingToFocus,
    RatioOutOfRange,
    WidgetIdEmpty,
    WidgetIdTooLong,
    BadLength,
    BoundsCrossed,
    NothingToUndo,
    NothingToRedo,
    TransactionOpen,
    NoTransaction,
    TooNested,
    HistoryUnfit,
    BadGroupName,
    GroupMetaTooLong,
    GroupExists,
    NoSuchGroup,
    GroupNested,
    TooManyGroups,
    GroupNotEmpty,
    NotInGroup,
    EditRefused,
}

impl CommandErrorKind {
    /// Returns the name of the kind, such as `NoSuchPane`. It never changes, so that scripts can rely on it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
