//! MultiSplit on a shape: loaded from a file, as a session is.

use crate::shape::Shape;
use multisplit::session::{FORMAT, FileNode, LayoutFile, ReadLimits, VERSION};
use multisplit::{Area, Axis, Layout, PaneId, WidgetId};

/// A layout of a shape; its panes have the ids of [`pane`].
pub(crate) fn layout(shape: &Shape) -> Result<Layout, String> {
    load(&file(shape))
}

/// The same, where every pane is the only tab of a set.
pub(crate) fn tabbed(shape: &Shape) -> Result<Layout, String> {
    let mut file = file(shape);
    for at in (0..file.nodes.len()).filter(|at| file.nodes[*at].pane.is_some()).collect::<Vec<_>>() {
        // The tab set takes the pane's id, so that whatever leads to it stays right; the pane takes a new one.
        let inner = file.next_id;
        file.next_id += 1;
        let pane = FileNode { id: inner, pane: file.nodes[at].pane.take(), ..FileNode::default() };
        file.nodes.push(pane);
        file.nodes[at].tabs = Some(vec![inner]);
        file.nodes[at].active = Some(inner);
    }
    file.recent.clear();
    load(&file)
}

/// All panes in one tab set.
pub(crate) fn one_tab_set(n: usize) -> Result<Layout, String> {
    let mut file = file(&crate::shape::row(n));
    if let Some(root) = file.nodes.first_mut() {
        root.tabs = root.row.take();
        root.active = Some(1);
    }
    load(&file)
}

/// The file of a shape.
fn file(shape: &Shape) -> LayoutFile {
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

/// The id of the pane with a number.
pub(crate) fn pane(number: usize) -> Result<PaneId, String> {
    PaneId::from_raw(number as u64 + 1).ok_or_else(|| format!("{number} is no pane"))
}

/// A widget that is open nowhere yet.
pub(crate) fn widget(number: usize) -> Result<WidgetId, String> {
    WidgetId::new(format!("new:{number}")).map_err(|error| error.to_string())
}

/// A square area.
pub(crate) fn area(side: f64) -> Result<Area, String> {
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
