//! Places the children of plain splits: splits whose children are sized by their shares alone.
//!
//! # Two loops
//! Most splits have two children. [`place_pairs`] computes their one edge, writes both rectangles and goes on with the first child,
//! whose place is still in registers, until it meets anything else. [`place_plain`] takes splits with any number of children, in two
//! walks over them: the first adds up the shares, the second computes the edges. Both give the same result; a test compares them.
//!
//! With one loop for both, a balanced binary tree took twice as long to place.
//!
//! They are not methods of the placer, so that the compiler sees that what is written here is not what is read.

use super::metrics::PxMetrics;
use crate::base::Axis;
use crate::base::limits::MAX_READ_SHARE_TOTAL;
use crate::tree::{Dirty, NIL, Node, NodeIndex, NodeInfo};

/// The number of nodes by which reading is ahead of placing: nodes are mostly in memory in the order in which they are placed, and
/// what takes long is not to read them but to fetch them from memory. Values from 16 to 1,000 were tried.
const READ_AHEAD: usize = 160;

/// A branch whose turn comes, and whether its rectangle is another one than before.
pub(super) type Next = (NodeIndex, bool);

/// A stretch along an axis, in device pixels.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Span {
    from: i32,
    length: i32,
}

/// Places the waiting splits of two children, and those that wait below them. Adds the number of changed rectangles to `placed`.
///
/// Returns the first branch that is to be placed in another way, or not at all; nothing of it was written. Returns `None` if no branch
/// waits.
#[inline(never)] // the loop needs all registers
pub(super) fn place_pairs<const FITS: bool, const ALL: bool>(
    (nodes, rests): (&mut [Node], &[NodeInfo]),
    stack: &mut Vec<Next>,
    metrics: &PxMetrics,
    placed: &mut u64,
) -> Option<Next> {
    let mut count = 0;
    let stopped = 'popped: loop {
        let Some(mut next) = stack.pop() else { break None };
        // The place of the split, along the axis `i` and across it.
        let mut i = 0;
        let [mut along, mut across] = spans(&nodes[next.0 as usize], i);
        loop {
            let (split, moved) = next;
            read_ahead(nodes, split);
            let branch = &nodes[split as usize];
            let (marks, first) = (branch.marks, branch.first);
            let axis = branch.axis().filter(|_| moved || marks.has(Dirty::PLACE));
            let Some(axis) = axis.filter(|_| first != NIL && (FITS || !marks.has(Dirty::CAREFUL))) else {
                break 'popped Some(next);
            };
            if axis.index() != i {
                i = axis.index();
                std::mem::swap(&mut along, &mut across);
            }
            let one = &nodes[first as usize];
            // The children are a ring: the last one is before the first one.
            if one.next != one.prev {
                break 'popped Some(next);
            }
            let second = one.next;
            let two = &nodes[second as usize];
            let space = along.length.saturating_sub(metrics.divider);
            let Some(edge) = edge_of_two(space, one.share.get(), two.share.get()) else { break 'popped Some(next) };
            let holds = |node: &Node, slot, length| {
                holds::<FITS>(node, &rests[slot as usize], metrics, i, [length, across.length])
            };
            if !(holds(one, first, edge) && holds(two, second, space - edge)) {
                break 'popped Some(next);
            }
            nodes[split as usize].marks = placed_marks::<FITS>(marks, ALL);
            let after = Span { from: along.from + edge + metrics.divider, length: space - edge };
            along.length = edge;
            let (second_moved, second_waits) = write_spans(&mut nodes[second as usize], i, [after, across], ALL);
            let (first_moved, first_waits) = write_spans(&mut nodes[first as usize], i, [along, across], ALL);
            count += 1 + u64::from(first_moved) + u64::from(second_moved);
            if second_waits {
                stack.push((second, second_moved));
            }
            if !first_waits {
                break;
            }
            next = (first, first_moved);
        }
    };
    *placed += count;
    stopped
}

#[inline]
fn spans(node: &Node, i: usize) -> [Span; 2] {
    [i, 1 - i].map(|i| Span { from: node.rect.at[i], length: node.rect.size[i] })
}

/// Writes the place of a node along the axis `i` and across it. Returns whether it has moved, and whether it is a branch that must be
/// looked into.
#[inline]
fn write_spans(node: &mut Node, i: usize, place: [Span; 2], all: bool) -> (bool, bool) {
    let moved = all || spans(node, i) != place;
    for (i, span) in [i, 1 - i].into_iter().zip(place) {
        (node.rect.at[i], node.rect.size[i]) = (span.from, span.length);
    }
    (moved, node.is_branch() && (moved || node.marks.has(Dirty::PLACE_ANY)))
}

/// Returns where the second of two children begins, in pixels from the first one without the divider, a half rounded up. Returns
/// `None` if there is no space or if the shares are too large for whole numbers.
#[inline]
#[allow(clippy::cast_possible_truncation)] // at most `space`
fn edge_of_two(space: i32, one: u32, two: u32) -> Option<i32> {
    if space <= 0 {
        return None;
    }
    let room = u64::from(space.unsigned_abs());
    if one == two {
        // Most splits are halves, and division is the slowest operation here.
        return Some(room.div_ceil(2) as i32);
    }
    let total = u64::from(one) + u64::from(two);
    (total <= MAX_READ_SHARE_TOTAL).then(|| ((u64::from(one) * room + total / 2) / total) as i32)
}

/// Places the children of a split by their shares alone, the last child first, so that the first child is popped first. Returns the
/// number of changed rectangles, or `None` if a child is too short.
pub(super) fn place_plain<const FITS: bool, const ALL: bool>(
    (nodes, rests): (&mut [Node], &[NodeInfo]),
    stack: &mut Vec<Next>,
    metrics: &PxMetrics,
    (split, axis): (NodeIndex, Axis),
) -> Option<u64> {
    let (i, first) = (axis.index(), nodes[split as usize].first);
    let [along, across] = spans(&nodes[split as usize], i);
    let (mut total, mut between, mut child, mut last) = (0u64, -metrics.divider, first, first);
    while child != NIL {
        let node = &nodes[child as usize];
        total += u64::from(node.share.get());
        between = between.saturating_add(metrics.divider);
        last = child;
        child = node.next;
    }
    let space = along.length.saturating_sub(between);
    let is_whole = (1..=MAX_READ_SHARE_TOTAL).contains(&total);
    let Some(room) = u64::try_from(space).ok().filter(|room| *room > 0 && is_whole) else {
        return (first == NIL).then_some(0);
    };
    let half = total / 2;
    let (mut before, mut end, mut shift, mut placed, mut child) = (total, space, along.from + between, 0, last);
    loop {
        let node = &mut nodes[child as usize];
        before -= u64::from(node.share.get());
        // The edge is rounded, a half up. The product does not overflow: shares add up to at most 2^32 here, and a side has less than
        // 2^31 pixels.
        #[allow(clippy::cast_possible_truncation)] // at most `space`
        let start = if child == first { 0 } else { ((before * room + half) / total) as i32 };
        let part = Span { from: shift + start, length: end - start };
        if !holds::<FITS>(node, &rests[child as usize], metrics, i, [part.length, across.length]) {
            return None;
        }
        let (moved, waits) = write_spans(node, i, [part, across], ALL);
        placed += u64::from(moved);
        if waits {
            stack.push((child, moved));
        }
        if child == first {
            return Some(placed);
        }
        (end, shift, child) = (start, shift - metrics.divider, node.prev);
    }
}

/// Reads nodes that will be placed soon. Nothing waits for them: reading brings them into the cache before their turn comes.
#[inline]
fn read_ahead(nodes: &[Node], split: NodeIndex) {
    let ahead = split as usize + READ_AHEAD;
    if let Some([one, other]) = nodes.get(ahead..ahead + 2) {
        std::hint::black_box((one.marks, other.marks));
    }
}

/// Returns `true` if a child of a plain split is as long as it has to be, along the axis `i`. `size` is its length and the other side.
#[inline]
fn holds<const FITS: bool>(node: &Node, rest: &NodeInfo, metrics: &PxMetrics, i: usize, size: [i32; 2]) -> bool {
    let [length, side] = size;
    if !node.is_branch() {
        length >= metrics.min_pane[i] && (!FITS || side >= metrics.min_pane[1 - i])
    } else {
        // If all panes below get their minimum, so does this branch.
        FITS || length >= rest.least()[i]
    }
}

/// Returns the marks of a branch whose children are placed.
#[inline]
pub(super) const fn placed_marks<const FITS: bool>(marks: Dirty, all: bool) -> Dirty {
    let marks = marks.without(Dirty::PLACE_ANY);
    // What was measured with other metrics is void. A pass that fits does not measure, so the mark stays for one that does.
    if FITS && all { marks.with(Dirty::MEASURE_ANY) } else { marks }
}

#[cfg(test)]
mod tests {
    use super::super::metrics::{Metrics, PxMetrics};
    use super::{place_pairs, place_plain};
    use crate::base::{Axis, NodeId, PxRect, Scale, Share};
    use crate::tree::{Body, BranchKind, NIL, Node, NodeInfo};
    use proptest::prelude::{Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

    /// Returns a split of two panes, or of one pane and one empty split.
    fn split(axis: Axis, rect: PxRect, shares: [u32; 2], second_is_branch: bool) -> (Vec<Node>, Vec<NodeInfo>) {
        let form = |is_branch: bool| is_branch.then(|| BranchKind::from(axis.cross()));
        let child = |at: usize, form| Node {
            parent: 0,
            prev: 2,
            next: [2, NIL][at],
            share: Share::new(shares[at]).unwrap_or(Share::ONE),
            ..Node::detached(form)
        };
        let mut two = child(1, form(second_is_branch));
        two.prev = 1;
        let nodes = vec![Node { rect, first: 1, ..Node::detached(Some(axis.into())) }, child(0, None), two];
        (nodes, vec![NodeInfo { id: NodeId::FIRST, body: Body::BRANCH }; 3])
    }

    fn both<const FITS: bool>(nodes: &[Node], rests: &[NodeInfo], axis: Axis) -> [Option<Vec<PxRect>>; 2] {
        let metrics = PxMetrics::new(&Metrics::default(), Scale::ONE);
        let rects = |nodes: &[Node]| nodes.iter().map(|node| node.rect).collect::<Vec<_>>();
        let (mut pairs, mut plain, mut placed) = (nodes.to_vec(), nodes.to_vec(), 0);
        let stopped = place_pairs::<FITS, true>((&mut pairs, rests), &mut vec![(0, true)], &metrics, &mut placed);
        let by_pairs = stopped.is_none_or(|(slot, _)| slot != 0).then(|| rects(&pairs));
        let count = place_plain::<FITS, true>((&mut plain, rests), &mut Vec::new(), &metrics, (0, axis));
        [by_pairs, count.map(|_| rects(&plain))]
    }

    proptest! {
        #[test]
        fn both_loops_place_two_children_alike(
            at in prop::array::uniform2(-5_000i32..5_000),
            size in prop::array::uniform2(0i32..3_000),
            shares in prop_oneof![
                prop::array::uniform2(1u32..20),
                (1u32..9_000).prop_map(|share| [share, share]),
                prop::array::uniform2(1u32..),
            ],
            is_row in any::<bool>(),
            second_is_branch in any::<bool>(),
        ) {
            let axis = if is_row { Axis::Horizontal } else { Axis::Vertical };
            let (nodes, rests) = split(axis, PxRect { at, size }, shares, second_is_branch);
            let [pairs, plain] = both::<true>(&nodes, &rests, axis);
            prop_assert_eq!(pairs, plain);
            let [pairs, plain] = both::<false>(&nodes, &rests, axis);
            prop_assert_eq!(pairs, plain);
        }
    }
}
