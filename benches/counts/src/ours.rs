//! Builds MultiSplit layouts of a shape. They are loaded from a file, like a session.

use crate::shape::Shape;
use multisplit::file::{FORMAT, FileNode, LayoutFile, ReadLimits, VERSION};
use multisplit::geometry::Axis;
use multisplit::placement::Area;
use multisplit::{Layout, PaneId, WidgetId};

/// Returns a layout of a shape. Its panes have the ids of [`pane`].
///
/// # Errors
/// Returns a message if the engine refuses the layout.
pub fn layout(shape: &Shape) -> Result<Layout, String> {
    load(&file(shape))
}

/// Returns a layout of a shape in which every pane is the only tab of a tab set.
///
/// # Errors
/// Returns a message if the engine refuses the layout.
pub fn tabbed(shape: &Shape) -> Result<Layout, String> {
    tab_sets(shape, 1)
}

/// Returns a layout of a shape in which every pane is the active tab of a tab set with `tabs` tabs. The tab set has the id that the pane
/// would have.
///
/// # Errors
/// Returns a message if the engine refuses the layout.
pub fn tab_sets(shape: &Shape, tabs: usize) -> Result<Layout, String> {
    let mut file = file(shape);
    let mut widget = shape.panes();
    for at in (0..file.nodes.len()).filter(|at| file.nodes[*at].pane.is_some()).collect::<Vec<_>>() {
        let front = file.nodes[at].pane.take();
        let first = file.next_id;
        file.next_id += tabs as u64;
        file.nodes[at].tabs = Some((first..file.next_id).collect());
        file.nodes[at].active = Some(first);
        file.nodes.push(FileNode { id: first, pane: front, ..FileNode::default() });
        for id in first + 1..file.next_id {
            file.nodes.push(FileNode { id, pane: Some(format!("pane:{widget}")), ..FileNode::default() });
            widget += 1;
        }
    }
    file.recent.clear();
    load(&file)
}

/// Returns a layout with all panes in one tab set.
///
/// # Errors
/// Returns a message if the engine refuses the layout.
pub fn one_tab_set(n: usize) -> Result<Layout, String> {
    let mut file = file(&crate::shape::row(n));
    if let Some(root) = file.nodes.first_mut() {
        root.tabs = root.row.take();
        root.active = Some(1);
    }
    load(&file)
}

/// Returns the layout file of a shape. Its panes are in reading order, between the splits.
#[must_use]
pub fn file(shape: &Shape) -> LayoutFile {
    let panes = shape.panes() as u64;
    let mut file = LayoutFile { format: FORMAT.to_owned(), version: VERSION, ..LayoutFile::default() };
    file.next_id = panes + 1;
    file.root = Some(add(shape, &mut file));
    file.recent = vec![1];
    file
}

fn load(file: &LayoutFile) -> Result<Layout, String> {
    let text = serde_json::to_string(file).map_err(|error| error.to_string())?;
    let mut layout = Layout::new();
    layout.load(&text, ReadLimits::default()).map_err(|error| error.to_string())?;
    Ok(layout)
}

/// Returns the id of the pane with the given number.
///
/// # Errors
/// Returns a message if the number is no valid id.
pub fn pane(number: usize) -> Result<PaneId, String> {
    PaneId::from_raw(number as u64 + 1).ok_or_else(|| format!("{number} is no pane"))
}

/// Returns the id of a widget that is not open yet.
///
/// # Errors
/// Returns a message if the engine refuses the id.
pub fn widget(number: usize) -> Result<WidgetId, String> {
    WidgetId::new(format!("new:{number}")).map_err(|error| error.to_string())
}

/// Returns a square area with the given side, in logical units.
///
/// # Errors
/// Returns a message if the engine refuses the side.
pub fn area(side: f64) -> Result<Area, String> {
    Area::new(side, side).map_err(|error| error.to_string())
}

fn add(shape: &Shape, file: &mut LayoutFile) -> u64 {
    match shape {
        Shape::Pane(number) => {
            let id = u64::from(*number) + 1;
            file.nodes.push(FileNode { id, pane: Some(format!("pane:{number}")), ..FileNode::default() });
            id
        }
        Shape::Split(axis, children) => {
            let id = file.next_id;
            file.next_id += 1;
            let at = file.nodes.len();
            file.nodes.push(FileNode { id, ..FileNode::default() });
            let children: Vec<u64> = children.iter().map(|child| add(child, file)).collect();
            match axis {
                Axis::Horizontal => file.nodes[at].row = Some(children),
                Axis::Vertical => file.nodes[at].column = Some(children),
            }
            id
        }
    }
}
