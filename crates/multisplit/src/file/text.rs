//! Writes the text of a file, from a [`LayoutFile`] or directly from a tree.

use super::format::{FileNode, LayoutFile, RareFields};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The number of bytes to reserve for a node: rather too many.
const NODE_BYTES: usize = 64;

/// How the fields of a node begin, in their order. The quotation mark of a string and the bracket of a list are a part of it.
pub(super) const ID: &str = "{\"id\":";
pub(super) const PANE: &str = ",\"pane\":\"";
pub(super) const ROW: &str = ",\"row\":[";
pub(super) const COLUMN: &str = ",\"column\":[";
pub(super) const TABS: &str = ",\"tabs\":[";
pub(super) const ACTIVE: &str = ",\"active\":";
pub(super) const SHARES: &str = ",\"shares\":[";

/// Writes the nodes of a file, field by field. A large layout is nothing but nodes, and a serializer asks much about each of their few fields:
/// by hand, a layout is written in half the time. What is rare is left to the serializer.
pub(super) struct NodeWriter {
    text: Vec<u8>,
    has_nodes: bool,
}

impl NodeWriter {
    /// Begins a node. Its fields follow, in the order in which the methods stand here, and [`NodeWriter::end`].
    pub(super) fn begin(&mut self, id: u64) {
        self.text.extend_from_slice(if self.has_nodes { b",\n" } else { b"\n" });
        self.text.extend_from_slice(ID.as_bytes());
        self.has_nodes = true;
        self.number(id);
    }

    pub(super) fn pane(&mut self, widget: &str) {
        self.text.extend_from_slice(PANE.as_bytes());
        let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        if widget.bytes().all(is_plain) {
            self.text.extend_from_slice(widget.as_bytes());
            self.text.push(b'"');
            return;
        }
        // The serializer begins with the quotation mark.
        self.text.pop();
        if let Err(error) = serde_json::to_writer(&mut self.text, widget) {
            crate::never!("an id cannot be written: {error}");
        }
    }

    /// Writes a list of children or shares. `field` is how it begins, such as [`ROW`].
    pub(super) fn list<T: itoa::Integer>(&mut self, field: &str, numbers: impl Iterator<Item = T>) {
        self.text.extend_from_slice(field.as_bytes());
        let mut is_first = true;
        for number in numbers {
            if !std::mem::take(&mut is_first) {
                self.text.push(b',');
            }
            self.number(number);
        }
        self.text.push(b']');
    }

    pub(super) fn active(&mut self, id: u64) {
        self.text.extend_from_slice(ACTIVE.as_bytes());
        self.number(id);
    }

    /// Writes rare fields: an object without its braces.
    pub(super) fn rare(&mut self, rare: &RareFields) {
        match serde_json::to_string(&rare) {
            Ok(object) if object.len() > 2 => {
                self.text.push(b',');
                self.text.extend_from_slice(&object.as_bytes()[1..object.len() - 1]);
            }
            Ok(_) => {}
            Err(error) => crate::never!("a node cannot be written: {error}"),
        }
    }

    pub(super) fn end(&mut self) {
        self.text.push(b'}');
    }

    fn number(&mut self, number: impl itoa::Integer) {
        self.text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
}

impl Serialize for RareFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
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

/// Returns the text of a file, one node per line. Takes the file without its nodes, and what writes them. There may be fewer than `count`: that
/// only reserves space.
pub(super) fn text_of(head: &LayoutFile, count: usize, write: impl FnOnce(&mut NodeWriter)) -> String {
    let head = serde_json::to_string(head).unwrap_or_default();
    let mut text = Vec::with_capacity(head.len() + count * NODE_BYTES);
    // The first `"nodes":[]` is the one at the top level: unknown fields, which may contain others, are written after it.
    let Some((before, after)) = head.split_once("\"nodes\":[]") else {
        crate::never!("a file has no nodes: {head:.200}");
        return head;
    };
    text.extend_from_slice(before.as_bytes());
    text.extend_from_slice(b"\"nodes\":[");
    let mut nodes = NodeWriter { text, has_nodes: false };
    write(&mut nodes);
    let mut text = nodes.text;
    text.extend_from_slice(b"\n]");
    text.extend_from_slice(after.as_bytes());
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_else(|error| {
        crate::never!("what was written is no text: {error}");
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    })
}

impl FileNode {
    fn write(&self, to: &mut NodeWriter) {
        to.begin(self.id);
        if let Some(pane) = &self.pane {
            to.pane(pane);
        }
        for (field, children) in [(ROW, &self.row), (COLUMN, &self.column), (TABS, &self.tabs)] {
            if let Some(children) = children {
                to.list(field, children.iter().copied());
            }
        }
        if let Some(active) = self.active {
            to.active(active);
        }
        if !self.shares.is_empty() {
            to.list(SHARES, self.shares.iter().copied());
        }
        if let Some(rare) = &self.rare {
            to.rare(rare);
        }
        to.end();
    }
}

impl Serialize for FileNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        if let Some(pane) = &self.pane {
            map.serialize_entry("pane", pane)?;
        }
        for (name, children) in [("row", &self.row), ("column", &self.column), ("tabs", &self.tabs)] {
            if let Some(children) = children {
                map.serialize_entry(name, children)?;
            }
        }
        if let Some(active) = &self.active {
            map.serialize_entry("active", active)?;
        }
        if !self.shares.is_empty() {
            map.serialize_entry("shares", &self.shares)?;
        }
        if let Some(rare) = &self.rare {
            rare.write(&mut map)?;
        }
        map.end()
    }
}

impl LayoutFile {
    /// Returns the file as text, one node per line, so that a difference between two files is a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        text_of(&self.clone_head(), self.nodes.len(), |to| self.nodes.iter().for_each(|node| node.write(to)))
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

#[cfg(test)]
mod tests {
    use super::{FileNode, LayoutFile, RareFields};

    #[test]
    fn a_node_is_written_as_the_serializer_writes_it() {
        let rare = RareFields { locked: true, group: Some(3), ..RareFields::default() };
        let nodes = vec![
            FileNode { id: u64::MAX, row: Some(vec![1, 2, 3]), shares: vec![0, 7, u32::MAX], ..FileNode::default() },
            FileNode { id: 1, tabs: Some(vec![]), active: Some(9), ..FileNode::default() },
            FileNode { id: 2, column: Some(vec![4]), rare: Some(Box::new(rare)), ..FileNode::default() },
            FileNode { id: 3, pane: Some("editor:ä b".to_owned()), ..FileNode::default() },
            FileNode {
                id: 4,
                pane: Some("a\"b\\c\u{1}\n\u{7f}".to_owned()),
                rare: Some(Box::default()),
                ..FileNode::default()
            },
        ];
        let lines: Vec<String> = nodes.iter().map(|node| serde_json::to_string(node).expect("JSON")).collect();
        let file = LayoutFile { nodes, ..LayoutFile::default() };
        assert!(file.to_text().contains(&format!("[\n{}\n]", lines.join(",\n"))), "{}", file.to_text());
        let read: serde_json::Value = serde_json::from_str(&file.to_text()).expect("JSON");
        assert_eq!(read["nodes"][4]["pane"].as_str(), file.nodes[4].pane.as_deref());
    }
}
