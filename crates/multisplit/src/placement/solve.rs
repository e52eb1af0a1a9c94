//! Solves one dimension: how long each child of a split is, in device pixels.
//!
//! Invariant: the sizes of the children that are not hidden, and the dividers between them, add up to the space.
//!
//! # How space is shared
//! Each size is share × k, clamped to the child's bounds, with one k for all children. The sum of the sizes does not fall as k
//! grows, so the k that fills the space is found by bisection, in a fixed number of steps.
//! 1. If the minima do not fit, children that may hide are hidden until they do: those of low priority first, and the last one
//!    first among equals. One child always stays.
//! 2. With the k that would be right without bounds, all sizes are clamped. If they fill the space exactly, that is the result.
//! 3. If minima made the sum too large, k sinks for the children of low priority first, then for those of normal and high priority:
//!    each group gives what it can before the next one has to.
//! 4. If maxima made the sum too small, one larger k is found for all children.
//! 5. If all children are at their maximum and space is left, the last child that is not fixed takes it, past its maximum. A hole
//!    in the layout would be worse.
//!
//! The minima of the children that cannot hide always fit: if they did not, the surface was made larger than the window before.
//!
//! # Rounding
//! Sizes are real numbers here. The placing pass adds them up and rounds the *edges*, a half up, so that the last edge is exactly
//! that of the parent. A drag of a divider starts from the real sizes.
//!
//! # Alternatives
//! - Clamping and sharing out the rest again, round by round, as flexbox does: each round may clamp one more child, so the rounds
//!   grow with the children. Bisection is linear in the children, whatever their bounds are.
//! - Sorting the values of k at which a child meets a bound gives an exact k, but it needs memory for them and a sort.

use crate::base::Priority;

/// A child as the solver sees it, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) share: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) priority: Priority,
    /// Whether the child hides when the minima of all do not fit.
    pub(crate) snaps: bool,
    /// The result: the length of the child, 0 if it is hidden.
    pub(crate) size: f64,
    /// Another result: whether there was no space for the child.
    pub(crate) hidden: bool,
}

/// The number of bisection steps: past the precision of the numbers.
const STEPS: usize = 64;

/// Writes the size of every item. `divider` is the length between two items that are not hidden. The sizes and dividers add up to
/// `space`, which must be at least the sum of the minima of the items that cannot hide.
pub(crate) fn solve(items: &mut [Item], space: f64, divider: f64) {
    let space = hide_what_does_not_fit(items, space, divider);
    let total: f64 = shown(items).map(|i| i.share).sum();
    if total <= 0.0 {
        return;
    }
    let even = space / total;
    for item in items.iter_mut() {
        item.size = if item.hidden { 0.0 } else { clamp(item, even) };
    }
    let excess = sum(items) - space;
    if excess > 0.0 {
        shrink(items, space, even);
    } else if excess < 0.0 {
        grow(items, space, even);
    }
    give_rest_to_last(items, space);
}

fn shown(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().filter(|i| !i.hidden)
}

fn sum(items: &[Item]) -> f64 {
    shown(items).map(|i| i.size).sum()
}

fn clamp(item: &Item, k: f64) -> f64 {
    (item.share * k).min(item.max).max(item.min)
}

/// Hides items until the minima of the others fit. Returns the space that is left for the items themselves.
fn hide_what_does_not_fit(items: &mut [Item], space: f64, divider: f64) -> f64 {
    let mut count = 0.0;
    let mut least = 0.0;
    for item in items.iter_mut() {
        item.hidden = false;
        count += 1.0;
        least += item.min;
    }
    let room = |count: f64| space - divider * (count - 1.0).max(0.0);
    if least > room(count) {
        for priority in [Priority::Low, Priority::Normal, Priority::High] {
            for item in items.iter_mut().rev().filter(|i| i.snaps && i.priority == priority) {
                if least > room(count) && count > 1.0 {
                    item.hidden = true;
                    count -= 1.0;
                    least -= item.min;
                }
            }
        }
    }
    room(count)
}

/// Takes space from the items whose size is above their minimum, one priority after the other.
fn shrink(items: &mut [Item], space: f64, even: f64) {
    for priority in [Priority::Low, Priority::Normal, Priority::High] {
        let others: f64 = shown(items).filter(|i| i.priority != priority).map(|i| i.size).sum();
        let target = (space - others).max(0.0);
        settle(items, |i| i.priority == priority, target, 0.0, even);
        if sum(items) <= space {
            return;
        }
    }
}

/// Gives space to the items whose size is below their maximum.
fn grow(items: &mut [Item], space: f64, even: f64) {
    // Doubling finds an upper bound for k: a share may be small, and its item the only one that can grow.
    let mut high = even.max(1e-9);
    while shown(items).any(|i| i.size < i.max) && high < 1e12 {
        high *= 2.0;
        let reached: f64 = shown(items).map(|i| clamp(i, high)).sum();
        if reached >= space {
            break;
        }
    }
    settle(items, |_| true, space, even, high);
}

/// Finds the k between `low` and `high` at which the chosen items take `target`, and writes their sizes.
fn settle(items: &mut [Item], chosen: impl Fn(&Item) -> bool, target: f64, low: f64, high: f64) {
    let (mut low, mut high) = (low, high);
    for _ in 0..STEPS {
        let middle = low + (high - low) / 2.0;
        let taken: f64 = shown(items).filter(|i| chosen(i)).map(|i| clamp(i, middle)).sum();
        if taken > target { high = middle } else { low = middle }
    }
    for item in items.iter_mut().filter(|i| !i.hidden && chosen(i)) {
        item.size = clamp(item, high);
    }
}

/// Gives the rest of the space to the last child that is not folded, past its maximum: no bound is worth a hole.
fn give_rest_to_last(items: &mut [Item], space: f64) {
    let rest = space - sum(items);
    if rest.abs() < 1e-6 {
        return;
    }
    let fixed = |i: &Item| i.min >= i.max;
    let free = items.iter().rposition(|i| !i.hidden && !fixed(i)).or_else(|| items.iter().rposition(|i| !i.hidden));
    if let Some(at) = free {
        items[at].size = (items[at].size + rest).max(items[at].min);
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, solve};
    use crate::base::Priority;

    fn item(share: f64, min: f64, max: f64) -> Item {
        Item { share, min, max, priority: Priority::Normal, snaps: false, size: 0.0, hidden: false }
    }

    fn check(mut items: Vec<Item>, space: f64, divider: f64, want: &[f64]) {
        solve(&mut items, space, divider);
        let got: Vec<f64> = items.iter().map(|i| (i.size * 1000.0).round() / 1000.0).collect();
        assert_eq!(got, want, "{items:?} in {space}");
    }

    const NO: f64 = f64::INFINITY;

    #[test]
    fn sizes_follow_shares_within_bounds() {
        check(vec![item(1.0, 1.0, NO), item(3.0, 1.0, NO)], 406.0, 6.0, &[100.0, 300.0]);
        check(vec![item(1.0, 150.0, NO), item(3.0, 1.0, NO)], 400.0, 0.0, &[150.0, 250.0]);
        check(vec![item(1.0, 1.0, NO), item(3.0, 1.0, 200.0)], 400.0, 0.0, &[200.0, 200.0]);
        check(vec![item(1.0, 50.0, 50.0), item(1.0, 1.0, NO), item(1.0, 1.0, NO)], 350.0, 0.0, &[50.0, 150.0, 150.0]);
    }

    #[test]
    fn low_priority_gives_room_first_and_high_last() {
        let with = |priority, min| Item { priority, ..item(1.0, min, NO) };
        let items = vec![with(Priority::Low, 10.0), with(Priority::Normal, 160.0), with(Priority::High, 10.0)];
        check(items, 300.0, 0.0, &[40.0, 160.0, 100.0]);
        let items = vec![with(Priority::Low, 90.0), with(Priority::Normal, 160.0), with(Priority::High, 10.0)];
        check(items, 300.0, 0.0, &[90.0, 160.0, 50.0]);
    }

    #[test]
    fn what_snaps_hides_where_the_minima_do_not_fit() {
        let snap = Item { snaps: true, ..item(1.0, 200.0, NO) };
        check(vec![snap, item(1.0, 200.0, NO)], 300.0, 6.0, &[0.0, 300.0]);
        check(vec![snap, item(1.0, 200.0, NO)], 406.0, 6.0, &[200.0, 200.0]);
    }

    #[test]
    fn no_room_is_left_over_when_all_are_at_their_maximum() {
        check(vec![item(1.0, 1.0, 50.0), item(1.0, 1.0, 60.0)], 300.0, 0.0, &[50.0, 250.0]);
        check(vec![item(1.0, 24.0, 24.0), item(1.0, 24.0, 24.0)], 300.0, 0.0, &[24.0, 276.0]);
    }
}
