//! Named sets of panes. A pane is in one group at most; groups nest.

use crate::base::limits::{MAX_GROUP_META, MAX_GROUP_META_BYTES, MAX_GROUP_NAME_BYTES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A group. Never reused within a workspace.
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

/// What is known of a group beside its members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupInfo {
    /// Its name, unlike any other group's: 1 to 256 bytes.
    pub name: String,
    /// The group it is part of.
    pub parent: Option<GroupId>,
    /// Red, green, blue.
    pub color: Option<[u8; 3]>,
    /// Whether its panes are folded.
    pub collapsed: bool,
    /// What the application keeps with it.
    pub meta: BTreeMap<String, String>,
}

/// Why a group cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// No name, or too long a one.
    #[error("a group's name has 1 to {MAX_GROUP_NAME_BYTES} bytes, not {bytes}")]
    Name {
        /// Its length.
        bytes: usize,
    },
    /// Too much is kept with it.
    #[error("a group keeps at most {MAX_GROUP_META} entries of {MAX_GROUP_META_BYTES} bytes together")]
    Meta,
    /// Another group has the name.
    #[error("there is a group {0:?} already")]
    Taken(String),
    /// No such group.
    #[error("there is no group {0:?}")]
    Unknown(String),
    /// It would be part of itself, or nested too deep.
    #[error("the group {0:?} cannot be part of that group: it would lie inside itself, or too deep")]
    Nested(String),
    /// Too many groups.
    #[error("a workspace holds at most {} groups", crate::base::limits::MAX_GROUPS)]
    TooMany,
    /// It has members or groups inside.
    #[error("the group {0:?} is not empty")]
    NotEmpty(String),
}

impl GroupInfo {
    /// A group with a name and nothing else.
    ///
    /// # Errors
    /// [`GroupError::Name`].
    pub fn named(name: &str) -> Result<Self, GroupError> {
        let info = Self { name: name.to_owned(), ..Self::default() };
        info.check().map(|()| info)
    }

    /// Whether name and metadata are within their limits.
    ///
    /// # Errors
    /// [`GroupError::Name`] and [`GroupError::Meta`].
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
