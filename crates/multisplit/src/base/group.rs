//! Groups: named sets of panes. A pane is in at most one group, and groups nest.

use crate::base::limits::{MAX_GROUP_META, MAX_GROUP_META_BYTES, MAX_GROUP_NAME_BYTES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The id of a group. An id is never reused within a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupId(u32);

impl GroupId {
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

/// The properties of a group: everything that is known of it except its members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupInfo {
    /// The name, unique among all groups: 1 to 256 bytes.
    pub name: String,
    /// The group that this group is part of.
    pub parent: Option<GroupId>,
    /// The color: red, green, blue.
    pub color: Option<[u8; 3]>,
    /// Whether the panes of the group are folded.
    pub collapsed: bool,
    /// The metadata that the application keeps with the group: at most 64 entries of 65,536 bytes together.
    pub meta: BTreeMap<String, String>,
}

/// The error returned when a group is invalid or a change of it is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// The name is empty or too long.
    #[error("a group's name has 1 to {MAX_GROUP_NAME_BYTES} bytes, not {bytes}")]
    Name {
        /// The length of the name, in bytes.
        bytes: usize,
    },
    /// The metadata has too many entries or too many bytes.
    #[error("a group keeps at most {MAX_GROUP_META} entries of {MAX_GROUP_META_BYTES} bytes together")]
    Meta,
    /// Another group already has this name.
    #[error("there is a group {0:?} already")]
    Taken(String),
    /// There is no group with this name.
    #[error("there is no group {0:?}")]
    Unknown(String),
    /// The group would be part of itself, its parent is not there, or groups would nest too deep.
    #[error("the group {0:?} cannot be part of that group: it would lie inside itself, or too deep")]
    Nested(String),
    /// There are too many groups.
    #[error("a workspace holds at most {} groups", crate::base::limits::MAX_GROUPS)]
    TooMany,
    /// The group has members, or other groups are part of it.
    #[error("the group {0:?} is not empty")]
    NotEmpty(String),
}

impl GroupInfo {
    /// Creates a group with this name and nothing else.
    ///
    /// # Errors
    /// Returns [`GroupError::Name`] if the name is empty or longer than 256 bytes.
    pub fn named(name: &str) -> Result<Self, GroupError> {
        let info = Self { name: name.to_owned(), ..Self::default() };
        info.check().map(|()| info)
    }

    /// Checks that the name and the metadata are within their limits.
    ///
    /// # Errors
    /// Returns [`GroupError::Name`] if the name is empty or too long, and [`GroupError::Meta`] if there is too much
    /// metadata.
    pub fn check(&self) -> Result<(), GroupError> {
        if self.name.is_empty() || self.name.len() > MAX_GROUP_NAME_BYTES {
            return Err(GroupError::Name { bytes: self.name.len() });
        }
        let bytes: usize = self.meta.iter().map(|(key, value)| key.len() + value.len()).sum();
        if self.meta.len() > MAX_GROUP_META || bytes > MAX_GROUP_META_BYTES {
            return Err(GroupError::Meta);
        }
        Ok(())
    }
}
