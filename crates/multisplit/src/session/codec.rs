//! Between a tree and a file. Decoding builds a new tree through the gate, so that a bad file changes nothing.

use super::canon::{Problem, ReadLimits, Reader};
use super::draft::Draft;
use super::format::{FORMAT, FileError, FileNode, FloatingFile, LayoutFile, VERSION};
use super::migrate::{migrate, version};
use crate::base::limits::MAX_PROBLEMS;
use crate::base::{Axis, NodeId, PaneId, Priority, Rect, Share, SurfaceId};
use crate::tree::{Content, Edit, Form, NodeKind, SurfaceState, Tree};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a file said that this version does not know: kept, and written back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    file: Map<String, Value>,
    nodes: BTreeMap<NodeId, Map<String, Value>>,
}

/// A layout that was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The tree, valid and in normal form.
    pub tree: Tree,
    /// The focused panes, the present one first.
    pub recent: Vec<PaneId>,
    /// What this version does not know.
    pub extras: Extras,
}

/// The file of a tree, depth first.
#[must_use]
pub fn encode(tree: &Tree, recent: &[PaneId], extras: &Extras) -> LayoutFile {
    let main = &tree.surfaces()[0];
    let roots = tree.surfaces().iter().filter_map(|s| s.root);
    let raw = |pane: PaneId| pane.raw();
    LayoutFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        next_id: tree.next_id().raw(),
        root: main.root.map(NodeId::raw),
        zoomed: main.zoomed.map(raw),
        recent: recent.iter().filter(|p| tree.widget(**p).is_some()).map(|p| p.raw()).collect(),
        floating: tree.surfaces().iter().skip(1).filter_map(floating).collect(),
        nodes: roots.flat_map(|root| tree.walk(root)).filter_map(|id| node(tree, id, extras)).collect(),
        extra: extras.file.clone(),
    }
}

fn floating(surface: &SurfaceState) -> Option<FloatingFile> {
    let area = surface.area?;
    Some(FloatingFile {
        surface: surface.id.0,
        root: surface.root?.raw(),
        zoomed: surface.zoomed.map(PaneId::raw),
        area: [area.x, area.y, area.w, area.h],
    })
}

fn node(tree: &Tree, id: NodeId, extras: &Extras) -> Option<FileNode> {
    let mut node = FileNode { id: id.raw(), ..FileNode::default() };
    let children = || tree.children(id).map(NodeId::raw).collect();
    match tree.kind(id)? {
        NodeKind::Pane(widget) => node.pane = Some(widget.as_str().to_owned()),
        NodeKind::Tabs { active } => {
            node.tabs = Some(children());
            node.active = active.map(NodeId::raw);
        }
        NodeKind::Split(axis) => {
            match axis {
                Axis::Horizontal => node.row = Some(children()),
                Axis::Vertical => node.column = Some(children()),
            }
            let shares = || tree.children(id).filter_map(|c| tree.share(c));
            if shares().any(|s| s != Share::EVEN) {
                node.shares = shares().map(Share::get).collect();
            }
        }
    }
    if tree.has_props() {
        let props = tree.props(id);
        let lengths = |bound: [Option<crate::base::Length>; 2]| {
            bound.iter().any(Option::is_some).then(|| bound.map(|b| b.map(crate::base::Length::units)))
        };
        node.min = lengths(props.bounds.min());
        node.max = lengths(props.bounds.max());
        node.priority = match props.priority {
            Priority::Low => Some("low".to_owned()),
            Priority::Normal => None,
            Priority::High => Some("high".to_owned()),
        };
        (node.snaps, node.locked, node.collapsed) = (props.snaps, props.locked, props.collapsed);
    }
    if let Some(extra) = extras.nodes.get(&id) {
        node.extra = extra.clone();
    }
    Some(node)
}

/// Reads a file.
///
/// # Errors
/// [`FileError`] with the first thing that is wrong and where it stands.
pub fn decode(text: &str, limits: ReadLimits) -> Result<Loaded, FileError> {
    let file = parse(text, limits)?;
    let (loaded, problems) = build(&file, limits);
    match problems.into_iter().next() {
        None => Ok(loaded),
        Some(problem) => Err(problem.into()),
    }
}

/// What is wrong with a file; nothing for one that [`decode`] reads.
#[must_use]
pub fn examine(text: &str, limits: ReadLimits) -> Vec<Problem> {
    match parse(text, limits) {
        Ok(file) => build(&file, limits).1,
        Err(FileError::Invalid { path, problem }) => vec![Problem { path, what: problem }],
        Err(error) => vec![Problem { path: "file".to_owned(), what: error.to_string() }],
    }
}

/// Reads what can be read of a file, and says what was done about the rest.
///
/// # Errors
/// Where it is not JSON, of another format or of a newer version: there is nothing to mend then.
pub fn repair(text: &str, limits: ReadLimits) -> Result<(Loaded, Vec<Problem>), FileError> {
    let value = migrate(parse_json(text, limits)?)?;
    let (file, mut problems) = lenient(value);
    let (loaded, more) = build(&file, limits);
    problems.extend(more);
    problems.truncate(MAX_PROBLEMS);
    Ok((loaded, problems))
}

fn parse_json(text: &str, limits: ReadLimits) -> Result<Value, FileError> {
    check_length(text, limits)?;
    serde_json::from_str(text).map_err(|e| FileError::NotJson { reason: e.to_string() })
}

fn check_length(text: &str, limits: ReadLimits) -> Result<(), FileError> {
    if text.len() > limits.bytes {
        return Err(FileError::TooLong { bytes: text.len(), most: limits.bytes });
    }
    Ok(())
}

/// The present version is read straight into its types; anything else goes the long way, which words its errors.
fn parse(text: &str, limits: ReadLimits) -> Result<LayoutFile, FileError> {
    check_length(text, limits)?;
    if let Ok(file) = serde_json::from_str::<LayoutFile>(text)
        && file.format == FORMAT
        && file.version == VERSION
    {
        return Ok(file);
    }
    let value = parse_json(text, limits)?;
    version(&value)?;
    let (file, problems) = lenient(migrate(value)?);
    match problems.into_iter().next() {
        None => Ok(file),
        Some(problem) => Err(problem.into()),
    }
}

/// Takes what has the right type, field by field and node by node.
fn lenient(value: Value) -> (LayoutFile, Vec<Problem>) {
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
            "nodes" => match value {
                Value::Array(nodes) => {
                    for (at, node) in nodes.into_iter().enumerate() {
                        match serde_json::from_value(node) {
                            Ok(node) => file.nodes.push(node),
                            Err(error) => bad(format!("nodes[{at}]"), error.to_string()),
                        }
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

/// Builds what can be built, and says what could not.
fn build(file: &LayoutFile, limits: ReadLimits) -> (Loaded, Vec<Problem>) {
    let mut reader = Reader::new(file, limits);
    let mut problems = vec![];
    let mut loaded = Loaded::default();
    let mut main = file.root.and_then(|root| reader.follow(root, "root")).unwrap_or_default();
    let mut floats = vec![];
    for (at, float) in file.floating.iter().enumerate().take(crate::base::limits::MAX_FLOATING) {
        let area = Rect::new(float.area[0], float.area[1], float.area[2], float.area[3]);
        if float.area.iter().any(|v| !v.is_finite()) || area.w < 1.0 || area.h < 1.0 || float.surface == 0 {
            reader.note(&format!("floating[{at}]"), || "not a floating surface; left out".to_owned());
        } else if let Some(draft) = reader.follow(float.root, &format!("floating[{at}].root")) {
            floats.push((float, area, draft));
        }
    }
    let orphans = reader.orphans();
    let mut root = main.mend(&mut problems);
    adopt(&mut main, &mut root, orphans, file);
    reader.problems.extend(problems);
    let mut problems = std::mem::take(&mut reader.problems);
    let tree = &mut loaded.tree;
    insert(tree, &main, root, SurfaceId::MAIN, None, &mut problems);
    for (float, area, mut draft) in floats {
        let root = draft.mend(&mut problems);
        insert(tree, &draft, root, SurfaceId(float.surface), Some(area), &mut problems);
        zoom(tree, SurfaceId(float.surface), float.zoomed, &mut problems);
    }
    zoom(tree, SurfaceId::MAIN, file.zoomed, &mut problems);
    for (at, id) in file.recent.iter().enumerate() {
        match PaneId::from_raw(*id).filter(|_| reader.is_pane(*id)) {
            Some(pane) => loaded.recent.push(pane),
            None => problems.push(Problem { path: format!("recent[{at}]"), what: format!("{id} is no pane; left out") }),
        }
    }
    loaded.tree.reserve_ids(NodeId::from_raw(file.next_id).unwrap_or(loaded.tree.next_id()));
    loaded.extras.file = file.extra.clone();
    let kept = file.nodes.iter().filter(|n| !n.extra.is_empty());
    loaded.extras.nodes = kept.filter_map(|n| Some((NodeId::from_raw(n.id)?, n.extra.clone()))).collect();
    problems.truncate(MAX_PROBLEMS);
    (loaded, problems)
}

/// Puts panes that nothing leads to into a tab set beside the rest, so that none is lost.
fn adopt(main: &mut Draft, root: &mut Option<usize>, orphans: Draft, file: &LayoutFile) {
    if orphans.parts.is_empty() {
        return;
    }
    let mut next = file.nodes.iter().map(|n| n.id).max().unwrap_or(0).max(file.next_id);
    let mut branch = |form: Form, active: Option<NodeId>| {
        next = next.saturating_add(1);
        let id = NodeId::from_raw(next).unwrap_or(LAST);
        super::draft::Part { id, form: Some(form), widget: None, active, props: Default::default() }
    };
    let front = orphans.parts.first().map(|p| p.part.id);
    let tabs = main.push(branch(Form::Tabs, front), None, Share::EVEN);
    for orphan in orphans.parts {
        main.push(orphan.part, Some(tabs), Share::EVEN);
    }
    *root = Some(match *root {
        None => tabs,
        Some(old) if main.parts[old].part.form == Some(Form::Row) => {
            main.parts[old].children.push(tabs);
            old
        }
        Some(old) => {
            let row = main.push(branch(Form::Row, None), None, Share::EVEN);
            main.parts[row].children = vec![old, tabs];
            main.parts[old].share = Share::EVEN;
            row
        }
    });
}

const LAST: NodeId = NodeId::from_raw(u64::MAX).unwrap();

/// Builds the parts below `root` through the gate.
fn insert(
    tree: &mut Tree,
    draft: &Draft,
    root: Option<usize>,
    surface: SurfaceId,
    area: Option<Rect>,
    problems: &mut Vec<Problem>,
) {
    let Some(root) = root else { return };
    let mut edits = vec![];
    let mut todo = vec![(root, None::<NodeId>)];
    while let Some((at, parent)) = todo.pop() {
        let placed = &draft.parts[at];
        let part = &placed.part;
        let content = match (&part.widget, part.form) {
            (Some(widget), _) => Content::Pane(widget.clone()),
            (None, form) => Content::Branch(form.unwrap_or(Form::Tabs)),
        };
        let props = (!part.props.is_default()).then(|| Box::new(part.props));
        edits.push(Edit::Create { node: part.id, content, props });
        if let Some(parent) = parent {
            edits.push(Edit::Attach { node: part.id, parent, before: None, share: placed.share });
        }
        if let (Some(Form::Tabs), Some(child)) = (part.form, part.active) {
            // Kept for the end, when the children are attached.
            edits.push(Edit::SetActive { tabs: part.id, child });
        }
        todo.extend(placed.children.iter().rev().map(|c| (*c, Some(part.id))));
    }
    let (actives, rest): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(|e| matches!(e, Edit::SetActive { .. }));
    let id = draft.parts[root].part.id;
    let show = Edit::SetSurface(Box::new(SurfaceState { id: surface, root: Some(id), zoomed: None, area }));
    for edit in rest.iter().chain(&actives).chain([&show]) {
        if let Err(error) = tree.apply(edit) {
            problems.push(Problem { path: "nodes".to_owned(), what: error.to_string() });
        }
    }
}

fn zoom(tree: &mut Tree, surface: SurfaceId, pane: Option<u64>, problems: &mut Vec<Problem>) {
    let Some(id) = pane else { return };
    let state = tree.surface(surface).cloned().unwrap_or_else(|| SurfaceState::empty(surface));
    let zoomed = PaneId::from_raw(id);
    if let Err(error) = tree.apply(&Edit::SetSurface(Box::new(SurfaceState { zoomed, ..state }))) {
        problems.push(Problem { path: "zoomed".to_owned(), what: error.to_string() });
    }
}
