//! The crate `panes`: a layout engine for any toolkit, which solves its trees with taffy.

use crate::shape::Shape;
use multisplit::geometry::Axis;
use panes::runtime::LayoutRuntime;
use panes::{ContainerCtx, Layout, PaneError, PanelId};

/// Creates a layout of a shape. It is not placed yet.
pub(crate) fn layout(shape: &Shape) -> Result<Layout, String> {
    let built = match shape {
        Shape::Pane(_) => Layout::row(["0"]),
        Shape::Split(Axis::Horizontal, children) => Layout::build_row_gap(GAP, |row| fill(row, children)),
        Shape::Split(Axis::Vertical, children) => Layout::build_col_gap(GAP, |column| fill(column, children)),
    };
    built.map_err(|error| error.to_string())
}

/// The thickness of dividers, in logical units.
const GAP: f32 = 6.0;

fn fill(into: &mut ContainerCtx<'_>, children: &[Shape]) {
    for child in children {
        match child {
            Shape::Pane(number) => drop(into.panel(number.to_string())),
            Shape::Split(Axis::Horizontal, children) => into.row_gap(GAP, |row| fill(row, children)),
            Shape::Split(Axis::Vertical, children) => into.col_gap(GAP, |column| fill(column, children)),
        }
    }
}

/// Returns a layout in use, and its panes in reading order.
pub(crate) fn in_use(shape: &Shape, side: f32) -> Result<(LayoutRuntime, Vec<PanelId>), String> {
    let mut runtime = LayoutRuntime::new(layout(shape)?.into());
    let panes = placed(&mut runtime, side).map_err(|error| error.to_string())?;
    Ok((runtime, panes))
}

fn placed(runtime: &mut LayoutRuntime, side: f32) -> Result<Vec<PanelId>, PaneError> {
    let frame = runtime.resolve(side, side)?;
    Ok(frame.layout().panels().map(|panel| panel.id).collect())
}

/// Returns a layout in use as text.
pub(crate) fn save(runtime: &LayoutRuntime) -> Result<String, String> {
    let snapshot = runtime.snapshot().map_err(|error| error.to_string())?;
    serde_json::to_string(&snapshot).map_err(|error| error.to_string())
}

/// Returns the layout of a text, in use.
pub(crate) fn restore(text: &str) -> Result<LayoutRuntime, String> {
    let snapshot = serde_json::from_str(text).map_err(|error| error.to_string())?;
    LayoutRuntime::from_snapshot(snapshot).map_err(|error| error.to_string())
}

/// Splits a pane: it gets a neighbor.
pub(crate) fn split(runtime: &mut LayoutRuntime, pane: PanelId) -> Option<PanelId> {
    runtime.set_focus_unchecked(pane);
    runtime.add_panel("new".into()).ok()
}
