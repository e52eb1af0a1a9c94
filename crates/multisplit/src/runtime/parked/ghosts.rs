//! What is remembered of widgets that were evicted: how they were used, by a hash of their id. Bounded; the oldest go first.

use super::super::policy::Usage;
use crate::base::WidgetId;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::VecDeque;
use std::hash::BuildHasher;

/// Usages of evicted widgets.
#[derive(Clone, Debug)]
pub(super) struct Ghosts {
    usages: FxHashMap<u64, Usage>,
    /// Oldest first; holds hashes that were taken again too, until they reach the front.
    order: VecDeque<u64>,
    most: usize,
}

impl Ghosts {
    pub(super) fn new(most: usize) -> Self {
        Self { usages: FxHashMap::default(), order: VecDeque::new(), most }
    }

    pub(super) fn remember(&mut self, widget: &WidgetId, usage: Usage) {
        let hash = hash(widget);
        self.usages.insert(hash, usage);
        self.order.push_back(hash);
        while self.order.len() > self.most {
            if let Some(oldest) = self.order.pop_front() {
                self.usages.remove(&oldest);
            }
        }
    }

    pub(super) fn recall(&mut self, widget: &WidgetId) -> Option<Usage> {
        self.usages.remove(&hash(widget))
    }
}

fn hash(widget: &WidgetId) -> u64 {
    FxBuildHasher.hash_one(widget.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Ghosts, Usage, WidgetId};

    #[test]
    fn the_oldest_is_forgotten_and_a_recalled_one_comes_once() {
        let mut ghosts = Ghosts::new(2);
        let id = |i: u32| WidgetId::new(format!("w{i}")).expect("an id");
        for i in 0..3 {
            ghosts.remember(&id(i), Usage { uses: i, ..Usage::default() });
        }
        assert_eq!(ghosts.recall(&id(0)), None);
        assert_eq!(ghosts.recall(&id(2)).map(|u| u.uses), Some(2));
        assert_eq!(ghosts.recall(&id(2)), None);
    }
}
