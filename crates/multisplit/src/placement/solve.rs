//! One dimension: how long each child of a split is. Sizes follow the shares, kept within their bounds: size = share × k,
//! clamped, with one k for all, found by bisection. When the minima leave too little, the k of the low priorities sinks
//! first. Linear in the children, whatever the bounds. Real numbers here; whoever places rounds the edges.

use crate::base::Priority;

/// A child as the solver sees it, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) share: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) priority: Priority,
    /// Hides rather than making the others go below their minimum.
    pub(crate) snaps: bool,
    /// The answer; `0` where it is hidden.
    pub(crate) size: f64,
    /// Another answer: there was no room for it.
    pub(crate) hidden: bool,
}

/// Steps of the bisection: past the precision of the numbers.
const STEPS: usize = 64;

/// Writes the size of every item; `divider` lies between those that are not hidden. The sizes and dividers add up to `space`,
/// which is at least the sum of the minima of those that cannot hide.
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

/// Answers the room that is left for the items themselves.
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

fn grow(items: &mut [Item], space: f64, even: f64) {
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

/// Finds the k between `low` and `high` at which the chosen items take `target`.
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

/// Bounds that leave room over are not worth a hole: the last child that is not folded takes the rest, past its maximum.
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
