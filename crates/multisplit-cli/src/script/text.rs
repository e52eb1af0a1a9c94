//! Writes trees of any depth as text. It follows the links of the tree and never builds nested values.

use multisplit::geometry::{Axis, Rect};
use multisplit::tree::NodeKind;
use multisplit::{Layout, NodeId};
use serde_json::{Value, json};
use std::fmt::Write;

/// Returns the trees of all surfaces as JSON text. It does not recurse.
pub(super) fn tree(layout: &Layout) -> String {
    let tree = layout.tree();
    let mut out = String::from("\"root\":");
    match tree.root() {
        None => out.push_str("null"),
        Some(root) => below(layout, root, &mut out),
    }
    let focused = layout.focused_pane().map(multisplit::PaneId::raw);
    push(&mut out, format_args!(",\"focused\":{},\"count\":{}", json!(focused), tree.pane_count()));
    let floating = tree.surfaces().iter().filter_map(|surface| Some((surface.id, surface.area?, surface.root?)));
    for (at, (id, area, root)) in floating.enumerate() {
        let before = if at == 0 { ",\"surfaces\":[" } else { "," };
        let area = json!([number(area.x), number(area.y), number(area.w), number(area.h)]);
        push(&mut out, format_args!("{before}{{\"surface\":{},\"area\":{area},\"root\":", id.raw()));
        below(layout, root, &mut out);
        out.push('}');
    }
    if tree.surfaces().iter().any(|surface| surface.area.is_some()) {
        out.push(']');
    }
    out
}

/// Writes a node and everything below it.
fn below(layout: &Layout, root: NodeId, out: &mut String) {
    let mut at = Some(root);
    while let Some(node) = at {
        open(layout, node, out);
        at = layout.tree().children(node).next().or_else(|| close_up(layout, node, root, out));
    }
}

fn open(layout: &Layout, node: NodeId, out: &mut String) {
    let tree = layout.tree();
    let children = || tree.children(node);
    match tree.kind(node) {
        Some(NodeKind::Pane(widget)) => push(out, format_args!("{{\"pane\":{node},\"widget\":{}}}", json!(widget))),
        Some(NodeKind::Split(axis)) => {
            let axis = if axis == Axis::Horizontal { "horizontal" } else { "vertical" };
            let shares: Vec<u32> =
                children().filter_map(|c| tree.share(c)).map(multisplit::geometry::Share::get).collect();
            let shares = json!(shares);
            push(out, format_args!("{{\"split\":{node},\"axis\":\"{axis}\",\"shares\":{shares},\"children\":["));
        }
        Some(NodeKind::Tabs { active }) => {
            let active = children().position(|c| Some(c) == active).unwrap_or(0);
            push(out, format_args!("{{\"tabs\":{node},\"active\":{active},\"children\":["));
        }
        None => {}
    }
}

/// Closes all branches that end with `node`, and returns the next sibling of `node` or of a branch above it.
fn close_up(layout: &Layout, node: NodeId, root: NodeId, out: &mut String) -> Option<NodeId> {
    let tree = layout.tree();
    let mut at = node;
    while at != root {
        if let Some(next) = tree.next(at) {
            out.push(',');
            return Some(next);
        }
        at = tree.parent(at)?;
        out.push_str("]}");
    }
    None
}

fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    if out.write_fmt(what).is_err() {
        unreachable!("writing to a string does not fail");
    }
}

/// Returns the fields of a rectangle, in logical units.
pub(super) fn rect(rect: Rect) -> [(&'static str, Value); 4] {
    [("x", number(rect.x)), ("y", number(rect.y)), ("w", number(rect.w)), ("h", number(rect.h))]
}

/// Returns a number, without a fraction if it is whole.
#[allow(clippy::cast_possible_truncation)] // checked to be whole and small
pub(super) fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}
