//! Writes the text of a file, from a [`LayoutFile`] or directly from a tree.

use super::format::{FileNode, LayoutFile, RareFields};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The number of bytes to reserve for a node: rather too many.
const NODE_BYTES: usize = 64;

/// A node to be written. Its lists of children (`C`) and shares (`W`) can be anything that serializes as a list.
pub(super) struct NodeText<'a, C, W> {
    pub(super) id: u64,
    pub(super) pane: Option<&'a str>,
    pub(super) row: Option<C>,
    pub(super) column: Option<C>,
    pub(super) tabs: Option<C>,
    pub(super) active: Option<u64>,
    pub(super) shares: Option<W>,
    pub(super) rare: Option<&'a RareFields>,
}

impl<C: Serialize, W: Serialize> Serialize for NodeText<'_, C, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        if let Some(pane) = self.pane {
            map.serialize_entry("pane", pane)?;
        }
        for (name, children) in [("row", &self.row), ("column", &self.column), ("tabs", &self.tabs)] {
            if let Some(children) = children {
                map.serialize_entry(name, children)?;
            }
        }
        if let Some(active) = self.active {
            map.serialize_entry("active", &active)?;
        }
        if let Some(shares) = &self.shares {
            map.serialize_entry("shares", shares)?;
        }
        if let Some(rare) = self.rare {
            rare.write(&mut map)?;
        }
        map.end()
    }
}

impl RareFields {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for (name, bound) in [("min", &self.min), ("max", &self.max)] {
            if let Some(bound) = bound {
                map.serialize_entry(name, bound)?;
            }
        }
        if let Some(priority) = &self.priority {
            map.serialize_entry("priority", priority)?;
        }
        for (name, mark) in [("snaps", self.snaps), ("locked", self.locked), ("collapsed", self.collapsed)] {
            if mark {
                map.serialize_entry(name, &true)?;
            }
        }
        if let Some(group) = &self.group {
            map.serialize_entry("group", group)?;
        }
        if let Some(role) = &self.role {
            map.serialize_entry("role", role)?;
        }
        self.extra.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

/// Returns the text of a file, one node per line. Takes the file without its nodes, and the nodes. There may be fewer than
/// `count`: that only reserves space.
pub(super) fn text_of<N: Serialize>(head: &LayoutFile, count: usize, nodes: impl IntoIterator<Item = N>) -> String {
    let head = serde_json::to_string(head).unwrap_or_default();
    let mut text = Vec::with_capacity(head.len() + count * NODE_BYTES);
    // The first `"nodes":[]` is the one at the top level: unknown fields, which may contain others, are written after it.
    let (before, after) = head.split_once("\"nodes\":[]").unwrap_or((head.as_str(), ""));
    text.extend_from_slice(before.as_bytes());
    text.extend_from_slice(b"\"nodes\":[");
    for (at, node) in nodes.into_iter().enumerate() {
        text.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        if let Err(error) = serde_json::to_writer(&mut text, &node) {
            crate::never!("a node cannot be written: {error}");
        }
    }
    text.extend_from_slice(b"\n]");
    text.extend_from_slice(after.as_bytes());
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

impl Serialize for FileNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NodeText {
            id: self.id,
            pane: self.pane.as_deref(),
            row: self.row.as_ref(),
            column: self.column.as_ref(),
            tabs: self.tabs.as_ref(),
            active: self.active,
            shares: (!self.shares.is_empty()).then_some(&self.shares),
            rare: self.rare.as_deref(),
        }
        .serialize(serializer)
    }
}

impl LayoutFile {
    /// Returns the file as text, one node per line, so that a difference between two files is a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        text_of(&self.clone_head(), self.nodes.len(), &self.nodes)
    }

    fn clone_head(&self) -> Self {
        Self {
            format: self.format.clone(),
            version: self.version,
            next_id: self.next_id,
            root: self.root,
            zoomed: self.zoomed,
            recent: self.recent.clone(),
            floating: self.floating.clone(),
            groups: self.groups.clone(),
            nodes: vec![],
            extra: self.extra.clone(),
        }
    }
}
