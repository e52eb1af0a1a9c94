//! A tree on its way: parts in depth-first order, not yet in normal form.

use crate::base::{NodeId, Props, Share, WidgetId};
use crate::tree::BranchKind;

/// A node as it was read.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: NodeId,
    /// `None` for a pane.
    pub(super) form: Option<BranchKind>,
    pub(super) widget: Option<WidgetId>,
    pub(super) active: Option<NodeId>,
    /// Where they differ from the default: rare, and large.
    pub(super) props: Option<Box<Props>>,
}

/// A part and its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) part: Part,
    pub(super) share: Share,
    pub(super) children: Vec<usize>,
}

/// Parts, parents before children; several roots where it holds orphans.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) parts: Vec<Placed>,
}

impl Draft {
    /// With room for so many parts.
    pub(super) fn with_room(parts: usize) -> Self {
        Self { parts: Vec::with_capacity(parts) }
    }

    pub(super) fn push(&mut self, part: Part, parent: Option<usize>, share: Share) -> usize {
        let me = self.parts.len();
        self.parts.push(Placed { part, share, children: vec![] });
        if let Some(parent) = parent {
            self.parts[parent].children.push(me);
        }
        me
    }

    /// Takes the parts of another draft in and returns by how much their places moved.
    pub(super) fn append(&mut self, other: Self) -> usize {
        let offset = self.parts.len();
        self.parts.extend(other.parts.into_iter().map(|mut placed| {
            placed.children.iter_mut().for_each(|child| *child += offset);
            placed
        }));
        offset
    }
}
