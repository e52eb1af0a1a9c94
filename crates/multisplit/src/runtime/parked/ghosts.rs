//! What is remembered of widgets that were evicted: how they were used, by a hash of their id: two widgets of one hash are taken for one. Bounded; the oldest go first.

use super::super::policy::Usage;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Usages of evicted widgets.
#[derive(Clone, Debug)]
pub(super) struct Ghosts {
    /// Each with the number under which it stands in `order`.
    usages: FxHashMap<u64, (u64, Usage)>,
    /// Oldest first. One that was recalled, or remembered again under a later number, is passed over at the front.
    order: VecDeque<(u64, u64)>,
    next: u64,
    most: usize,
}

impl Ghosts {
    pub(super) fn new(most: usize) -> Self {
        Self { usages: FxHashMap::default(), order: VecDeque::new(), next: 0, most }
    }

    pub(super) fn remember(&mut self, hash: u64, usage: Usage) {
        let number = self.next;
        self.next += 1;
        self.usages.insert(hash, (number, usage));
        self.order.push_back((number, hash));
        while self.order.len() > self.most {
            if let Some((number, hash)) = self.order.pop_front()
                && self.usages.get(&hash).is_some_and(|(latest, _)| *latest == number)
            {
                self.usages.remove(&hash);
            }
        }
    }

    pub(super) fn recall(&mut self, hash: u64) -> Option<Usage> {
        self.usages.remove(&hash).map(|(_, usage)| usage)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ghosts, Usage};

    #[test]
    fn the_oldest_is_forgotten_and_a_recalled_one_comes_once() {
        let mut ghosts = Ghosts::new(2);
        for i in 0..3u32 {
            ghosts.remember(u64::from(i), Usage { uses: i, ..Usage::default() });
        }
        assert_eq!(ghosts.recall(0), None);
        assert_eq!(ghosts.recall(2).map(|u| u.uses), Some(2));
        assert_eq!(ghosts.recall(2), None);
    }

    #[test]
    fn one_that_is_remembered_again_is_as_young_as_its_last_time() {
        let mut ghosts = Ghosts::new(3);
        ghosts.remember(0, Usage::default());
        ghosts.remember(1, Usage::default());
        assert!(ghosts.recall(0).is_some());
        ghosts.remember(0, Usage { uses: 9, ..Usage::default() });
        ghosts.remember(2, Usage::default());
        assert_eq!(ghosts.recall(0).map(|u| u.uses), Some(9));
    }
}
