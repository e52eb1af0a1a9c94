//! Places nodes in whole device pixels.
//!
//! Invariant: children and dividers tile their parent at every size and scale, and placing what has changed gives the same result
//! as placing everything. Debug builds place small layouts from scratch as well and compare.
//!
//! # How a pass works
//! A pass cuts rectangles from the top down. It takes a branch from an explicit stack (trees may be thousands of levels deep) and
//! gives each child its rectangle; children that are branches go onto the stack. There are three kinds of branches:
//! - A tab set gives all its space below the bar to the active child.
//! - A plain split sizes its children by their shares alone, in whole numbers and without allocating: see `plain`, which also says
//!   why splits of two children have a loop of their own.
//! - A careful split has a child with bounds or a priority, or one that may hide or is folded. The children are gathered and sized
//!   by `solve`. A plain split whose shares leave a child less than its minimum is placed again in this way.
//!
//! *Edges* are rounded, not sizes. The next child begins where the rounded edge and its divider end, so no pixel is lost or used
//! twice, and an edge of a plain split is at most half a pixel from its exact place. Rounded sizes would not add up to the parent.
//!
//! # What is skipped
//! - A branch that was not edited and whose rectangle is the same as before: everything below it stays where it is. Edits mark the
//!   branch they change and the way up from it, so that a pass finds marked branches without searching. If nothing is marked and
//!   the area is the same, a pass costs a few comparisons.
//! - The children behind the active child of a tab set. They keep their marks and are placed when they come to the front.
//! - Minima, as long as every pane gets its own: see `measure`. Such a pass is called `FITS` here. It gives up at the first tab set
//!   and at the first pane that is too small; then everything is measured and placed again.
//!
//! # What was rejected
//! - Measuring before every placing: that is a second walk over the tree, which splits with space for all their panes do not need.
//! - Rectangles in a table of the placer: each is now in its node, which the pass reads anyway.
//! - Edges of plain splits in floating point: whole numbers lose nothing on the way, and a half always goes up.

use super::extent::FREE;
use super::metrics::{Area, Metrics, PxMetrics};
use super::plain::{Next, place_pairs, place_plain, placed_marks};
use super::solve::{Item, solve};
use crate::base::{Axis, NodeId, Priority, PxRect, Scale};
use crate::tree::{BranchKind, Dirty, NIL, NodeIndex, SurfaceState, Tree};
use rustc_hash::FxHashMap;

/// Places the nodes of a tree: writes the rectangle of each node into the tree. It keeps the memory that passes need, so that placing
/// allocates nothing once it is warm.
///
/// # Limitations
/// Only the active child of a tab set is placed. The others are placed when they come to the front.
#[derive(Clone, Debug, Default)]
pub struct Placer {
    pub(super) metrics: PxMetrics,
    pub(super) scale: Scale,
    pub(super) maxima: FxHashMap<NodeIndex, [i32; 2]>,
    stack: Vec<Next>,
    slots: Vec<NodeIndex>,
    items: Vec<Item>,
    /// The metrics and the scale of the last pass.
    told: Option<(Metrics, Scale)>,
    viewport: PxRect,
    content: PxRect,
    placed: u64,
    /// Whether the minima of all branches are kept, instead of being found when they are needed.
    measured: bool,
}

impl Placer {
    /// Places what is marked in the tree, or everything if the metrics or the scale have changed. Returns `true` if any rectangle may
    /// have changed.
    ///
    /// Costs what is placed. If nothing is marked, it costs a few comparisons.
    pub fn place(&mut self, tree: &mut Tree, area: &Area, metrics: &Metrics) -> bool {
        let all = self.told != Some((*metrics, area.scale()));
        self.metrics = PxMetrics::new(metrics, area.scale());
        self.scale = area.scale();
        self.told = Some((*metrics, area.scale()));
        let (before, old) = (self.placed, self.content);
        let viewport = area.px();
        self.viewport = viewport;
        let plain = !tree.has_props() && self.maxima.is_empty();
        // With another scale or other metrics, all that was measured is void.
        self.measured &= !all;
        if self.measured || !(plain && self.place_surfaces::<true>(tree, viewport, all)) {
            let all = all || !self.measured;
            self.measured = true;
            self.place_surfaces::<false>(tree, viewport, all);
        }
        all || self.content != old || self.placed != before
    }

    /// Places what is marked on all surfaces. With `FITS` nothing is measured; returns `false` if that was not enough.
    fn place_surfaces<const FITS: bool>(&mut self, tree: &mut Tree, viewport: PxRect, all: bool) -> bool {
        self.content = viewport;
        for at in 0..tree.surfaces().len() {
            let surface = &tree.surfaces()[at];
            let main = surface.area.is_none();
            let mut rect = self.frame(tree, surface, viewport);
            let Some(top) = surface.root.and_then(|root| tree.slot(root)) else { continue };
            if !FITS {
                if all || tree.node(top).marks.has(Dirty::MEASURE_ANY) {
                    self.measure(tree, top, all);
                }
                let min = self.extent(tree, top).min;
                rect.size = [rect.size[0].max(min[0]), rect.size[1].max(min[1])];
            }
            if main {
                self.content = rect;
            }
            if !self.place_tree::<FITS>(tree, top, rect, all) {
                return false;
            }
        }
        true
    }

    /// Returns the rectangle of a node, in device pixels of its surface's content, not scrolled. The rectangle of a node behind a tab
    /// means nothing. Returns `None` if there is no such node.
    #[must_use]
    pub fn rect(&self, tree: &Tree, node: NodeId) -> Option<PxRect> {
        Some(tree.px(tree.slot(node)?))
    }

    /// Returns the content of the main surface, in device pixels. It is at least as large as the area, and larger if the minima do not
    /// fit.
    #[must_use]
    pub const fn content(&self) -> PxRect {
        self.content
    }

    /// Returns the number of rectangles written since the start, unchanged ones included: it shows what a change costs.
    #[must_use]
    pub const fn placed(&self) -> u64 {
        self.placed
    }

    /// Returns `true` if the area of the last pass was more than one pixel on each side. In less, everything is as small as it may be.
    #[must_use]
    pub const fn has_area(&self) -> bool {
        self.viewport.size[0] > 1 && self.viewport.size[1] > 1
    }

    /// Returns the thickness of a divider in the last pass, in device pixels.
    #[must_use]
    pub const fn divider(&self) -> i32 {
        self.metrics.divider
    }

    /// Returns the number of device pixels per logical unit in the last pass.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the memory that the placer takes, in bytes, spare capacity included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<NodeIndex>()
            + self.stack.capacity() * size_of::<Next>()
            + self.items.capacity() * size_of::<Item>()
    }

    /// Finds the minima of a split's children if placing has not needed them.
    pub(super) fn ensure_measured(&self, tree: &mut Tree, split: NodeIndex) {
        if !self.measured {
            self.measure_below(tree, split);
        }
    }

    /// Returns the rectangle of a surface before its minima are looked at, in device pixels. The panes of a floating surface are below
    /// a strip with its name, unless they have a bar of their own there: that of a tab set, or of a pane that fills the surface.
    pub(crate) fn frame(&self, tree: &Tree, surface: &SurfaceState, viewport: PxRect) -> PxRect {
        let Some(area) = surface.area else { return viewport };
        let px = |units| self.scale.to_px(units);
        let bar = self.strip(tree, surface);
        PxRect::new(px(area.x), px(area.y) + bar, px(area.w).max(1), (px(area.h) - bar).max(1))
    }

    /// Returns the height of the strip with the name of a floating surface, above its panes, in device pixels.
    pub(super) fn strip(&self, tree: &Tree, surface: &SurfaceState) -> i32 {
        let has_bar = tree.is_one_tab_set(surface) || (surface.zoomed.is_some() && self.metrics.zoom_bar > 0);
        if has_bar { 0 } else { self.metrics.tab_bar }
    }

    /// Returns the part of a surface's frame that a pane which fills the surface gets: what is below the bar that says so.
    pub(crate) fn zoomed(&self, frame: PxRect) -> PxRect {
        let bar = self.metrics.zoom_bar.min(frame.size[1] - 1).max(0);
        let [x, y] = frame.at;
        PxRect::new(x, y + bar, frame.size[0], frame.size[1] - bar)
    }

    /// Places the tree below `top`. With `FITS`, returns `false` if a pane is smaller than its minimum, or if there is a tab set.
    fn place_tree<const FITS: bool>(&mut self, tree: &mut Tree, top: NodeIndex, rect: PxRect, all: bool) -> bool {
        self.stack.clear();
        let is_short = (0..2).any(|i| rect.size[i] < self.metrics.min_pane[i]);
        if FITS && !tree.node(top).is_branch() && is_short {
            return false;
        }
        self.put(tree, top, rect, all);
        loop {
            let (parts, stack) = (tree.parts_mut(), &mut self.stack);
            let next = if all {
                place_pairs::<FITS, true>(parts, stack, &self.metrics, &mut self.placed)
            } else {
                place_pairs::<FITS, false>(parts, stack, &self.metrics, &mut self.placed)
            };
            let Some((slot, moved)) = next else { return true };
            let branch = &mut tree.nodes_mut()[slot as usize];
            let (marks, axis, first) = (branch.marks, branch.axis(), branch.first);
            branch.marks = placed_marks::<FITS>(marks, all);
            if FITS && axis.is_none() {
                return false;
            }
            if !(moved || all || marks.has(Dirty::PLACE)) {
                self.visit_marked(tree, slot);
                continue;
            }
            self.placed += 1;
            match axis {
                None => self.place_front(tree, tree.px(slot), tree.active(slot), all),
                Some(axis) => {
                    let careful = !FITS && marks.has(Dirty::CAREFUL);
                    if !careful && self.place_plain::<FITS>(tree, slot, axis, all) {
                        continue;
                    }
                    if FITS {
                        return false;
                    }
                    // A plain attempt has written rectangles, so it is lost which ones moved: all children are looked into.
                    self.place_careful(tree, slot, first, axis, all || !careful);
                }
            }
        }
    }

    /// Writes a rectangle. Pushes the node if it is a branch that must be looked into.
    fn put(&mut self, tree: &mut Tree, slot: NodeIndex, rect: PxRect, all: bool) {
        let node = &mut tree.nodes_mut()[slot as usize];
        let moved = all || node.rect != rect;
        node.rect = rect;
        self.placed += u64::from(moved);
        if node.is_branch() && (moved || node.marks.has(Dirty::PLACE_ANY)) {
            self.stack.push((slot, moved));
        }
    }

    /// Pushes the marked children of a branch that stays where it is.
    fn visit_marked(&mut self, tree: &Tree, slot: NodeIndex) {
        let is_tabs = tree.node(slot).is_tabs();
        let mut child = if is_tabs { tree.active(slot) } else { tree.node(slot).first };
        while child != NIL {
            let node = tree.node(child);
            if node.marks.has(Dirty::PLACE_ANY) {
                self.stack.push((child, false));
            }
            child = if is_tabs { NIL } else { node.next };
        }
    }

    /// Places the active child of a tab set below the bar.
    fn place_front(&mut self, tree: &mut Tree, mut rect: PxRect, active: NodeIndex, all: bool) {
        if active != NIL {
            let bar = self.bar(BranchKind::Tabs, rect.size[1]);
            rect.at[1] += bar;
            rect.size[1] -= bar;
            self.put(tree, active, rect, all);
        }
    }

    /// Places the children of a split by their shares alone. Returns `false` if a child is too short; the caller then places all of
    /// them again.
    fn place_plain<const FITS: bool>(&mut self, tree: &mut Tree, split: NodeIndex, axis: Axis, all: bool) -> bool {
        let waiting = self.stack.len();
        let (parts, stack, at) = (tree.parts_mut(), &mut self.stack, (split, axis));
        let placed = if all {
            place_plain::<FITS, true>(parts, stack, &self.metrics, at)
        } else {
            place_plain::<FITS, false>(parts, stack, &self.metrics, at)
        };
        match placed {
            Some(placed) => self.placed += placed,
            None => {
                self.stack.truncate(waiting);
                return false;
            }
        }
        true
    }

    /// Places the children of a split within their bounds and by their priorities.
    fn place_careful(&mut self, tree: &mut Tree, split: NodeIndex, first: NodeIndex, axis: Axis, all: bool) {
        let (i, rect) = (axis.index(), tree.px(split));
        let (mut slots, mut items) = (std::mem::take(&mut self.slots), std::mem::take(&mut self.items));
        self.gather(tree, first, axis, &mut slots, &mut items);
        solve(&mut items, f64::from(rect.size[i]), f64::from(self.metrics.divider));
        let (mut sum, mut start, mut shift) = (0.0, 0, rect.at[i]);
        for (slot, item) in slots.iter().zip(&items) {
            sum += item.size;
            #[allow(clippy::cast_possible_truncation)]
            let end = ((sum + 0.5).floor() as i32).min(rect.end(i).saturating_sub(shift)).max(start);
            let mut part = rect;
            part.at[i] = shift.saturating_add(start).min(rect.end(i));
            part.size[i] = end - start;
            self.put(tree, *slot, part, all);
            start = end;
            shift = shift.saturating_add(if item.hidden { 0 } else { self.metrics.divider });
        }
        (self.slots, self.items) = (slots, items);
    }

    /// Collects the children of a split as the solver sees them.
    pub(super) fn gather(
        &self,
        tree: &Tree,
        first: NodeIndex,
        axis: Axis,
        slots: &mut Vec<NodeIndex>,
        items: &mut Vec<Item>,
    ) {
        slots.clear();
        items.clear();
        let mut child = first;
        while child != NIL {
            let node = tree.node(child);
            let (extent, item) = self.child(tree, child, Some(axis));
            debug_assert!(item.is_some() || extent.max[axis.index()] == FREE);
            slots.push(child);
            items.push(item.unwrap_or(Item {
                share: f64::from(node.share.get()),
                min: f64::from(extent.min[axis.index()]),
                max: f64::INFINITY,
                priority: Priority::Normal,
                snaps: false,
                size: 0.0,
                hidden: false,
            }));
            child = node.next;
        }
    }
}
