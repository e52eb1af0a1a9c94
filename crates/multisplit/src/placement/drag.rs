//! A divider that is being dragged. Sizes and space are frozen when the divider is grabbed, and every move is computed from there,
//! so that going back is exact and no rounding adds up. It is pure: it returns shares and changes nothing.

use super::place::Placer;
use super::solve::{Item, solve};
use crate::base::spelling::spelled;
use crate::base::{NodeId, Point, Scale, Share};
use crate::tree::{NIL, NodeIndex, Tree};
use serde::{Deserialize, Serialize};

/// The way in which a dragged divider snaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Snap {
    /// The divider does not snap.
    Free,
    /// The divider snaps to a quarter, a third, a half, two thirds and three quarters of the space of its two neighbors, if it is within
    /// [`Metrics::snap_reach_px`](crate::placement::Metrics::snap_reach_px) of one.
    Fractions,
}

spelled!(Snap);

/// A grabbed divider, with the sizes that its split had at that moment.
#[derive(Clone, Debug)]
pub struct DividerDrag {
    /// The split that the divider belongs to.
    pub split: NodeId,
    /// The index of the child before the divider, counted from 0.
    pub index: usize,
    axis: usize,
    scale: Scale,
    start: f64,
    items: Vec<Item>,
    children: Vec<NodeId>,
    after: usize,
    /// The distance from a fraction, in device pixels, within which the divider snaps.
    snap_reach: f64,
}

const FRACTIONS: [f64; 5] = [0.25, 1.0 / 3.0, 0.5, 2.0 / 3.0, 0.75];

impl DividerDrag {
    /// Grabs the divider after child `index` of a split. `at` is the position of the pointer, in logical units.
    ///
    /// Returns `None` if there is no such divider. Finds out how small the children can be and writes it into the tree, if placing
    /// has not needed it yet.
    #[must_use]
    pub fn grab(tree: &mut Tree, placer: &Placer, split: NodeId, index: usize, at: Point) -> Option<Self> {
        let slot = tree.slot(split)?;
        placer.ensure_measured(tree, slot);
        let axis = tree.node(slot).axis()?;
        let (mut slots, mut items): (Vec<NodeIndex>, Vec<Item>) = (vec![], vec![]);
        placer.gather(tree, tree.node(slot).first, axis, &mut slots, &mut items);
        let space = f64::from(tree.px(slot).size[axis.index()]);
        solve(&mut items, space, f64::from(placer.metrics.divider));
        let after = (index + 1..items.len()).find(|i| !items[*i].hidden)?;
        if items.get(index)?.hidden {
            return None;
        }
        let children = slots.iter().filter(|s| **s != NIL).map(|s| tree.id(*s)).collect();
        let scale = placer.scale();
        Some(Self {
            split,
            index,
            axis: axis.index(),
            scale,
            start: at.along(axis) * scale.factor(),
            items,
            children,
            after,
            snap_reach: f64::from(placer.metrics.snap_reach),
        })
    }

    /// Returns the sizes at the start as shares. They are exact for whole pixels.
    #[must_use]
    pub fn base(&self) -> Vec<(NodeId, Share)> {
        self.with_shares(&self.items.iter().map(|i| i.size).collect::<Vec<_>>())
    }

    /// Returns how far the divider goes from its start, in device pixels, if the pointer is at `at` (in logical units).
    ///
    /// The distance is negative to the left and up. It is limited to what the children can give and take.
    #[must_use]
    pub fn delta(&self, at: Point, snap: Snap) -> f64 {
        let to = if self.axis == 0 { at.x } else { at.y };
        let wanted = to * self.scale.factor() - self.start;
        let wanted = if wanted.is_finite() { wanted } else { 0.0 };
        let delta = self.clamp(match snap {
            Snap::Free => wanted,
            Snap::Fractions => self.catch(wanted),
        });
        // Less than half a pixel moves nothing on the screen, and is no reason to write shares.
        if delta.abs() < 0.5 { 0.0 } else { delta }
    }

    /// Returns the shares of the children that a move changes, and only those. `delta` is a value that [`DividerDrag::delta`]
    /// returned, in device pixels.
    ///
    /// The nearest children give and take space first, and the next ones only after those have reached their bounds.
    #[must_use]
    pub fn moved(&self, delta: f64) -> Vec<(NodeId, Share)> {
        let old: Vec<f64> = self.items.iter().map(|i| i.size).collect();
        let mut new = old.clone();
        let (giving, taking) = (delta.abs(), delta > 0.0);
        let before: Vec<usize> = (0..=self.index).rev().collect();
        let after: Vec<usize> = (self.after..self.items.len()).collect();
        let (grow, shrink) = if taking { (&before, &after) } else { (&after, &before) };
        self.spread(&mut new, shrink, giving, |i| -(i.size - i.min).max(0.0));
        self.spread(&mut new, grow, giving, |i| (i.max - i.size).max(0.0));
        let shares = self.with_shares(&new);
        shares.into_iter().zip(old.iter().zip(&new)).filter(|(_, (a, b))| a != b).map(|(s, _)| s).collect()
    }

    /// Returns the shares that make both neighbors of the divider equally long, as a double click does, as far as their own bounds
    /// allow. All other children keep their sizes.
    #[must_use]
    pub fn evened(&self) -> Vec<(NodeId, Share)> {
        let (before, after) = (&self.items[self.index], &self.items[self.after]);
        let delta = (after.size - before.size) / 2.0;
        let least = (before.min - before.size).max(after.size - after.max).min(0.0);
        let most = (before.max - before.size).min(after.size - after.min).max(0.0);
        self.moved(delta.clamp(least, most))
    }

    /// Gives `amount` to the items in turn, as much as each can take. `room` returns how much that is; it is negative if the items give
    /// space away instead.
    fn spread(&self, sizes: &mut [f64], items: &[usize], amount: f64, room: impl Fn(&Item) -> f64) {
        let mut left = amount;
        for i in items.iter().filter(|i| !self.items[**i].hidden) {
            let can = room(&self.items[*i]);
            let part = left.min(can.abs());
            sizes[*i] += part * can.signum();
            left -= part;
            if left <= 0.0 {
                return;
            }
        }
    }

    /// Limits a distance to what the children on both sides can give and take.
    fn clamp(&self, delta: f64) -> f64 {
        let shown = |range: std::ops::Range<usize>| self.items[range].iter().filter(|i| !i.hidden);
        let give = |range| shown(range).map(|i| (i.size - i.min).max(0.0)).sum::<f64>();
        let take = |range| shown(range).map(|i| (i.max - i.size).max(0.0)).sum::<f64>();
        let (before, after) = (0..self.index + 1, self.after..self.items.len());
        let most = take(before.clone()).min(give(after.clone()));
        let least = give(before).min(take(after));
        delta.clamp(-least, most)
    }

    /// Returns the distance to the nearest fraction, or `wanted` if none is near.
    fn catch(&self, wanted: f64) -> f64 {
        let (first, both) = (self.items[self.index].size, self.items[self.index].size + self.items[self.after].size);
        let target = first + wanted;
        FRACTIONS
            .iter()
            .map(|f| f * both)
            .filter(|point| (point - target).abs() <= self.snap_reach)
            .min_by(|a, b| (a - target).abs().total_cmp(&(b - target).abs()))
            .map_or(wanted, |point| point - first)
    }

    /// Returns sizes as shares, multiplied by a power of two, so that whole pixels stay exact. Children whose size says nothing about
    /// their share (hidden, folded or fixed ones) keep their proportion to the others.
    fn with_shares(&self, sizes: &[f64]) -> Vec<(NodeId, Share)> {
        let lengths = self.lengths(sizes);
        let total: f64 = lengths.iter().sum::<f64>().max(1.0);
        // A total of at most 2^30 stays within the limit of 2^31 even when shares of 0 become 1.
        let factor = (1_073_741_824.0 / total).log2().floor().clamp(0.0, 24.0).exp2();
        let (mut sum, mut last) = (0.0, 0.0);
        let mut shares = Vec::with_capacity(sizes.len());
        for (child, length) in self.children.iter().zip(lengths) {
            sum += length * factor;
            let edge = f64::round(sum);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates; zero becomes one
            let share = Share::new((edge - last) as u32).unwrap_or(Share::ONE);
            shares.push((*child, share));
            last = edge;
        }
        shares
    }

    /// Returns how long each child would be if its share alone decided.
    fn lengths(&self, sizes: &[f64]) -> Vec<f64> {
        let is_free = |item: &Item| !item.hidden && item.min < item.max;
        let free = || self.items.iter().zip(sizes).filter(|(item, _)| is_free(item));
        let (size, share): (f64, f64) = (free().map(|(_, s)| s).sum(), free().map(|(i, _)| i.share).sum());
        if share <= 0.0 {
            return sizes.to_vec();
        }
        let kept = |item: &Item| item.share * size / share;
        let all: f64 = self.items.iter().filter(|i| !is_free(i)).map(kept).sum();
        let fit = (MAX_KEPT / all.max(1.0)).min(1.0);
        self.items.iter().zip(sizes).map(|(item, size)| if is_free(item) { *size } else { kept(item) * fit }).collect()
    }
}

/// The maximum length of all children that keep their proportion, so that the total of the shares stays within its limit.
const MAX_KEPT: f64 = 536_870_912.0;
