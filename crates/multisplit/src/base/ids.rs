//! The ids of nodes, panes, surfaces and widgets. The id of a node is never reused, so a stale id is always recognized.

use crate::base::limits::MAX_WIDGET_ID_BYTES;
use crate::base::spelling::{readable, spelled};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU64;

/// The id of a node of the layout tree: a split, a tab set or a pane. An id is never reused within a workspace, not
/// even after an undo or a restart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64")]
pub struct NodeId(NonZeroU64);

impl NodeId {
    /// The first id that is given out.
    pub(crate) const FIRST: Self = Self(NonZeroU64::MIN);
    /// The greatest possible id.
    pub(crate) const LAST: Self = Self(NonZeroU64::MAX);

    /// Returns the id with this number, or `None` for zero.
    #[must_use]
    pub const fn from_raw(raw: u64) -> Option<Self> {
        match NonZeroU64::new(raw) {
            Some(raw) => Some(Self(raw)),
            None => None,
        }
    }

    /// Returns the number behind the id.
    #[must_use]
    pub const fn raw(self) -> u64 {
        self.0.get()
    }
}

impl TryFrom<u64> for NodeId {
    type Error = ZeroIdError;

    fn try_from(raw: u64) -> Result<Self, ZeroIdError> {
        Self::from_raw(raw).ok_or(ZeroIdError)
    }
}

/// The error returned when zero is read as the number of a node or a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nodes and panes are numbered from 1, so 0 is no id")]
pub struct ZeroIdError;

readable!(NodeId, PaneId);
spelled!(SurfaceId);

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of a pane, the place in the layout that shows one widget. It is the same number before and after an undo, a
/// save or a restart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PaneId(NodeId);

impl PaneId {
    /// Creates the id of the pane that is this node. Nothing is checked here: the methods that take the id find out
    /// whether the node exists and is a pane.
    #[must_use]
    pub const fn new(node: NodeId) -> Self {
        Self(node)
    }

    /// Returns the id with this number, or `None` for zero.
    #[must_use]
    pub const fn from_raw(raw: u64) -> Option<Self> {
        match NodeId::from_raw(raw) {
            Some(node) => Some(Self(node)),
            None => None,
        }
    }

    /// Returns the number behind the id.
    #[must_use]
    pub const fn raw(self) -> u64 {
        self.0.raw()
    }

    /// Returns the pane as a node of the tree.
    #[must_use]
    pub const fn node(self) -> NodeId {
        self.0
    }
}

impl fmt::Debug for PaneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}", self.0)
    }
}

impl fmt::Display for PaneId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of a surface: the main area, which is always there, or a floating one. Each surface has a tree of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SurfaceId(u32);

impl SurfaceId {
    /// The main area.
    pub const MAIN: Self = Self(0);

    /// Returns the id with this number.
    #[must_use]
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// Returns the number behind the id.
    #[must_use]
    pub const fn raw(self) -> u32 {
        self.0
    }
}

/// The application's name for a widget: opaque to the engine, unique in a workspace, 1 to 4,096 bytes of UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WidgetId(CompactString);

impl WidgetId {
    /// Creates a widget id from a text.
    ///
    /// # Errors
    /// Returns [`IdError::Empty`] for an empty text and [`IdError::TooLong`] for one of more than 4,096 bytes.
    ///
    /// ```
    /// let id = multisplit::WidgetId::new("editor:src/main.rs")?;
    /// assert_eq!((id.kind(), id.rest()), ("editor", "src/main.rs"));
    /// # Ok::<(), multisplit::IdError>(())
    /// ```
    pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
        let text = text.as_ref();
        match text.len() {
            0 => Err(IdError::Empty),
            bytes if bytes > MAX_WIDGET_ID_BYTES => Err(IdError::TooLong { bytes, most: MAX_WIDGET_ID_BYTES }),
            _ => Ok(Self(CompactString::new(text))),
        }
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text before the first `:`, or the whole text if it has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.split_once(':').map_or(self.as_str(), |(kind, _)| kind)
    }

    /// Returns the text after the first `:`, or an empty text if there is no `:`.
    #[must_use]
    pub fn rest(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, rest)| rest)
    }
}

impl std::str::FromStr for WidgetId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl fmt::Debug for WidgetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for WidgetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl TryFrom<&str> for WidgetId {
    type Error = IdError;

    fn try_from(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl TryFrom<String> for WidgetId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        Self::new(text)
    }
}

/// The error returned when a text is not a valid widget id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty.
    #[error("a widget id must not be empty")]
    Empty,
    /// The text is longer than the limit.
    #[error("a widget id of {bytes} bytes is longer than the {most} allowed")]
    TooLong {
        /// The length of the text, in bytes.
        bytes: usize,
        /// The maximum length, in bytes.
        most: usize,
    },
}
