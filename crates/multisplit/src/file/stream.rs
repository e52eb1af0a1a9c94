//! The fast path: reads a file as this crate writes it, depth first and with nothing to repair.
//!
//! Nodes go into the tree while the text is read. Nothing is looked up except whether their ids are free. It refuses everything
//! else without an explanation: that takes the slow path (`decode`), which says what is wrong.
//! Invariant: what is read here is what the slow path would have read.

mod builder;
mod lines;
#[cfg(test)]
mod tests;

use super::bounded_value::{BoundedValue, FAST_VALUES};
use super::field::{FieldName, KeySeed};
use super::finish::finish;
use super::format::{FORMAT, LayoutFile, VERSION};
use super::loaded::Loaded;
use super::problems::Problems;
use super::resolve::ReadLimits;
use crate::base::WidgetId;
use crate::tree::Content;
use builder::NodesBuilder;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The length of the shortest node with its separator, in bytes.
const MIN_NODE_BYTES: usize = r#"{"id":1,"pane":"a"},"#.len();

/// Reads a layout. Returns `None` if the slow path is needed.
pub(super) fn read(text: &str, limits: ReadLimits) -> Option<Loaded> {
    // Each node has one brace, and there are few others. The length bounds what a text full of braces can reserve.
    let braces = memchr::memchr_iter(b'{', text.as_bytes()).count();
    let room = braces.min(text.len() / MIN_NODE_BYTES).min(limits.nodes);
    let by_lines = lines::apart(text).and_then(|(head, lines)| read_all(&head, FileVisitor { limits, room, lines }));
    let (file, mut loaded) = by_lines.or_else(|| read_all(text, FileVisitor { limits, room, lines: "" }))?;
    if file.format != FORMAT || file.version != VERSION {
        return None;
    }
    let mut problems = Problems::default();
    finish(&file, &mut loaded, &mut problems, |_| true);
    problems.is_empty().then_some(loaded)
}

fn read_all(text: &str, visitor: FileVisitor<'_>) -> Option<(LayoutFile, Loaded)> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(visitor).ok()?;
    json.end().ok()?;
    Some(read)
}

struct FileVisitor<'a> {
    limits: ReadLimits,
    room: usize,
    /// The lines of nodes that are not in the text.
    lines: &'a str,
}

impl<'de> Visitor<'de> for FileVisitor<'_> {
    type Value = (LayoutFile, Loaded);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a layout file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut file = LayoutFile::default();
        let (mut loaded, mut values) = (None, FAST_VALUES);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => file.format = map.next_value()?,
                "version" => file.version = map.next_value()?,
                "next_id" => file.next_id = map.next_value()?,
                "zoomed" => file.zoomed = map.next_value()?,
                "recent" => file.recent = map.next_value()?,
                // Nodes are built with the help of the other three, so those must come first.
                "nodes" | "root" | "floating" | "groups" if loaded.is_some() => return Err(refused()),
                "root" => file.root = map.next_value()?,
                "floating" => file.floating = map.next_value()?,
                "groups" => file.groups = map.next_value()?,
                "nodes" => {
                    let mut builder = NodesBuilder::new(&file, self.limits, self.room).ok_or_else(refused)?;
                    map.next_value_seed(Nodes(&mut builder))?;
                    read_lines(self.lines, &mut builder).ok_or_else(refused)?;
                    loaded = Some(builder.end(&file).ok_or_else(refused)?);
                }
                _ => {
                    let value = map.next_value_seed(BoundedValue { budget: &mut values })?;
                    file.extra.insert(key, value);
                }
            }
        }
        Ok((file, loaded.ok_or_else(refused)?))
    }
}

fn refused<E: Error>() -> E {
    E::custom("not as we write it")
}

/// Puts the nodes of lines into a tree. Returns `None` if one of them is not as this crate writes it.
fn read_lines(lines: &str, builder: &mut NodesBuilder) -> Option<()> {
    for line in lines::split(lines) {
        let line = line?;
        if let Some(node) = lines::read(line, builder) {
            builder.take(node)?;
            continue;
        }
        if !lines::is_shallow(line) {
            return None;
        }
        let mut json = serde_json::Deserializer::from_str(line);
        OneNode(builder).deserialize(&mut json).ok()?;
        json.end().ok()?;
    }
    Some(())
}

struct Nodes<'a>(&'a mut NodesBuilder);

impl<'de> DeserializeSeed<'de> for Nodes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Nodes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nodes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut nodes: A) -> Result<(), A::Error> {
        while nodes.next_element_seed(OneNode(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

struct OneNode<'a>(&'a mut NodesBuilder);

impl<'de> DeserializeSeed<'de> for OneNode<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneNode<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let builder = self.0;
        let most = builder.limits.nodes;
        let mut node = builder.fresh();
        let mut unknown = String::new();
        while let Some(key) = map.next_key_seed(KeySeed { unknown: &mut unknown })? {
            match key {
                FieldName::Id => node.id = map.next_value()?,
                FieldName::Pane if node.content.is_none() => {
                    let widget = map.next_value_seed(Widget { most: builder.limits.id_bytes })?;
                    node.content = Some(Content::Pane(widget));
                }
                FieldName::Children(form) if node.content.is_none() => {
                    node.content = Some(Content::Branch(form));
                    map.next_value_seed(List { into: &mut builder.children, most })?;
                }
                FieldName::Pane | FieldName::Children(_) => return Err(refused()),
                FieldName::Active => node.active = map.next_value()?,
                FieldName::Shares => map.next_value_seed(List { into: &mut builder.shares, most })?,
                FieldName::Rare(key) => {
                    node.rare.get_or_insert_default().read(key, &mut unknown, &mut builder.values, &mut map)?;
                }
            }
        }
        builder.take(node).ok_or_else(refused)
    }
}

/// Reads a list of at most `most` numbers into an existing vector.
struct List<'a, T> {
    into: &'a mut Vec<T>,
    most: usize,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for List<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<(), A::Error> {
        self.into.clear();
        while let Some(number) = numbers.next_element()? {
            if self.into.len() == self.most {
                return Err(refused());
            }
            self.into.push(number);
        }
        Ok(())
    }
}

/// Reads a widget id without a string in between.
struct Widget {
    most: usize,
}

impl<'de> DeserializeSeed<'de> for Widget {
    type Value = WidgetId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<WidgetId, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Widget {
    type Value = WidgetId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a widget id")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<WidgetId, E> {
        if text.len() > self.most {
            return Err(refused());
        }
        WidgetId::new(text).map_err(E::custom)
    }
}
