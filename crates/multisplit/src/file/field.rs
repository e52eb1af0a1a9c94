//! The names of a node's fields, as values without an allocation each.
//!
//! They are that small because a file of a hundred thousand panes has half a million of them.

use crate::tree::BranchKind;
use serde::de::{DeserializeSeed, Deserializer, Visitor};
use std::fmt;

/// The name of a node's field.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldName {
    Id,
    Pane,
    Children(BranchKind),
    Active,
    Shares,
    Rare(RareKey),
}

/// The name of a field that few nodes have.
#[derive(Clone, Copy, Debug)]
pub(super) enum RareKey {
    Min,
    Max,
    Priority,
    Snaps,
    Locked,
    Collapsed,
    Group,
    Role,
    /// A field that this version does not know.
    Unknown,
}

/// Reads the name of a field. An unknown name is copied into `unknown`.
pub(super) struct KeySeed<'a> {
    pub(super) unknown: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = FieldName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FieldName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = FieldName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<FieldName, E> {
        Ok(match name {
            "id" => FieldName::Id,
            "pane" => FieldName::Pane,
            "row" => FieldName::Children(BranchKind::Row),
            "column" => FieldName::Children(BranchKind::Column),
            "tabs" => FieldName::Children(BranchKind::Tabs),
            "active" => FieldName::Active,
            "shares" => FieldName::Shares,
            "min" => FieldName::Rare(RareKey::Min),
            "max" => FieldName::Rare(RareKey::Max),
            "priority" => FieldName::Rare(RareKey::Priority),
            "snaps" => FieldName::Rare(RareKey::Snaps),
            "locked" => FieldName::Rare(RareKey::Locked),
            "collapsed" => FieldName::Rare(RareKey::Collapsed),
            "group" => FieldName::Rare(RareKey::Group),
            "role" => FieldName::Rare(RareKey::Role),
            unknown => {
                unknown.clone_into(self.unknown);
                FieldName::Rare(RareKey::Unknown)
            }
        })
    }
}
