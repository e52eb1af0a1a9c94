//! The contents of a layout file. Unknown fields of the file and of every node are kept and written back.
//!
//! ```json
//! {"format":"multisplit-layout","version":2,"next_id":4,"root":3,"recent":[2],"nodes":[
//! {"id":3,"row":[1,2],"shares":[7056,3024]},
//! {"id":1,"pane":"editor:src/main.rs"},
//! {"id":2,"pane":"term:1"}
//! ]}
//! ```
//! `row`, `column` and `tabs` list children by id. Shares are left out if all of them are 5040. Nodes are in depth-first order.

use super::bounded_value::BoundedValue;
use super::field::{FieldName, KeySeed, RareKey};
use crate::base::limits::MAX_NODE_ID;
use crate::tree::BranchKind;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// The value of `format` in every layout file.
pub const FORMAT: &str = "multisplit-layout";
/// The version of the format that is written, and the newest one that is read.
pub const VERSION: u32 = 2;

/// An error that kept a file from being read. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[non_exhaustive]
pub enum FileError {
    /// The file is longer than the limit.
    #[error("the file has {bytes} bytes, more than the {most} allowed")]
    #[strum(serialize = "FileTooLong")]
    TooLong {
        /// The length of the file in bytes.
        bytes: usize,
        /// The limit in bytes.
        most: usize,
    },
    /// The file has so many values that reading them would take more memory than allowed.
    #[error("the values of the file count {count}, more than the {most} allowed (an object counts 22, a list 5)")]
    TooManyValues {
        /// The cost of the values, in the units of [`ReadLimits::values`](super::ReadLimits::values).
        count: usize,
        /// The limit, in the same units.
        most: usize,
    },
    /// The file is not JSON, or it is cut off.
    #[error("the file is not readable as JSON: {reason}")]
    NotJson {
        /// The message of the JSON parser, with line and column.
        reason: String,
    },
    /// The file is of another format.
    #[error("`format` is {found:?}, not \"{FORMAT}\"")]
    WrongFormat {
        /// The value of `format`, or `missing`.
        found: String,
    },
    /// The file was written by a newer program.
    #[error("`version` is {found}, and this program reads up to {VERSION}: it was written by a newer one")]
    TooNew {
        /// The value of `version`.
        found: u64,
    },
    /// The file has no version, or one that no program has ever written.
    #[error("`version` is {found}, which no program has ever written")]
    NoVersion {
        /// The value of `version`, or `missing`.
        found: String,
    },
    /// Something in the file is invalid.
    #[error("{path}: {problem}")]
    #[strum(serialize = "InvalidFile")]
    Invalid {
        /// The place in the file, as `nodes[3].row[1]`.
        path: String,
        /// What is wrong.
        problem: String,
    },
}

impl FileError {
    /// Returns the name of the kind of error, such as `FileTooLong`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

/// The contents of a layout file, not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayoutFile {
    /// The name of the format: [`FORMAT`].
    pub format: String,
    /// The version of the format: [`VERSION`].
    pub version: u32,
    /// The id of the next new node; 0 if the file does not say.
    #[serde(default)]
    pub next_id: u64,
    /// The id of the root of the main surface; `None` if the surface is empty.
    #[serde(default)]
    pub root: Option<u64>,
    /// The pane that fills the main surface, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zoomed: Option<u64>,
    /// The panes that had the focus, the focused one first.
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
    /// The fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A floating surface in a layout file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FloatingFile {
    /// The number of the surface.
    pub surface: u32,
    /// The id of the root.
    pub root: u64,
    /// The pane that fills the surface, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zoomed: Option<u64>,
    /// The left edge, top edge, width and height, in logical units.
    pub area: [f64; 4],
    /// The places that the surface came from, from the inside to the outside, for docking it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home: Vec<HomeFile>,
}

/// A place among siblings, some of which may not exist any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeFile {
    /// The id of the branch.
    pub r#in: u64,
    /// `row`, `column` or `tabs`.
    pub form: String,
    /// The sibling that the place comes after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The sibling that the place comes before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The share that the node at this place had in the branch.
    pub share: u32,
    /// The sum of the shares of the first 1,024 children of the branch, but at least `share`.
    pub of: u64,
}

/// A group of panes in a layout file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFile {
    /// The number of the group, by which nodes refer to it.
    pub group: u32,
    /// The name of the group.
    pub name: String,
    /// The number of the group that contains this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    /// The color, as `#rrggbb`. Older files call the field `colour`.
    #[serde(default, alias = "colour", skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Whether the panes of the group are collapsed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapsed: bool,
    /// The entries that the application keeps with the group.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub meta: BTreeMap<String, String>,
}

/// A node in a layout file: exactly one of a pane, a row, a column and a tab set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileNode {
    /// The id of the node, from 1 on.
    pub id: u64,
    /// The id of the widget, if the node is a pane.
    pub pane: Option<String>,
    /// The ids of the children, if the node is a split whose children are side by side.
    pub row: Option<Vec<u64>>,
    /// The ids of the children, if the node is a split whose children are one below the other.
    pub column: Option<Vec<u64>>,
    /// The ids of the children, if the node is a tab set.
    pub tabs: Option<Vec<u64>>,
    /// The id of the active child, if the node is a tab set.
    pub active: Option<u64>,
    /// The shares of the children, if the node is a split. An empty list means that all are even.
    pub shares: Vec<u32>,
    /// The fields that few nodes have.
    pub rare: Option<Box<RareFields>>,
}

/// The fields that few nodes have. They are kept apart, so that reading ten thousand panes moves a third of the memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareFields {
    /// The minimum width and height, in logical units.
    pub min: Option<[Option<f64>; 2]>,
    /// The maximum width and height, in logical units.
    pub max: Option<[Option<f64>; 2]>,
    /// The priority, `low` or `high`; `None` for a normal one.
    pub priority: Option<String>,
    /// Whether the node hides when its minimum does not fit.
    pub snaps: bool,
    /// Whether the node refuses to be closed, moved or replaced.
    pub locked: bool,
    /// Whether the node is collapsed to a strip.
    pub collapsed: bool,
    /// The number of the group that the pane is in.
    pub group: Option<u32>,
    /// The role of the pane, `chrome`; `None` for content.
    pub role: Option<String>,
    /// The fields that this version does not know.
    pub extra: Map<String, Value>,
}

impl RareFields {
    /// Reads the value of one field. For an unknown field, takes its name out of `unknown` and subtracts its values from `budget`.
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
            RareKey::Role => self.role = map.next_value()?,
            RareKey::Unknown => {
                self.extra.insert(std::mem::take(unknown), map.next_value_seed(BoundedValue { budget })?);
            }
        }
        Ok(())
    }
}

impl FileNode {
    /// Returns the rare fields for writing. Creates them if the node has none.
    pub fn rare(&mut self) -> &mut RareFields {
        self.rare.get_or_insert_default()
    }
}

impl<'de> Deserialize<'de> for FileNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NodeVisitor)
    }
}

/// Reads a node. Written by hand because serde's `flatten` buffers every field of every node: reading ten thousand panes
/// would take twice as long.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = FileNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node: an object with `id` and `pane`, `row`, `column` or `tabs`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FileNode, A::Error> {
        let mut node = FileNode::default();
        // No budget is needed: all values of the file were counted before.
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
