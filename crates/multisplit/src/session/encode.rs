//! From a tree to a file.

use super::decode::Extras;
use super::format::{FORMAT, FileNode, FloatingFile, LayoutFile, VERSION};
use super::{groups, rare};
use crate::base::{NodeId, PaneId, Props, Share};
use crate::tree::{Form, Kind, NIL, Slot, SurfaceState, Tree};

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
        node.rare = Some(Box::new(rare::to_file(&props, extra)));
    }
    node
}

/// All slots of a surface's tree, depth first.
fn slots(tree: &Tree, root: NodeId) -> impl Iterator<Item = Slot> + '_ {
    let top = tree.slot(root);
    std::iter::successors(top, move |at| Some(tree.after(*at, top?)).filter(|next| *next != NIL))
}
