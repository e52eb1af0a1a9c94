//! Replays a trace through a cache.

use crate::trace::{Access, Trace};

/// A cache of widgets.
pub trait Cache {
    /// Whether the widget is kept; counts as a use.
    fn get(&mut self, access: &Access) -> bool;
    /// Keeps the widget, evicting others.
    fn put(&mut self, access: &Access);
}

/// What a cache saved.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Saved {
    pub cost: u128,
    pub of: u128,
    pub first: u128,
    pub hits: usize,
    pub accesses: usize,
}

impl Saved {
    pub fn percent(&self) -> f64 { self.cost as f64 * 100.0 / self.of as f64 }
    pub fn percent_avoidable(&self) -> f64 { self.cost as f64 * 100.0 / (self.of - self.first) as f64 }
    pub fn hit_rate(&self) -> f64 { self.hits as f64 * 100.0 / self.accesses as f64 }
}

pub fn replay(trace: &Trace, cache: &mut dyn Cache) -> Saved {
    let mut saved = Saved::default();
    let mut seen = vec![0u32; trace.ids().len()];
    for access in trace.accesses() {
        saved.of += u128::from(access.rebuild_us);
        saved.accesses += 1;
        let known = seen[access.id as usize];
        if known == 0 { saved.first += u128::from(access.rebuild_us); }
        seen[access.id as usize] = access.bytes.max(1);
        if cache.get(access) {
            saved.hits += 1;
            saved.cost += u128::from(access.rebuild_us);
            if known == access.bytes { continue; }
        }
        cache.put(access);
    }
    saved
}
