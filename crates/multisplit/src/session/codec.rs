//! Between a tree and a file. Decoding builds a new tree through the gate, so that a bad file changes nothing.

use super::canon::{Problem, ReadLimits, Reader};
use super::draft::Draft;
use super::format::{FORMAT, FileError, FileNode, FloatingFile, LayoutFile, RareFields, VERSION};
use super::groups;
use super::migrate::{migrate, version};
use crate::base::limits::{MAX_NODE_ID, MAX_PROBLEMS};
use crate::base::{Length, NodeId, PaneId, Priority, Props, Rect, Share, SurfaceId, share};
use crate::tree::{Content, Edit, Form, Kind, NIL, Slot, SurfaceState, Tree};
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
    // Asked for at once: grown by halves, so much memory is moved again and again.
    let mut nodes = Vec::with_capacity(tree.pane_count() + tree.branch_count());
    nodes.extend(roots.flat_map(|root| slots(tree, root)).map(|slot| node(tree, slot, extras)));
    LayoutFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        next_id: tree.next_id().raw(),
        root: main.root.map(NodeId::raw),
        zoomed: main.zoomed.map(raw),
        recent: recent.iter().filter(|p| tree.widget(**p).is_some()).map(|p| p.raw()).collect(),
        floating: tree.surfaces().iter().skip(1).filter_map(floating).collect(),
        groups: tree.groups().map(|(id, info)| groups::to_file(id, info)).collect(),
        nodes,
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

fn slot_of(slot: Slot) -> Option<Slot> {
    (slot != NIL).then_some(slot)
}

/// Walks by slots: an id costs a hash lookup, a link costs none.
fn node(tree: &Tree, slot: Slot, extras: &Extras) -> FileNode {
    let own = tree.node(slot);
    let id = own.id;
    let mut node = FileNode { id: id.raw(), ..FileNode::default() };
    match &own.kind {
        Kind::Pane(widget) => node.pane = Some(widget.as_str().to_owned()),
        Kind::Branch(branch) => {
            // Counted first: lists that grow, and shares that are all alike, would be made for nothing.
            let below = || std::iter::successors(slot_of(branch.first), |child| slot_of(tree.node(*child).next));
            let (mut count, mut even) = (0, true);
            for child in below() {
                count += 1;
                even &= tree.node(child).share == Share::EVEN;
            }
            let mut children = Vec::with_capacity(count);
            children.extend(below().map(|child| tree.node(child).id.raw()));
            match branch.form {
                Form::Row => node.row = Some(children),
                Form::Column => node.column = Some(children),
                Form::Tabs => {
                    node.tabs = Some(children);
                    node.active = tree.id_at(branch.active).map(NodeId::raw);
                }
            }
            if !even && branch.form != Form::Tabs {
                node.shares = below().map(|child| tree.node(child).share.get()).collect();
            }
        }
    }
    let props = if tree.has_marks() { tree.props(id) } else { Props::default() };
    let extra = extras.nodes.get(&id);
    if extra.is_some() || !props.is_default() {
        node.rare = Some(Box::new(rare(&props, extra)));
    }
    node
}

/// The fields that few nodes have.
fn rare(props: &Props, extra: Option<&Map<String, Value>>) -> RareFields {
    let lengths = |bound: [Option<Length>; 2]| {
        bound.iter().any(Option::is_some).then(|| bound.map(|length| length.map(Length::units)))
    };
    RareFields {
        min: lengths(props.bounds.min()),
        max: lengths(props.bounds.max()),
        priority: match props.priority {
            Priority::Low => Some("low".to_owned()),
            Priority::Normal => None,
            Priority::High => Some("high".to_owned()),
        },
        snaps: props.snaps,
        locked: props.locked,
        collapsed: props.collapsed,
        group: props.group.map(|group| group.0),
        extra: extra.cloned().unwrap_or_default(),
    }
}

/// All slots of a surface's tree, depth first.
fn slots(tree: &Tree, root: NodeId) -> impl Iterator<Item = Slot> + '_ {
    let top = tree.slot(root);
    std::iter::successors(top, move |at| Some(tree.after(*at, top?)).filter(|next| *next != NIL))
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

/// Builds what can be built, and says what could not.
fn build(file: &LayoutFile, limits: ReadLimits) -> (Loaded, Vec<Problem>) {
    let mut reader = Reader::new(file, limits);
    let mut problems = vec![];
    let mut loaded = Loaded::default();
    groups::read(&file.groups, &mut loaded.tree, &mut problems);
    reader.groups = loaded.tree.groups().map(|(id, _)| id).collect();
    // Nearly all are below it.
    let all = reader.node_count();
    let mut main = file.root.and_then(|root| reader.follow(root, "root", all)).unwrap_or_default();
    let mut floats = vec![];
    for (at, float) in file.floating.iter().enumerate().take(crate::base::limits::MAX_FLOATING) {
        let area = Rect::new(float.area[0], float.area[1], float.area[2], float.area[3]);
        let twice = floats.iter().any(|(other, ..): &(&FloatingFile, _, _)| other.surface == float.surface);
        if !area.is_area() || twice || !(1..=MAX_SURFACE).contains(&float.surface) {
            reader.note(&format!("floating[{at}]"), || "not a floating surface; left out".to_owned());
        } else if let Some(draft) = reader.follow(float.root, &format!("floating[{at}].root"), 0) {
            floats.push((float, area, draft));
        }
    }
    let orphans = reader.orphans();
    let mut root = main.mend(&mut problems);
    adopt(&mut main, &mut root, orphans, &mut reader);
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
            None => {
                problems.push(Problem { path: format!("recent[{at}]"), what: format!("{id} is no pane; left out") });
            }
        }
    }
    let next = NodeId::from_raw(file.next_id).filter(|next| next.raw() <= MAX_NODE_ID + 1);
    if next.is_none() && file.next_id != 0 {
        let what = format!("{} is no number for the next node; left out", file.next_id);
        problems.push(Problem { path: "next_id".to_owned(), what });
    }
    loaded.tree.reserve_ids(next.unwrap_or(loaded.tree.next_id()));
    loaded.extras.file = file.extra.clone();
    let rare = file.nodes.iter().filter_map(|n| Some((NodeId::from_raw(n.id)?, n.rare.as_deref()?)));
    loaded.extras.nodes = rare.filter(|(_, r)| !r.extra.is_empty()).map(|(id, r)| (id, r.extra.clone())).collect();
    problems.truncate(MAX_PROBLEMS);
    (loaded, problems)
}

/// Puts panes that nothing leads to into a tab set beside the rest, so that none is lost. It takes as much room as the others
/// have on average.
fn adopt(main: &mut Draft, root: &mut Option<usize>, orphans: Draft, reader: &mut Reader<'_>) {
    if orphans.parts.is_empty() {
        return;
    }
    let mut branch = |form: Form, active: Option<NodeId>| super::draft::Part {
        id: reader.fresh_id(),
        form: Some(form),
        widget: None,
        active,
        props: Default::default(),
    };
    let front = orphans.parts.first().map(|p| p.part.id);
    let tabs = main.push(branch(Form::Tabs, front), None, Share::EVEN);
    for orphan in orphans.parts {
        main.push(orphan.part, Some(tabs), Share::EVEN);
    }
    let row = match *root {
        None => {
            *root = Some(tabs);
            return;
        }
        Some(old) if main.parts[old].part.form == Some(Form::Row) => old,
        Some(old) => {
            let row = main.push(branch(Form::Row, None), None, Share::EVEN);
            main.parts[row].children = vec![old];
            row
        }
    };
    *root = Some(row);
    let children = main.parts[row].children.clone();
    let mut weights: Vec<u128> = children.iter().map(|c| u128::from(main.parts[*c].share.get())).collect();
    weights.push(weights.iter().sum::<u128>() / weights.len().max(1) as u128);
    main.parts[row].children.push(tabs);
    for (child, share) in children.into_iter().chain([tabs]).zip(share::normalize(&weights)) {
        main.parts[child].share = share;
    }
}

/// The largest number of a floating surface in a file.
const MAX_SURFACE: u32 = 1 << 30;

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
    let panes = draft.parts.iter().filter(|placed| placed.part.widget.is_some()).count();
    tree.reserve(draft.parts.len(), panes);
    let mut actives = vec![];
    let mut todo = vec![(root, None::<NodeId>)];
    let mut apply = |edit: Edit| {
        if let Err(error) = tree.apply(&edit) {
            problems.push(Problem { path: "nodes".to_owned(), what: error.to_string() });
        }
    };
    while let Some((at, parent)) = todo.pop() {
        let placed = &draft.parts[at];
        let part = &placed.part;
        let content = match (&part.widget, part.form) {
            (Some(widget), _) => Content::Pane(widget.clone()),
            (None, form) => Content::Branch(form.unwrap_or(Form::Tabs)),
        };
        let props = part.props.as_deref().map(|props| Box::new(*props));
        apply(Edit::Create { node: part.id, content, props });
        if let Some(parent) = parent {
            apply(Edit::Attach { node: part.id, parent, before: None, share: placed.share });
        }
        if let (Some(Form::Tabs), Some(child)) = (part.form, part.active) {
            // Kept for the end, when the children are attached.
            actives.push(Edit::SetActive { tabs: part.id, child });
        }
        todo.extend(placed.children.iter().rev().map(|c| (*c, Some(part.id))));
    }
    actives.into_iter().for_each(&mut apply);
    let id = draft.parts[root].part.id;
    apply(Edit::SetSurface(Box::new(SurfaceState { id: surface, root: Some(id), zoomed: None, area })));
}

fn zoom(tree: &mut Tree, surface: SurfaceId, pane: Option<u64>, problems: &mut Vec<Problem>) {
    let Some(id) = pane else { return };
    let state = tree.surface(surface).cloned().unwrap_or_else(|| SurfaceState::empty(surface));
    let zoomed = PaneId::from_raw(id);
    if let Err(error) = tree.apply(&Edit::SetSurface(Box::new(SurfaceState { zoomed, ..state }))) {
        problems.push(Problem { path: "zoomed".to_owned(), what: error.to_string() });
    }
}
