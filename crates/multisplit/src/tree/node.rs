//! A node, in two parts. What a pass over the tree reads stands together: links, share, marks and rectangle. The
//! rectangle belongs to the layout alone and is written on the same pass. The node itself is described apart.

use crate::base::{Axis, NodeId, PxRect, Share, WidgetId};
use serde::{Deserialize, Serialize};

/// The index of a slot in the arena. It is meaningless outside of a borrow of the tree, because slots are reused and
/// ids are not.
pub(crate) type NodeIndex = u32;

/// No slot.
pub(crate) const NIL: NodeIndex = u32::MAX;

/// How a branch arranges its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchKind {
    /// Side by side.
    Row,
    /// One below the other.
    Column,
    /// A tab set: one behind the other.
    Tabs,
}

impl BranchKind {
    /// Returns the axis of a split, or `None` for tabs.
    #[must_use]
    pub const fn axis(self) -> Option<Axis> {
        match self {
            Self::Row => Some(Axis::Horizontal),
            Self::Column => Some(Axis::Vertical),
            Self::Tabs => None,
        }
    }
}

impl From<Axis> for BranchKind {
    fn from(axis: Axis) -> Self {
        match axis {
            Axis::Horizontal => Self::Row,
            Axis::Vertical => Self::Column,
        }
    }
}

/// Marks of what the layout still has to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dirty(u8);

impl Dirty {
    /// The least size of this branch must be computed again.
    pub(crate) const MEASURE: Self = Self(1);
    /// The least size of some branch below must be computed again.
    pub(crate) const MEASURE_BELOW: Self = Self(2);
    /// The children of this branch must be placed again.
    pub(crate) const PLACE: Self = Self(4);
    /// The children of some branch below must be placed again.
    pub(crate) const PLACE_BELOW: Self = Self(8);
    /// A child has bounds or a priority, or is folded: the careful solver is needed.
    pub(crate) const CAREFUL: Self = Self(16);
    /// All marks that an edit sets on the branch itself.
    pub(crate) const CHANGED: Self = Self(1 | 4);
    /// All marks that an edit sets on the branches above.
    pub(crate) const CHANGED_BELOW: Self = Self(2 | 8);
    /// The marks that the placing pass looks at. The second bit says that some branch below must be placed again.
    pub(crate) const PLACE_ANY: Self = Self(4 | 8);
    /// The marks that the measuring pass looks at.
    pub(crate) const MEASURE_ANY: Self = Self(1 | 2);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns `true` if all marks of `other` are set.
    pub(crate) const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a pass over the tree reads of a node, in 40 bytes. The children of a branch form a ring: `prev` of the first
/// child is the last one.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The rectangle, written by the layout; empty before the node was placed.
    pub(crate) rect: PxRect,
    pub(crate) parent: NodeIndex,
    pub(crate) prev: NodeIndex,
    pub(crate) next: NodeIndex,
    /// The first child; `NIL` in panes and empty branches.
    pub(crate) first: NodeIndex,
    pub(crate) share: Share,
    /// How the node arranges its children; `None` for a pane.
    pub(crate) form: Option<BranchKind>,
    pub(crate) marks: Dirty,
}

impl Node {
    /// Creates a node that is attached to nothing and has no place yet.
    pub(crate) fn detached(form: Option<BranchKind>) -> Self {
        let marks = if form.is_some() { Dirty::CHANGED } else { Dirty::default() };
        let rect = PxRect::default();
        Self { rect, parent: NIL, prev: NIL, next: NIL, first: NIL, share: Share::EVEN, form, marks }
    }

    pub(crate) const fn is_branch(&self) -> bool {
        self.form.is_some()
    }

    /// Returns the axis of a split, or `None` for tab sets and panes.
    pub(crate) const fn axis(&self) -> Option<Axis> {
        match self.form {
            Some(form) => form.axis(),
            None => None,
        }
    }

    pub(crate) const fn is_tabs(&self) -> bool {
        matches!(self.form, Some(BranchKind::Tabs))
    }
}

/// What a node is, in 32 bytes.
#[derive(Clone, Debug)]
pub(crate) struct NodeInfo {
    pub(crate) id: NodeId,
    pub(crate) body: Body,
}

impl NodeInfo {
    /// Returns the least size of a branch, in device pixels; zero for a pane.
    pub(crate) const fn least(&self) -> [i32; 2] {
        match self.body {
            Body::Branch { min, .. } => min,
            Body::Pane(_) => [0; 2],
        }
    }
}

/// The part of a node that differs between panes and branches.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Pane(WidgetId),
    Branch {
        /// The front child of a tab set; `NIL` in splits and empty tab sets.
        active: NodeIndex,
        /// The least size in device pixels, kept by the layout.
        min: [i32; 2],
    },
}

impl Body {
    /// A branch without a front child, not measured yet.
    pub(crate) const BRANCH: Self = Self::Branch { active: NIL, min: [0; 2] };
}

#[cfg(test)]
mod tests {
    use super::{Node, NodeInfo};

    #[test]
    fn a_node_takes_72_bytes() {
        assert_eq!((size_of::<Node>(), size_of::<NodeInfo>()), (40, 32));
    }
}
