//! From a tree to a file, or to its text.

use super::decode::Extras;
use super::format::{FORMAT, FileNode, FloatingFile, LayoutFile, RareFields, VERSION};
use super::text::{NodeText, text_of};
use super::{groups, rare};
use crate::base::{NodeId, PaneId, Props, Share, WidgetId};
use crate::tree::{Branch, Form, Kind, NIL, Node, Slot, SurfaceState, Tree};
use serde::{Serialize, Serializer};

/// The file of a tree, depth first.
#[must_use]
pub fn encode(tree: &Tree, recent: &[PaneId], extras: &Extras) -> LayoutFile {
    let mut file = head(tree, recent, extras);
    // Asked for at once: grown by halves, so much memory is moved again and again.
    file.nodes.reserve_exact(node_count(tree));
    file.nodes.extend(slots(tree).map(|slot| Saved { tree, extras, node: tree.node(slot) }.to_file()));
    file
}

/// The text of that file, without the file: the nodes are written as they stand in the tree.
#[must_use]
pub fn encode_text(tree: &Tree, recent: &[PaneId], extras: &Extras) -> String {
    let nodes = slots(tree).map(|slot| Saved { tree, extras, node: tree.node(slot) });
    text_of(&head(tree, recent, extras), node_count(tree), nodes)
}

const fn node_count(tree: &Tree) -> usize {
    tree.pane_count() + tree.branch_count()
}

/// The file without its nodes.
fn head(tree: &Tree, recent: &[PaneId], extras: &Extras) -> LayoutFile {
    let main = &tree.surfaces()[0];
    LayoutFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        next_id: tree.next_id().raw(),
        root: main.root.map(NodeId::raw),
        zoomed: main.zoomed.map(PaneId::raw),
        recent: recent.iter().filter(|p| tree.widget(**p).is_some()).map(|p| p.raw()).collect(),
        floating: tree.surfaces().iter().skip(1).filter_map(floating).collect(),
        groups: tree.groups().map(|(id, info)| groups::to_file(id, info)).collect(),
        nodes: vec![],
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

/// A node as it stands in the tree. Goes by slots: an id costs a hash lookup, a link costs none.
#[derive(Clone, Copy)]
struct Saved<'a> {
    tree: &'a Tree,
    extras: &'a Extras,
    node: &'a Node,
}

impl<'a> Saved<'a> {
    fn children(self, branch: &Branch) -> impl Iterator<Item = &'a Node> + Clone + use<'a> {
        let tree = self.tree;
        let node = |slot: Slot| (slot != NIL).then(|| tree.node(slot));
        std::iter::successors(node(branch.first), move |child| node(child.next))
    }

    /// Whether shares are written: those that are all alike are not.
    fn has_shares(self, branch: &Branch) -> bool {
        branch.form != Form::Tabs && self.children(branch).any(|child| child.share != Share::EVEN)
    }

    fn active(self, branch: &Branch) -> Option<u64> {
        let front = (branch.form == Form::Tabs).then_some(branch.active)?;
        self.tree.id_at(front).map(NodeId::raw)
    }

    fn rare(self) -> Option<Box<RareFields>> {
        let id = self.node.id;
        let props = if self.tree.has_marks() { self.tree.props(id) } else { Props::default() };
        let extra = self.extras.nodes.get(&id);
        (extra.is_some() || !props.is_default()).then(|| Box::new(rare::to_file(&props, extra)))
    }

    fn to_file(self) -> FileNode {
        let mut node = FileNode { id: self.node.id.raw(), rare: self.rare(), ..FileNode::default() };
        match &self.node.kind {
            Kind::Pane(widget) => node.pane = Some(widget.as_str().to_owned()),
            Kind::Branch(branch) => {
                let children = Some(self.children(branch).map(|child| child.id.raw()).collect());
                match branch.form {
                    Form::Row => node.row = children,
                    Form::Column => node.column = children,
                    Form::Tabs => node.tabs = children,
                }
                node.active = self.active(branch);
                if self.has_shares(branch) {
                    node.shares = self.children(branch).map(|child| child.share.get()).collect();
                }
            }
        }
        node
    }
}

impl Serialize for Saved<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let branch = self.node.branch();
        let ids = |form: Form| {
            let branch = branch.filter(|branch| branch.form == form)?;
            Some(List(self.children(branch).map(|child| child.id.raw())))
        };
        let rare = self.rare();
        NodeText {
            id: self.node.id.raw(),
            pane: self.node.widget().map(WidgetId::as_str),
            row: ids(Form::Row),
            column: ids(Form::Column),
            tabs: ids(Form::Tabs),
            active: branch.and_then(|branch| self.active(branch)),
            shares: branch
                .filter(|branch| self.has_shares(branch))
                .map(|branch| List(self.children(branch).map(|child| child.share.get()))),
            rare: rare.as_deref(),
        }
        .serialize(serializer)
    }
}

/// What comes one by one, written as a list.
struct List<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for List<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// All slots of all surfaces, depth first.
fn slots(tree: &Tree) -> impl Iterator<Item = Slot> + '_ {
    tree.surfaces().iter().filter_map(|surface| surface.root).flat_map(move |root| {
        let top = tree.slot(root);
        std::iter::successors(top, move |at| Some(tree.after(*at, top?)).filter(|next| *next != NIL))
    })
}
