//! Reference: greedy dual, size and frequency (Cherkasova 1998), on a heap whose stale entries are skipped when they come up.

use crate::sim::Cache;
use crate::trace::Access;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

struct Kept {
    bytes: u32,
    uses: u32,
    worth: f64,
}

/// Worth = age + uses × cost ÷ bytes; the age is the worth of what went last.
pub struct Gdsf {
    kept: HashMap<u32, Kept>,
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    age: f64,
    bytes: u64,
    budget: u64,
}

impl Gdsf {
    /// An empty one for so many bytes.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self { kept: HashMap::new(), heap: BinaryHeap::new(), age: 0.0, bytes: 0, budget }
    }

    fn touch(&mut self, access: &Access) {
        let uses = self.kept.get(&access.id).map_or(0, |kept| kept.uses) + 1;
        let worth = self.age + f64::from(uses) * access.rebuild_us as f64 / f64::from(access.bytes.max(1));
        self.kept.insert(access.id, Kept { bytes: access.bytes, uses, worth });
        // Positive numbers have the order of their bits.
        self.heap.push(Reverse((worth.to_bits(), access.id)));
    }
}

impl Cache for Gdsf {
    fn get(&mut self, access: &Access) -> bool {
        let found = self.kept.contains_key(&access.id);
        if found {
            self.bytes -= u64::from(self.kept[&access.id].bytes);
            self.touch(access);
            self.bytes += u64::from(access.bytes);
        }
        found
    }

    fn put(&mut self, access: &Access) {
        if let Some(was) = self.kept.get(&access.id) { self.bytes -= u64::from(was.bytes); }
        self.touch(access);
        self.bytes += u64::from(access.bytes);
        while self.bytes > self.budget {
            let Some(Reverse((worth, id))) = self.heap.pop() else { break };
            if self.kept.get(&id).is_some_and(|kept| kept.worth.to_bits() == worth) {
                self.age = f64::from_bits(worth);
                if let Some(gone) = self.kept.remove(&id) { self.bytes -= u64::from(gone.bytes); }
            }
        }
    }
}
