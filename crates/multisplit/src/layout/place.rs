//! Places panes in whole device pixels. Edges are rounded, not sizes, so that children and dividers tile their parent at
//! every size and scale. Only branches that were edited, or whose rectangle changed, are placed again.

use super::measure::FREE;
use super::metrics::{Area, Metrics, PxMetrics};
use super::solve::{Item, solve};
use crate::base::{Axis, NodeId, Priority, PxRect, Scale};
use crate::tree::{Form, Kind, Marks, NIL, Node, Slot, SurfaceState, Tree};
use rustc_hash::FxHashMap;

/// Where every node lies. Holds what the passes need, so that placing allocates nothing once it is warm.
///
/// # Limitations
/// Only the front child of a tab set is placed; the others are when they come to the front.
#[derive(Clone, Debug, Default)]
pub struct Placer {
    pub(super) metrics: PxMetrics,
    pub(super) scale: Scale,
    pub(super) rects: Vec<PxRect>,
    pub(super) maxima: FxHashMap<Slot, [i32; 2]>,
    stack: Vec<(Slot, bool)>,
    slots: Vec<Slot>,
    items: Vec<Item>,
    told: Option<(Metrics, Scale)>,
    content: PxRect,
    placed: u64,
}

impl Placer {
    /// Places what is marked in the tree, and everything where the metrics or the scale changed. Answers whether any
    /// rectangle may have changed. Costs what was placed; nothing was marked: a few comparisons.
    pub fn place(&mut self, tree: &mut Tree, area: &Area, metrics: &Metrics) -> bool {
        let all = self.told != Some((*metrics, area.scale()));
        self.metrics = PxMetrics::new(metrics, area.scale());
        self.scale = area.scale();
        self.told = Some((*metrics, area.scale()));
        self.fit(tree.slot_count());
        let before = self.placed;
        let viewport = area.px();
        let mut content = viewport;
        for at in 0..tree.surfaces().len() {
            let surface = &tree.surfaces()[at];
            let main = surface.area.is_none();
            let frame = self.frame(surface, viewport);
            let Some(top) = surface.root.and_then(|root| tree.slot(root)) else { continue };
            if all || tree.node(top).branch().is_some_and(|b| b.marks.has(Marks::MEASURE_ANY)) {
                self.measure(tree, top, all);
            }
            let min = self.extent(tree, top).min;
            let size = [frame.size[0].max(min[0]), frame.size[1].max(min[1])];
            let rect = PxRect { at: frame.at, size };
            if main {
                content = rect;
            }
            self.place_tree(tree, top, rect, all);
        }
        let moved = content != self.content;
        self.content = content;
        all || moved || self.placed != before
    }

    /// The rectangle of a node in device pixels of its surface's content, not scrolled. Meaningful for nodes that are not
    /// behind a tab.
    #[must_use]
    pub fn rect(&self, tree: &Tree, node: NodeId) -> Option<PxRect> {
        self.rects.get(tree.slot(node)? as usize).copied()
    }

    /// Where a slot lies; nowhere for one that was never placed.
    pub(super) fn px(&self, slot: Slot) -> PxRect {
        self.rects.get(slot as usize).copied().unwrap_or_default()
    }

    /// The main surface's content: at least the area, larger where the minima do not fit.
    #[must_use]
    pub const fn content(&self) -> PxRect {
        self.content
    }

    /// How many rectangles were written since the start: what a change costs.
    #[must_use]
    pub const fn placed(&self) -> u64 {
        self.placed
    }

    /// Pixels a unit at the last placing.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Bytes it takes, spare room included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rects.capacity() * size_of::<PxRect>()
            + self.slots.capacity() * size_of::<Slot>()
            + self.stack.capacity() * size_of::<(Slot, bool)>()
            + self.items.capacity() * size_of::<Item>()
    }

    /// Where a surface lies before its minima are looked at.
    pub(crate) fn frame(&self, surface: &SurfaceState, viewport: PxRect) -> PxRect {
        let Some(area) = surface.area else { return viewport };
        let px = |units| self.scale.to_px(units);
        let bar = self.metrics.tab_bar;
        PxRect::new(px(area.x), px(area.y) + bar, px(area.w).max(1), (px(area.h) - bar).max(1))
    }

    fn fit(&mut self, slots: usize) {
        if self.rects.len() < slots {
            self.rects.reserve_exact(slots - self.rects.len() + slots / 16);
            self.rects.resize(slots, PxRect::default());
        }
    }

    fn place_tree(&mut self, tree: &mut Tree, top: Slot, rect: PxRect, all: bool) {
        self.stack.clear();
        self.put(tree.node(top), top, rect, all);
        while let Some((slot, moved)) = self.stack.pop() {
            let Some(branch) = tree.branch_mut(slot) else { continue };
            let marks = branch.marks;
            branch.marks = marks.without(Marks::PLACE_ANY);
            let (form, first, active) = (branch.form, branch.first, branch.active);
            if !(moved || all || marks.has(Marks::PLACE)) {
                self.visit_marked(tree, form, first, active);
                continue;
            }
            match form.axis() {
                None => self.place_front(tree, slot, active, all),
                Some(axis) => self.place_split(tree, slot, first, axis, marks.has(Marks::CAREFUL), all),
            }
        }
    }

    /// Writes a rectangle; branches that must be looked into are stacked.
    fn put(&mut self, node: &Node, slot: Slot, rect: PxRect, all: bool) {
        let place = &mut self.rects[slot as usize];
        let moved = *place != rect;
        if moved {
            *place = rect;
            self.placed += 1;
        }
        if let Kind::Branch(branch) = &node.kind
            && (moved || all || branch.marks.has(Marks::PLACE_ANY))
        {
            self.stack.push((slot, moved || all));
        }
    }

    fn visit_marked(&mut self, tree: &Tree, form: Form, first: Slot, active: Slot) {
        let mut child = if form == Form::Tabs { active } else { first };
        while child != NIL {
            let node = tree.node(child);
            if node.branch().is_some_and(|b| b.marks.has(Marks::PLACE_ANY)) {
                self.stack.push((child, false));
            }
            child = if form == Form::Tabs { NIL } else { node.next };
        }
    }

    fn place_front(&mut self, tree: &Tree, slot: Slot, active: Slot, all: bool) {
        self.placed += 1;
        if active == NIL {
            return;
        }
        let mut rect = self.rects[slot as usize];
        let bar = self.bar(Form::Tabs, rect.size[1]);
        rect.at[1] += bar;
        rect.size[1] -= bar;
        self.put(tree.node(active), active, rect, all);
    }

    fn place_split(&mut self, tree: &Tree, slot: Slot, first: Slot, axis: Axis, careful: bool, all: bool) {
        self.placed += 1;
        let rect = self.rects[slot as usize];
        let done = !careful && self.place_plain(tree, rect, first, axis, all);
        if !done {
            // The plain attempt has written rectangles: what moved can no longer be told, so all below are looked at.
            self.place_careful(tree, rect, first, axis, all || !careful);
        }
    }

    /// Sizes by shares alone. Answers false, having written nothing that stays, where a child came out too short.
    fn place_plain(&mut self, tree: &Tree, rect: PxRect, first: Slot, axis: Axis, all: bool) -> bool {
        let i = axis.index();
        let (mut total, mut count, mut child) = (0i64, 0i32, first);
        while child != NIL {
            let node = tree.node(child);
            total += i64::from(node.share.get());
            count += 1;
            child = node.next;
        }
        let divider = self.metrics.divider;
        let space = rect.size[i].saturating_sub(divider.saturating_mul(count - 1));
        #[allow(clippy::cast_precision_loss)] // shares add up to far less than 2^53
        let factor = f64::from(space) / total as f64;
        let stacked = self.stack.len();
        let (mut sum, mut start, mut shift, mut child) = (0i64, 0i32, rect.at[i], first);
        while child != NIL {
            let node = tree.node(child);
            sum += i64::from(node.share.get());
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
            let end = if node.next == NIL { space } else { (sum as f64 * factor + 0.5) as i32 };
            let length = end - start;
            let short = match &node.kind {
                Kind::Pane(_) => length < self.metrics.min_pane[i],
                Kind::Branch(branch) => length < branch.min[i],
            };
            if short {
                self.stack.truncate(stacked);
                return false;
            }
            let mut part = rect;
            part.at[i] = shift + start;
            part.size[i] = length;
            self.put(node, child, part, all);
            start = end;
            shift += divider;
            child = node.next;
        }
        // The first child is popped first: in the order in which they lie in memory.
        self.stack[stacked..].reverse();
        true
    }

    fn place_careful(&mut self, tree: &Tree, rect: PxRect, first: Slot, axis: Axis, all: bool) {
        let i = axis.index();
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
            self.put(tree.node(*slot), *slot, part, all);
            start = end;
            shift = shift.saturating_add(if item.hidden { 0 } else { self.metrics.divider });
        }
        (self.slots, self.items) = (slots, items);
    }

    /// The children of a split as the solver sees them.
    pub(super) fn gather(&self, tree: &Tree, first: Slot, axis: Axis, slots: &mut Vec<Slot>, items: &mut Vec<Item>) {
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
