//! Reference: greedy dual with size and frequency (Cherkasova 1998), on a heap whose outdated entries are skipped when they come up.
//! Invariant: the kept widgets never exceed the budget.

use crate::sim::Cache;
use crate::trace::Access;
use hashlink::DefaultHashBuilder;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

struct Kept {
    bytes: u32,
    uses: u32,
    /// The bits of the widget's worth. Floating-point numbers that are not negative have the same order as their bits.
    worth: u64,
}

/// A cache that evicts the widget of the least worth. Worth = age + uses × cost ÷ bytes; the age is the worth of the widget evicted last.
pub struct Gdsf {
    kept: HashMap<u32, Kept, DefaultHashBuilder>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    age: f64,
    bytes: u64,
    budget: u64,
}

impl Gdsf {
    /// Creates an empty cache with a budget in bytes.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self { kept: HashMap::default(), heap: BinaryHeap::new(), age: 0.0, bytes: 0, budget }
    }

    /// Counts a use and computes the widget's worth again.
    #[allow(clippy::cast_precision_loss)] // a rank
    fn touch(&mut self, access: &Access, before: Option<Kept>) {
        let uses = before.map_or(0, |kept| kept.uses).saturating_add(1);
        let worth = self.age + f64::from(uses) * access.rebuild_us as f64 / f64::from(access.bytes.max(1));
        let worth = worth.to_bits();
        self.bytes += u64::from(access.bytes);
        self.kept.insert(access.id, Kept { bytes: access.bytes, uses, worth });
        self.heap.push(Reverse((worth, access.id)));
    }

    fn take(&mut self, id: u32) -> Option<Kept> {
        let kept = self.kept.remove(&id)?;
        self.bytes -= u64::from(kept.bytes);
        Some(kept)
    }
}

impl Cache for Gdsf {
    fn get(&mut self, access: &Access) -> bool {
        let Some(kept) = self.take(access.id) else { return false };
        self.touch(access, Some(kept));
        true
    }

    fn put(&mut self, access: &Access) {
        if !self.kept.contains_key(&access.id) {
            self.touch(access, None);
        }
        while self.bytes > self.budget {
            let Some(Reverse((worth, id))) = self.heap.pop() else { break };
            // Each use pushes an entry with a new worth, so an entry with another worth is outdated.
            if self.kept.get(&id).is_some_and(|kept| kept.worth == worth) {
                self.age = f64::from_bits(worth);
                self.take(id);
            }
        }
    }
}
