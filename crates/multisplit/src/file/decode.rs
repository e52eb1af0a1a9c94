//! Turns a file into a tree.
//!
//! The result is always a new tree that was built through the gate, so a bad file changes nothing. A file as this crate writes
//! it takes the fast path (`stream`). Any other file takes the slow path: its nodes, a draft of the tree, the repaired draft,
//! the tree.

use super::draft::Draft;
use super::encode::encode;
use super::finish::{area_of, finish, zoom};
use super::format::{FORMAT, FileError, FloatingFile, LayoutFile, VERSION};
use super::lenient::lenient;
use super::loaded::Loaded;
use super::migrate::{migrate, version};
use super::problems::{Problem, Problems};
use super::resolve::{ReadLimits, Reader};
use super::scan::{Scanned, scan};
use super::{groups, home, stream};
use crate::base::limits::MAX_FLOATING;
use crate::base::{NodeId, Rect, Share, SurfaceId, share};
use crate::tree::{BranchKind, Content, Edit, Home, SurfaceState, Tree};
use serde_json::Value;

/// The largest number of panes of a file that debug builds read on both paths.
const CHECKED_PANES: usize = 1_000;

/// Reads a layout file.
///
/// # Errors
/// Returns a [`FileError`] that names the first problem and its place in the file.
pub fn decode(text: &str, limits: ReadLimits) -> Result<Loaded, FileError> {
    if let Some(loaded) = read_straight(text, limits) {
        return Ok(loaded);
    }
    decode_file(&parse(text, limits)?, limits)
}

/// Reads a layout file that was parsed or made before, without a text in between.
///
/// # Errors
/// Returns a [`FileError`] that names the first problem and its place in the file.
pub fn decode_file(file: &LayoutFile, limits: ReadLimits) -> Result<Loaded, FileError> {
    if file.format != FORMAT {
        return Err(FileError::WrongFormat { found: file.format.chars().take(60).collect() });
    }
    if file.version > VERSION {
        return Err(FileError::TooNew { found: file.version.into() });
    }
    if file.version < VERSION {
        // Older versions are migrated as text, before there is a `LayoutFile`.
        return Err(FileError::NoVersion { found: file.version.to_string() });
    }
    let (loaded, problems) = build(file, limits);
    match problems.first() {
        None => Ok(loaded),
        Some(problem) => Err(problem.into()),
    }
}

/// Returns the problems of a file, in the words of [`repair`]. The list is empty for a file that [`decode`] reads.
#[must_use]
pub fn examine(text: &str, limits: ReadLimits) -> Vec<Problem> {
    match repair(text, limits) {
        Ok((_, problems)) => problems,
        Err(FileError::Invalid { path, problem }) => vec![Problem { path, what: problem }],
        Err(error) => vec![Problem { path: "file".to_owned(), what: error.to_string() }],
    }
}

/// Reads what can be read of a file. Returns the layout, and one problem for each thing that was left out or changed.
///
/// It also repairs a byte-order mark, commas before closing brackets, an end that is missing or unreadable, shares that are
/// written as fractions, and a root that does not exist.
///
/// # Errors
/// Returns a [`FileError`] if the text is not JSON from the start, is of another format, of a newer version or of none, or
/// exceeds the limits: then there is nothing to repair.
pub fn repair(text: &str, limits: ReadLimits) -> Result<(Loaded, Vec<Problem>), FileError> {
    if let Some(loaded) = read_straight(text, limits) {
        return Ok((loaded, vec![]));
    }
    let Scanned { text: whole, mut problems, .. } = look_through(text, limits)?;
    let migrated = parse_json(&whole).and_then(migrate);
    let value = match migrated {
        // Too little is left to say which format it is. The syntax error of the original text explains more.
        Err(error) if !problems.is_empty() => return Err(parse_json(text).err().unwrap_or(error)),
        migrated => migrated?,
    };
    let (file, more) = lenient(value);
    problems.extend(more);
    let (loaded, more) = build(&file, limits);
    problems.extend(more);
    Ok((loaded, problems.into_list()))
}

/// Scans a text before anything is allocated for it.
///
/// # Errors
/// Returns a [`FileError`] if the text is longer, or its values cost more, than the limits allow.
fn look_through(text: &str, limits: ReadLimits) -> Result<Scanned<'_>, FileError> {
    check_length(text, limits)?;
    let scanned = scan(text, limits.values);
    if scanned.cost > limits.values {
        return Err(FileError::TooManyValues { count: scanned.cost, most: limits.values });
    }
    Ok(scanned)
}

/// Reads a file on the fast path, or returns `None`. Debug builds read small files on the slow path as well and compare both.
fn read_straight(text: &str, limits: ReadLimits) -> Option<Loaded> {
    check_length(text, limits).ok()?;
    let loaded = stream::read(text, limits)?;
    if cfg!(debug_assertions) && loaded.tree.pane_count() <= CHECKED_PANES {
        let slow = parse(text, limits).map(|file| build(&file, limits));
        let same = |slow: &Loaded| {
            let file = |loaded: &Loaded| encode(&loaded.tree, &loaded.recent, &loaded.extras);
            file(slow) == file(&loaded) && slow.extras == loaded.extras && slow.recent == loaded.recent
        };
        if !slow.as_ref().is_ok_and(|(slow, problems)| problems.is_empty() && same(slow)) {
            crate::never!("read straight as {loaded:?}, the long way as {slow:?}");
        }
    }
    Some(loaded)
}

fn parse_json(text: &str) -> Result<Value, FileError> {
    serde_json::from_str(text).map_err(|e| FileError::NotJson { reason: e.to_string() })
}

fn check_length(text: &str, limits: ReadLimits) -> Result<(), FileError> {
    if text.len() > limits.bytes {
        return Err(FileError::TooLong { bytes: text.len(), most: limits.bytes });
    }
    Ok(())
}

/// Parses a file on the slow path. A file of the present version is read directly into its types. Any other file is read
/// leniently, because that words its errors.
fn parse(text: &str, limits: ReadLimits) -> Result<LayoutFile, FileError> {
    look_through(text, limits)?;
    if let Ok(file) = serde_json::from_str::<LayoutFile>(text)
        && file.format == FORMAT
        && file.version == VERSION
    {
        return Ok(file);
    }
    let value = parse_json(text)?;
    version(&value)?;
    let (file, problems) = lenient(migrate(value)?);
    match problems.first() {
        None => Ok(file),
        Some(problem) => Err(problem.into()),
    }
}

/// Builds what can be built, and returns the problems of the rest.
fn build(file: &LayoutFile, limits: ReadLimits) -> (Loaded, Problems) {
    let mut reader = Reader::new(file, limits);
    let mut problems = Problems::default();
    let mut loaded = Loaded::default();
    groups::read(&file.groups, &mut loaded.tree, &mut problems);
    reader.groups = loaded.tree.groups().map(|(id, _)| id).collect();
    // Nearly all nodes are below the main root, so its draft reserves space for all of them.
    let all = reader.node_count();
    let mut main = file.root.and_then(|root| reader.follow(root, "root", all));
    let floats = follow_floats(file, &mut reader);
    // After the floating surfaces, so that none of their branches is taken for the main root.
    if main.is_none() {
        main = reader.stand_in_root().and_then(|root| reader.follow(root, "root", all));
    }
    let mut main = main.unwrap_or_default();
    let orphans = reader.orphans();
    let mut root = main.mend(&mut problems);
    adopt(&mut main, &mut root, orphans, &mut reader, &mut problems);
    let mut all = std::mem::take(&mut reader.problems);
    all.extend(problems);
    let mut problems = all;
    let tree = &mut loaded.tree;
    insert(tree, &main, root, SurfaceId::MAIN, (None, None), &mut problems);
    for (float, area, mut draft) in floats {
        let root = draft.mend(&mut problems);
        let home = home::read(&float.home);
        insert(tree, &draft, root, SurfaceId::from_raw(float.surface), (Some(area), home), &mut problems);
        zoom(tree, SurfaceId::from_raw(float.surface), float.zoomed, &mut problems);
    }
    let mut extra = vec![];
    for (at, node) in file.nodes.iter().enumerate() {
        let Some(rare) = node.rare.as_deref().filter(|rare| !rare.extra.is_empty()) else { continue };
        match NodeId::from_raw(node.id).filter(|_| reader.is_first(node.id, at)) {
            Some(id) => loaded.extras.keep(id, rare.extra.clone()),
            None => extra.push((at, rare.extra.keys().cloned().collect::<Vec<_>>())),
        }
    }
    for (at, keys) in extra {
        let what = || format!("{} belongs to a node that has no id of its own; left out", keys.join(", "));
        problems.add(|| format!("nodes[{at}]"), what);
    }
    finish(file, &mut loaded, &mut problems, |id| reader.is_pane(id));
    (loaded, problems)
}

/// Returns the floating surfaces whose trees exist, with their areas and drafts.
fn follow_floats<'a>(file: &'a LayoutFile, reader: &mut Reader<'_>) -> Vec<(&'a FloatingFile, Rect, Draft)> {
    let mut floats: Vec<(&FloatingFile, Rect, Draft)> = vec![];
    for (at, float) in file.floating.iter().enumerate() {
        let twice = floats.iter().any(|(other, ..)| other.surface == float.surface);
        let full = floats.len() >= MAX_FLOATING;
        let Some(area) = area_of(float).filter(|_| !twice && !full) else {
            let what = if full { "more than there may be" } else { "not a floating surface" };
            reader.note(&format!("floating[{at}]"), || format!("{what}; left out"));
            continue;
        };
        if let Some(draft) = reader.follow(float.root, &format!("floating[{at}].root"), 0) {
            floats.push((float, area, draft));
        }
    }
    floats
}

/// Puts trees that nothing leads to into a tab set beside the rest, so that none is lost. The tab set takes as much space as
/// its siblings have on average.
fn adopt(
    main: &mut Draft,
    root: &mut Option<usize>,
    orphans: Vec<Draft>,
    reader: &mut Reader<'_>,
    problems: &mut Problems,
) {
    let mut tops = vec![];
    for mut orphan in orphans {
        if let Some(top) = orphan.mend(problems) {
            tops.push(top + main.append(orphan));
        }
    }
    let Some(front) = tops.first().map(|top| main.parts[*top].part.id) else { return };
    let mut branch = |form: BranchKind, active: Option<NodeId>| super::draft::Part {
        id: reader.fresh_id(),
        form: Some(form),
        widget: None,
        active,
        props: Default::default(),
    };
    let tabs = main.push(branch(BranchKind::Tabs, Some(front)), None, Share::EVEN);
    main.parts[tabs].children = tops;
    let row = match *root {
        None => {
            *root = Some(tabs);
            return;
        }
        Some(old) if main.parts[old].part.form == Some(BranchKind::Row) => old,
        Some(old) => {
            let row = main.push(branch(BranchKind::Row, None), None, Share::EVEN);
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

/// Builds the parts below `root` through the gate and puts them on a surface.
fn insert(
    tree: &mut Tree,
    draft: &Draft,
    root: Option<usize>,
    surface: SurfaceId,
    (area, home): (Option<Rect>, Option<Box<Home>>),
    problems: &mut Problems,
) {
    let Some(root) = root else { return };
    let panes = draft.parts.iter().filter(|placed| placed.part.widget.is_some()).count();
    tree.reserve(draft.parts.len(), panes);
    let mut actives = vec![];
    let mut todo = vec![(root, None::<NodeId>)];
    let mut apply = |edit: Edit| {
        if let Err(error) = tree.apply(&edit) {
            problems.add(|| "nodes".to_owned(), || error.to_string());
        }
    };
    while let Some((at, parent)) = todo.pop() {
        let placed = &draft.parts[at];
        let part = &placed.part;
        let content = match (&part.widget, part.form) {
            (Some(widget), _) => Content::Pane(widget.clone()),
            (None, form) => Content::Branch(form.unwrap_or(BranchKind::Tabs)),
        };
        let props = part.props.as_deref().map(|props| Box::new(*props));
        apply(Edit::Create { node: part.id, content, props });
        if let Some(parent) = parent {
            apply(Edit::Attach { node: part.id, parent, before: None, share: placed.share });
        }
        if let (Some(BranchKind::Tabs), Some(child)) = (part.form, part.active) {
            // Kept for the end: an active child must be attached first.
            actives.push(Edit::SetActive { tabs: part.id, child });
        }
        todo.extend(placed.children.iter().rev().map(|c| (*c, Some(part.id))));
    }
    actives.into_iter().for_each(&mut apply);
    let id = draft.parts[root].part.id;
    apply(Edit::SetSurface(Box::new(SurfaceState { id: surface, root: Some(id), zoomed: None, area, home })));
}
