//! Turns a tree into a file, or into its text.

use super::format::{FORMAT, FileNode, FloatingFile, LayoutFile, RareFields, VERSION};
use super::home;
use super::loaded::Extras;
use super::text::{COLUMN, NodeWriter, ROW, SHARES, TABS, text_of};
use super::{groups, rare_fields};
use crate::base::{NodeId, PaneId, Props, Share};
use crate::tree::{BranchKind, NIL, Node, NodeIndex, SurfaceState, Tree};

/// Returns the file of a tree, with its nodes in depth-first order.
#[must_use]
pub fn encode(tree: &Tree, recent: &[PaneId], extras: &Extras) -> LayoutFile {
    let mut file = head(tree, recent, extras);
    // Reserved at once: a vector that grows step by step would move so much memory again and again.
    file.nodes.reserve_exact(node_count(tree));
    file.nodes.extend(slots(tree).map(|slot| Saved::new(tree, extras, slot).to_file()));
    file
}

/// Returns the text of the file of a tree, without building the file: the nodes are written as they are in the tree.
#[must_use]
pub fn encode_text(tree: &Tree, recent: &[PaneId], extras: &Extras) -> String {
    text_of(&head(tree, recent, extras), node_count(tree), |to| {
        slots(tree).for_each(|slot| Saved::new(tree, extras, slot).write(to));
    })
}

const fn node_count(tree: &Tree) -> usize {
    tree.pane_count() + tree.branch_count()
}

/// Returns the file of a tree without its nodes.
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
        surface: surface.id.raw(),
        root: surface.root?.raw(),
        zoomed: surface.zoomed.map(PaneId::raw),
        area: [area.x, area.y, area.w, area.h],
        home: surface.home.as_deref().map(home::to_file).unwrap_or_default(),
    })
}

/// A node as it is in the tree. It is addressed by slot: an id costs a hash lookup, a link costs none.
#[derive(Clone, Copy)]
struct Saved<'a> {
    tree: &'a Tree,
    extras: &'a Extras,
    slot: NodeIndex,
    node: &'a Node,
}

impl<'a> Saved<'a> {
    fn new(tree: &'a Tree, extras: &'a Extras, slot: NodeIndex) -> Self {
        Self { tree, extras, slot, node: tree.node(slot) }
    }

    fn id(self) -> u64 {
        self.tree.id(self.slot).raw()
    }

    fn children(self) -> impl Iterator<Item = NodeIndex> + Clone + use<'a> {
        let tree = self.tree;
        let known = |slot: NodeIndex| (slot != NIL).then_some(slot);
        std::iter::successors(known(self.node.first), move |child| known(tree.node(*child).next))
    }

    fn ids(self) -> impl Iterator<Item = u64> + Clone + use<'a> {
        let tree = self.tree;
        self.children().map(move |child| tree.id(child).raw())
    }

    /// Returns the shares of the children, or `None` if the node is no split or all shares are even: those are not written.
    fn shares(self) -> Option<impl Iterator<Item = u32> + Clone + use<'a>> {
        let tree = self.tree;
        let differ = self.node.axis().is_some() && self.children().any(|child| tree.node(child).share != Share::EVEN);
        differ.then(|| self.children().map(move |child| tree.node(child).share.get()))
    }

    fn active(self) -> Option<u64> {
        self.tree.id_at(self.tree.active(self.slot)).map(NodeId::raw)
    }

    fn rare(self) -> Option<RareFields> {
        if !self.tree.has_marks() && self.extras.nodes.is_empty() {
            return None;
        }
        let id = self.tree.id(self.slot);
        let props = if self.tree.has_marks() { self.tree.props(id) } else { Props::default() };
        let extra = self.extras.nodes.get(&id);
        (extra.is_some() || !props.is_default()).then(|| rare_fields::to_file(&props, extra))
    }

    fn write(self, to: &mut NodeWriter) {
        to.begin(self.id());
        if let Some(widget) = self.tree.widget_at(self.slot) {
            to.pane(widget.as_str());
        }
        if let Some(form) = self.node.form {
            let field = match form {
                BranchKind::Row => ROW,
                BranchKind::Column => COLUMN,
                BranchKind::Tabs => TABS,
            };
            to.list(field, self.ids());
            if let Some(active) = self.active() {
                to.active(active);
            }
            if let Some(shares) = self.shares() {
                to.list(SHARES, shares);
            }
        }
        if let Some(rare) = self.rare() {
            to.rare(&rare);
        }
        to.end();
    }

    fn to_file(self) -> FileNode {
        let children = |form: BranchKind| (self.node.form == Some(form)).then(|| self.ids().collect());
        FileNode {
            id: self.id(),
            pane: self.tree.widget_at(self.slot).map(|widget| widget.as_str().to_owned()),
            row: children(BranchKind::Row),
            column: children(BranchKind::Column),
            tabs: children(BranchKind::Tabs),
            active: self.active(),
            shares: self.shares().into_iter().flatten().collect(),
            rare: self.rare().map(Box::new),
        }
    }
}

/// Returns all slots of all surfaces, depth first.
fn slots(tree: &Tree) -> impl Iterator<Item = NodeIndex> + '_ {
    tree.surfaces().iter().filter_map(|surface| surface.root).flat_map(move |root| {
        let top = tree.slot(root);
        std::iter::successors(top, move |at| Some(tree.after(*at, top?)).filter(|next| *next != NIL))
    })
}
