//! Takes of a file what has the right type, field by field and node by node, and says what was left out.

use super::canon::Problem;
use super::format::{FORMAT, FileNode, LayoutFile, VERSION};
use crate::base::limits::MAX_PROBLEMS;
use serde_json::{Map, Value};

/// What can be taken of a file of the present version.
pub(super) fn lenient(value: Value) -> (LayoutFile, Vec<Problem>) {
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, ..LayoutFile::default() };
    let mut problems = vec![];
    let Value::Object(map) = value else { return (file, problems) };
    for (key, value) in map {
        let mut bad = |path: String, error: String| {
            if problems.len() < MAX_PROBLEMS {
                problems.push(Problem { path, what: format!("{error}; left out") });
            }
        };
        macro_rules! field {
            ($place:expr) => {
                match serde_json::from_value(value) {
                    Ok(good) => $place = good,
                    Err(error) => bad(key, error.to_string()),
                }
            };
        }
        match key.as_str() {
            "format" | "version" => {}
            "next_id" => field!(file.next_id),
            "root" => field!(file.root),
            "zoomed" => field!(file.zoomed),
            "recent" => field!(file.recent),
            "floating" => field!(file.floating),
            "groups" => field!(file.groups),
            "nodes" => match value {
                Value::Array(nodes) => {
                    for (at, node) in nodes.into_iter().enumerate() {
                        file.nodes.extend(lenient_node(node, at, &mut bad));
                    }
                }
                _ => bad(key, "not a list".to_owned()),
            },
            _ => {
                file.extra.insert(key, value);
            }
        }
    }
    (file, problems)
}

/// A node with those of its fields that have the right type. Its id is 0 where it has none that can be.
fn lenient_node(node: Value, at: usize, bad: &mut impl FnMut(String, String)) -> Option<FileNode> {
    let Value::Object(fields) = node else {
        bad(format!("nodes[{at}]"), "not a node".to_owned());
        return None;
    };
    let read = |fields: &Map<String, Value>| serde_json::from_value::<FileNode>(Value::Object(fields.clone()));
    if let Ok(node) = read(&fields) {
        return Some(node);
    }
    // What has the right type beside a good id has it.
    let nameless = Map::from_iter([("id".to_owned(), Value::from(1))]);
    let (mut good, mut named) = (nameless.clone(), false);
    if !fields.contains_key("id") {
        bad(format!("nodes[{at}].id"), "a node needs an id".to_owned());
    }
    for (key, value) in fields {
        let mut alone = nameless.clone();
        alone.insert(key.clone(), value.clone());
        match read(&alone) {
            Ok(_) => {
                named |= key == "id";
                good.insert(key, value);
            }
            Err(error) => bad(format!("nodes[{at}].{key}"), error.to_string()),
        }
    }
    let node = read(&good).ok()?;
    Some(if named { node } else { FileNode { id: 0, ..node } })
}
