//! The names of a node's fields, as small as they can be: a file of a hundred thousand panes has half a million.

use crate::tree::BranchKind;
use serde::de::{DeserializeSeed, Deserializer, Visitor};
use std::fmt;

/// The name of a node's field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
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
    /// One that this version does not know.
    Unknown,
}

/// Reads a name. One that is unknown is put into the text.
pub(super) struct KeySeed<'a> {
    pub(super) unknown: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(match name {
            "id" => Key::Id,
            "pane" => Key::Pane,
            "row" => Key::Children(BranchKind::Row),
            "column" => Key::Children(BranchKind::Column),
            "tabs" => Key::Children(BranchKind::Tabs),
            "active" => Key::Active,
            "shares" => Key::Shares,
            "min" => Key::Rare(RareKey::Min),
            "max" => Key::Rare(RareKey::Max),
            "priority" => Key::Rare(RareKey::Priority),
            "snaps" => Key::Rare(RareKey::Snaps),
            "locked" => Key::Rare(RareKey::Locked),
            "collapsed" => Key::Rare(RareKey::Collapsed),
            "group" => Key::Rare(RareKey::Group),
            unknown => {
                unknown.clone_into(self.unknown);
                Key::Rare(RareKey::Unknown)
            }
        })
    }
}
