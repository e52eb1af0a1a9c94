//! The least size of every branch, from the panes up, in device pixels; again only along the branches that changed.

use super::place::Placer;
use super::solve::Item;
use crate::base::{Axis, Scale};
use crate::tree::{Form, Kind, Marks, NIL, Slot, Tree};

/// No branch is measured above this; sums cannot overflow.
const MOST: i64 = 1 << 29;
/// No greatest size.
pub(super) const FREE: i32 = i32::MAX;

/// How short and long a node may be, `[width, height]`, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) min: [i32; 2],
    pub(super) max: [i32; 2],
}

impl Placer {
    /// Measures the marked branches of a surface, all of them where `all` is set.
    pub(super) fn measure(&mut self, tree: &mut Tree, top: Slot, all: bool) {
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        order.push(top);
        let mut next = 0;
        while next < order.len() {
            let slot = order[next];
            next += 1;
            let Some(branch) = tree.node(slot).branch() else { continue };
            if !all && !branch.marks.has(Marks::MEASURE_BELOW) {
                continue;
            }
            let mut child = branch.first;
            while child != NIL {
                let node = tree.node(child);
                if node.branch().is_some_and(|b| all || b.marks.has(Marks::MEASURE_ANY)) {
                    order.push(child);
                }
                child = node.next;
            }
        }
        for slot in order.iter().rev() {
            self.measure_branch(tree, *slot, all);
        }
        self.order = order;
    }

    fn measure_branch(&mut self, tree: &mut Tree, slot: Slot, all: bool) {
        let Some(branch) = tree.node(slot).branch() else { return };
        let (marks, parent) = (branch.marks, tree.node(slot).parent);
        if !all && !marks.has(Marks::MEASURE) {
            if let Some(branch) = tree.branch_mut(slot) {
                branch.marks = marks.without(Marks::MEASURE_ANY);
            }
            return;
        }
        let old = (branch.min, self.maxima.get(&slot).copied());
        let (extent, careful) = self.sum_up(tree, slot);
        let max = (extent.max != [FREE; 2]).then_some(extent.max);
        match max {
            Some(max) => self.maxima.insert(slot, max),
            None => self.maxima.remove(&slot),
        };
        if let Some(branch) = tree.branch_mut(slot) {
            let marks = marks.without(Marks::MEASURE_ANY.with(Marks::CAREFUL));
            branch.marks = if careful { marks.with(Marks::CAREFUL) } else { marks };
            branch.min = extent.min;
        }
        if (extent.min, max) != old
            && let Some(above) = (parent != NIL).then(|| tree.branch_mut(parent)).flatten()
        {
            above.marks = above.marks.with(Marks::CHANGED);
        }
    }

    /// The extent of a branch from its children, and whether a child needs the careful solver.
    fn sum_up(&self, tree: &Tree, slot: Slot) -> (Extent, bool) {
        let Some(branch) = tree.node(slot).branch() else { return (self.extent(tree, slot), false) };
        let axis = branch.form.axis();
        let (mut min, mut max, mut careful) = ([0i64; 2], [i64::from(FREE); 2], false);
        let (mut along_max, mut count) = (0i64, 0i64);
        let mut child = branch.first;
        while child != NIL {
            let (extent, item) = self.child(tree, child, axis);
            careful |= item.is_some();
            let hides = item.is_some_and(|i| i.snaps);
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
                min[axis.index()] += between;
                max[axis.index()] = along_max.saturating_add(between).min(i64::from(FREE));
            }
            None => min[1] += i64::from(self.metrics.tab_bar),
        }
        let clip = |v: i64| i32::try_from(v.min(MOST)).unwrap_or(FREE).max(1);
        let max = [0, 1].map(|i| if max[i] >= MOST { FREE } else { clip(max[i]).max(clip(min[i])) });
        (Extent { min: min.map(clip), max }, careful)
    }

    /// A child's extent, and how the solver sees it where a plain share does not say everything.
    pub(super) fn child(&self, tree: &Tree, child: Slot, axis: Option<Axis>) -> (Extent, Option<Item>) {
        let mut extent = self.extent(tree, child);
        let props = if tree.has_props() { tree.props(tree.node(child).id) } else { Default::default() };
        if let Some(axis) = axis.filter(|_| props.collapsed) {
            extent.min[axis.index()] = self.metrics.collapsed;
            extent.max[axis.index()] = self.metrics.collapsed;
        }
        let Some(axis) = axis else { return (extent, None) };
        let plain = extent.max[axis.index()] == FREE && !props.snaps && props.priority == Default::default();
        let item = (!plain).then(|| Item {
            share: f64::from(tree.node(child).share.get()),
            min: f64::from(extent.min[axis.index()]),
            max: if extent.max[axis.index()] == FREE { f64::INFINITY } else { f64::from(extent.max[axis.index()]) },
            priority: props.priority,
            snaps: props.snaps && !props.collapsed,
            size: 0.0,
            hidden: false,
        });
        (extent, item)
    }

    /// How short and long a node may be by its own bounds and its children's.
    pub(super) fn extent(&self, tree: &Tree, slot: Slot) -> Extent {
        let node = tree.node(slot);
        let mut extent = match &node.kind {
            Kind::Pane(_) => Extent { min: self.metrics.min_pane, max: [FREE; 2] },
            Kind::Branch(branch) => {
                Extent { min: branch.min, max: self.maxima.get(&slot).copied().unwrap_or([FREE; 2]) }
            }
        };
        if tree.has_props() {
            let bounds = tree.props(node.id).bounds;
            for i in 0..2 {
                if let Some(min) = bounds.min()[i] {
                    let least = px_up(self.scale, min.units());
                    extent.min[i] = if node.branch().is_some() { extent.min[i].max(least) } else { least.max(1) };
                }
                if let Some(max) = bounds.max()[i] {
                    extent.max[i] = extent.max[i].min(px_up(self.scale, max.units())).max(extent.min[i]);
                }
            }
        }
        extent
    }

    /// The height of the bar above the children of a tab set that is so high.
    pub(super) fn bar(&self, form: Form, height: i32) -> i32 {
        if form == Form::Tabs { self.metrics.tab_bar.min(height - 1).max(0) } else { 0 }
    }
}

#[allow(clippy::cast_possible_truncation)] // `as` saturates, and lengths are far below
fn px_up(scale: Scale, units: f64) -> i32 {
    ((units * scale.factor() - 1e-6).ceil() as i32).clamp(1, 1 << 29)
}

