//! Turns a file of an older version into one of the present version, step by step.
//!
//! A step works on plain JSON and knows nothing of the present types, so that it never has to change again.

use super::format::{FORMAT, FileError, VERSION};
use serde_json::{Map, Value, json};

/// The steps, one for each older version: the step at index 0 turns version 1 into version 2.
const STEPS: [fn(&mut Value); (VERSION - 1) as usize] = [from_1];

/// Returns the file in the present version.
///
/// # Errors
/// Returns a [`FileError`] if the file is of another format, of a newer version or of none.
pub(super) fn migrate(mut file: Value) -> Result<Value, FileError> {
    let found = version(&file)?;
    for (at, step) in STEPS.iter().enumerate() {
        if found <= at as u64 + 1 {
            step(&mut file);
        }
    }
    if let Some(file) = file.as_object_mut() {
        file.insert("version".to_owned(), json!(VERSION));
    }
    Ok(file)
}

/// Returns the version of a file.
///
/// # Errors
/// Returns a [`FileError`] if the file is of another format, of a newer version or of none.
pub(super) fn version(file: &Value) -> Result<u64, FileError> {
    let format = file.get("format");
    if format.and_then(Value::as_str) != Some(FORMAT) {
        let found = format.map_or_else(|| "missing".to_owned(), short);
        return Err(FileError::WrongFormat { found });
    }
    let version = file.get("version");
    match version.and_then(Value::as_u64) {
        Some(found) if found > u64::from(VERSION) => Err(FileError::TooNew { found }),
        Some(found) if found >= 1 => Ok(found),
        _ => Err(FileError::NoVersion { found: version.map_or_else(|| "missing".to_owned(), short) }),
    }
}

/// Returns the start of a value as text, for an error message.
fn short(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// Turns version 1 into version 2. Version 1, the draft form, spelled splits out:
/// `{"id":3,"split":"horizontal","children":[{"node":1,"share":2}, …]}`,
/// `{"id":4,"tabs":{"children":[5,6],"active":0}}`. It had one `focus` instead of `recent`.
fn from_1(file: &mut Value) {
    let Some(file) = file.as_object_mut() else { return };
    if let Some(focus) = file.remove("focus") {
        file.insert("recent".to_owned(), if focus.is_null() { json!([]) } else { json!([focus]) });
    }
    let nodes = file.get_mut("nodes").and_then(Value::as_array_mut);
    for node in nodes.into_iter().flatten().filter_map(Value::as_object_mut) {
        split_from_1(node);
        tabs_from_1(node);
    }
}

fn split_from_1(node: &mut Map<String, Value>) {
    let Some(axis) = node.remove("split") else { return };
    let children = node.remove("children").and_then(|c| c.as_array().cloned()).unwrap_or_default();
    let name = if axis == "horizontal" { "row" } else { "column" };
    let part = |key: &str| -> Vec<Value> { children.iter().filter_map(|c| c.get(key).cloned()).collect() };
    node.insert(name.to_owned(), json!(part("node")));
    node.insert("shares".to_owned(), json!(part("share")));
}

fn tabs_from_1(node: &mut Map<String, Value>) {
    let Some(tabs) = node.get("tabs").filter(|t| t.is_object()).cloned() else { return };
    let children = tabs.get("children").cloned().unwrap_or_else(|| json!([]));
    let active = tabs.get("active").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
    if let Some(child) = active.and_then(|at| children.get(at)).cloned() {
        node.insert("active".to_owned(), child);
    }
    node.insert("tabs".to_owned(), children);
}
