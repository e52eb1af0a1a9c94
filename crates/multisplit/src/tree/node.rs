//! One node in 64 bytes, which is what memory is read in: what it is, who is around it, and two things that are the layout's alone:
//! where it lies, and the least size of its branch. They stand here because they are read and written together with the links.

use crate::base::{Axis, NodeId, PxRect, Share, WidgetId};

/// A place in the arena. Means nothing outside a borrow of the tree: slots are reused, ids are not.
pub(crate) type Slot = u32;

/// No slot.
pub(crate) const NIL: Slot = u32::MAX;

/// How a branch lays out its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Side by side.
    Row,
    /// One below the other.
    Column,
    /// One behind the other.
    Tabs,
}

impl Form {
    /// The axis of a split; `None` for tabs.
    #[must_use]
    pub const fn axis(self) -> Option<Axis> {
        match self {
            Self::Row => Some(Axis::Horizontal),
            Self::Column => Some(Axis::Vertical),
            Self::Tabs => None,
        }
    }
}

impl From<Axis> for Form {
    fn from(axis: Axis) -> Self {
        match axis {
            Axis::Horizontal => Self::Row,
            Axis::Vertical => Self::Column,
        }
    }
}

/// What the layout has still to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    /// The least size of this branch must be found again.
    pub(crate) const MEASURE: Self = Self(1);
    /// The same for some branch below.
    pub(crate) const MEASURE_BELOW: Self = Self(2);
    /// The children of this branch must be placed again.
    pub(crate) const PLACE: Self = Self(4);
    /// The same for some branch below.
    pub(crate) const PLACE_BELOW: Self = Self(8);
    /// A child has bounds, a priority or is folded: the careful solver is needed.
    pub(crate) const CAREFUL: Self = Self(16);
    /// Everything that an edit marks on the branch itself.
    pub(crate) const CHANGED: Self = Self(1 | 4);
    /// Everything that an edit marks on the branches above.
    pub(crate) const CHANGED_BELOW: Self = Self(2 | 8);
    /// What the placing pass looks at; the second bit says that some branch below must be placed again.
    pub(crate) const PLACE_ANY: Self = Self(4 | 8);
    /// What the measuring pass looks at.
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

    /// Whether all of the other's marks are set.
    pub(crate) const fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A split or a tab set. The children are a ring: the first one's `prev` is the last.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) first: Slot,
    /// The child in front, of tabs; `NIL` in splits and empty tabs.
    pub(crate) active: Slot,
    /// The least size in device pixels, kept by the layout.
    pub(crate) min: [i32; 2],
    pub(crate) form: Form,
    pub(crate) marks: Marks,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Pane(WidgetId),
    Branch(Branch),
}

/// A node and its links.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) id: NodeId,
    pub(crate) parent: Slot,
    pub(crate) prev: Slot,
    pub(crate) next: Slot,
    pub(crate) share: Share,
    /// Where it lies, written by the layout; nowhere before it was placed.
    pub(crate) rect: PxRect,
    pub(crate) kind: Kind,
}

impl Node {
    pub(crate) const fn widget(&self) -> Option<&WidgetId> {
        match &self.kind {
            Kind::Pane(widget) => Some(widget),
            Kind::Branch(_) => None,
        }
    }

    pub(crate) const fn branch(&self) -> Option<&Branch> {
        match &self.kind {
            Kind::Branch(branch) => Some(branch),
            Kind::Pane(_) => None,
        }
    }

    pub(crate) const fn branch_mut(&mut self) -> Option<&mut Branch> {
        match &mut self.kind {
            Kind::Branch(branch) => Some(branch),
            Kind::Pane(_) => None,
        }
    }

    /// The first child, or `NIL`.
    pub(crate) const fn first(&self) -> Slot {
        match &self.kind {
            Kind::Branch(branch) => branch.first,
            Kind::Pane(_) => NIL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Node;

    #[test]
    fn a_node_takes_one_line_of_memory() {
        assert_eq!((size_of::<Node>(), align_of::<Node>()), (64, 64));
    }
}
