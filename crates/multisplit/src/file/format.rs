//! What stands in a layout file. Unknown fields are kept, on the file and on every node, and written back.
//!
//! ```json
//! {"format":"multisplit-layout","version":2,"next_id":4,"root":3,"recent":[2],"nodes":[
//! {"id":3,"row":[1,2],"shares":[7056,3024]},
//! {"id":1,"pane":"editor:src/main.rs"},
//! {"id":2,"pane":"term:1"}
//! ]}
//! ```
//! `row`, `column` and `tabs` list children by id. Shares that are all alike (5040) are left out. The order is depth first.

use super::bounded_value::BoundedValue;
use super::field::{FieldName, KeySeed, RareKey};
use crate::base::limits::MAX_NODE_ID;
use crate::tree::BranchKind;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// The name of the format.
pub const FORMAT: &str = "multisplit-layout";
/// The version that is written.
pub const VERSION: u32 = 2;

/// Why a file could not be read. Nothing has changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Longer than the limit.
    #[error("the file has {bytes} bytes, more than the {most} allowed")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// Made of so many values that reading them would take more memory than allowed.
    #[error("the values of the file count {count}, more than the {most} allowed (an object counts 22, a list 5)")]
    TooManyValues {
        /// What they count.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// Not JSON, or cut off.
    #[error("the file is not readable as JSON: {reason}")]
    NotJson {
        /// What the reader says, with line and column.
        reason: String,
    },
    /// Another format.
    #[error("`format` is {found:?}, not \"{FORMAT}\"")]
    WrongFormat {
        /// What stands there.
        found: String,
    },
    /// Written by a newer program.
    #[error("`version` is {found}, and this program reads up to {VERSION}: it was written by a newer one")]
    TooNew {
        /// What stands there.
        found: u64,
    },
    /// No version at all, or none there ever was.
    #[error("`version` is {found}, which no program has ever written")]
    NoVersion {
        /// What stands there.
        found: String,
    },
    /// Something in it cannot be.
    #[error("{path}: {problem}")]
    Invalid {
        /// Where in the file.
        path: String,
        /// What is wrong.
        problem: String,
    },
}

impl FileError {
    /// The variant's name.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "FileTooLong",
            Self::TooManyValues { .. } => "TooManyValues",
            Self::NotJson { .. } => "NotJson",
            Self::WrongFormat { .. } => "WrongFormat",
            Self::TooNew { .. } => "TooNew",
            Self::NoVersion { .. } => "NoVersion",
            Self::Invalid { .. } => "InvalidFile",
        }
    }
}

/// A layout file as it stands, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayoutFile {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The number of the next new node.
    #[serde(default)]
    pub next_id: u64,
    /// The root of the main surface.
    #[serde(default)]
    pub root: Option<u64>,
    /// The pane that fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zoomed: Option<u64>,
    /// The focused panes, the present one first.
    #[serde(default)]
    pub recent: Vec<u64>,
    /// The floating surfaces, from back to front.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floating: Vec<FloatingFile>,
    /// The groups of panes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupFile>,
    /// All nodes.
    #[serde(default)]
    pub nodes: Vec<FileNode>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A floating surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloatingFile {
    /// Its number.
    pub surface: u32,
    /// Its root.
    pub root: u64,
    /// The pane that fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zoomed: Option<u64>,
    /// Left, top, width, height in logical units.
    pub area: [f64; 4],
    /// Where it came from, from inside to outside: for docking it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home: Vec<HomeFile>,
}

/// A place among siblings, some of which may be gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeFile {
    /// The branch.
    pub r#in: u64,
    /// `row`, `column` or `tabs`.
    pub form: String,
    /// The sibling before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The sibling after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The share that the tree had of the branch.
    pub share: u32,
    /// The shares of all its children together.
    pub of: u64,
}

/// A group of panes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFile {
    /// Its number: nodes name it.
    pub group: u32,
    /// Its name.
    pub name: String,
    /// The number of the group it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    /// `#rrggbb`. Older files call it `colour`.
    #[serde(default, alias = "colour", skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether its panes are folded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    /// What the application keeps with it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meta: BTreeMap<String, String>,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileNode {
    /// Its id.
    pub id: u64,
    /// The widget, for a pane.
    pub pane: Option<String>,
    /// The children, for a split side by side.
    pub row: Option<Vec<u64>>,
    /// The children, for a split one below the other.
    pub column: Option<Vec<u64>>,
    /// The children, for a tab set.
    pub tabs: Option<Vec<u64>>,
    /// The child in front, for a tab set.
    pub active: Option<u64>,
    /// The children's shares, for a split; all alike where there are none.
    pub shares: Vec<u32>,
    /// What most nodes do not have.
    pub rare: Option<Box<RareFields>>,
}

/// The fields that few nodes have: kept apart, so that reading ten thousand panes moves a third of the memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareFields {
    /// Least width and height.
    pub min: Option<[Option<f64>; 2]>,
    /// Greatest width and height.
    pub max: Option<[Option<f64>; 2]>,
    /// `low` or `high`.
    pub priority: Option<String>,
    /// Hides when its minimum does not fit.
    pub snaps: bool,
    /// Refuses to be closed, moved, replaced.
    pub locked: bool,
    /// Folded to a strip.
    pub collapsed: bool,
    /// The number of the group it is in.
    pub group: Option<u32>,
    /// What this version does not know.
    pub extra: Map<String, Value>,
}

impl RareFields {
    /// Reads the value of one of them. Takes the name of one that is unknown, and its values off the budget.
    pub(super) fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: RareKey,
        unknown: &mut String,
        budget: &mut usize,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            RareKey::Min => self.min = map.next_value()?,
            RareKey::Max => self.max = map.next_value()?,
            RareKey::Priority => self.priority = map.next_value()?,
            RareKey::Snaps => self.snaps = map.next_value()?,
            RareKey::Locked => self.locked = map.next_value()?,
            RareKey::Collapsed => self.collapsed = map.next_value()?,
            RareKey::Group => self.group = map.next_value()?,
            RareKey::Unknown => {
                self.extra.insert(std::mem::take(unknown), map.next_value_seed(BoundedValue { budget })?);
            }
        }
        Ok(())
    }
}

impl FileNode {
    /// The rare fields, to be filled.
    pub fn rare(&mut self) -> &mut RareFields {
        self.rare.get_or_insert_default()
    }
}

impl<'de> Deserialize<'de> for FileNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodeVisitor)
    }
}

/// Written out because `flatten` buffers every field of every node: reading ten thousand panes would take twice as long.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = FileNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node: an object with `id` and `pane`, `row`, `column` or `tabs`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FileNode, A::Error> {
        let mut node = FileNode::default();
        // All values of the file were counted before.
        let (mut unknown, mut values) = (String::new(), usize::MAX);
        while let Some(key) = map.next_key_seed(KeySeed { unknown: &mut unknown })? {
            match key {
                FieldName::Id => node.id = map.next_value()?,
                FieldName::Pane => node.pane = Some(map.next_value()?),
                FieldName::Children(form) => {
                    let children = Some(map.next_value()?);
                    match form {
                        BranchKind::Row => node.row = children,
                        BranchKind::Column => node.column = children,
                        BranchKind::Tabs => node.tabs = children,
                    }
                }
                FieldName::Active => node.active = map.next_value()?,
                FieldName::Shares => node.shares = map.next_value()?,
                FieldName::Rare(key) => node.rare().read(key, &mut unknown, &mut values, &mut map)?,
            }
        }
        if !(1..=MAX_NODE_ID).contains(&node.id) {
            return Err(serde::de::Error::custom(format_args!("a node needs an `id` from 1 to {MAX_NODE_ID}")));
        }
        Ok(node)
    }
}
