//! The minimum size of every branch, from the panes up, in device pixels.
//!
//! Invariant: a branch that is not marked for measuring has the minimum that measuring everything would give it.
//!
//! # Why minima are found lazily
//! The minimum of a branch follows from its children: along a split it is their sum and the dividers between them, across it the
//! largest of them. To know it, a pass must visit the children before their parents, while placing goes from the parents down.
//! Measuring would therefore be a second walk over the tree before each first placing.
//!
//! A layout with space for all its panes need not know any minimum. If a tree has only splits and panes, no node has properties, and
//! each pane gets at least its minimum, then each branch has got at least its minimum, too: it consists of those panes and the
//! dividers. The placing pass finds that out with two comparisons per pane. So nothing is measured as long as that holds. It ends
//! with
//! - the first pane that is too small: now its space must come from others, and the surface may have to grow past the window;
//! - the first tab set: what is behind the active child is not placed, but counts for the size of the surface;
//! - the first node with properties: bounds, a priority or a mark (groups do not count).
//!
//! From then on the minima of all branches are kept, until the metrics or the scale change. An edit marks its branch and the way up
//! to the root, and only marked branches are measured again; a parent is measured again only if the minimum of a child has changed.
//! A divider that is grabbed needs the minima of its split even while everything fits: `measure_below` finds those alone.
//!
//! That it makes no difference when minima are found is tested: `tests/engine/measuring.rs` does the same steps with two layouts,
//! one of which has a locked pane and is therefore measured from the start.

use super::extent::{Extent, FREE, MOST, clip, px_up};
use super::place::Placer;
use super::solve::Item;
use crate::base::Axis;
use crate::tree::{BranchKind, Dirty, NIL, NodeIndex, Tree};

impl Placer {
    /// Measures the marked branches of a surface, or all of them if `all` is set. Children are measured before parents, in the order in
    /// which they are in memory, by following links alone.
    pub(super) fn measure(&mut self, tree: &mut Tree, top: NodeIndex, all: bool) {
        each_upwards(tree, top, all, |tree, slot| self.measure_branch(tree, slot, all));
    }

    /// Finds the minima of a branch and of the marked branches below it, for a tree without properties. Nothing is marked for placing
    /// if a minimum has changed, because nothing was placed by it.
    pub(super) fn measure_below(&self, tree: &mut Tree, top: NodeIndex) {
        each_upwards(tree, top, false, |tree, slot| self.measure_plain(tree, slot));
    }

    fn measure_plain(&self, tree: &mut Tree, slot: NodeIndex) {
        let node = tree.node(slot);
        let (marks, parent, old) = (node.marks, node.parent, tree.least(slot));
        if !node.is_branch() {
            return;
        }
        let min = if marks.has(Dirty::MEASURE) { self.sum_up_plain(tree, slot) } else { old };
        write(tree, slot, NIL, min, marks.without(Dirty::MEASURE_ANY.with(Dirty::CAREFUL)), false);
        if min != old && parent != NIL {
            let above = tree.marks_mut(parent);
            *above = above.with(Dirty::MEASURE);
        }
    }

    fn measure_branch(&mut self, tree: &mut Tree, slot: NodeIndex, all: bool) {
        let node = tree.node(slot);
        let (marks, parent) = (node.marks, node.parent);
        if !node.is_branch() {
            return;
        }
        if !all && !marks.has(Dirty::MEASURE) {
            *tree.marks_mut(slot) = marks.without(Dirty::MEASURE_ANY);
            return;
        }
        // What is behind a tab is not placed in this pass. Marked, it is placed when it comes to the front.
        let marks = if all { marks.with(Dirty::PLACE_ANY) } else { marks };
        let before = tree.least(slot);
        if !tree.has_props() && self.maxima.is_empty() {
            let min = self.sum_up_plain(tree, slot);
            write(tree, slot, parent, min, marks.without(Dirty::MEASURE_ANY.with(Dirty::CAREFUL)), min != before);
            return;
        }
        let old = (before, self.maxima.get(&slot).copied());
        let (extent, careful) = self.sum_up(tree, slot);
        let max = (extent.max != [FREE; 2]).then_some(extent.max);
        match max {
            Some(max) => self.maxima.insert(slot, max),
            None => self.maxima.remove(&slot),
        };
        let marks = marks.without(Dirty::MEASURE_ANY.with(Dirty::CAREFUL));
        let marks = if careful { marks.with(Dirty::CAREFUL) } else { marks };
        write(tree, slot, parent, extent.min, marks, (extent.min, max) != old);
    }

    /// Returns the minimum of a branch in a tree without properties: the same as [`Placer::sum_up`], in a third of the time.
    fn sum_up_plain(&self, tree: &Tree, slot: NodeIndex) -> [i32; 2] {
        let branch = tree.node(slot);
        let axis = branch.axis();
        let along = axis.map_or(1, Axis::index);
        let (mut sum, mut longest, mut across, mut count) = (0i64, 0i32, 0i32, 0i64);
        let mut child = branch.first;
        while child != NIL {
            let node = tree.node(child);
            let min = if node.is_branch() { tree.least(child) } else { self.metrics.min_pane };
            sum += i64::from(min[along]);
            longest = longest.max(min[along]);
            across = across.max(min[1 - along]);
            count += 1;
            child = node.next;
        }
        let length = match axis {
            Some(_) => sum + i64::from(self.metrics.divider) * (count - 1).max(0),
            None => i64::from(longest) + i64::from(self.metrics.tab_bar),
        };
        let mut min = [clip(i64::from(across)); 2];
        min[along] = clip(length);
        min
    }

    /// Returns the extent of a branch from those of its children, and whether a child needs the careful solver.
    fn sum_up(&self, tree: &Tree, slot: NodeIndex) -> (Extent, bool) {
        let branch = tree.node(slot);
        let axis = branch.axis();
        let (mut min, mut max, mut careful) = ([0i64; 2], [i64::from(FREE); 2], false);
        let (mut along_max, mut count) = (0i64, 0i64);
        // If all children can hide, the first one of the highest priority stays, as in the solver. Its minimum counts.
        let mut last_to_hide = None;
        let mut child = branch.first;
        while child != NIL {
            let (extent, item) = self.child(tree, child, axis);
            careful |= item.is_some();
            let hides = item.is_some_and(|i| i.snaps);
            if let (Some(item), Some(axis)) = (item.filter(|i| i.snaps), axis)
                && last_to_hide.is_none_or(|(priority, _)| item.priority > priority)
            {
                last_to_hide = Some((item.priority, i64::from(extent.min[axis.index()])));
            }
            for i in 0..2 {
                let along = axis.is_some_and(|a| a.index() == i);
                if along {
                    min[i] += if hides { 0 } else { i64::from(extent.min[i]) };
                    along_max = along_max.saturating_add(i64::from(extent.max[i]));
                } else {
                    min[i] = min[i].max(i64::from(extent.min[i]));
                    max[i] = max[i].min(i64::from(extent.max[i]));
                }
            }
            count += i64::from(!hides);
            child = tree.node(child).next;
        }
        match axis {
            Some(axis) => {
                let between = i64::from(self.metrics.divider) * (count - 1).max(0);
                let stays = last_to_hide.filter(|_| count == 0).map_or(0, |(_, min)| min);
                min[axis.index()] += between + stays;
                max[axis.index()] = along_max.saturating_add(between).min(i64::from(FREE));
            }
            None => min[1] += i64::from(self.metrics.tab_bar),
        }
        let max = [0, 1].map(|i| if max[i] >= MOST { FREE } else { clip(max[i]).max(clip(min[i])) });
        (Extent { min: min.map(clip), max }, careful)
    }

    /// Returns the extent of a child, and how the solver sees the child if its share and the common minimum do not say everything.
    pub(super) fn child(&self, tree: &Tree, child: NodeIndex, axis: Option<Axis>) -> (Extent, Option<Item>) {
        let mut extent = self.extent(tree, child);
        let props = if tree.has_props() { tree.props(tree.id(child)) } else { Default::default() };
        let folded = axis.is_some() && tree.is_folded(child);
        if let Some(axis) = axis.filter(|_| folded) {
            extent.min[axis.index()] = self.metrics.collapsed[axis.index()];
            extent.max[axis.index()] = self.metrics.collapsed[axis.index()];
        }
        let Some(axis) = axis else { return (extent, None) };
        // Plain splits check panes against the minimum of the metrics only.
        let plain = extent.max[axis.index()] == FREE
            && props.bounds.min()[axis.index()].is_none()
            && !props.snaps
            && props.priority == Default::default();
        let item = (!plain).then(|| Item {
            share: f64::from(tree.node(child).share.get()),
            min: f64::from(extent.min[axis.index()]),
            max: if extent.max[axis.index()] == FREE { f64::INFINITY } else { f64::from(extent.max[axis.index()]) },
            priority: props.priority,
            snaps: props.snaps && !folded,
            size: 0.0,
            hidden: false,
        });
        (extent, item)
    }

    /// Returns the minimum and maximum size of a node by its own bounds and those of its children.
    pub(super) fn extent(&self, tree: &Tree, slot: NodeIndex) -> Extent {
        let node = tree.node(slot);
        let mut extent = if node.is_branch() {
            Extent { min: tree.least(slot), max: self.maxima.get(&slot).copied().unwrap_or([FREE; 2]) }
        } else {
            Extent { min: self.metrics.min_pane, max: [FREE; 2] }
        };
        if tree.has_props() {
            let bounds = tree.props(tree.id(slot)).bounds;
            for i in 0..2 {
                if let Some(min) = bounds.min()[i] {
                    let least = px_up(self.scale, min.units());
                    extent.min[i] = if node.is_branch() { extent.min[i].max(least) } else { least.max(1) };
                }
                if let Some(max) = bounds.max()[i] {
                    extent.max[i] = extent.max[i].min(px_up(self.scale, max.units())).max(extent.min[i]);
                }
            }
        }
        extent
    }

    /// Returns the height of the bar above the children of a tab set with the given height, or 0 for other branches. At least one pixel
    /// is left for the children.
    pub(super) fn bar(&self, form: BranchKind, height: i32) -> i32 {
        if form == BranchKind::Tabs { self.metrics.tab_bar.min(height - 1).max(0) } else { 0 }
    }
}

/// Returns the first branch to measure in the tree below `slot`: the deepest one on the way along the first marked children.
fn first_below(tree: &Tree, slot: NodeIndex, all: bool) -> NodeIndex {
    let mut at = slot;
    loop {
        let node = tree.node(at);
        let looks = all || node.marks.has(Dirty::MEASURE_BELOW);
        match if looks { first_marked(tree, node.first, all) } else { NIL } {
            NIL => return at,
            next => at = next,
        }
    }
}

/// Calls `measure` for each branch to be measured, children before parents, `top` last.
fn each_upwards(tree: &mut Tree, top: NodeIndex, all: bool, mut measure: impl FnMut(&mut Tree, NodeIndex)) {
    let mut slot = first_below(tree, top, all);
    loop {
        measure(tree, slot);
        if slot == top {
            return;
        }
        slot = after(tree, slot, all);
    }
}

/// Returns what is measured after a branch: the deepest branch below its next marked sibling, or its parent.
fn after(tree: &Tree, slot: NodeIndex, all: bool) -> NodeIndex {
    let node = tree.node(slot);
    match first_marked(tree, node.next, all) {
        NIL => node.parent,
        next => first_below(tree, next, all),
    }
}

/// Returns the first branch to be measured among the siblings from `slot` on.
fn first_marked(tree: &Tree, slot: NodeIndex, all: bool) -> NodeIndex {
    let mut at = slot;
    while at != NIL {
        let node = tree.node(at);
        if node.is_branch() && (all || node.marks.has(Dirty::MEASURE_ANY)) {
            return at;
        }
        at = node.next;
    }
    NIL
}

/// Writes what was measured. If it is news, the parent is marked to be measured and placed as well.
fn write(tree: &mut Tree, slot: NodeIndex, parent: NodeIndex, min: [i32; 2], marks: Dirty, is_news: bool) {
    *tree.marks_mut(slot) = marks;
    tree.set_least(slot, min);
    if is_news && parent != NIL {
        let above = tree.marks_mut(parent);
        *above = above.with(Dirty::CHANGED);
    }
}
