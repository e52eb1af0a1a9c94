//! Resizing: shares set directly, moved by the keyboard, or made equal.

use super::{CommandCx, CommandError, Outcome};
use crate::base::limits::{MAX_LENGTH, MAX_SHARE_TOTAL};
use crate::base::share::normalize;
use crate::base::{Direction, NodeId, PaneId, Point, Share};
use crate::history::Merge;
use crate::placement::{DividerDrag, Snap};
use crate::tree::{Edit, NodeKind};
use rustc_hash::FxHashMap;

impl CommandCx<'_> {
    pub(super) fn set_shares(&mut self, split: NodeId, shares: &[Share]) -> Result<Outcome, CommandError> {
        self.require_split(split)?;
        let children = self.tree.children(split).count();
        if children != shares.len() {
            return Err(CommandError::ShareCount { split, children, given: shares.len() });
        }
        let total = shares.iter().map(|s| u64::from(s.get())).sum();
        if total > MAX_SHARE_TOTAL {
            return Err(CommandError::ShareTotal { total, most: MAX_SHARE_TOTAL });
        }
        self.unzoom_around(split)?;
        self.set_child_shares(split, shares)?;
        Ok(Outcome::default())
    }

    pub(super) fn resize(&mut self, pane: PaneId, direction: Direction, by: f64) -> Result<Outcome, CommandError> {
        self.require_pane(pane)?;
        if !by.is_finite() || by.abs() > MAX_LENGTH {
            return Err(CommandError::NotADistance(by));
        }
        let by = if direction.is_forward() { by } else { -by };
        let (split, index) = self.divider_of(pane, direction).ok_or(CommandError::NoDivider(pane))?;
        // A drag from the origin to `(by, by)` moves the divider by that distance, along either axis.
        let start = Point::default();
        let drag =
            DividerDrag::grab(self.tree, self.placer, split, index, start).ok_or(CommandError::NoDivider(pane))?;
        self.unzoom_around(split)?;
        let delta = drag.delta(Point::new(by, by), Snap::Free);
        if delta != 0.0 {
            self.share_as(split, &[drag.base(), drag.moved(delta)])?;
        }
        // The divider is known by the child before it, so that further steps join this undo entry.
        let before = self.tree.children(split).nth(index);
        self.merge = before.map(Merge::Resize);
        Ok(Outcome::pane(pane))
    }

    pub(super) fn even(&mut self, split: NodeId, index: usize) -> Result<Outcome, CommandError> {
        self.require_split(split)?;
        let drag = DividerDrag::grab(self.tree, self.placer, split, index, Point::default())
            .ok_or(CommandError::NoSuchDivider { split, index })?;
        self.unzoom_around(split)?;
        self.share_as(split, &[drag.base(), drag.evened()])?;
        Ok(Outcome::default())
    }

    /// Sets shares of children of a split, as small as the proportions allow. If a child is in several lists, the last one
    /// counts. Makes no edit if the proportions are already as requested.
    fn share_as(&mut self, split: NodeId, lists: &[Vec<(NodeId, Share)>]) -> Result<(), CommandError> {
        let wanted: FxHashMap<NodeId, Share> = lists.iter().flatten().copied().collect();
        let share = |node: &NodeId| wanted.get(node).copied().or_else(|| self.tree.share(*node));
        let weight = |share: Share| u128::from(share.get());
        let children: Vec<NodeId> = self.tree.children(split).collect();
        let now: Vec<u128> = children.iter().filter_map(|node| self.tree.share(*node)).map(weight).collect();
        let then: Vec<u128> = children.iter().filter_map(share).map(weight).collect();
        let (now, then) = (normalize(&now), normalize(&then));
        if now == then { Ok(()) } else { self.set_child_shares(split, &then) }
    }

    pub(super) fn equalize(&mut self, split: Option<NodeId>) -> Result<Outcome, CommandError> {
        let splits = match split {
            Some(split) => {
                self.require_split(split)?;
                vec![split]
            }
            None => self.all_splits(),
        };
        for split in splits {
            let even = vec![Share::EVEN; self.tree.children(split).count()];
            self.unzoom_around(split)?;
            self.set_child_shares(split, &even)?;
        }
        Ok(Outcome::default())
    }

    pub(crate) fn apply_shares(&mut self, shares: &[(NodeId, Share)]) -> Result<(), CommandError> {
        for (node, share) in shares {
            if self.tree.share(*node) != Some(*share) {
                self.edit(Edit::SetShare { node: *node, share: *share })?;
            }
        }
        Ok(())
    }

    /// Divides the shares of a split by their common divisor, so that a file stays readable.
    pub(crate) fn tidy_shares(&mut self, split: NodeId) -> Result<(), CommandError> {
        let weights: Vec<u128> =
            self.tree.children(split).filter_map(|n| self.tree.share(n)).map(|s| u128::from(s.get())).collect();
        self.set_child_shares(split, &normalize(&weights))
    }

    fn all_splits(&self) -> Vec<NodeId> {
        let roots = self.tree.surfaces().iter().filter_map(|s| s.root);
        roots
            .flat_map(|root| self.tree.walk(root))
            .filter(|n| matches!(self.tree.kind(*n), Some(NodeKind::Split(_))))
            .collect()
    }

    /// Returns the divider after the pane along the axis of the direction, or the one before the pane if there is none
    /// after it.
    fn divider_of(&self, pane: PaneId, direction: Direction) -> Option<(NodeId, usize)> {
        self.divider_at(pane, direction, true).or_else(|| self.divider_at(pane, direction, false))
    }

    fn divider_at(&self, pane: PaneId, direction: Direction, after: bool) -> Option<(NodeId, usize)> {
        let mut at = pane.node();
        while let Some(above) = self.tree.parent(at) {
            let along = self.tree.kind(above) == Some(NodeKind::Split(direction.axis()));
            let sibling = if after { self.tree.next(at) } else { self.tree.prev(at) };
            if along && sibling.is_some() {
                let own = self.tree.children(above).position(|n| n == at)?;
                return Some((above, if after { own } else { own - 1 }));
            }
            at = above;
        }
        None
    }
}
