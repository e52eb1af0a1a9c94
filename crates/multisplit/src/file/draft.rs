//! A tree that is being read: its parts in depth-first order, not yet in normal form.

use crate::base::{NodeId, Props, Share, WidgetId};
use crate::tree::BranchKind;

/// A node as it was read from a file.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: NodeId,
    /// `None` for a pane.
    pub(super) form: Option<BranchKind>,
    pub(super) widget: Option<WidgetId>,
    pub(super) active: Option<NodeId>,
    /// The properties, if they differ from the default. Boxed, because they are rare and large.
    pub(super) props: Option<Box<Props>>,
}

/// A part, its share and its children.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) part: Part,
    pub(super) share: Share,
    pub(super) children: Vec<usize>,
}

/// A list of parts, parents before children. It has several roots while it holds orphans.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) parts: Vec<Placed>,
}

impl Draft {
    /// Creates an empty draft with space for `parts` parts.
    pub(super) fn with_room(parts: usize) -> Self {
        Self { parts: Vec::with_capacity(parts) }
    }

    /// Appends a part as the last child of `parent` and returns its index.
    pub(super) fn push(&mut self, part: Part, parent: Option<usize>, share: Share) -> usize {
        let me = self.parts.len();
        self.parts.push(Placed { part, share, children: vec![] });
        if let Some(parent) = parent {
            self.parts[parent].children.push(me);
        }
        me
    }

    /// Appends the parts of another draft. Returns the number that was added to their indices.
    pub(super) fn append(&mut self, other: Self) -> usize {
        let offset = self.parts.len();
        self.parts.extend(other.parts.into_iter().map(|mut placed| {
            placed.children.iter_mut().for_each(|child| *child += offset);
            placed
        }));
        offset
    }
}
