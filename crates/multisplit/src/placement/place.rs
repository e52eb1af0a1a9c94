//! Places panes in whole device pixels. Edges are rounded, not sizes, so that children and dividers tile their parent at
//! every size and scale. Only branches that were edited, or whose rectangle changed, are placed again.
//!
//! Minima are found when they are needed. As long as there are splits and panes alone, no node has bounds and each pane that is
//! placed gets at least its minimum, all branches get theirs, and none has to be measured. The first pane that comes out too small
//! ends that, and the first tab set, as what is behind its front counts: everything is measured and placed.

use super::extent::FREE;
use super::metrics::{Area, Metrics, PxMetrics};
use super::solve::{Item, solve};
use crate::base::limits::MAX_READ_SHARE_TOTAL;
use crate::base::{Axis, NodeId, Priority, PxRect, Scale};
use crate::tree::{BranchKind, Dirty, NIL, Node, NodeIndex, NodeInfo, SurfaceState, Tree};
use rustc_hash::FxHashMap;

/// Places the nodes of a tree: where each lies is written into the tree. Holds what the passes need, so that placing allocates
/// nothing once it is warm.
///
/// # Limitations
/// Only the front child of a tab set is placed; the others are when they come to the front.
#[derive(Clone, Debug, Default)]
pub struct Placer {
    pub(super) metrics: PxMetrics,
    pub(super) scale: Scale,
    pub(super) maxima: FxHashMap<NodeIndex, [i32; 2]>,
    stack: Vec<(NodeIndex, bool)>,
    slots: Vec<NodeIndex>,
    items: Vec<Item>,
    told: Option<(Metrics, Scale)>,
    viewport: PxRect,
    content: PxRect,
    placed: u64,
    /// Whether the minima of all branches are kept, rather than found when they are needed.
    measured: bool,
}

impl Placer {
    /// Places what is marked in the tree, and everything where the metrics or the scale changed. Answers whether any
    /// rectangle may have changed. Costs what was placed; nothing was marked: a few comparisons.
    pub fn place(&mut self, tree: &mut Tree, area: &Area, metrics: &Metrics) -> bool {
        let all = self.told != Some((*metrics, area.scale()));
        self.metrics = PxMetrics::new(metrics, area.scale());
        self.scale = area.scale();
        self.told = Some((*metrics, area.scale()));
        let (before, old) = (self.placed, self.content);
        let viewport = area.px();
        self.viewport = viewport;
        let plain = !tree.has_props() && self.maxima.is_empty();
        // A new scale, or other metrics: all that was measured is void.
        self.measured &= !all;
        if self.measured || !(plain && self.place_surfaces::<true>(tree, viewport, all)) {
            let all = all || !self.measured;
            self.measured = true;
            self.place_surfaces::<false>(tree, viewport, all);
        }
        all || self.content != old || self.placed != before
    }

    /// Places what is marked on all surfaces. Where `FITS` is set nothing is measured; answers whether that was good.
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

    /// The rectangle of a node in device pixels of its surface's content, not scrolled. Meaningful for nodes that are not
    /// behind a tab.
    #[must_use]
    pub fn rect(&self, tree: &Tree, node: NodeId) -> Option<PxRect> {
        Some(tree.px(tree.slot(node)?))
    }

    /// The main surface's content: at least the area, larger where the minima do not fit.
    #[must_use]
    pub const fn content(&self) -> PxRect {
        self.content
    }

    /// How many rectangles were written since the start, the same again among them: what a change costs.
    #[must_use]
    pub const fn placed(&self) -> u64 {
        self.placed
    }

    /// Whether the area of the last placing was more than a pixel: in less, all that is placed is as small as it may be.
    #[must_use]
    pub const fn has_area(&self) -> bool {
        self.viewport.size[0] > 1 && self.viewport.size[1] > 1
    }

    /// Returns the thickness of a divider at the last placing, in device pixels.
    #[must_use]
    pub const fn divider(&self) -> i32 {
        self.metrics.divider
    }

    /// Pixels a unit at the last placing.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Bytes it takes, spare room included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<NodeIndex>()
            + self.stack.capacity() * size_of::<(NodeIndex, bool)>()
            + self.items.capacity() * size_of::<Item>()
    }

    /// Finds how small the children of a split can be, where placing could do without.
    pub(super) fn ensure_measured(&self, tree: &mut Tree, split: NodeIndex) {
        if !self.measured {
            self.measure_below(tree, split);
        }
    }

    /// Where a surface lies before its minima are looked at. The panes of a floating one lie below a strip with its name, unless they
    /// have a bar of their own there: that of a tab set, or of a pane that fills the surface.
    pub(crate) fn frame(&self, tree: &Tree, surface: &SurfaceState, viewport: PxRect) -> PxRect {
        let Some(area) = surface.area else { return viewport };
        let px = |units| self.scale.to_px(units);
        let has_bar = tree.is_one_tab_set(surface) || (surface.zoomed.is_some() && self.metrics.zoom_bar > 0);
        let bar = if has_bar { 0 } else { self.metrics.tab_bar };
        PxRect::new(px(area.x), px(area.y) + bar, px(area.w).max(1), (px(area.h) - bar).max(1))
    }

    /// What a pane that fills a surface gets of its frame, below the bar that says so.
    pub(crate) fn zoomed(&self, frame: PxRect) -> PxRect {
        let bar = self.metrics.zoom_bar.min(frame.size[1] - 1).max(0);
        let [x, y] = frame.at;
        PxRect::new(x, y + bar, frame.size[0], frame.size[1] - bar)
    }

    /// Answers false where `FITS` is set and a pane came out smaller than its minimum, or there is a tab set.
    fn place_tree<const FITS: bool>(&mut self, tree: &mut Tree, top: NodeIndex, rect: PxRect, all: bool) -> bool {
        self.stack.clear();
        if FITS && !tree.node(top).is_branch() && !holds(rect, self.metrics.min_pane) {
            return false;
        }
        self.put(tree, top, rect, all);
        while let Some((slot, moved)) = self.stack.pop() {
            let branch = &mut tree.nodes_mut()[slot as usize];
            let (marks, axis, first) = (branch.marks, branch.axis(), branch.first);
            branch.marks = marks.without(Dirty::PLACE_ANY);
            if FITS && all {
                // What was measured with other metrics is void.
                branch.marks = branch.marks.with(Dirty::MEASURE_ANY);
            }
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
                    if !careful && self.place_plain::<FITS>(tree, slot, first, axis, all) {
                        continue;
                    }
                    if FITS {
                        return false;
                    }
                    // A plain attempt has written rectangles: what moved can no longer be told, so all below are looked at.
                    self.place_careful(tree, slot, first, axis, all || !careful);
                }
            }
        }
        true
    }

    /// Writes a rectangle; branches that must be looked into are stacked.
    fn put(&mut self, tree: &mut Tree, slot: NodeIndex, rect: PxRect, all: bool) {
        self.placed += put(&mut tree.nodes_mut()[slot as usize], &mut self.stack, slot, rect, all);
    }

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

    fn place_front(&mut self, tree: &mut Tree, mut rect: PxRect, active: NodeIndex, all: bool) {
        if active != NIL {
            let bar = self.bar(BranchKind::Tabs, rect.size[1]);
            rect.at[1] += bar;
            rect.size[1] -= bar;
            self.put(tree, active, rect, all);
        }
    }

    /// Sizes by shares alone. Answers false, having written nothing that stays, where a child came out too short.
    fn place_plain<const FITS: bool>(
        &mut self,
        tree: &mut Tree,
        split: NodeIndex,
        first: NodeIndex,
        axis: Axis,
        all: bool,
    ) -> bool {
        let stacked = self.stack.len();
        let (parts, stack) = (tree.parts_mut(), &mut self.stack);
        let placed = match axis {
            Axis::Horizontal if all => place_plain::<FITS, true, 0>(parts, stack, &self.metrics, (split, first)),
            Axis::Vertical if all => place_plain::<FITS, true, 1>(parts, stack, &self.metrics, (split, first)),
            Axis::Horizontal => place_plain::<FITS, false, 0>(parts, stack, &self.metrics, (split, first)),
            Axis::Vertical => place_plain::<FITS, false, 1>(parts, stack, &self.metrics, (split, first)),
        };
        match placed {
            Some(placed) => self.placed += placed,
            None => self.stack.truncate(stacked),
        }
        placed.is_some()
    }

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

    /// The children of a split as the solver sees them.
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

/// How many nodes ahead are read while one is placed: nodes lie mostly in the order in which they are placed. What takes so long
/// is the way to the memory, not the reading; tried from 16 to 1,000.
const READ_AHEAD: usize = 160;

/// Whether a rectangle is at least so large.
const fn holds(rect: PxRect, least: [i32; 2]) -> bool {
    rect.size[0] >= least[0] && rect.size[1] >= least[1]
}

/// Writes a rectangle; branches that must be looked into are stacked. Answers how many changed.
#[inline]
fn put(node: &mut Node, stack: &mut Vec<(NodeIndex, bool)>, slot: NodeIndex, rect: PxRect, all: bool) -> u64 {
    let moved = all || node.rect != rect;
    node.rect = rect;
    if node.is_branch() && (moved || node.marks.has(Dirty::PLACE_ANY)) {
        stack.push((slot, moved));
    }
    u64::from(moved)
}

/// Places the children of a split by their shares alone, the last one first, so that the first is popped first. Answers how
/// many changed, or nothing where one came out too short. Apart from the placer, so that the compiler sees that what is written
/// here is not what is read.
#[inline]
fn place_plain<const FITS: bool, const ALL: bool, const I: usize>(
    (nodes, rests): (&mut [Node], &[NodeInfo]),
    stack: &mut Vec<(NodeIndex, bool)>,
    metrics: &PxMetrics,
    (split, first): (NodeIndex, NodeIndex),
) -> Option<u64> {
    // Nobody waits for this: it is in the cache when its turn comes.
    let ahead = split as usize + READ_AHEAD;
    if let Some([one, other]) = nodes.get(ahead..ahead + 2) {
        std::hint::black_box((one.marks, other.marks));
    }
    let (from, side, side_from, side_size) = {
        let rect = &nodes[split as usize].rect;
        (rect.at[I], rect.size[I], rect.at[1 - I], rect.size[1 - I])
    };
    let (mut total, mut between, mut child, mut last) = (0u64, -metrics.divider, first, first);
    while child != NIL {
        let node = &nodes[child as usize];
        total += u64::from(node.share.get());
        between = between.saturating_add(metrics.divider);
        last = child;
        child = node.next;
    }
    let space = side.saturating_sub(between);
    let is_whole = (1..=MAX_READ_SHARE_TOTAL).contains(&total);
    let Some(room) = u64::try_from(space).ok().filter(|room| *room > 0 && is_whole) else {
        return (first == NIL).then_some(0);
    };
    let (min_pane, half) = (metrics.min_pane, total / 2);
    let (mut before, mut end, mut shift, mut placed, mut child) = (total, space, from + between, 0, last);
    loop {
        let node = &mut nodes[child as usize];
        before -= u64::from(node.share.get());
        // The edge is rounded, a half up. Shares add up to no more than 2^32 here, and a side has less than 2^31 pixels.
        #[allow(clippy::cast_possible_truncation)] // at most `space`
        let start = if child == first {
            0
        } else if before + before == total {
            // Halves are what most splits are, and dividing takes longest of all that is done here.
            room.div_ceil(2) as i32
        } else {
            ((before * room + half) / total) as i32
        };
        let (at, length) = (shift + start, end - start);
        let part = if I == 0 {
            PxRect { at: [at, side_from], size: [length, side_size] }
        } else {
            PxRect { at: [side_from, at], size: [side_size, length] }
        };
        let holds = if !node.is_branch() {
            length >= min_pane[I] && (!FITS || side_size >= min_pane[1 - I])
        } else {
            // Where all panes below get their minimum, so does this one.
            FITS || length >= rests[child as usize].least()[I]
        };
        if !holds {
            return None;
        }
        placed += put(node, stack, child, part, ALL);
        if child == first {
            return Some(placed);
        }
        (end, shift, child) = (start, shift - metrics.divider, node.prev);
    }
}
