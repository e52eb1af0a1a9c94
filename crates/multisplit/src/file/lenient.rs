//! Takes from a file what has the right type, field by field and node by node, and reports what was left out.

use super::format::{FORMAT, FileNode, LayoutFile, VERSION};
use super::problems::Problems;
use crate::base::share;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Returns what can be read of a file of the present version, and the problems of the rest.
pub(super) fn lenient(value: Value) -> (LayoutFile, Problems) {
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, ..LayoutFile::default() };
    let mut problems = Problems::default();
    let Value::Object(map) = value else { return (file, problems) };
    for (key, value) in map {
        let mut bad = |path: String, error: String| problems.add(|| path, || format!("{error}; left out"));
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
            "recent" => file.recent = entries(&key, value, &mut problems),
            "floating" => file.floating = entries(&key, value, &mut problems),
            "groups" => file.groups = entries(&key, value, &mut problems),
            "nodes" => match value {
                Value::Array(nodes) => {
                    for (at, node) in nodes.into_iter().enumerate() {
                        file.nodes.extend(lenient_node(node, at, &mut problems));
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

/// Returns the entries of a list that have the right type.
fn entries<T: DeserializeOwned>(key: &str, value: Value, problems: &mut Problems) -> Vec<T> {
    let Value::Array(list) = value else {
        problems.add(|| key.to_owned(), || "not a list; left out".to_owned());
        return vec![];
    };
    let mut good = vec![];
    for (at, entry) in list.into_iter().enumerate() {
        match serde_json::from_value(entry) {
            Ok(entry) => good.push(entry),
            Err(error) => problems.add(|| format!("{key}[{at}]"), || format!("{error}; left out")),
        }
    }
    good
}

/// Returns a node with those of its fields that have the right type. Its id is 0 if it has no valid one.
fn lenient_node(node: Value, at: usize, problems: &mut Problems) -> Option<FileNode> {
    let Value::Object(mut fields) = node else {
        problems.add(|| format!("nodes[{at}]"), || "not a node; left out".to_owned());
        return None;
    };
    if let Some(shares) = fields.get("shares").and_then(whole_shares) {
        problems
            .add(|| format!("nodes[{at}].shares"), || format!("shares are whole numbers; made {}", listed(&shares)));
        fields.insert("shares".to_owned(), shares.into());
    }
    let mut bad = |path: String, error: String| problems.add(|| path, || format!("{error}; left out"));
    let read = |fields: &Map<String, Value>| serde_json::from_value::<FileNode>(Value::Object(fields.clone()));
    if let Ok(node) = read(&fields) {
        return Some(node);
    }
    // Each field is read alone beside a valid id: what can be read there can also be read in the node.
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

/// Returns shares that were written as fractions as whole numbers. Returns `None` if all are whole already, or if one is not a
/// positive number.
fn whole_shares(shares: &Value) -> Option<Vec<u32>> {
    let shares = shares.as_array()?;
    if shares.iter().all(Value::is_u64) {
        return None;
    }
    let parts: Vec<f64> =
        shares.iter().map(|share| share.as_f64().filter(|part| *part > 0.0)).collect::<Option<_>>()?;
    let (least, most) =
        parts.iter().fold((f64::MAX, 0.0f64), |(least, most), part| (least.min(*part), most.max(*part)));
    // Shares that a user writes have few decimals and stay exact. Others become finer than any screen could show.
    let scale = if least >= 1.0 / DECIMALS && most <= DECIMALS { DECIMALS } else { f64::from(1u32 << 30) / most };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive, and at most 2^40
    let weights: Vec<u128> = parts.iter().map(|part| ((part * scale).round() as u128).max(1)).collect();
    Some(share::normalize(&weights).into_iter().map(share::Share::get).collect())
}

/// The factor that keeps six decimals exact.
const DECIMALS: f64 = 1e6;

fn listed(shares: &[u32]) -> String {
    const SHOWN: usize = 8;
    let rest = if shares.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<String> = shares.iter().take(SHOWN).map(u32::to_string).collect();
    format!("[{}{rest}]", shown.join(", "))
}
